"""Invented cases of the trial node: a joint one with holds that run out and holders who ask, one below it, one before the court, one closed."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from weft import countries, kinds, money
from weftnode.accounts.models import Compartment, Officer
from weftnode.cases import actions
from weftnode.cases.actions.measures import Details
from weftnode.cases.models import Case, CasePerson, Hold, Measure
from weftnode.cases.shapes import Form, Orderer, State
from weftnode.networks import actions as networks
from weftnode.networks.models import Network
from weftnode.partners.models import Partner

_ACCOUNTS = ("KBANK 000-1-23456-7", "SCB 000-2-34567-8", "BBL 000-3-45678-9", "KTB 000-4-56789-0")
_PHONES = ("0800000001", "0800000002", "0800000003", "0800000004", "0800000005")
_SITES = ("parcel-fee.example", "bank-safety.example")


def fill(people: dict[str, Officer], room: Compartment) -> None:
    """Open them, unless somebody has begun."""
    if Case.objects.exists():
        return
    for number in networks.due():
        networks.build(number=number)
    by, found = (
        people["ana"],
        list(Network.objects.filter(compartment=room, is_gone=False).order_by("-reports", "pk")[:4]),
    )
    joint = _joint(by, room, found)
    _clocks(by, joint)
    _deeds(by, joint)
    _others(by, people, room, found, joint)


def _joint(by: Officer, room: Compartment, found: list[Network]) -> Case:
    case = actions.open_case(
        by=by, room=room, title="False bank callers across the river", file_number="EX-2026/114", leader=by, tlp="AMBER", pap="AMBER",
        about="Callers pose as a bank's fraud desk; the money passes two accounts here and leaves by wallet. Worked on together with partners.",
        countries=["TH", "VN", "KH"], networks=found[:2], partners=Partner.objects.filter(country__in=["VN", "KH"], whole__isnull=False)[:2],
    )  # fmt: skip
    for title, days in (
        ("Ask the bank for the second account", 1),
        ("Translate the statement of R-12", 4),
        ("Call the liaison", -1),
    ):
        actions.add_task(by=by, case=case, title=title, owner=by, due_on=timezone.localdate() + dt.timedelta(days=days))
    actions.note(
        by=by,
        case=case,
        at=timezone.now() - dt.timedelta(hours=30),
        text="The bank called back: money is still on two accounts.",
    )
    return case


def _measure(by: Officer, case: Case, form: str, text: str, hours: float, **more: object) -> Measure:
    """A measure against one identifier, as it stood some hours ago."""
    given: dict[str, object] = dict(more)
    state, amount, country = (
        given.pop("state", State.REQUESTED),
        given.pop("amount", ""),
        str(given.get("country", "TH")),
    )
    one = next(iter(kinds.find(text, country)), None)
    minor = money.to_minor(Decimal(str(amount)), countries.get(country).currency) if amount else None
    details = Details(
        kind=one.kind if one else "", value=one.value if one else "", as_written=text if one else "", amount_minor=minor,
        currency=countries.get(country).currency if amount else "", **{"country": "TH", "reason": "Named by those who lost money.", **given},  # type: ignore[arg-type]
    )  # fmt: skip
    at = timezone.now() - dt.timedelta(hours=hours)
    return actions.propose(by=by, case=case, form=form, details=details, state=str(state), at=at)


def _hold(
    by: Officer,
    measure: Measure,
    hours: float,
    *,
    rule: str = "",
    lasts: float | None = None,
    taint: float = 1,
    holder: str = "mule",
    why: str = "",
) -> Hold:
    placed = timezone.now() - dt.timedelta(hours=hours)
    amount = measure.amount_minor or 0
    return actions.place_hold(
        by=by, measure=measure, placed_at=placed, rule_id=rule, until=placed + dt.timedelta(hours=lasts) if lasts else None,
        tainted_minor=int(amount * taint), held_minor=amount, holder=holder, excess_because=why,
    )  # fmt: skip


def _clocks(by: Officer, case: Case) -> None:
    police = {"orderer": Orderer.POLICE, "office": "Example Technology Crime Bureau"}
    bank = {"orderer": Orderer.PROVIDER, "office": "Example Bank"}
    shop = _measure(
        by, case, Form.HOLD, _ACCOUNTS[0], 60, amount=180_000, carried_by="Kasikornbank", role="mule", **bank
    )
    held = _hold(
        by,
        shop,
        60,
        rule="th.hold-by-regulators",
        lasts=72,
        taint=0.25,
        holder="merchant",
        why="The bank can only stop the whole account.",
    )
    actions.raise_plea(
        by=by, hold=held, sort="release", ground="Sold phones to the person who paid; receipts shown.", asked_at=timezone.now() - dt.timedelta(hours=20),
        amount_minor=13_500_000,
    )  # fmt: skip
    first = _measure(
        by, case, Form.HOLD, _ACCOUNTS[1], 5, amount=412_500, carried_by="Siam Commercial Bank", role="mule", **bank
    )
    _hold(by, first, 5, rule="th.hold-by-regulators", lasts=168)
    over = _measure(
        by, case, Form.SUSPENSION, _ACCOUNTS[2], 90, amount=60_000, carried_by="Bangkok Bank", role="runner", **police
    )
    _hold(by, over, 90, lasts=72, holder="unknown")
    abroad = _measure(by, case, Form.FREEZE, "", 30, amount=950_000_000, country="VN", carried_by="Example Commercial Bank", role="launderer",
                      orderer=Orderer.PROSECUTOR, office="Example Procuracy", power="Criminal Procedure Code (example)")  # fmt: skip
    _hold(by, abroad, 30, rule="vn.freeze-on-decision", lasts=24 * 30, holder="unknown")
    stop = _measure(
        by, case, Form.HOLD, "", 40, amount=96_000, country="CN", carried_by="Example City Bank", role="mule", **police
    )
    _hold(by, stop, 40, rule="cn.emergency-stop")
    back = _measure(
        by,
        case,
        Form.SEIZURE,
        _ACCOUNTS[3],
        24 * 40,
        amount=300_000,
        power="Criminal Procedure Code (example)",
        role="launderer",
        **police,
    )
    given = _hold(by, back, 24 * 40, lasts=24 * 90)
    actions.return_money(by=by, hold=given, amount_minor=20_000_000, because="Court ordered payment to 14 victims.")
    asked = _measure(
        by, case, Form.FREEZE, _ACCOUNTS[0], 3, amount=45_000, power="Money Laundering Control Act (example)", **police
    )
    actions.move_measure(
        by=by,
        measure=asked,
        to=State.REFUSED,
        ground="innocent",
        because="The holder is an honest seller; only the tainted part may be held.",
    )


def _deeds(by: Officer, case: Case) -> None:
    regulator = {"orderer": Orderer.REGULATOR, "office": "Example Telecom Regulator", "state": State.IN_FORCE}
    for text in _PHONES:
        _measure(by, case, Form.NUMBER_BLOCK, text, 50, role="operator", **regulator)
    for text in _SITES:
        _measure(by, case, Form.SITE_BLOCK, text, 48, **regulator)
    person = actions.add_person(by=by, case=case, token="EX-P-0417")  # noqa: S106 -- no password: a reference to a person
    actions.say_role(by=by, person=person, role="team_leader", because="Named by two people found in the raid.")
    police = {
        "orderer": Orderer.POLICE,
        "office": "Example Technology Crime Bureau",
        "power": "Warrant (example)",
        "state": State.DONE,
    }
    for role, count in (
        ("mule", 6),
        ("runner", 3),
        ("operator", 2),
        ("recruiter", 1),
        ("team_leader", 1),
        ("landlord", 1),
    ):
        for _ in range(count):
            _measure(by, case, Form.ARREST, "", 26, role=role, people_count=1, person=_of(person, role), **police)
    _measure(by, case, Form.SEARCH, "", 26, **police)
    _measure(
        by,
        case,
        Form.RESCUE,
        "",
        26,
        people_count=31,
        reason="People found in a raid; handed to those who look after them.",
        **(police | {"power": ""}),
    )
    _measure(
        by,
        case,
        Form.SANCTION,
        "",
        12,
        role="financier",
        orderer=Orderer.MINISTRY,
        office="Example Ministry",
        power="Sanctions Act (example)",
    )


def _of(person: CasePerson, role: str) -> CasePerson | None:
    return person if role == "team_leader" else None


def _others(by: Officer, people: dict[str, Officer], room: Compartment, found: list[Network], joint: Case) -> None:
    below = actions.open_case(
        by=by, room=room, title="Accounts opened with lent papers", leader=people.get("dok"), networks=found[2:3]
    )
    actions.place_below(by=by, case=below, parent=joint)
    court = actions.open_case(
        by=by, room=room, title="Parcel fee messages", leader=by, networks=found[3:4], countries=["TH", "LA"]
    )
    actions.set_state(by=by, case=court, state=Case.State.COURT)
    actions.link(by=by, case=court, other=joint, because="The same website was used first for parcels.")
    waiting = actions.open_case(by=by, room=room, title="Romance on a dating app", countries=["TH", "MM"])
    actions.set_state(by=by, case=waiting, state=Case.State.WAITING)
    done = actions.open_case(by=by, room=room, title="Prize draw of last year", leader=by)
    actions.close_case(by=by, case=done, because="Sentence is final; the money went back.")
    same = actions.open_case(by=by, room=room, title="False bank callers (hotline file)")
    actions.merge(by=by, gone=same, kept=joint, because="The same callers.")
