"""What whoever reported takes home, and reports that tell nearly the same."""

import itertools

import pytest
from django.urls import reverse

from weftnode.audit.models import Detail
from weftnode.reports import actions, alike, codes, queries
from weftnode.reports.models import Report, Slip

LONG = "Họ gọi từ số lạ, nói tài khoản ngân hàng của tôi bị khoá và bảo tôi chuyển tiền vào một tài khoản an toàn ngay trong ngày."


def test_a_code_is_read_as_people_write_it():
    code = codes.draw()
    for typed in (
        code,
        code.lower(),
        codes.shown(code),
        f" {codes.shown(code).replace('-', ' ')} ",
        code.replace("1", "l").replace("0", "o"),
    ):
        assert codes.read(typed) == code
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    assert codes.read(code.translate(thai)) == code


def test_a_mistake_in_a_code_is_found():
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for _ in range(20):
        code = codes.draw()
        for at, sign in itertools.product(range(9), signs):
            if code[at] != sign:
                assert codes.read(code[:at] + sign + code[at + 1 :]) == ""
        for at in range(7):
            turned = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            assert (codes.read(turned) == "") == (turned != code)


@pytest.mark.parametrize("text", ["", "0812345678", "abc", "x" * 400, "ABC-DEF-GHU", "١٢٣"])
def test_what_is_no_code_is_none(text):
    assert codes.read(text) == ""


def test_whoever_rings_with_the_code_is_told_how_far_it_is(ana, bao, chanthy, room, sign_in):
    report = actions.write_report(
        by=bao,
        room=room,
        narrative="secret story 0812345678",
        country="TH",
        reporter="Somebody",
        call_back="0899999999",
    )
    actions.set_status(by=ana, report=report, status="case", outcome="The account is held.")
    shown = report.slip.shown

    assert [one.pk for one in queries.reports(bao, queries.Asked(text=shown.lower())).reports] == [report.pk]
    assert queries.reports(chanthy, queries.Asked(text=shown)).reports == []
    page = sign_in(bao).get(reverse("reports:slip", args=[report.pk]), {"language": "th"}).content.decode()
    main = page.partition('<article class="slip">')[2].partition("</article>")[0]
    assert shown in main
    assert "The account is held." in main
    assert 'lang="th"' in page
    for word in ("secret", "812345678", "Somebody", "899999999", report.number):
        assert word not in main
    assert Detail.objects.filter(action="reports.slip.read", who="bao").count() == 1


def test_a_report_of_a_file_gets_its_code_when_somebody_asks(ana, room, batch_in, sign_in):
    batch_in(room)
    report = Report.objects.first()
    browser = sign_in(ana)
    assert browser.get(reverse("reports:slip", args=[report.pk])).status_code == 302

    for _ in range(2):
        browser.post(reverse("reports:slip", args=[report.pk]))

    assert Slip.objects.filter(report=report).count() == 1
    assert Detail.objects.filter(action="reports.slip.made").count() == 1


def test_a_file_that_is_undone_takes_its_slips_along(ana, room, batch_in):
    batch = batch_in(room)
    actions.make_slip(by=ana, report=Report.objects.first())
    actions.undo(by=ana, batch=batch, reason="wrong file altogether")
    batch.refresh_from_db()
    actions.unload(batch=batch)

    assert not Slip.objects.exists()
    assert not Report.objects.exists()


def test_reports_that_tell_nearly_the_same_are_shown_with_the_reason(ana, room, other_room, chanthy, sign_in):
    first = actions.write_report(by=ana, room=room, narrative=LONG, reporter="Nguyễn Văn A")
    twin = actions.write_report(by=ana, room=room, narrative=LONG.upper() + "  ")
    changed = actions.write_report(by=ana, room=room, narrative=LONG.replace("ngay trong ngày", "trước buổi tối"))
    again = actions.write_report(by=ana, room=room, narrative=LONG.replace("số lạ", "một số"), reporter="nguyen van a")
    actions.write_report(
        by=ana,
        room=room,
        narrative="Họ gọi từ số lạ và hứa một việc làm lương cao ở nước ngoài, rồi giữ hộ chiếu của tôi ở cửa khẩu.",
    )
    actions.write_report(by=type(chanthy).objects.get(pk=chanthy.pk), room=other_room, narrative=LONG)

    found = alike.alike(ana, first, [other for other, _values in queries.sharing(ana, first)])

    assert [(one.report.pk, one.why) for one in found] == [
        (again.pk, "person"),
        (twin.pk, "words"),
        (changed.pk, "story"),
    ]
    page = sign_in(ana).get(reverse("reports:report", args=[first.pk])).content.decode()
    assert "the same person told it" in page


@pytest.mark.parametrize("story", ["", "short", "x" * 59, "ab" * 4000, "  " * 200 + "x", "%_" * 50, '" OR 1 "' * 10])
def test_any_story_is_looked_for(story, ana, room):
    report = actions.write_report(by=ana, room=room, narrative=story or "0812345678")
    assert alike.alike(ana, report) == []
