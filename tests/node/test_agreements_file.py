"""Agreements as TOML: what goes out comes in again, and each thing that is wrong is named with its line."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from weftnode.accounts import roles
from weftnode.partners import agreements_file
from weftnode.partners.forms import AgreementForm
from weftnode.partners.models import Agreement, Partner

GOOD = """\
# from the cupboard
[[agreement]]
partner = "KH-CCD"
number = "MoU-2026/1"
title = "Memorandum"
sort = "mou"
legal_basis = "Invented Act"
valid_from = 2026-01-01
valid_to = 2027-12-31
purposes = ["fraud.network"]
offences = ["fraud"]
kinds = ["network"]
identifiers = ["phone"]
tlp = "tlp:amber+strict"
pap = "GREEN"
location = "province"
"""


def wrong(text):
    return [(one.line, one.what) for one in agreements_file.read(text).wrong]


def test_a_good_file_is_read(partner):
    body = partner()

    (columns,) = agreements_file.read(GOOD).agreements

    assert (columns["partner"], columns["number"], columns["tlp"], columns["pap"], columns["location"]) == (
        body,
        "MoU-2026/1",
        3,
        1,
        2,
    )
    assert (columns["valid_from"], columns["purposes"]) == (dt.date(2026, 1, 1), ["fraud.network"])


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("valid_to = 2027-12-31", "valid_to = 2025-12-31", 9, "before the first"),
        ("valid_from = 2026-01-01", "valid_from = 2026-02-30", 8, "TOML"),
        ("valid_from = 2026-01-01", "valid_from = 2569-01-01", 8, "year"),
        ('purposes = ["fraud.network"]', 'purposes = ["espionage"]', 10, "espionage"),
        ('purposes = ["fraud.network"]', 'purposes = "fraud.network"', 10, "list"),
        ('offences = ["fraud"]', 'offences = ["insult"]', 11, "insult"),
        ('kinds = ["network"]', 'kinds = ["network", "soul"]', 12, "soul"),
        ('identifiers = ["phone"]', 'identifiers = ["face"]', 13, "face"),
        ('tlp = "tlp:amber+strict"', 'tlp = "TLP:PURPLE"', 14, "PURPLE"),
        ('tlp = "tlp:amber+strict"', "", 2, "tlp"),
        ('pap = "GREEN"', "pap = 7", 15, "7"),
        ('location = "province"', 'location = "attic"', 16, "attic"),
        ('partner = "KH-CCD"', 'partner = "XX"', 3, "XX"),
        ('partner = "KH-CCD"', "", 2, "partner"),
        ('number = "MoU-2026/1"', 'number = "two words"', 4, "number"),
        ('sort = "mou"', 'sort = "handshake"', 6, "handshake"),
        ('sort = "mou"', "sort = { a = 1 }", 6, "sort"),
        ("# from the cupboard", "colour = 3", 1, "colour"),
        ('location = "province"', 'location = "province"\nshoe = 44', 17, "shoe"),
        ('location = "province"', 'location = "province"\nbudget_day = -1', 17, "budget_day"),
        ('location = "province"', 'location = "province"\nkept_open = ["arrest"]', 17, "kept_open"),
        ("[[agreement]]", "[agreement]", 1, "[[agreement]]"),
        ('title = "Memorandum"', 'title = "Memorandum', 5, "TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old, new, line, words, partner):
    partner()

    found = wrong(GOOD.replace(old, new))

    assert any(at == line and words in what for at, what in found), found
    assert agreements_file.read(GOOD.replace(old, new)).agreements == []


def test_all_problems_are_told_at_once_and_nothing_is_taken(partner, officer, sign_in):
    partner()
    bad = GOOD + GOOD.replace('"mou"', '"handshake"').replace("KH-CCD", "XX")

    answer = sign_in(officer("lan", roles.Liaison)).post(reverse("partners:bring"), {"text": bad})

    assert answer.status_code == 422
    assert [line for line, _what in wrong(bad)] == [19, 20, 22]
    assert Agreement.objects.count() == 0


def test_a_number_twice_is_one_too_many(partner, agreement):
    agreement(partner(), number="MoU-2026/1")

    assert [line for line, _what in wrong(GOOD)] == [4]
    assert [line for line, _what in wrong(GOOD.replace("2026/1", "2026/2") * 2)] == [20]


def test_a_file_of_another_encoding_is_said_and_the_page_stands(partner, officer, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.toml", GOOD.replace("Memorandum", "ข้อตกลง").encode("cp874"))

    answer = sign_in(officer("lan", roles.Liaison)).post(reverse("partners:bring"), {"file": file})

    assert answer.status_code == 422
    assert "byte" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["", "\n", "a" * 100_000, "[" * 5000, "\x00", "x = 1", "agreement = 3", "agreement = [3]"]
)
def test_what_is_no_file_of_agreements_is_said(text, db):
    assert wrong(text) != []


def test_a_page_takes_what_a_page_gives(partner, agreement, officer, sign_in):
    body = partner()
    agreement(
        body,
        number="A-1",
        title='„Ghi nhớ" \\ \x7f ข้อตกลง',
        language="vi",
        retention_days=30,
        valid_to=dt.date(2031, 1, 1),
        text="a\nb",
    )
    browser = sign_in(officer("lan", roles.Liaison))
    file = browser.get(reverse("partners:take")).content.decode()
    before = list(Agreement.objects.values(*AgreementForm.Meta.fields))
    Agreement.objects.all().delete()

    answer = browser.post(reverse("partners:bring"), {"text": file})

    assert answer.status_code == 302
    assert list(Agreement.objects.values(*AgreementForm.Meta.fields)) == before
    assert Agreement.objects.get().confirmed_at is None


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    st.dates(dt.date(1946, 1, 1), dt.date(2199, 1, 1)),
    st.booleans(),
)
def test_any_title_and_day_survive_the_file(title, day, people):
    import tomllib

    held = Agreement(
        partner=Partner(code="KH-CCD"), number="A-1", title=title, legal_basis="L", valid_from=day, allows_people=people
    )
    (back,) = tomllib.loads(agreements_file.write([held]))["agreement"]

    assert (back.get("title", ""), back["valid_from"], back["allows_people"]) == (title, day, people)
