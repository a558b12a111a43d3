"""What `weft verify` says of a received parcel: whose it is, how it is marked, what is in it; and what is not in order."""

import json

import pytest
from typer.testing import CliRunner

from weft.cli import main
from weft.errors import Tampered, WeftError
from weft.ledger.note import Signer
from weft.release import contents
from weft.release.parcel import ParcelNotRead, pack

SENDER, STRANGER = Signer("kh-node", b"k" * 32), Signer("kh-node", b"z" * 32)
HEAD = {
    "reference": "P-1", "from": "KH", "to": "TH-TCB", "agreement": "KH-TH 1/2031", "purpose": "fraud.network", "tlp": "TLP:AMBER",
    "pap": "PAP:GREEN", "made_at": "2031-02-03T00:00:00+00:00", "erase_on": "",
}  # fmt: skip
PART = {"kind": "request", "reference": "P-1-1", "tlp": "TLP:AMBER", "pap": "PAP:GREEN", "values": {"title": "ជំនួយ", "text": "secret"}}  # fmt: skip


def made(head=None, *parts, body=None, signer=SENDER):
    data = json.dumps({"parts": list(parts or [PART])}).encode() if body is None else body
    return pack(HEAD | (head or {}), {"parcel.json": data}, signer)


def test_a_parcel_says_whose_it_is_how_it_is_marked_and_what_is_in_it():
    found = contents.check(made(), [SENDER.key])

    assert found.signed_by == ("kh-node",)
    assert dict(found.head) == HEAD
    assert found.things == (contents.Held("request", "P-1-1", "TLP:AMBER", "PAP:GREEN", ("title", "text")),)
    assert list(found.files) == ["parcel.json"]
    assert "secret" not in json.dumps(found.as_json(), ensure_ascii=False)


def test_a_printed_paper_alone_has_no_things():
    found = contents.check(pack(HEAD, {"brief.pdf": b"%PDF"}, SENDER), [SENDER.key])

    assert (found.things, found.files["brief.pdf"][0]) == ((), 4)


@pytest.mark.parametrize(
    "data",
    [
        made(None, PART | {"tlp": "TLP:RED"}),
        made(None, PART | {"pap": "PAP:RED"}),
        made(None, PART | {"tlp": ""}),
        made({"tlp": "TLP:PINK"}),
        made({"pap": None}),
        made(body=b"{}"),
        made(body=b"not json"),
        made(body=b'{"parts": [1]}'),
        made(body=b'{"parts": [{"kind": "x"}]}'),
        made(body=b"[" * 100_000),
    ],
    ids=["redder inside", "narrower inside", "no label", "no such label", "no PAP", "no parts", "no JSON", "no object", "no label at all", "deep"],
)  # fmt: skip
def test_a_parcel_that_is_not_marked_as_it_must_be_is_the_partners_fault(data):
    with pytest.raises(contents.ParcelNotMarked):
        contents.check(data, [SENDER.key])


def test_the_key_decides_whose_it_is_not_the_name():
    with pytest.raises(Tampered):
        contents.check(made(signer=STRANGER), [SENDER.key])
    with pytest.raises(ParcelNotRead):
        contents.check(b"PK\x03\x04 and nothing more", [SENDER.key])


@pytest.mark.parametrize(
    ("data", "code"),
    [(made(), 0), (made(None, PART | {"tlp": "TLP:RED"}), 4), (made(signer=STRANGER), 5), (b"PK\x03\x04", 2)],
    ids=["in order", "not as marked", "a stranger's", "no parcel"],
)
def test_the_command_ends_with_the_code_of_who_must_act(tmp_path, data, code):
    (tmp_path / "kh.vkey").write_text(f"{SENDER.key}\n", "utf-8")
    (tmp_path / "p.zip").write_bytes(data)

    done = CliRunner().invoke(main.app, ["verify", str(tmp_path / "p.zip"), "--key", str(tmp_path / "kh.vkey")])

    ended = done.exception.exit_code if isinstance(done.exception, WeftError) else done.exit_code
    assert ended == code
    if code == 0:
        assert done.stdout.splitlines()[:3] == [
            "In order: parcel P-1, signed by kh-node.",
            "From KH to TH-TCB, 2031-02-03T00:00:00+00:00, for fraud.network under KH-TH 1/2031.",
            "Marked TLP:AMBER, PAP:GREEN; no day of erasure agreed.",
        ]
        assert "secret" not in done.stdout
