"""What was meant: the hint behind a refusal names the folder, the key, the way a file was spoilt."""

import pytest
from stick_desk import Desk

from weft.errors import FileNotRead, InputProblem
from weft.match.forms import BadForm
from weft.match.stick import places


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_the_folder_that_was_meant_is_named(desk):
    desk.at("kh-for-th/send").mkdir(parents=True)
    desk.at("kh-for-th/keep").mkdir()
    desk.write("kh-for-th/send/manifest", "x")
    desk.write("kh-for-th/keep/manifest", "x")

    for given, meant in (("kh-for-th", "kh-for-th/send"), ("kh-for-th/keep/keep", "kh-for-th")):
        with pytest.raises(FileNotRead) as caught:
            places.read(desk.at(given), "manifest")
        assert str(desk.at(meant)) + " ?" in (caught.value.hint or "")


def test_the_other_side_s_folder_is_told(desk):
    desk.new()
    desk.start()
    desk.answer()

    with pytest.raises(FileNotRead) as raised:
        desk.answer(folder="Q")
    assert raised.value.hint == f"{desk.at('Q')} is a question's folder; give the one that `weft epoch new` made"
    with pytest.raises(FileNotRead) as raised:
        desk.finish(folder="KH")
    assert raised.value.hint == f"{desk.at('KH')} is a holder's folder; give the one that `weft ask start` made"
    with pytest.raises(FileNotRead) as raised:
        desk.finish(folder="nowhere")
    assert raised.value.hint == "give the folder that `weft epoch new` or `weft ask start` made"


@pytest.mark.parametrize("name", ["manifest", "000000.line"])
def test_line_ends_that_were_changed_on_the_way_are_told(desk, name):
    desk.new()
    path = desk.at("KH/send") / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    with pytest.raises(BadForm, match="no signed text") as raised:
        desk.start()

    assert "copy the files as they are" in raised.value.hint


def test_a_key_that_is_no_text_is_said_in_a_line(tmp_path):
    binary = tmp_path / "key"
    binary.write_bytes(b"\xff\xfe\x00key")

    with pytest.raises(InputProblem, match="holds no private key: it is no text"):
        places.signer_in(binary, "weft.example/kh")
    with pytest.raises(InputProblem, match=r"is no public key .*: it is no text"):
        places.key_of(str(binary))
