"""Invented briefs of the trial node: one that was printed, one for a partner, one for the next forum that waits to be approved."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from weft.release import PAP, TLP
from weftnode.accounts.models import Compartment, Officer
from weftnode.briefs import actions
from weftnode.briefs.actions import Wanted
from weftnode.briefs.models import Brief
from weftnode.diplomacy.models import Session
from weftnode.partners.models import Partner

_FIGURES = "/briefs/{}/figure/KEY/"


def fill(people: Mapping[str, Officer], room: Compartment) -> None:
    """Write them, unless somebody has begun: the liaison writes, a second one approves."""
    if Brief.objects.exists():
        return
    lan, mai = people["lan"], people["mai"]
    today = timezone.localdate()
    amber: Any = {"tlp": TLP.AMBER.value, "pap": PAP.GREEN.value}
    east = Partner.objects.filter(code="KH").first()
    before = actions.begin(
        by=lan, room=room,
        wanted=Wanted("Before the second joint meeting", "own", today - dt.timedelta(days=20), partner=east, addressee="Minister of Examples", **amber),
    )  # fmt: skip
    actions.write(by=lan, brief=before, section="position", text="One list of mule accounts, exchanged every week.")
    actions.approve(by=mai, brief=before, base="", figures=_FIGURES.format(before.pk))
    now = actions.begin(
        by=lan, room=room,
        wanted=Wanted("สรุปก่อนการประชุมคณะทำงาน", "own", today, "th", "รัฐมนตรีตัวอย่าง", east, buddhist_era=True, **amber),
    )  # fmt: skip
    for section, text in {
        "position": "ความร่วมมือกับหน่วยงานตัวอย่างถูกระงับ เราพร้อมกลับมาประชุมเมื่อมีกำหนดวันชัดเจน",
        "asks": "ส่งรายชื่อบัญชีม้าทุกสัปดาห์ตามที่ตกลงไว้\nส่งตัวผู้ต้องสงสัยสี่คนภายในกำหนด",
        "offers": "ตรวจสอบคำขอระงับบัญชีทุกกรณีภายในหนึ่งวัน",
        "sensitive": "เหตุการณ์ที่ชายแดนยังอยู่ระหว่างการสอบสวน",
        "line": "ผู้ที่พบในการเข้าตรวจค้นถือเป็นผู้เสียหายไว้ก่อน",
    }.items():
        actions.write(by=lan, brief=now, section=section, text=text)
    north = Partner.objects.filter(code="VN-EX1").first()
    if north is not None:
        theirs = actions.begin(
            by=lan, room=room, wanted=Wanted("Bản tin cho cuộc họp song phương", "partner", today, "vi", "Cục An ninh mạng Ví Dụ", north, **amber)
        )  # fmt: skip
        actions.write(by=lan, brief=theirs, section="asks", text="Xác nhận các tài khoản trong danh sách tuần này.")
        actions.write(
            by=lan, brief=theirs, section="offers", text="Một đầu mối trực 24/7 cho các yêu cầu tạm giữ tiền."
        )
        actions.approve(by=mai, brief=theirs, base="", figures=_FIGURES.format(theirs.pk))
    session = Session.objects.filter(title="Ministers' session").first()
    forum = actions.begin(
        by=lan, room=room,
        wanted=Wanted(
            "For the ministers' session", "forum", today, "en", "Regional forum on transnational crime (invented)",
            readers=list(Partner.objects.filter(code__in=["VN"])), forum=session.forum if session else None, session=session, **amber,
        ),
    )  # fmt: skip
    actions.write(by=lan, brief=forum, section="asks", text="Days from a hit to a hold: count them, publish them.")
