"""Signed texts: one way to write each, every field checked, the first that is wrong named."""

import datetime as dt
import uuid

import pytest
import rfc8785

from weft.ledger.note import Signer, sign_note
from weft.match import forms, messages
from weft.match.forms import BadForm
from weft.sodium import BadSignature

ME = Signer("TH", b"\x01" * 32)
SPEC = {"count": forms.whole(0, 9), "tag": forms.raw(4)}
GOOD = {"typ": "t/1", "count": 3, "tag": "AAAAAA"}


def read(data):
    return forms.read(data, "t/1", SPEC, ME.key, "test")


def signed(text):
    return bytes(sign_note(text, ME))


def test_what_is_written_is_read():
    found = read(forms.write(GOOD, ME, b"rest"))
    assert (found.fields, found.rest) == ({"count": 3, "tag": bytes(4)}, b"rest")
    assert found.note + found.rest == forms.write(GOOD, ME, b"rest")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"count":3,"tag":"AAAAAA","typ":"t/2"}\n', "expected t/1, got 't/2'"),
        ('{"count":3,"tag":"AAAAAA"}\n', "expected t/1, got 'None'"),
        ('{"count":3,"count":3,"tag":"AAAAAA","typ":"t/1"}\n', "not canonical"),
        ('{"tag":"AAAAAA","count":3,"typ":"t/1"}\n', "not canonical"),
        ('{"count": 3,"tag":"AAAAAA","typ":"t/1"}\n', "not canonical"),
        ('{"count":3.0,"tag":"AAAAAA","typ":"t/1"}\n', "not canonical"),
        ('{"count":3,"tag":"AAAAAA","typ":"t/1"}\nmore\n', "not canonical"),
        ('["t/1"]\n', "not canonical"),
        ("not json\n", "not canonical"),
        ("[" * 5000 + "\n", "not canonical"),
        ('{"count":99999999999999999999999,"tag":"AAAAAA","typ":"t/1"}\n', "not canonical"),
        ('{"count":3,"typ":"t/1"}\n', "field 'tag' is missing"),
        ('{"count":3,"extra":1,"tag":"AAAAAA","typ":"t/1"}\n', "field 'extra' is not known"),
        ('{"count":10,"tag":"AAAAAA","typ":"t/1"}\n', "field count: expected a whole number from 0 to 9"),
        ('{"count":true,"tag":"AAAAAA","typ":"t/1"}\n', "field count: expected a whole number"),
        ('{"count":3,"tag":"AAAAA","typ":"t/1"}\n', "field tag: expected 4 bytes"),
        ('{"count":3,"tag":"AAAAAB","typ":"t/1"}\n', "field tag: expected 4 bytes in base64url, written"),
        ('{"count":3,"tag":"AAA AA","typ":"t/1"}\n', "field tag: expected 4 bytes"),
        ('{"count":3,"tag":7,"typ":"t/1"}\n', "field tag: expected 4 bytes"),
    ],
)
def test_what_is_not_in_form_is_refused_with_its_reason(text, words):
    with pytest.raises(BadForm, match=words):
        read(signed(text))


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"x\n\n", b"x" * 20_000, b"\n\n\n", b"x\n\ny\n", b"\xff\n\n\xff\n", b"\x00\n\n\x00\n"]
)
def test_what_is_no_note_is_refused(data):
    with pytest.raises(BadForm):
        read(data)
    with pytest.raises(BadForm):
        forms.peek(data, "t/1", SPEC, "test")


def test_signatures():
    other = Signer("TH", b"\x02" * 32)
    with pytest.raises(BadSignature, match="test: not signed by the key of TH"):
        read(forms.write(GOOD, other))
    data = forms.write(GOOD, ME)
    with pytest.raises(BadSignature):
        read(data.replace(b'"count":3', b'"count":4'))
    assert forms.peek(forms.write(GOOD, other), "t/1", SPEC, "test")["count"] == 3


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (forms.name, ["A-1", "KH", "agr:art.4(2)"], ["", " A", "A B", "x" * 65, 3, None, "ก", "-A"]),
        (forms.text(3), ["", "abc", "ก ข"], ["abcd", "a\n", 3, None, "\u202e"]),
        (forms.one_of(0, 40), [0, 40], [1, True, False, "0", None, [], 40.5]),
        (
            forms.moment,
            ["2026-01-31T08:00:00Z"],
            ["2026-01-31", "2026-13-01T00:00:00Z", 3, None, "2026-01-31T08:00:00+00:00"],
        ),
        (forms.many(forms.name, 1, 2), [["a"], ["a", "b"]], [[], ["a", "b", "c"], ["a", "a"], "a", None, [3]]),
        (forms.group({"a": forms.name}), [{"a": "x"}], [{}, {"a": "x", "b": 1}, {"b": "x"}, [], None, {"a": 3}]),
    ],
)
def test_fields(field, good, bad):
    for value in good:
        field(value)
    for value in bad:
        with pytest.raises((ValueError, TypeError)):
            field(value)


def test_times_are_to_the_second_and_in_utc():
    at = dt.datetime(2026, 1, 31, 15, 0, 0, 999, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert forms.to_text(at) == "2026-01-31T08:00:00Z"
    assert forms.moment("2026-01-31T08:00:00Z") == at.replace(microsecond=0)


def test_query_ids_are_uuids_of_version_7_in_order_of_time(rng):
    import uuid

    now = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    ids = [messages.new_id(now + dt.timedelta(seconds=second), rng.randbytes) for second in range(50)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 50
    for one in ids:
        found = uuid.UUID(bytes=one)
        assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert int.from_bytes(ids[0][:6], "big") == int(now.timestamp() * 1000)


def test_splitting_a_file_of_questions(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 1), now)
    one, two = (th.ask(offer, phones(0, 1), now)[0].query for _ in range(2))
    assert messages.split(one + two, messages.QUERY, messages.QUERY_SPEC) == [one, two]
    for bad, words in (
        (b"", "there is nothing in it"),
        (one + two[:-1], "query 2: cut off"),
        (one + b"x", "no signed text"),
    ):
        with pytest.raises(BadForm, match=words):
            messages.split(bad, messages.QUERY, messages.QUERY_SPEC)
    with pytest.raises(BadForm, match="expected 2 of answer, got 1"):
        messages.split(one, messages.ANSWER, messages.ANSWER_SPEC, [64, 64])


def test_canonical_json_is_rfc_8785():
    assert (
        forms.text_of({"b": 1, "a": "é"}) == rfc8785.dumps({"a": "é", "b": 1}) + b"\n" == '{"a":"é","b":1}\n'.encode()
    )


@pytest.mark.parametrize("name", ["index", "size"])
def test_a_place_in_a_log_is_a_number_that_json_can_hold(name):
    for value, good in ((0, True), (2**53 - 1, True), (2**53, False), (-1, False), (1.0, False), (True, False)):
        if good:
            assert messages.LOG_PLACE[name](value) == value
        else:
            with pytest.raises(ValueError, match="whole number"):
                messages.LOG_PLACE[name](value)


def test_the_first_bytes_of_a_note_are_where_it_is_looked_for():
    line = b"x" * 10 + b"\n\n" + b"sign" + b"\n"
    assert forms.end_of_note(line + b"rest", "query") == len(line)
    assert forms.end_of_note(b"\n\nsign\n", "query") == 7
    for bad in (b"x\n\nsign", b"x\nsign\n", b"\n"):
        with pytest.raises(BadForm, match="no signed text"):
            forms.end_of_note(bad, "query")


@pytest.mark.parametrize(
    ("noise", "tail"), [(b"\x00" * 10, "7000800000000000 0000"), (b"\xff" * 10, "7fffbfffffffffff ffff")]
)
def test_an_id_is_a_uuid_of_version_7_to_the_bit(noise, tail):
    at = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)

    found = messages.new_id(at, lambda count: noise[:count])

    assert found.hex() == f"{int(at.timestamp()) * 1000:012x}" + tail.replace(" ", "")
    assert (uuid.UUID(bytes=found).version, uuid.UUID(bytes=found).variant) == (7, uuid.RFC_4122)
