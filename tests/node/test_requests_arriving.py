"""A partner's signed file: taken in when all of it holds, refused with a clear line otherwise, and nothing changed then."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from weft.errors import InputProblem, Refused, Tampered, WeftError
from weft.ledger.note import Signer
from weft.release import parcel
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.requests import actions, arriving
from weftnode.requests.models import Arrived, Key, Reminder, Request

REF = "6b4cd2a0-5a0e-4d7e-9a55-0d6f2b9f7c11"
OTHER = "b0a4e6a2-1111-4d7e-9a55-0d6f2b9f7c11"


@pytest.fixture(autouse=True)
def _here(settings):
    settings.NODE_COUNTRY = "TH"


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room])


@pytest.fixture
def mai(officer, room):
    return officer("mai", roles.Liaison, roles.CaseOfficer, rooms=[room])


@pytest.fixture
def theirs():
    return Signer("kh-node", bytes(range(32)))


@pytest.fixture
def body(partner, agreement, lan, mai, theirs):
    """A partner whose key two people wrote down."""
    made = partner()
    agreement(made)
    actions.confirm_key(by=mai, key=actions.add_key(by=lan, partner=made, line=str(theirs.key)))
    return made


def packed(signer, values, reference="P-1", **head):
    whole = {
        "reference": reference, "from": "KH", "to": "TH-AOC", "tlp": "TLP:AMBER", "pap": "PAP:GREEN", "made_at": "2026-11-01T08:00:00+00:00", **head,
    }  # fmt: skip
    data = json.dumps({**whole, "parts": [{"kind": "request", "values": values}]}).encode()
    return parcel.pack(whole, {"parcel.json": data}, signer)


def asks(**more):
    return {
        "word": "request", "ref": REF, "number": "Q-77", "sort": "confirmation", "purpose": "fraud.network", "title": "A hit of ours", "text": "Yours?",
        "asked_at": "2026-11-01T07:00:00+00:00", "due_at": "2026-11-30T16:59:59+00:00", "due_is_day": True, "due_zone": "Asia/Phnom_Penh",
        "due_from": "agreement", "due_basis": "Article 4", **more,
    }  # fmt: skip


def take(by, room, data):
    return arriving.take_in(by=by, room=room, name="p.zip", data=data)


def test_a_request_is_taken_in_with_its_clock_and_its_label(body, lan, room, theirs):
    came = take(lan, room, packed(theirs, asks()))

    assert (came.direction, came.state, came.partner, came.their_number, str(came.ref)) == (
        "in", "received", body, "Q-77", REF,
    )  # fmt: skip
    assert (came.due_at.isoformat(), came.due_is_day, came.due_zone) == (
        "2026-11-30T16:59:59+00:00", True, "Asia/Phnom_Penh",
    )  # fmt: skip
    from weftnode.partners import markings

    label = markings.of("requests.request", came.pk)
    assert (label.tlp.name, sorted(label.originators), sorted(label.named)) == ("AMBER", ["KH"], ["KH", "KH-CCD"])
    assert Arrived.objects.get().signed_by.startswith("kh-node+")
    assert "requests.parcel.arrived" in [one.action for one in Detail.objects.all()]


def test_what_our_own_door_packs_their_node_takes_in(body, lan, mai, room, theirs, settings):
    """Both ends of one format: our parcel, opened as the other side would, with our key under a partner of theirs."""
    from weftnode.audit import stored
    from weftnode.partners.models import Agreement

    made = actions.draft(
        by=mai, room=room, tlp=2, pap=1, columns={"partner": body, "agreement": Agreement.objects.get(), "sort": "meeting", "purpose": "fraud.network", "title": "Meet in Vientiane", "text": "ວຽງຈັນ"},
    )  # fmt: skip
    actions.propose(by=mai, request=made)
    sent = actions.send(by=lan, request=made).sent
    body.country, body.code = "TH", "TH-AOC"
    body.save()
    settings.NODE_COUNTRY = "KH"
    actions.confirm_key(by=mai, key=actions.add_key(by=lan, partner=body, line=str(stored.signer().key)))
    Request.objects.filter(pk=made.pk).update(ref=OTHER)

    came = take(lan, room, bytes(sent.data))

    assert (came.title, came.text, came.sort, came.direction) == ("Meet in Vientiane", "ວຽງຈັນ", "meeting", "in")


@pytest.fixture
def out(body, mai, room):
    """A request of ours that the partner has."""
    from django.utils import timezone

    return Request.objects.create(
        compartment=room, direction="out", partner=body, sort="information", purpose="fraud.network", title="x", text="x", state="sent",
        asked_at=timezone.now(), made_by="mai",
    )  # fmt: skip


def test_receipt_and_answers_move_our_request(out, lan, room, theirs):
    ref = str(out.ref)
    take(lan, room, packed(theirs, {"word": "receipt", "ref": ref, "number": "K-5"}, "P-1"))
    state = Request.objects.get(pk=out.pk)
    assert (state.state, state.their_number) == ("acknowledged", "K-5")
    said = {"word": "answer", "ref": ref, "kind": "part", "answer_ref": REF, "text": "half", "handed_over": "a list"}
    take(lan, room, packed(theirs, said, "P-2"))
    no = {"word": "answer", "ref": ref, "kind": "refusal", "ground": "a_ground_of_tomorrow", "answer_ref": OTHER}
    take(lan, room, packed(theirs, no, "P-3"))

    state = Request.objects.get(pk=out.pk)
    assert (state.state, [(one.kind, one.ground) for one in state.answers.order_by("pk")]) == (
        "refused",
        [("part", ""), ("refusal", "other")],
    )


def test_reminder_and_withdrawal_of_theirs(body, lan, room, theirs):
    came = take(lan, room, packed(theirs, asks(), "P-1"))
    take(lan, room, packed(theirs, {"word": "reminder", "ref": REF, "text": "please"}, "P-2"))
    take(lan, room, packed(theirs, {"word": "withdrawal", "ref": REF, "text": "solved"}, "P-3"))

    assert Reminder.objects.get().text == "please"
    assert Request.objects.get(pk=came.pk).state == "withdrawn"


def changed(data, name="parcel.json"):
    """The same parcel with one letter of a file changed."""
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w") as made:
        for one in old.namelist():
            text = old.read(one)
            made.writestr(one, text.replace(b"Yours", b"Ours!") if one == name else text)
    return new.getvalue()


BAD = {
    "a picture": (lambda sign: b"\x89PNG....", InputProblem, "no parcel"),
    "nothing": (lambda sign: b"", InputProblem, "no parcel"),
    "too much": (lambda sign: bytes(5_000_001), InputProblem, "at most"),
    "a stranger's": (lambda sign: packed(Signer("kh-node", bytes(32)), asks()), Tampered, "no partner whose key"),
    "changed": (lambda sign: changed(packed(sign, asks())), Tampered, "not as signed"),
    "for somebody else": (lambda sign: packed(sign, asks(), to="LA"), Refused, "addressed to LA"),
    "of another sender": (lambda sign: packed(sign, asks(), **{"from": "VN"}), WeftError, "comes from VN"),
    "an impossible time": (
        lambda sign: packed(sign, asks(due_at="2026-02-30T10:00:00+00:00")), WeftError, "due_at is no moment",
    ),
    "a time without zone": (lambda sign: packed(sign, asks(asked_at="2026-02-20T10:00:00")), WeftError, "time zone"),
    "no such zone": (lambda sign: packed(sign, asks(due_zone="Asia/../../etc/passwd")), WeftError, "time zone"),
    "a year far away": (lambda sign: packed(sign, asks(due_at="9999-12-31T23:59:59-14:00")), WeftError, "due_at"),
    "a list for a text": (lambda sign: packed(sign, asks(text=["x"])), WeftError, "text is no text"),
    "a very long text": (lambda sign: packed(sign, asks(text="x" * 50_001)), WeftError, "50001"),
    "an unknown word": (lambda sign: packed(sign, asks(word="order")), WeftError, "what it is"),
    "no ref": (lambda sign: packed(sign, asks(ref="17")), WeftError, "which request"),
    "an answer to nothing": (
        lambda sign: packed(sign, {"word": "answer", "ref": REF, "kind": "full", "answer_ref": OTHER}), WeftError, "not between",
    ),
    "no body": (lambda sign: parcel.pack({"to": "TH", "from": "KH"}, {"x.txt": b"x"}, sign), WeftError, "no request"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_files_are_refused_with_a_line_and_change_nothing(name, body, lan, room, theirs):
    make, family, line = BAD[name]

    with pytest.raises(family, match=line):
        take(lan, room, make(theirs))

    assert (Request.objects.count(), Arrived.objects.count()) == (0, 0)
    assert Detail.objects.order_by("-number").first().action == "requests.parcel.refused"


def test_the_same_file_or_the_same_thing_is_not_taken_in_twice(body, lan, room, theirs):
    data = packed(theirs, asks(), "P-1")
    take(lan, room, data)
    for again, line in (
        (data, "this very file"),
        (packed(theirs, asks(title="other words"), "P-1"), "as P-1 before"),
        (packed(theirs, asks(), "P-2"), "as Q-"),
    ):
        with pytest.raises(arriving.CameBefore, match=line):
            take(lan, room, again)
    assert Request.objects.count() == 1


def test_a_partner_speaks_of_nothing_between_others(out, lan, mai, room, partner, agreement):
    """Laos signs well, and answers what Cambodia was asked."""
    laos, signer = partner("LA-CID", country="LA"), Signer("la-node", bytes(range(1, 33)))
    actions.confirm_key(by=mai, key=actions.add_key(by=lan, partner=laos, line=str(signer.key)))
    said = {"word": "answer", "ref": str(out.ref), "kind": "full", "answer_ref": REF, "text": "x"}

    with pytest.raises(arriving.NotAsAgreed, match="not between"):
        take(lan, room, packed(signer, said, **{"from": "LA"}))

    assert Request.objects.get(pk=out.pk).state == "sent"


def test_a_request_of_another_room_does_not_exist_for_whoever_takes_the_file_in(out, officer, other_room, theirs):
    stranger = officer("sok", roles.Liaison, rooms=[other_room])
    said = {"word": "receipt", "ref": str(out.ref)}

    with pytest.raises(arriving.NotAsAgreed, match="not between"):
        take(stranger, other_room, packed(theirs, said))


def test_a_key_counts_when_two_people_stand_behind_it_and_until_it_is_ended(partner, lan, mai, room, theirs):
    body = partner()
    key = actions.add_key(by=lan, partner=body, line=str(theirs.key))
    with pytest.raises(Tampered):
        take(lan, room, packed(theirs, asks()))
    with pytest.raises(Refused):
        actions.confirm_key(by=lan, key=key)
    actions.confirm_key(by=mai, key=key)
    take(lan, room, packed(theirs, asks()))
    actions.end_key(by=lan, key=Key.objects.get())

    with pytest.raises(Tampered):
        take(lan, room, packed(theirs, asks(ref=OTHER), "P-2"))
    with pytest.raises(InputProblem):
        actions.add_key(by=lan, partner=body, line=str(theirs.key))


def test_the_page_says_what_is_wrong_and_answers_422(body, lan, sign_in, room, theirs):
    browser, address = sign_in(lan), reverse("requests:take_in")

    bad = browser.post(address, {"room": room.pk, "file": SimpleUploadedFile("x.zip", b"x")})
    none = browser.post(address, {"room": room.pk})
    good = browser.post(address, {"room": room.pk, "file": SimpleUploadedFile("x.zip", packed(theirs, asks()))})

    assert (bad.status_code, none.status_code, good.status_code) == (422, 422, 302)
    assert "this is no parcel" in bad.content.decode()
    assert good["Location"] == reverse("requests:request", args=[Request.objects.get().pk])
