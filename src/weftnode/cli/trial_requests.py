"""Invented requests of the trial node: out and in, answered, refused, late, waiting for a second person, and one that a suspension stops."""

import datetime as dt
from typing import Any

from django.utils import timezone

from weft import release
from weft.ledger.note import Signer
from weftnode.accounts.models import Compartment, Officer
from weftnode.cases.models import Case
from weftnode.partners import queries as partners
from weftnode.partners.models import Partner
from weftnode.requests import actions
from weftnode.requests.models import Request, Step

_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_TLP, _PAP = release.TLP.AMBER.value, release.PAP.GREEN.value


def fill(people: dict[str, Officer], room: Compartment) -> None:
    """Write them, unless somebody has begun."""
    if Request.objects.exists():
        return
    found = {one.code: one for one in Partner.objects.filter(code__in=["VN-EX1", "VN-EXF", "KH-EX1"])}
    if len(found) < 3:
        return
    lan, mai, ana = people["lan"], people["mai"], people["ana"]
    desk, fiu, crime = found["VN-EX1"], found["VN-EXF"], found["KH-EX1"]
    seed = bytes(range(7, 39))
    actions.confirm_key(by=mai, key=actions.add_key(by=lan, partner=desk, line=str(Signer("vn-ex-node", seed).key)))
    case = Case.objects.visible_to(ana).order_by("pk").first()

    asked = _out(ana, lan, room, desk, "confirmation", "Is the account behind our hit one of yours?", 60, 48, case)
    _answered(lan, asked, 30)
    late = _out(ana, lan, room, desk, "information", "Who opened the three SIM cards?", 240, 72, case)
    actions.acknowledge(by=lan, request=late)
    part = _out(ana, lan, room, fiu, "hold", "Hold what is left on the second account", 20, 24, case)
    actions.answer(by=lan, request=part, columns={"kind": "part", "text": "Held: 120,000 of 400,000. The rest left before noon."})  # fmt: skip
    refused = _out(ana, lan, room, crime, "handover", "Handover of the organiser", 700, 240, None)
    actions.answer(by=lan, request=refused, columns={"kind": "refusal", "ground": "own_investigation", "text": "Again after 1 March."})  # fmt: skip
    Request.objects.filter(pk=refused.pk).update(closed_at=timezone.now() - 500 * _HOUR)
    _out(ana, lan, room, crime, "rescue", "People held at the second site", 30, 168, case)
    waits = actions.draft(
        by=ana, room=room, columns=_columns(desk, "takedown", "Take two pages down"), tlp=_TLP, pap=_PAP
    )
    actions.propose(by=ana, request=waits)
    actions.draft(by=lan, room=room, columns=_columns(fiu, "meeting", "Joint meeting on the freezing desk"), tlp=_TLP, pap=_PAP)  # fmt: skip

    _in(lan, room, desk, "core_data", "Dữ liệu cốt lõi sau khi trùng khớp", "vi", 40, 8)
    ours = _in(lan, room, desk, "information", "Who is behind this website?", "en", 90, -20)
    actions.acknowledge(by=lan, request=ours)
    no = _in(mai, room, desk, "information", "Whereabouts of a journalist", "en", 50, 20)
    actions.answer(by=mai, request=no, columns={"kind": "refusal", "ground": "political", "text": ""})
    said = _in(lan, room, fiu, "confirmation", "Is the third account yours?", "en", 10, 38)
    actions.answer(by=lan, request=said, columns={"kind": "full", "text": "Yes. Opened on 3 May.", "handed_over": "name of the branch"})  # fmt: skip


def _columns(partner: Partner, sort: str, title: str, **more: Any) -> dict[str, Any]:
    agreement = next(iter(partners.in_force(partner)), None)
    return {
        "partner": partner, "agreement": agreement, "sort": sort, "purpose": "fraud.network", "offence": "fraud", "title": title,
        "text": title, "language": "en", "due_from": "agreement", "due_basis": "Article 4", "due_zone": "Asia/Bangkok", "term_length": 48,
        "term_unit": "hour", **more,
    }  # fmt: skip


def _out(
    by: Officer, second: Officer, room: Compartment, to: Partner, sort: str, title: str, ago: int, term: int, case: Case | None
) -> Request:  # fmt: skip
    """A request that left ``ago`` hours before now; where the gate keeps it here, it stays approved."""
    made = actions.draft(by=by, room=room, columns=_columns(to, sort, title, term_length=term, case=case), tlp=_TLP, pap=_PAP)  # fmt: skip
    actions.propose(by=by, request=made)
    actions.approve(by=second, request=made)
    if actions.send(by=second, request=made).sent is None:
        # The trial's partner is stopped today; it was not when this was asked.
        Request.objects.filter(pk=made.pk).update(state="sent")
        made.letters.all().delete()
    asked = timezone.now() - ago * _HOUR
    Request.objects.filter(pk=made.pk).update(asked_at=asked, due_at=asked + term * _HOUR, owner=second)
    Step.objects.filter(request=made).update(at=asked)
    return Request.objects.get(pk=made.pk)


def _in(
    by: Officer, room: Compartment, of: Partner, sort: str, title: str, language: str, ago: int, left: int
) -> Request:
    """A partner's request that came ``ago`` hours before now and has ``left`` hours to go."""
    now = timezone.now()
    columns = _columns(of, sort, title, language=language, term_length=None, term_unit="") | {
        "asked_at": now - ago * _HOUR, "due_at": now + left * _HOUR, "due_zone": "Asia/Ho_Chi_Minh", "their_number": f"VN-{ago}",
    }  # fmt: skip
    return actions.receive(by=by, room=room, columns=columns, tlp=_TLP, pap=_PAP)


def _answered(by: Officer, request: Request, ago: int) -> None:
    actions.acknowledge(by=by, request=request)
    actions.answer(by=by, request=request, columns={"kind": "full", "text": "Yes. The holder is known to us.", "handed_over": "Core data of one holder"})  # fmt: skip
    Request.objects.filter(pk=request.pk).update(closed_at=timezone.now() - ago * _HOUR)
