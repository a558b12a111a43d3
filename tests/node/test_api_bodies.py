"""Bodies that readers of JSON take differently, or that are built to do harm: each is refused with its place, and nothing is written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_api import PROBLEM, asks  # noqa: F401 -- a fixture

from weftnode.api import body
from weftnode.reports.models import Report

DEEP = 100
# Where, and a body in which that place is wrong.
REFUSED = {
    "a key twice": ("narrative", '{"narrative": "a", "narrative": "b"}'),
    "a key twice, spelled with an escape": ("narrative", r'{"narrative": "a", "\u006earrative": "b"}'),
    "a key twice, deep inside": ("extra.0.tlp", '{"extra": [{"tlp": "red", "tlp": "clear"}]}'),
    "NaN": ("amount", '{"amount": NaN}'),
    "Infinity": ("amount", '{"amount": Infinity}'),
    "-Infinity": ("a.1", '{"a": [1, -Infinity]}'),
    "more than 63 bits": ("report", '{"report": 9223372036854775808}'),
    "ten thousand digits": ("report", '{"report": ' + "9" * 10_000 + "}"),
    "below the smallest": ("report", '{"report": -9223372036854775808}'),
    "a double that overflows": ("report", '{"report": 1e999}'),
    "a fraction without end": ("report", '{"report": 0.' + "1" * 1000 + "}"),
    "a lone high surrogate": ("narrative", r'{"narrative": "x \ud800 y"}'),
    "a lone low surrogate": ("narrative", r'{"narrative": "\udc00"}'),
    "surrogates in the wrong order": ("narrative", r'{"narrative": "\udc00\ud83d"}'),
    "a lone surrogate in a key": ("", r'{"\ud800": 1}'),
    "lists in lists": (".".join("0" * (body.DEEPEST + 1))[:200], "[" * DEEP + "]" * DEEP),
    "objects in objects": (".".join("a" * (body.DEEPEST + 1))[:200], '{"a":' * DEEP + "1" + "}" * DEEP),
    "a hundred thousand lists": ("", "[" * 100_000 + "]" * 100_000),
    "lists that never end": ("", "[" * 100_000),
    "half a body": ("", '{"narrative": "x'),
    "two bodies": ("", '{"narrative": "x"}{"narrative": "y"}'),
    "single quotes": ("", "{'narrative': 'x'}"),
    "a comma too many": ("", '{"narrative": "x",}'),
    "a remark": ("", '{"narrative": "x"} // said the caller'),
    "a control character": ("", '{"narrative": "a\x01b"}'),
    "a byte order mark": ("", "\ufeff" + '{"narrative": "x"}'),
    "UTF-16": ("", '{"narrative": "x"}'.encode("utf-16")),
    "Latin-1": ("", '{"narrative": "é"}'.encode("latin-1")),
    "an overlong slash": ("", b'{"narrative": "\xc0\xaf"}'),
    "a surrogate as bytes": ("", b'{"narrative": "\xed\xa0\x80"}'),
}
# Of the wrong type, or not known: 422, the field named.
MISSHAPEN = {
    "a number for a text": ("narrative", {"narrative": 3}),
    "a list for a text": ("narrative", {"narrative": ["x"]}),
    "an object for a text": ("narrative", {"narrative": {"$ne": ""}}),
    "nothing for a text": ("narrative", {"narrative": None}),
    "yes for a text": ("narrative", {"narrative": True}),
    "a text for a list": ("identifiers", {"narrative": "x", "identifiers": "0812345678"}),
    "a number within the list": ("identifiers.1", {"narrative": "x", "identifiers": ["0812345678", 2]}),
    "a list within the list": ("identifiers.0", {"narrative": "x", "identifiers": [["0812345678"]]}),
    "a field that is not known": ("made_by", {"narrative": "x", "made_by": "somebody else"}),
    "the number of a report": ("id", {"narrative": "x", "id": 1}),
    "another spelling of a field": ("Narrative", {"narrative": "x", "Narrative": "y"}),
    "a marking": ("tlp", {"narrative": "x", "tlp": "clear"}),
    "a prototype": ("__proto__", {"narrative": "x", "__proto__": {"admin": True}}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_body_that_may_be_read_in_two_ways_is_refused_with_its_place(what, ana, asks):  # noqa: F811
    place, text = REFUSED[what]

    answer = asks(ana)("post", "/reports", text)

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    said = answer.json()
    assert (said["code"], said["errors"][0]["field"]) == ("input.json", place)
    assert said["errors"][0]["message"]
    assert len(answer.content) < 20_000
    assert not Report.objects.exists()


@pytest.mark.parametrize("what", MISSHAPEN)
def test_a_body_of_the_wrong_shape_is_refused_with_its_field(what, ana, asks):  # noqa: F811
    field, given_ = MISSHAPEN[what]

    answer = asks(ana)("post", "/reports", json.dumps(given_))

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not Report.objects.exists()


@pytest.mark.parametrize("report", ["1", True, 1.0, 1.5, 0, -1, 2**62, None, [1], {"id": 1}])
def test_a_report_is_named_by_a_whole_number_and_nothing_else(report, ana, asks):  # noqa: F811
    given_ = {"report": report, "other": 2, "verdict": "same", "reason": "same voice"}
    answer = asks(ana)("post", "/judgements", json.dumps(given_))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["report"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine that does much else
@given(JSON)
def test_what_everybody_reads_alike_is_read(value):
    assert body.read(json.dumps(value).encode()) == value
    assert body.read(json.dumps(value, ensure_ascii=False).encode()) == value


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789.eE-+\\u d8NaIny', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        value = body.read(data)
    except body.BodyWrong:
        return
    # Whoever reads strictly reads the same.
    assert json.loads(json.dumps(value)) == value
