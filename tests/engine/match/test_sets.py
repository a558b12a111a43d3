"""What may be published: names, classes, kinds that are too easily guessed, hubs (V17); and how inputs are encoded."""

import pytest

from weft import countries
from weft.match import norm, sets, tokens
from weft.match.sets import Holding, SetRefused
from weft.match.tokens import Derived, NotEncoded


@pytest.mark.parametrize("name", sets.SETS)
def test_v17_the_sets_there_are(name):
    assert sets.check_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["victims", "Victims", " VICTIM ", "protected", "protected persons", "survivors", "witnesses", "our-victims-2"],
)
def test_v17_victims_and_protected_people_are_refused_by_name(name):
    with pytest.raises(SetRefused, match="never published"):
        sets.check_name(name)


@pytest.mark.parametrize("name", ["", "everyone", "Subjects"])
def test_v17_other_names_are_refused(name):
    with pytest.raises(SetRefused, match="no set is called"):
        sets.check_name(name)


@pytest.mark.parametrize("category", ["victim", "Victim of trafficking", "protected", "nạn nhân", "ผู้เสียหาย", "witness"])
@pytest.mark.parametrize("name", sets.SETS)
def test_v17_victims_are_refused_by_what_is_in_the_set(name, category):
    holdings = [Holding("phone", "+66812345678", row=2), Holding("phone", "+66812345679", row=3, category=category)]
    with pytest.raises(SetRefused, match="row 3 is of class") as raised:
        sets.check_contents(name, holdings)
    assert "nothing was made" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "category", "allowed"),
    [
        ("subjects", "suspect", True),
        ("subjects", "Suspect", True),
        ("subjects", "", True),
        ("subjects", "missing", False),
        ("subjects", "shop", False),
        ("missing", "missing", True),
        ("missing", "suspect", False),
        ("accounts", "mule", True),
    ],
)
def test_v17_each_set_holds_its_own_classes(name, category, allowed):
    holdings = [Holding("phone", "+66812345678", row=2, category=category)]
    if allowed:
        sets.check_contents(name, holdings)
    else:
        with pytest.raises(SetRefused, match="does not hold"):
            sets.check_contents(name, holdings)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("phone", "+66812345678", None),
        ("phone", "TH:1441", "refused.public_service"),
        ("phone", "TH:1999", "refused.entropy"),
        ("phone", "+6731234", "refused.entropy"),
        ("phone", "+85512345678", None),
        ("bank_account", "TH:KBANK:1234567890", None),
        ("bank_account", "TH:KBANK:1234", "refused.entropy"),
        ("bank_account", "TH::xxxx1234", "refused.entropy"),
        ("handle", "line:ab", "refused.entropy"),
        ("handle", "telegram:someone_here", None),
        ("passport", "TH:AA1234567", None),
        ("passport", "TH:A123", "refused.entropy"),
        ("national_id", "TH:1101700203450", None),
        ("email", "a@b.example", None),
        ("wallet", "0x" + "ab" * 20, None),
        ("payment_qr", "000201", "refused.kind"),
        ("name-yob", "nobody 1990", "refused.kind"),
        ("url", "https://" + "a" * 600, "refused.kind"),
    ],
)
def test_v17_what_is_too_easily_guessed_or_everybodys_stays_out(kind, value, code):
    why = sets.why_not(Holding(kind, value))
    assert (why[0] if why else None) == code


def test_v17_every_public_service_stays_out():
    for kind, value in countries.services():
        assert sets.why_not(Holding(kind, value)) is not None


def test_v17_hubs_stay_out():
    assert sets.why_not(Holding("phone", "+66812345678", reports=200)) is None
    code, words = sets.why_not(Holding("phone", "+66812345678", reports=201))
    assert (code, "201 reports" in words) == ("refused.hub", True)
    assert sets.why_not(Holding("phone", "+66812345678", reports=6), hub_reports=5)[0] == "refused.hub"


# --- encoding --------------------------------------------------------------------------------------------------------------


def test_the_encoding_to_the_byte():
    assert tokens.encode("phone", "+66812345678") == b"weft1\x1fphone\x1f+66812345678"
    assert tokens.encode("bank_account", "TH:KBANK:1") == b"weft1\x1fbank\x1fTH:KBANK:1"
    assert tokens.known_answer(b"m" * 32, 3) == b"weft1\x1fkat\x1f" + b"m" * 32 + b"\0\x03"
    assert tokens.filler(b"n") == b"weft1\x1ffill\x1fn"
    # No type is "kat" or "fill", so neither can ever be an identifier.
    assert not {"kat", "fill"} & {short for short, _ in tokens.TYPES.values()}
    assert len({code for _, code in tokens.TYPES.values()}) == len(tokens.TYPES)


def test_inputs_of_512_bytes_are_encoded_and_longer_ones_are_not():
    head = len(tokens.encode("url", ""))
    assert len(tokens.encode("url", "a" * (512 - head))) == 512
    with pytest.raises(NotEncoded, match="too long"):
        tokens.encode("url", "a" * (513 - head))
    with pytest.raises(NotEncoded, match="not a kind"):
        tokens.encode("shoe", "42")


def test_what_follows_from_an_output():
    import hashlib
    import hmac

    y = bytes(range(64))
    derived = Derived(y)

    def expected(label):
        return hmac.new(y, label, hashlib.sha256).digest()

    assert derived.token == int.from_bytes(expected(b"weft/tok/1")[:8], "big") == tokens.token(y)
    assert derived.payload_key == expected(b"weft/pay/1")
    assert derived.handle == expected(b"weft/handle/1")[:16]
    assert derived.confirmation_key == expected(b"weft/conf/1")


# --- the golden pairs ------------------------------------------------------------------------------------------------------


def test_at_least_five_hundred_golden_pairs_come_out_as_written():
    wrong = [one for one in norm.golden() if norm.clean(one.kind, one.as_written, one.country) != (one.canonical,)]
    assert wrong == []
    assert len(norm.golden()) >= 500
    assert {one.kind for one in norm.golden()} == set(tokens.TYPES)


def test_a_build_that_cleans_otherwise_has_another_digest(monkeypatch):
    before = norm.digest()
    monkeypatch.setattr(norm, "clean", lambda kind, written, country: (written,))
    norm.digest.cache_clear()
    assert norm.digest() != before
    monkeypatch.undo()
    norm.digest.cache_clear()
    assert norm.digest() == before


def test_suspects_in_the_words_of_each_language_may_stand_among_subjects():
    holdings = [Holding("phone", "+66812345678", row=2, category=word) for word in countries.suspect_words()]
    assert len(holdings) > 10
    sets.check_contents("subjects", holdings)
    with pytest.raises(SetRefused):
        sets.check_contents("missing", holdings)
