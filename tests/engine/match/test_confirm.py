"""Confirming a hit: two people here, a person there, and nothing that could be made up from the set alone."""

import datetime as dt

import pytest

from weft.match import confirm, forms
from weft.match.confirm import NotOurs, TwoPeople
from weft.match.forms import BadForm
from weft.match.manifest import OtherEpoch
from weft.sodium import BadSignature

TWO = (b"a" * 16, b"b" * 16)


@pytest.fixture
def hit(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(3, 1), now)
    [found] = th.finish(offer.taken_in(), question, kh.answer(offer, question.query, now)).hits
    return offer, question.query_id, found


def notice(hit, th, now, **changed):
    offer, query_id, found = hit
    given = {"ask": "confirm", "approved_by": TWO, "now": now, **changed}
    return confirm.write_notice(found, query_id, offer.terms, th.identity, **given)


def handles(offer):
    return {one.handle: one.holding for one in offer.made.made}


def test_a_notice_finds_the_identifier_and_gets_its_reply(kh, th, now, hit, phones):
    offer, query_id, found = hit
    sent = notice(hit, th, now)

    read = confirm.read_notice(sent, offer.terms, offer.keys, handles(offer))
    reply = confirm.write_reply(read, kh.identity, reply="confirm", confirmed_by=b"k" * 16, now=now)

    assert (read.holding.value, read.query_id, read.ask) == (phones(3, 1)[0][1], query_id, "confirm")
    assert (read.position, read.evidence) == (found.position, found.item.evidence)
    assert confirm.read_reply(reply, sent, offer.terms)["reply"] == "confirm"


def test_a_notice_wants_two_different_people(th, now, hit):
    for few in ((), (b"a" * 16,), (b"a" * 16, b"a" * 16)):
        with pytest.raises(TwoPeople):
            notice(hit, th, now, approved_by=few)


def test_a_notice_about_what_was_never_evaluated_is_refused(kh, th, now, hit):
    """The handle of another identifier, or a MAC under a made-up key: the set alone gives neither."""
    from dataclasses import replace

    offer, query_id, found = hit
    other = next(one.handle for one in offer.made.made if one.handle != found.handle)
    forged = notice((offer, query_id, replace(found, handle=other)), th, now)
    with pytest.raises(NotOurs, match="never evaluated"):
        confirm.read_notice(forged, offer.terms, offer.keys, handles(offer))
    forged = notice((offer, query_id, replace(found, handle=bytes(16))), th, now)
    with pytest.raises(NotOurs, match="nothing in the set"):
        confirm.read_notice(forged, offer.terms, offer.keys, handles(offer))


def test_notices_of_another_epoch_by_another_or_with_bytes_behind_are_refused(kh, th, now, hit, held):
    offer, *_ = hit
    sent = notice(hit, th, now)
    other = kh.publish(th, held(0, 20), now, epoch=2)
    with pytest.raises(OtherEpoch):
        confirm.read_notice(sent, other.terms, other.keys, handles(other))
    with pytest.raises(BadForm, match="behind"):
        confirm.read_notice(sent + b"x", offer.terms, offer.keys, handles(offer))
    fields = forms.parsed(sent.decode().partition("\n\n")[0])
    with pytest.raises(BadSignature):
        confirm.read_notice(forms.write(fields, kh.identity), offer.terms, offer.keys, handles(offer))


def test_a_reply_may_be_put_off_to_a_day(kh, th, now, hit):
    offer, *_ = hit
    read = confirm.read_notice(notice(hit, th, now), offer.terms, offer.keys, handles(offer))
    day = dt.date(2026, 12, 1)
    sent = confirm.write_reply(read, kh.identity, reply="deferred", confirmed_by=bytes(16), now=now, until=day)
    assert confirm.read_reply(sent, notice(hit, th, now), offer.terms)["until"] == "2026-12-01"
    for reply, until in (("deferred", None), ("deny", day)):
        with pytest.raises(BadForm, match="a day goes with"):
            confirm.write_reply(read, kh.identity, reply=reply, confirmed_by=bytes(16), now=now, until=until)


def test_a_reply_to_another_notice_is_refused(kh, th, now, hit):
    offer, *_ = hit
    read = confirm.read_notice(notice(hit, th, now), offer.terms, offer.keys, handles(offer))
    sent = confirm.write_reply(read, kh.identity, reply="deny", confirmed_by=bytes(16), now=now)
    with pytest.raises(OtherEpoch):
        confirm.read_reply(sent, notice(hit, th, now, ask="formal"), offer.terms)
