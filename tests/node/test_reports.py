"""Reports: written, brought in, found again, undone; seen by those who work in their room and by nobody else."""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from weft.errors import InputProblem, NothingFound, Refused, Tampered
from weftnode.accounts.models import Officer
from weftnode.audit.models import Detail
from weftnode.reports import actions, fold, queries
from weftnode.reports.models import Batch, Contact, Report, Sighting
from weftnode.reports.queries import Asked


def again(officer):
    return Officer.objects.get(pk=officer.pk)


def found(viewer, text, **more):
    return [one.pk for one in queries.reports(again(viewer), Asked(text=text, **more)).reports]


@pytest.fixture
def told(ana, room):
    def make(narrative, **more):
        return actions.write_report(by=ana, room=room, narrative=narrative, country=more.pop("country", "TH"), **more)

    return make


def test_a_report_keeps_what_was_written_and_what_it_names(told):
    report = told(
        "Call ๐๘๑-๒๓๔-๕๖๗๘ or hxxps://evil-bank[.]com/pay", identifiers="line: quick_cash\n", amount="5 หมื่น บาท"
    )

    assert report.narrative == "Call ๐๘๑-๒๓๔-๕๖๗๘ or hxxps://evil-bank[.]com/pay"
    named = {(one.kind, one.value) for one in report.sightings.all()}
    assert {("phone", "+66812345678"), ("domain", "evil-bank.com")} <= named
    assert (report.amount, report.currency, report.amount_as_written) == (50_000, "THB", "5 หมื่น บาท")


def test_an_incomplete_report_is_welcome_and_an_empty_one_is_not(ana, room):
    assert (
        actions.write_report(by=ana, room=room, narrative="", identifiers="0812345678", country="TH").sightings.count()
        == 1
    )
    with pytest.raises(InputProblem):
        actions.write_report(by=ana, room=room, narrative="  ", identifiers=" \n")


@pytest.mark.parametrize(
    "spelling",
    [
        "081-234-5678",
        "+66 81 234 5678",
        "0066812345678",
        "๐๘๑๒๓๔๕๖๗๘",
        "R-{pk}",
        "r-{pk}",
        "081 234",
        "5678",
        "(081) 23-45",
        "+6681",
    ],
)
def test_an_identifier_is_found_in_any_spelling(told, ana, settings, spelling):
    settings.NODE_COUNTRY = "TH"
    report = told("the number was 0812345678")

    assert found(ana, spelling.format(pk=report.pk)) == [report.pk]


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        ("Số tài khoản bị khoá", "tai khoan"),
        ("Số tài khoản bị khoá", "TÀI KHOẢN"),
        ("ธนาคารแจ้งว่าบัญชีถูกระงับ", "บัญชี"),
        ("គណនីត្រូវបានបិទ សូមទូរស័ព្ទ", "ទូរស័ព្ទ"),
        ("ບັນຊີຖືກປິດ ກະລຸນາໂທ", "ກະລຸນາ"),
        ("အကောင့်ပိတ်ထားသည်", "ပိတ်ထား"),
        ("您的账户已被冻结，请致电", "冻结"),
        ("계좌가 정지되었습니다", "정지"),
        ("ＦＵＬＬ width and dots", "full"),
        ('say "it\'s" 100% sure_thing', "100% sure_thing"),
        ("one\u200bword split by a blank nobody sees", "oneword"),
    ],
)
def test_words_are_found_in_eight_scripts(told, ana, story, asked):
    report = told(story)
    told("something else entirely, of no interest")

    assert found(ana, asked) == [report.pk]


def test_all_words_must_be_there_and_quoted_ones_together(told, ana):
    both = told("gold bars and silver coins")
    told("gold coins, no bars of lead")

    assert found(ana, "gold silver") == [both.pk]
    assert found(ana, '"silver coins"') == [both.pk]


def test_what_reads_as_an_identifier_nobody_named_is_looked_up_as_words(told, ana):
    report = told("he took my passport, and file 199997 as well")
    assert queries.identifiers("passport 199997", "TH")
    assert found(ana, "passport 199997", country="TH") == [report.pk]


def test_a_text_too_short_is_refused_with_a_hint(ana):
    with pytest.raises(InputProblem):
        queries.reports(ana, Asked(text="ab"))


@pytest.mark.parametrize(
    "bad",
    [
        '"',
        '""',
        "'; DROP TABLE reports_report; --",
        "a" * 400,
        "NEAR(a b)",
        "abc*",
        "^abc",
        "col:abc",
        "\x00abc",
        "%%%",
        "___",
    ],
)
def test_no_text_is_a_command(told, ana, bad):
    told("nothing to see")
    with contextlib.suppress(InputProblem):
        assert found(ana, bad) == []
    assert Report.objects.count() == 1


def test_lists_go_on_where_they_ended(told, ana):
    made = [told(f"report {number}").pk for number in range(queries.PAGE + 3)]

    first = queries.reports(again(ana), Asked())
    second = queries.reports(again(ana), Asked(before=first.older))

    assert [one.pk for one in (*first.reports, *second.reports)] == sorted(made, reverse=True)
    assert second.older is None


def test_who_works_elsewhere_sees_and_counts_nothing(told, ana, chanthy, other_room):
    report = told("the number was 0812345678")
    own = actions.write_report(by=chanthy, room=other_room, narrative="also 0812345678", country="TH")

    pair = ("phone", "+66812345678")
    assert found(ana, "0812345678", country="TH") == [report.pk]
    assert found(chanthy, "0812345678", country="TH") == [own.pk]
    assert queries.seen(chanthy, [pair]) == {pair: 1}
    assert queries.sharing(chanthy, own) == []
    assert [count for _one, count in queries.sightings(chanthy, own)] == [0]
    with pytest.raises(NothingFound):
        queries.report(chanthy, report.pk)


def test_nobody_writes_into_a_room_they_do_not_work_in(ana, bao, dok, phan, other_room):
    for by in (ana, bao, dok, phan):
        with pytest.raises(Refused):
            actions.write_report(by=by, room=other_room, narrative="a word")
    assert not Report.objects.exists()


def test_broken_glass_is_for_looking_only(ana, other_room):
    from weftnode.accounts import actions as accounts

    accounts.break_glass(by=ana, reason="a caller names a hostage", hours=1)

    with pytest.raises(Refused):
        actions.write_report(by=again(ana), room=other_room, narrative="a word")


def test_who_reported_is_sealed_and_opened_for_a_reason(told, ana, bao, chanthy):
    report = told("a word", reporter="Somchai Example", call_back="0899999999")

    stored = Contact.objects.get(report=report)
    assert b"Somchai" not in bytes(stored.sealed)
    assert not Sighting.objects.filter(report=report).exists()
    assert found(ana, "Somchai") == []
    assert actions.open_contact(by=bao, report=report, reason="call back today")["call_back"] == "0899999999"
    assert Detail.objects.filter(action="reports.contact.opened", who="bao").get().why == "call back today"
    with pytest.raises(Refused):
        actions.open_contact(by=chanthy, report=report, reason="out of curiosity")


def test_a_contact_moved_to_another_report_does_not_open(told, ana):
    one, other = told("a word", reporter="A"), told("a word", reporter="B")
    first = Contact.objects.get(report=one)
    Contact.objects.filter(report=other).update(sealed=first.sealed, nonce=first.nonce)

    with pytest.raises(Tampered):
        actions.open_contact(by=ana, report=other, reason="call back today")


def test_a_file_comes_in_whole_and_goes_out_whole(ana, bao, room, batch_in, django_assert_num_queries):
    batch = batch_in(room)

    assert (batch.state, batch.done, batch.problems_count) == ("loaded", 2, 1)
    assert batch.problems.get().row == 3
    assert sorted(Report.objects.values_list("source_id", flat=True)) == ["1", "2"]
    assert {one.made_by for one in Report.objects.all()} == {"shell"}
    assert len(found(bao, "+66812345678")) == 2
    assert len(found(bao, "called")) == 1

    actions.undo(by=ana, batch=batch, reason="the wrong file")
    assert found(bao, "+66812345678") == []
    actions.unload(batch=Batch.objects.get(pk=batch.pk))

    assert not Report.objects.exists()
    assert not Sighting.objects.exists()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO reports_text (reports_text) VALUES ('integrity-check')")
            cursor.execute("SELECT count(*) FROM reports_text WHERE reports_text MATCH '\"cal\"'")
        else:
            cursor.execute("SELECT count(*) FROM reports_text")
        assert cursor.fetchone() == (0,)


def test_half_a_file_is_never_seen(ana, room, batch_in, monkeypatch):
    monkeypatch.setattr(actions, "SLICE", 1)
    calls = []

    def broken(batch, *rest):
        calls.append(batch.done)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(batch, *rest)

    real = actions.bulk.insert
    monkeypatch.setattr(actions.bulk, "insert", broken)
    with pytest.raises(KeyboardInterrupt):
        batch_in(room)
    half = Batch.objects.get()
    assert (half.state, half.done, Report.objects.count()) == ("loading", 1, 1)
    assert queries.reports(again(ana), Asked()).reports == []

    actions.load(batch=half)

    assert sorted(Report.objects.values_list("source_id", flat=True)) == ["1", "2"]
    assert len(queries.reports(again(ana), Asked()).reports) == 2
    actions.load(batch=Batch.objects.get())
    assert Report.objects.count() == 2


def test_a_file_that_cannot_be_read_says_why_and_brings_nothing(room, batch_in):
    batch = batch_in(room, text="\x00\x01\x02", name="holiday.csv")

    assert batch.state == "failed"
    assert batch.trouble
    assert batch.stored not in batch.trouble
    assert not Report.objects.exists()


def test_rows_past_the_orm_are_those_the_orm_would_write(ana, room, batch_in):
    text = "id,day,phone,story,amount\n" + "".join(
        f'{n},2026-01-0{n},08123456{n}0,"story {n}, with ""quotes""",{n}00 THB\n' for n in range(1, 6)
    )
    batch_in(room, text=text)

    for report in Report.objects.order_by("pk"):
        report.full_clean(exclude=["batch"])
        assert report.narrative == f'story {report.source_id}, with "quotes"'
        assert (report.amount, report.currency) == (int(report.source_id) * 100, "THB")
        assert report.reported_on.day == int(report.source_id)
        assert report.received_at.tzinfo is not None
    next_one = actions.write_report(by=ana, room=room, narrative="after the file")
    assert next_one.pk > Report.objects.order_by("pk").first().pk + 4


def test_folding_twice_is_folding_once():
    for text in ("Số TÀI khoản", "ＡＢＣ　１２３", "บัญชี", "ﷺ", "ǅ", "İstanbul", "ß", "a\u0301b", "  a  b "):
        assert fold.fold(fold.fold(text)) == fold.fold(text)


# -- pages ------------------------------------------------------------------------------------------------------------


def test_the_intake_form_takes_a_report(bao, room, sign_in):
    browser = sign_in(bao)

    sent = browser.post(reverse("reports:new"), {"narrative": "call 0812345678", "country": "TH", "room": room.pk})

    report = Report.objects.get()
    assert sent["Location"] == reverse("reports:report", args=[report.pk])
    page = browser.get(sent["Location"]).content.decode()
    assert '<mark class="id phone" title="+66 81 234 5678">0812345678</mark>' in page


def test_the_intake_form_says_seen_before_at_once(told, bao, chanthy, other_room, sign_in):
    told("the number was 0812345678")
    asked = {"narrative": "he called from 081 234 5678", "country": "TH"}

    own = sign_in(bao).post(reverse("reports:look"), asked, headers={"HX-Request": "true"}).content.decode()
    foreign = sign_in(chanthy).post(reverse("reports:look"), asked, headers={"HX-Request": "true"}).content.decode()

    assert "seen before in 1 report" in own
    assert "+66 81 234 5678" in foreign
    assert "seen before" not in foreign


@pytest.mark.parametrize(
    "wrong",
    [
        {"narrative": ""},
        {"narrative": "a word", "amount": "twelve"},
        {"narrative": "a word", "country": "Thailand"},
        {"narrative": "a word", "country": "1!"},
        {"narrative": "a word", "reported_on": "yesterday"},
        {"narrative": "x" * 200_001},
        {"narrative": "a word", "room": "999"},
    ],
)
def test_a_form_filled_in_wrongly_keeps_what_was_written(bao, room, sign_in, wrong):
    response = sign_in(bao).post(reverse("reports:new"), {"room": room.pk, "category": "romance scam"} | wrong)

    assert response.status_code == 422
    assert "romance scam" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.django_db(transaction=True)  # the worker closes its connections as it goes
def test_a_file_is_looked_at_confirmed_read_and_undone_in_the_browser(ana, room, sign_in):
    browser = sign_in(ana)
    file = SimpleUploadedFile("calls.csv", b"number,story\n0812345678,called me\n", "text/csv")

    made = browser.post(reverse("reports:batches"), {"file": file, "country": "TH", "room": room.pk})
    batch = Batch.objects.get()
    looked = browser.get(made["Location"]).content.decode()
    confirmed = browser.post(made["Location"], {"country": "TH", "column-0": "phone", "column-1": "narrative"})
    from weftnode.work import runner

    runner.run(once=True)

    assert "number" in looked
    assert batch.state == "looked"
    assert confirmed.status_code == 302
    assert Batch.objects.get().state == "loaded"
    assert Sighting.objects.get().value == "+66812345678"

    browser.post(reverse("reports:undo", args=[batch.pk]), {"reason": "the wrong file, sorry"})
    runner.run(once=True)
    assert not Report.objects.exists()
    assert list(actions.place("").glob("*")) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b.csv", "x.csv\x00.exe", "ไฟล์.csv", "." * 300, "con", ".htaccess"]
)
def test_the_name_of_a_file_never_reaches_the_disk(ana, room, name):
    batch = actions.upload(by=ana, room=room, file=SimpleUploadedFile(name, b"phone\n0812345678\n"), country="")

    assert "/" not in batch.name
    assert [path.name for path in actions.place("").iterdir()] == [batch.stored]
    assert actions.place(batch.stored).stat().st_mode & 0o077 == 0


def test_a_file_too_large_is_refused(ana, room, settings):
    settings.UPLOAD_BYTES = 10
    with pytest.raises(InputProblem):
        actions.upload(by=ana, room=room, file=SimpleUploadedFile("a.csv", b"x" * 11), country="")
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=-1",
        "kind=password",
        "status=%00",
        "since=2026-13-40",
        "batch=9" + "9" * 30,
        "q=%ff%fe",
        "page=x",
        "order_by=password",
        "compartment__id=2",
        "q=" + "a" * 500,
    ],
)
def test_no_query_parameter_breaks_a_list(told, ana, sign_in, query):
    told("a word")
    assert sign_in(ana).get(f"{reverse('reports:list')}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [2, 4])
def test_lists_ask_the_same_number_of_questions_for_two_rows_and_four(told, ana, sign_in, rows):
    for number in range(rows):
        told(f"number 081234567{number}, and 0812345679")
    browser = sign_in(ana)
    counts = []
    for address in (reverse("reports:list"), reverse("reports:report", args=[Report.objects.first().pk])):
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address)
        counts.append(len(asked))
    assert counts == [14, 29]


def test_every_read_of_content_is_in_the_log(told, ana, sign_in):
    report = told("a word")
    browser = sign_in(ana)

    browser.get(reverse("reports:list") + "?q=something+secret")
    browser.get(reverse("reports:report", args=[report.pk]))

    rows = list(Detail.objects.filter(who="ana").order_by("number").values_list("action", "about"))[-2:]
    assert rows == [("reports.list.read", "reports.report:"), ("reports.report.read", f"reports.report:{report.pk}")]
    assert "secret" not in str(list(Detail.objects.values_list("record", flat=True)))


def test_no_read_without_an_entry(told, ana, sign_in, monkeypatch):
    report = told("a word that must not leave")
    browser = sign_in(ana)
    browser.raise_request_exception = False
    monkeypatch.setattr("weftnode.audit.actions.records.seal", lambda *_: 1 / 0)

    response = browser.get(reverse("reports:report", args=[report.pk]))

    assert response.status_code == 500
    assert b"must not leave" not in response.content
