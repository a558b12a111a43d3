"""Invented articles in seven languages, each with the facts that must come out; and the odd texts people will give."""

import datetime as dt
import os
from pathlib import Path

import pytest

from weft import press

HERE = Path(__file__).parent
DAY = dt.date(2031, 5, 6)
TWO_WEEKS = {"first": "2031-05-06", "due": "2031-05-20"}
END_OF_MAY = {"first": "2031-05-21", "last": "2031-05-31"}
EARLY_JUNE = {"first": "2031-06-01", "last": "2031-06-10"}


def read(language):
    return press.read((HERE / "articles" / f"{language}.txt").read_text("utf-8"))


@pytest.mark.parametrize(
    ("language", "agency", "place"),
    [
        ("en", "AKP", "Phnom Penh"), ("vi", "TTXVN", "Vientiane"), ("th", "TNA", "Bangkok"), ("zh", "Xinhua", "Bangkok"),
        ("ko", "Yonhap", "Bangkok"), ("km", "", "Phnom Penh"), ("lo", "KPL", "Vientiane"),
    ],
)  # fmt: skip
def test_the_date_line_is_read(language, agency, place):
    article = read(language)

    assert (article.language, article.agency, article.place, article.published) == (language, agency, place, DAY)


@pytest.mark.parametrize(
    ("language", "people"),
    [
        ("en", {"Sok Veasna": ("interior_minister", ""), "Somchai Thongdee": ("foreign_minister", "TH")}),
        ("vi", {"Lê Hải Đăng": ("foreign_minister", "VN")}),
        ("th", {"สมชาย ทองดี": ("foreign_minister", "")}),
        ("zh", {"颂猜·通迪": ("foreign_minister", "TH"), "索维斯纳": ("interior_minister", "KH")}),
        ("ko", {"솜차이 통디": ("foreign_minister", "TH"), "김하늘": ("foreign_minister", "")}),
        ("km", {"សុខ វាសនា": ("interior_minister", "")}),
        ("lo", {"ບຸນມີ ສີສຸກ": ("foreign_minister", "")}),
    ],
)
def test_people_come_with_their_offices(language, people):
    found = {
        fact.value: (fact.details.get("office", ""), fact.details.get("country", ""))
        for fact in read(language).of("person")
    }

    assert found == people


@pytest.mark.parametrize(
    ("language", "count", "bound", "kind"),
    [
        ("en", "3", "at_least", "bilateral"), ("vi", "5", "about", "bilateral"), ("th", "4", "at_least", "joint"),
        ("zh", "4", "at_least", "joint"), ("ko", "4", "at_least", "meeting"), ("km", "3", "at_least", "bilateral"), ("lo", "4", "at_least", "joint"),
    ],
)  # fmt: skip
def test_meetings_are_counted(language, count, bound, kind):
    told = [(fact.details.get("count"), fact.details.get("bound"), fact.value) for fact in read(language).of("meeting")]

    assert told == [(count, bound, kind)]


@pytest.mark.parametrize(
    ("language", "where", "days"),
    [
        ("en", "MY", EARLY_JUNE), ("vi", "ID", EARLY_JUNE), ("th", "MY", END_OF_MAY), ("zh", "MY", END_OF_MAY),
        ("ko", "MY", END_OF_MAY), ("km", "MY", END_OF_MAY), ("lo", "MY", END_OF_MAY),
    ],
)  # fmt: skip
def test_a_forum_has_days_and_a_place(language, where, days):
    (forum,) = read(language).of("forum")

    assert forum.value == "ASEAN"
    assert {name: forum.details[name] for name in ("country", "first", "last")} == {"country": where, **days}


@pytest.mark.parametrize(
    ("language", "strength", "owner"),
    [
        ("en", "agreed", "KH"),
        ("vi", "pledged", "KH"),
        ("th", "pledged", "KH"),
        ("zh", "pledged", "KH"),
        ("ko", "agreed", "KH"),
        ("km", "pledged", "KH"),
    ],
)
def test_a_promise_within_two_weeks_is_a_commitment_with_a_due_day(language, strength, owner):
    due = [fact for fact in read(language).of("commitment") if fact.details.get("due") == TWO_WEEKS["due"]]

    assert [(fact.value, fact.details["owner"], fact.details["first"]) for fact in due] == [
        (strength, owner, "2031-05-06")
    ]


@pytest.mark.parametrize("language", press.LANGUAGES)
def test_tracks_and_victims_are_named_by_one_code_in_every_language(language):
    article = read(language)
    tracks = {fact.value for fact in article.of("track")}

    assert {"transnational_crime", "demining"} <= tracks | ({"transnational_crime"} if language == "en" else set())
    assert article.of("victims")


@pytest.mark.parametrize("language", press.LANGUAGES)
def test_every_fact_stands_where_it_says(language):
    article = read(language)

    assert article.facts
    for fact in article.facts:
        start, end = article.sentences[fact.sentence]
        assert article.text[fact.start : fact.end] == fact.as_written
        assert start <= fact.start < fact.end
        assert fact.end <= end


def test_countries_that_are_everyday_words_are_not_taken_for_countries():
    article = press.read(
        "Anh Nam nói Pháp luật phải nghiêm. Ý kiến của Đức Anh được ghi nhận tại Anh và với Pháp.", published=DAY
    )

    assert [fact.value for fact in article.of("country")] == ["GB", "FR"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The talks start on 29 February 2028.", "2028-02-29/2028-02-29"),
        ("They met on February 30, 2031.", None),
        ("การประชุมวันที่ 6 พฤษภาคม 2574", "2031-05-06/2031-05-06"),
        ("They will meet within three months.", "2031-05-06/2031-08-06"),
        ("They meet next week.", "2031-05-12/2031-05-18"),
        ("They meet this month.", "2031-05-01/2031-05-31"),
        ("They met last month.", "2031-04-01/2031-04-30"),
        ("They meet next month.", "2031-06-01/2031-06-30"),
        ("They meet next year.", "2032-01-01/2032-12-31"),
        ("Họ sẽ gặp vào cuối năm nay.", "2031-12-01/2031-12-31"),
    ],
)
def test_days_are_read_or_left_alone(text, days):
    found = [fact.value for fact in press.read(text, published=DAY).of("date")]

    assert found == ([days] if days else [])


def test_a_leap_day_counts_months_to_the_last_day_there_is():
    (date,) = press.read("They will meet within one month.", published=dt.date(2028, 1, 31)).of("date")

    assert date.value == "2028-01-31/2028-02-29"


def test_without_a_day_of_publication_relative_dates_are_left_out_and_it_is_said():
    article = press.read("Thailand will raise it next month.")

    assert article.published is None
    assert not article.of("date")
    assert "day of publication" in article.notes[0]


def test_a_text_of_two_megabytes_is_read_in_part_and_says_so():
    article = press.read("Thailand will work with Cambodia. " * 60_000, published=DAY)

    assert "200,000" in article.notes[0]
    assert article.of("country")


@pytest.mark.parametrize("text", ["", "  \n \n", "\ufeff"])
def test_an_empty_text_is_refused_with_a_hint(text):
    with pytest.raises(press.ArticleNotRead) as refused:
        press.read(text)
    assert refused.value.hint


def test_an_unknown_language_is_refused():
    with pytest.raises(press.ArticleNotRead, match="tlh"):
        press.read("nuqneH", language="tlh")


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("th", "cp874"), ("zh", "gb18030"), ("ko", "cp949"), ("vi", "utf-16"), ("km", "utf-8-sig")],
)
def test_old_encodings_of_the_region_are_read(language, encoding):
    text = (HERE / "articles" / f"{language}.txt").read_text("utf-8").replace("–", "-")

    assert press.read(press.text_of(text.encode(encoding))).facts == press.read(text).facts


def test_a_public_article_gives_all_its_facts():
    folder = Path(os.environ.get("WEFT_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "press"
    if not folder.is_dir():
        pytest.skip(f"no public article at {folder}")
    article = press.read((folder / "2025-10-16-vi.txt").read_text("utf-8"))
    told = {(fact.kind, fact.value): fact.details for fact in article.facts}

    assert (article.agency, article.place, article.published) == ("TTXVN", "Bangkok", dt.date(2025, 10, 16))
    assert told["person", "Sihasak Phuangketkeow"]["office"] == "foreign_minister"
    assert told["person", "Sihasak Phuangketkeow"]["country"] == "TH"
    assert told["person", "Anutin Charnvirakul"]["office"] == "prime_minister"
    assert {value for kind, value in told if kind == "country"} == {"TH", "KH", "LA", "US", "KR", "CN", "MM", "MY"}
    assert told["meeting", "joint"] == {"count": "4", "bound": "at_least", "countries": "TH CN LA MM"}
    assert told["occasion", "anniversary of relations"] == {"years": "75", "between": "TH LA"}
    assert ("visit", "LA") in told
    assert {"border_tension", "demining", "encroached_areas", "transnational_crime", "cybercrime"} == {
        v for k, v in told if k == "track"
    }
    assert {value for kind, value in told if kind == "victims"} == {"cheated_of_money", "forced_labour", "trafficked"}
    assert told["forum", "ASEAN"] == {"first": "2025-10-21", "last": "2025-10-31", "country": "MY"}
    promised = [(f.value, f.details["owner"], f.details.get("towards")) for f in article.of("commitment")]
    assert ("willing", "KH", "TH") in promised
    assert ("wishes", "TH", "KH") in promised
    assert ("will", "TH", None) in promised
    partners = {code for fact in article.of("cooperation") for code in fact.details["countries"].split()}
    assert {"US", "KR", "CN", "LA", "MM", "KH"} <= partners


def test_a_title_of_courtesy_at_the_beginning_of_a_line_ends_no_sentence():
    article = press.read("It began.\nMr. Veasna spoke. Gen. Dok did not.", published=DAY)

    assert [article.sentence(at) for at in range(len(article.sentences))] == [
        "It began.",
        "Mr. Veasna spoke.",
        "Gen. Dok did not.",
    ]
