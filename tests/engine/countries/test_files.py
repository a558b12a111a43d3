"""Every data file keeps the rules, and breaking one is told with the place."""

import copy
import itertools
import tomllib
from importlib import resources
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import shortnumberinfo
from publicsuffixlist import PublicSuffixList

from weft import countries
from weft.countries import check, files, overview

REGION = ("TH", "VN", "KH", "LA", "MM", "CN", "KR", "MY", "SG", "PH", "ID", "US", "JP", "TW", "HK", "IN")


def faults(change):
    data = copy.deepcopy(dict(files.raw("TH")))
    change(data)
    return check.country("TH", data, files.shared("sources"))


@pytest.mark.parametrize("code", REGION)
def test_every_country_is_there_and_keeps_the_rules(code):
    country = countries.get(code)

    assert country.code == code
    assert country.banks
    assert country.services
    assert country.names
    for _, by in country.citations:
        assert by.verified == bool(by.source)
        assert bool(by.title) == bool(by.source)


@pytest.mark.parametrize("code", countries.languages())
def test_every_file_of_words_keeps_the_rules(code):
    assert check.language(code, files.language(code)) == []


@pytest.mark.parametrize("code", ["en", "vi", "th", "km", "lo", "my", "zh", "ko", "ms", "id", "ja"])
def test_every_language_has_words_for_every_field_and_every_scam(code):
    words = files.language(code)

    assert (
        min(len(one) for name, one in words["headers"].items() if name in ("phone", "bank_account", "narrative")) >= 8
    )
    assert sum(map(len, words["headers"].values())) >= 150
    assert sum(map(len, words["scams"].values())) >= 100


def test_calling_codes_and_trunk_prefixes_are_the_phone_librarys():
    for code in countries.known():
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(code)
        country = countries.get(code)
        assert country.calling_code == str(metadata.country_code)
        # North America dials 1 before long distance; nobody writes it in front of a number at home.
        if code != "US":
            assert country.trunk_prefix == (metadata.national_prefix or ""), code


def test_emergency_lines_are_the_phone_librarys():
    cited = 0
    for (kind, value), service in countries.services().items():
        if kind == "phone" and service.source == files.shared("sources")["libphonenumber"]["url"]:
            country, _, digits = value.partition(":")
            assert shortnumberinfo.is_emergency_number(digits, country), value
            cited += 1
    assert cited >= 30


def test_numbers_of_public_lines_are_canonical():
    for kind, value in countries.services():
        if kind == "phone" and value.startswith("+"):
            number = phonenumbers.parse(value)
            assert phonenumbers.is_possible_number(number), value
            assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == value


def test_government_suffixes_are_public_suffixes():
    known = PublicSuffixList(only_icann=True)
    for code in countries.known():
        for suffix in countries.get(code).government_suffixes:
            if suffix.partition(".")[0] not in ("mi", "mil", "nic"):
                assert known.publicsuffix(f"x.{suffix}") == suffix, suffix


def test_a_payment_number_is_of_one_bank():
    bins = [bank.bin for code in countries.known() for bank in countries.get(code).banks if bank.bin]
    assert len(bins) == len(set(bins)) > 30


def test_every_spelling_of_a_bank_finds_it_again_in_its_country():
    for code in countries.known():
        for bank in countries.get(code).banks:
            for name in (bank.code, *bank.names):
                assert countries.bank_named(name, code) == bank, (code, name)


def test_spellings_of_two_countries_need_the_country():
    assert countries.bank_named("SCB", "TH").code == "SCB"
    assert countries.bank_named("SCB", "VN").code == "SCBVN"
    assert countries.bank_named("SCB", None) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data.update(code="VN"), "code is 'VN' in the folder of TH"),
        (lambda data: data.pop("money"), "[money] is missing"),
        (lambda data: data.update(weather={}), "[weather] is not known"),
        (lambda data: data["numbering"].pop("source"), "[numbering]: give either source or unverified = true"),
        (lambda data: data["banks"].update(unverified=True), "[banks]: give either source or unverified = true"),
        (lambda data: data["money"].update(source="hearsay"), "[money]: source 'hearsay' is not under [sources]"),
        (lambda data: data["banks"]["list"].append({"code": "KBANK", "names": ["x"]}), "code 'KBANK' is not unique"),
        (lambda data: data["banks"]["list"][0].pop("names"), "[banks] row 1: names is missing"),
        (lambda data: data["banks"]["list"][0].update(colour="green"), "[banks] row 1: colour is not known"),
        (lambda data: data["banks"]["list"][0].update(digits=[3]), "[banks] row 1: digits are no lengths"),
        (lambda data: data["services"]["list"][0].update(value="1441"), "'1441' is not a canonical phone"),
        (lambda data: data["services"]["list"][0].update(value="VN:113"), "'VN:113' is not a canonical phone"),
        (lambda data: data["services"]["list"][0].update(sort="friend"), "sort 'friend' is not one of"),
        (lambda data: data["sources"].update(libphonenumber={}), "[sources.libphonenumber] is already in _shared"),
        (lambda data: data["sources"].update(rumour={"title": "x"}), "[sources.rumour] needs a title and a public url"),
    ],
)
def test_a_broken_rule_is_told_with_its_place(change, told):
    assert any(told in fault for fault in faults(change)), faults(change)


def test_a_header_word_under_two_fields_is_told():
    words = copy.deepcopy(dict(files.language("en")))
    words["headers"]["phone"].append("Amount")

    assert check.language("en", words) == ["[headers] 'Amount' stands under amount and phone"]


def test_no_header_word_stands_under_two_fields_in_any_two_languages():
    fields = countries.header_words()
    for one, other in itertools.combinations(fields, 2):
        assert not set(fields[one]) & set(fields[other]), (one, other)


def test_an_unknown_country_is_an_input_problem_with_a_hint():
    with pytest.raises(countries.CountryNotKnown, match="no data for country 'XX'") as told:
        countries.get("XX")
    assert "TH" in told.value.hint


def test_the_page_of_countries_is_made_from_the_files():
    page = Path(__file__).parents[3] / "docs/reference/countries.md"

    assert page.read_text("utf-8") == overview.page(), (
        "run: python -m weft.countries.overview > docs/reference/countries.md"
    )


@pytest.mark.parametrize("code", ["th", "vi", "km", "lo", "my", "zh", "ko", "en"])
def test_the_words_of_a_scam_are_met_in_most_stories_of_it(code):
    story = tomllib.loads((resources.files("weft.testing") / "stories" / f"{code}.toml").read_text("utf-8"))
    words = countries.scam_words()
    told = [(style, text) for style, texts in story["opening"].items() for text in (*texts, story["category"][style])]

    met = [any(word in countries.fold(text) for word in words[style]) for style, text in told]

    assert sum(met) / len(met) > 0.8
