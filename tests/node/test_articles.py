"""Articles: kept once, read into suggestions, confirmed by a person into records with their sentence, corrected, undone; bad input."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from weft.errors import InputProblem, NothingFound, Refused
from weftnode.accounts import roles
from weftnode.articles import actions, become, queries, reading, words
from weftnode.articles.models import Article, Finding
from weftnode.diplomacy import queries as diplomacy
from weftnode.diplomacy.models import Commitment, Figure, Forum, Meeting, Official, Session, Track

ARTICLES = Path(__file__).parent.parent / "engine" / "press" / "articles"
ENGLISH = (ARTICLES / "en.txt").read_text("utf-8")


@pytest.fixture
def lia(officer, room):
    return officer("lia", roles.Liaison, rooms=[room], name="Lia Contoh")


@pytest.fixture
def kept(lia, room, settings):
    """The invented English article, kept by the liaison of a node in Thailand."""
    settings.NODE_COUNTRY = "TH"
    return actions.keep(by=lia, room=room, given=reading.Given(ENGLISH))


def of(article, kind):
    return list(article.findings.filter(kind=kind).order_by("start"))


def confirm(by, article, *kinds):
    return actions.decide(
        by=by, article=article, verdict="confirmed", findings=[one for kind in kinds for one in of(article, kind)]
    )


def test_nothing_becomes_a_record_by_itself(kept):
    assert (kept.agency, kept.place, kept.published_on) == ("AKP", "Phnom Penh", dt.date(2031, 5, 6))
    assert kept.findings.count() > 10
    assert set(kept.findings.values_list("state", flat=True)) == {"suggested"}
    assert [model.objects.count() for model in (Commitment, Meeting, Official, Track, Forum, Session, Figure)] == [
        0
    ] * 7


def test_a_confirmed_commitment_leads_back_to_its_sentence(lia, kept, sign_in):
    confirm(lia, kept, "commitment")

    one = Commitment.objects.order_by("pk").first()
    (source,) = one.sources.all()
    assert one.text.startswith("PHNOM PENH, May 6, 2031 (AKP) -- Cambodia agreed to hand over")
    assert (one.owner, one.owner_country, one.strength) == ("theirs", "KH", "agreed")
    assert (one.made_on, one.due_on, one.due_as_written, one.due_rule) == (
        dt.date(2031, 5, 6),
        dt.date(2031, 5, 20),
        "within two weeks",
        "within:2:week",
    )
    assert (source.quote, source.publisher) == (one.text, "AKP")
    assert source.page == f"{reverse('articles:article', args=[kept.pk])}#s1"
    page = sign_in(lia).get(reverse("diplomacy:commitment", args=[one.pk])).content.decode()
    assert f'href="{source.page}"' in page
    assert 'id="s1"' in sign_in(lia).get(source.page.partition("#")[0]).content.decode()


def test_people_meetings_tracks_and_forums_become_records(lia, kept):
    confirm(lia, kept, "person", "meeting", "track", "forum")

    assert set(Official.objects.values_list("name", "office", "country")) == {
        ("Sok Veasna", "interior_minister", ""),
        ("Somchai Thongdee", "foreign_minister", "TH"),
    }
    (meeting,) = Meeting.objects.all()
    assert (meeting.sort, meeting.how_many, meeting.bound) == ("bilateral", 3, "at_least")
    session = Session.objects.get()
    assert (session.forum.short, session.first_on, session.last_on, session.is_exact) == (
        "ASEAN",
        dt.date(2031, 6, 1),
        dt.date(2031, 6, 10),
        False,
    )
    assert (session.host, session.place) == ("MY", "Kuala Lumpur")
    assert {"border_tension", "transnational_crime"} <= set(Track.objects.values_list("subject", flat=True))


def test_what_is_there_already_gets_one_more_source(lia, room, kept, settings):
    confirm(lia, kept, "person", "forum")
    again = actions.keep(by=lia, room=room, given=reading.Given(ENGLISH.replace("1,204", "1,305")))

    confirm(lia, again, "person", "forum")

    assert (Official.objects.count(), Session.objects.count(), Forum.objects.count()) == (2, 1, 1)
    assert Official.objects.get(name="Sok Veasna").sources.count() == 2


def test_a_decision_is_taken_back_whole(lia, kept):
    decision = confirm(lia, kept, "commitment", "person", "country")
    assert Commitment.objects.in_force().exists()

    actions.undo(by=lia, decision=decision)

    assert set(kept.findings.values_list("state", "decided_by", "record_id")) == {("suggested", "", None)}
    assert not Commitment.objects.in_force().exists()
    assert not Official.objects.in_force().exists()
    decision.refresh_from_db()
    with pytest.raises(InputProblem, match="already"):
        actions.undo(by=lia, decision=decision)


def test_an_older_decision_waits_for_the_later_one(lia, kept):
    first = actions.decide(by=lia, article=kept, verdict="rejected", findings=of(kept, "country"))
    later = confirm(lia, kept, "country")

    with pytest.raises(InputProblem, match="later decision"):
        actions.undo(by=lia, decision=first)
    actions.undo(by=lia, decision=later)
    actions.undo(by=lia, decision=first)

    assert {one.state for one in of(kept, "country")} == {"suggested"}


def test_a_correction_is_kept_beside_what_was_read(lia, kept, sign_in):
    one = of(kept, "commitment")[0]
    browser = sign_in(lia)
    address = reverse("articles:finding", args=[one.pk])
    said = {
        "value": "pledged",
        "said_owner": "Cambodia",
        "said_towards": "Thailand, ลาว",
        "said_due_as_written": "within two weeks",
    }

    wrong = browser.post(address, {**said, "said_due": "2031-05-01"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["said_due"] == [
        "It would be due on 1 May 2031, before it was said on 6 May 2031."
    ]
    browser.post(address, {**said, "said_due": "2031-05-21"})

    one.refresh_from_db()
    assert (one.state, one.value, one.details["towards"], one.details["due"]) == (
        "corrected",
        "pledged",
        "TH LA",
        "2031-05-21",
    )
    assert (one.read["value"], one.read["details"]["due"]) == ("agreed", "2031-05-20")
    made = Commitment.objects.get(pk=one.record_id)
    assert (made.strength, made.due_on, made.due_rule, made.other_countries) == (
        "pledged",
        dt.date(2031, 5, 21),
        "hand",
        "KH LA",
    )
    (decision,) = kept.decisions.all()
    actions.undo(by=lia, decision=decision)
    one.refresh_from_db()
    assert (one.state, one.value, one.details["due"]) == ("suggested", "agreed", "2031-05-20")


def test_a_suggestion_is_added_to_a_record_that_is_there(lia, kept, sign_in):
    from weftnode.diplomacy import actions as write

    there = write.write(by=lia, room=kept.compartment, sort="meeting", values={"title": "Three rounds of talks"})
    one = of(kept, "meeting")[0]

    sign_in(lia).post(
        reverse("articles:finding", args=[one.pk]), {"value": "bilateral", "said_count": 3, "into": there.pk}
    )

    one.refresh_from_db()
    assert (one.record_sort, one.record_id, Meeting.objects.count()) == ("meeting", there.pk, 1)
    assert there.sources.get().quote.startswith("Mr. Veasna told reporters")


def test_in_bulk_by_ticks_or_all_that_wait(lia, kept, sign_in):
    browser = sign_in(lia)
    address = reverse("articles:decide", args=[kept.pk])
    first = kept.findings.order_by("pk").first()

    nothing = browser.post(address, {"verdict": "confirmed"})
    assert nothing.status_code == 422
    assert "Tick at least one" in nothing.content.decode()
    browser.post(address, {"verdict": "rejected", "chosen": [first.pk]})
    browser.post(address, {"verdict": "confirmed", "every": "1"})

    states = dict(kept.findings.values_list("pk", "state"))
    assert states.pop(first.pk) == "rejected"
    assert set(states.values()) == {"confirmed"}
    assert diplomacy.commitments(lia, diplomacy.Asked()).exists()


def test_an_analyst_confirms_and_a_liaison_writes_the_record(officer, lia, kept, room):
    analyst = officer("ann", roles.Analyst, rooms=[room])

    confirm(analyst, kept, "commitment")
    assert not Commitment.objects.exists()
    confirm(lia, kept, "commitment")

    assert Commitment.objects.count() == len(of(kept, "commitment"))
    assert of(kept, "commitment")[0].decided_by == "ann"


def test_what_the_rules_did_not_see_is_marked_by_hand(lia, kept, sign_in):
    browser = sign_in(lia)
    address = reverse("articles:mark", args=[kept.pk])

    wrong = browser.post(address, {"kind": "body", "as_written": "no such words"})
    right = browser.post(address, {"kind": "body", "as_written": "The ministry"})

    assert wrong.status_code == 422
    assert "do not stand in the article" in wrong.content.decode()
    made = Finding.objects.get(by_hand=True)
    assert (made.as_written, made.value, made.state) == ("The ministry", "The ministry", "suggested")
    assert right["Location"] == reverse("articles:finding", args=[made.pk])


def test_another_day_reads_the_undecided_anew_and_leaves_the_decided(lia, kept):
    person = of(kept, "person")[0]
    actions.decide(by=lia, article=kept, verdict="rejected", findings=[person])

    actions.describe(
        by=lia, article=kept, title="T", agency="AKP", place="", published_on=dt.date(2031, 5, 10), link=""
    )

    kept.refresh_from_db()
    assert of(kept, "forum")[0].details["first"] == "2031-06-01"
    assert of(kept, "commitment")[0].details["due"] == "2031-05-24"
    assert Finding.objects.get(pk=person.pk).state == "rejected"
    assert [one.as_written for one in of(kept, "person")].count(person.as_written) == 1


def test_the_same_article_twice_leads_to_the_first(lia, kept, room, sign_in):
    response = sign_in(lia).post(
        reverse("articles:new"), {"text": "  " + ENGLISH.replace("\n", "\r\n\r\n").upper(), "room": room.pk}
    )

    assert response["Location"] == reverse("articles:article", args=[kept.pk])
    assert Article.objects.count() == 1
    with pytest.raises(InputProblem, match="kept already"):
        actions.keep(by=lia, room=room, given=reading.Given(ENGLISH))


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("en", "utf-16"),
        ("th", "tis-620"),
        ("zh", "gb18030"),
        ("ko", "cp949"),
        ("vi", "utf-8-sig"),
        ("km", "utf-16-be"),
        ("lo", "utf-8"),
    ],
)
def test_files_in_the_encodings_of_the_region_are_read(language, encoding, lia, room, sign_in):
    text = (ARTICLES / f"{language}.txt").read_text("utf-8").replace("–", "-")
    data = text.encode(encoding, errors="replace")
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data

    sign_in(lia).post(reverse("articles:new"), {"file": SimpleUploadedFile("a.txt", data), "room": room.pk})

    article = Article.objects.get()
    assert article.language == language
    assert article.findings.filter(kind="country").exists()
    assert article.encoding
    assert article.notes == []


@pytest.mark.parametrize("encoding", ["cp950", "cp1258"])
def test_big5_and_windows_1258_are_read(encoding):
    text = {
        "cp950": "泰國外交部長表示，柬埔寨將在兩週內交出名單。雙方同意共同打擊跨國犯罪，並於下月舉行會議。",
        "cp1258": "Thái Lan và Việt Nam nhất trí phối hợp chống tội phạm.",
    }[encoding]
    import unicodedata

    stored = text.encode("cp950") if encoding == "cp950" else windows_1258(unicodedata.normalize("NFC", text))
    assert unicodedata.normalize("NFC", reading.decoded(stored).text) == unicodedata.normalize("NFC", text)


def windows_1258(text):
    """Letters as Windows keeps them: the base with hat or horn in one byte, the tone behind it."""
    import unicodedata

    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tone = [one for one in parts if one in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(one for one in parts if one not in tone))
            out += base.encode("cp1258") + "".join(tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "text", "Paste the text or choose a file, one of both."),
        ({"text": " \n "}, "text", "Paste the text or choose a file, one of both."),
        ({"file": b"x" * (reading.BYTES + 1)}, "file", "more than 2,500,000"),
        ({"file": b"%PDF-1.7 x"}, "file", "this is a PDF file"),
        ({"file": b"PK\x03\x04 x"}, "file", "this is a DOCX or ZIP file"),
        ({"text": "Thailand will.", "published_on": "2031-02-30"}, "published_on", "There is no such day"),
    ],
)
def test_bad_input_is_said_beside_its_field(given, field, said, lia, room, sign_in):
    data = {name: SimpleUploadedFile("a.txt", value) if name == "file" else value for name, value in given.items()}

    response = sign_in(lia).post(reverse("articles:new"), {**data, "room": room.pk})

    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors[field])
    assert not Article.objects.exists()


def test_two_megabytes_are_kept_and_read_in_part(lia, room, sign_in):
    text = "Thailand will work with Cambodia on 3 March 2031 with 1,204 officers. " * 28_000

    response = sign_in(lia).post(
        reverse("articles:new"), {"file": SimpleUploadedFile("a.txt", text.encode()), "room": room.pk}
    )

    article = Article.objects.get()
    assert response.status_code == 302
    assert "200,000" in article.notes[0]
    assert article.findings.count() == reading.MOST
    assert sign_in(lia).get(reverse("articles:article", args=[article.pk])).status_code == 200


def test_only_the_own_room(lia, chanthy, kept, other_room):
    with pytest.raises(NothingFound):
        queries.article(chanthy, kept.pk)
    with pytest.raises(Refused):
        actions.keep(by=lia, room=other_room, given=reading.Given("Thailand will."))
    with pytest.raises(Refused):
        actions.decide(by=chanthy, article=kept, verdict="confirmed", findings=of(kept, "country"))


def test_a_withdrawn_article_is_not_decided_about_and_comes_back(lia, kept):
    actions.withdraw(by=lia, article=kept, why="not an article")
    kept.refresh_from_db()

    assert not queries.articles(lia).exists()
    with pytest.raises(Refused):
        confirm(lia, kept, "country")
    actions.restore(by=lia, article=kept)
    assert queries.articles(lia).exists()


def test_text_is_escaped_in_the_page(lia, room, sign_in):
    text = "Thailand <script>alert(1)</script> will work with Cambodia within two weeks."
    article = actions.keep(by=lia, room=room, given=reading.Given(text), published_on=dt.date(2031, 5, 6))

    page = sign_in(lia).get(reverse("articles:article", args=[article.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("language", ["en", "vi", "th", "zh", "ko", "km", "lo"])
def test_every_finding_has_words(language, lia, room):
    text = (ARTICLES / f"{language}.txt").read_text("utf-8")
    article = actions.keep(by=lia, room=room, given=reading.Given(text))

    for one in article.findings.all():
        assert one.kind in words.KINDS
        assert words.value(one)
        assert "_" not in words.value(one) + words.more(one)


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ({"owner": "TH", "towards": "KH"}, "ours"),
        ({"owner": "KH", "towards": "TH"}, "theirs"),
        ({"owner": "KH"}, "theirs"),
        ({"owner": "KH TH"}, "joint"),
        ({"owner": "LA VN"}, "others"),
        ({"owner": "LA", "towards": "VN"}, "others"),
    ],
)
def test_who_owes_a_commitment_is_seen_from_here(settings, said, owner):
    settings.NODE_COUNTRY = "TH"
    assert become.owner_of(said) == owner
