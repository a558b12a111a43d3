"""Known answers that were met once need not be asked again: an urgent question by files."""

from dataclasses import replace

import pytest
from stick_desk import TERMS, Desk

from weft.match.stick import asker


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_after_a_first_question_one_identifier_takes_sixteen_evaluations(desk):
    desk.new()
    assert desk.start().evaluations == 64
    with pytest.raises(asker.NotChecked, match="not finished"):
        desk.start("R", "one.csv", checked=desk.at("Q"))
    desk.answer()
    desk.finish()
    desk.write("one.csv", "kind,value\nphone,+85512340015\n")

    assert desk.start("R", "one.csv", checked=desk.at("Q")).evaluations == 16
    desk.answer(query="R/send/query", out="answer-r")
    desk.finish("R", "answer-r", "hits-r.csv")

    assert desk.hits("hits-r.csv") == ["+85512340015"]
    assert desk.used() == 64 + 16
    # What was asked after it may be named in its place, also once it is forgotten.
    desk.finish("R", "answer-r", "hits-r.csv", forget=True)
    assert desk.start("S", "one.csv", checked=desk.at("R")).evaluations == 16


def test_a_question_about_another_set_shows_nothing_about_this_one(desk):
    desk.new()
    desk.start()
    desk.answer()
    desk.finish()
    desk.new("KH2", terms=replace(TERMS, epoch=2))

    with pytest.raises(asker.NotChecked, match="no earlier question about the set of KH at hand"):
        desk.start("R", send="KH2/send", checked=desk.at("Q"))
    with pytest.raises(asker.NotChecked, match="no earlier question"):
        desk.start("R", checked=desk.at("nowhere"))
    assert not desk.at("R").exists()
