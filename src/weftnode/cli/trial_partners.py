"""Invented partners and agreements of the trial node: one that is active, one limited, one suspended, one that nobody agreed with yet."""

import datetime as dt
from typing import Any

from django.utils import timezone

from weft import release
from weftnode.accounts.models import Compartment, Officer
from weftnode.audit.actors import SHELL
from weftnode.partners import actions, budgets
from weftnode.partners.models import Agreement, Partner


def fill(people: dict[str, Officer], room: Compartment) -> None:
    """Write them down, unless somebody has begun."""
    if Partner.objects.exists():
        return
    today = timezone.localdate()
    north = _state("VN", "Example Republic", "Nước Ví Dụ", "vi")
    east = _state("KH", "Example Kingdom", "ព្រះរាជាណាចក្រឧទាហរណ៍", "km")
    _state("LA", "Example Democratic Republic", "ສາທາລະນະລັດຕົວຢ່າງ", "lo", "limited")
    desk = _body(north, "VN-EX1", "Example Cybercrime Department", "Cục An ninh mạng Ví Dụ", "vi", Partner.Sort.POLICE)
    fiu = _body(
        north,
        "VN-EXF",
        "Example Financial Intelligence Unit",
        "Đơn vị tình báo tài chính Ví Dụ",
        "vi",
        Partner.Sort.FIU,
    )
    _body(
        north,
        "VN-EXV",
        "Example Victim Support Centre",
        "Trung tâm hỗ trợ nạn nhân Ví Dụ",
        "vi",
        Partner.Sort.VICTIM_SUPPORT,
    )
    crime = _body(east, "KH-EX1", "Example Anti-Scam Directorate", "នាយកដ្ឋានឧទាហរណ៍", "km", Partner.Sort.POLICE)
    actions.open_partner(
        by=SHELL, code="EX-ORG", name="Example Regional Police Organisation", sort=Partner.Sort.INTERNATIONAL
    )
    for partner, name, latin, language, office, always in (
        (desk, "Lê Thị Ví Dụ", "", "vi", "24/7 desk", True),
        (fiu, "Trần Văn Thí Dụ", "", "vi", "International unit", False),
        (crime, "សុខ ឧទាហរណ៍", "Sok Example", "km", "Liaison desk", False),
    ):
        actions.save_point(
            by=SHELL, partner=partner, name=name, name_latin=latin, language=language, office=office, speaks="en",
            contact="desk@example.invalid", is_always_on=always, from_on=today - dt.timedelta(days=300),
        )  # fmt: skip
    _agreement(
        north, "MoU-EX-VN/2026", "Memorandum on joint work against online fraud", "mou", today - dt.timedelta(days=320), today + dt.timedelta(days=45),
        kept_open=["victim.support"], retention_days=365,
    )  # fmt: skip
    _agreement(
        fiu,
        "TOR-EX-FIU/1",
        "Terms of reference of the freezing desk",
        "tor",
        today - dt.timedelta(days=90),
        None,
        purposes=["asset.freeze", "asset.recovery"],
    )
    _agreement(
        east,
        "MoU-EX-KH/2024",
        "Memorandum of the first round",
        "mou",
        today - dt.timedelta(days=800),
        today - dt.timedelta(days=440),
    )
    _agreement(
        east,
        "MoU-EX-KH/2025",
        "Memorandum on transnational crime",
        "mou",
        today - dt.timedelta(days=400),
        today + dt.timedelta(days=330),
    )
    actions.set_status(
        by=SHELL, partner=east, status="suspended", why="Talks are interrupted after an incident at the border.", since=today - dt.timedelta(days=6)
    )  # fmt: skip
    writer = people.get("lan")
    if writer is not None:
        columns = _columns(north, "SOP-EX-VN/3", "Procedure of the takedown desk", "sop", today, None) | {
            "purposes": ["site.takedown"]
        }
        actions.write_agreement(by=writer, columns=columns)
    for thing in room.batches.order_by("pk"):
        actions.mark(
            by=SHELL, label="reports.batch", thing=thing.pk, why="Public list.", tlp=release.TLP.GREEN.value, pap=release.PAP.GREEN.value
        )  # fmt: skip


def _state(country: str, name: str, local: str, language: str, status: str = "active") -> Partner:
    return actions.open_partner(
        by=SHELL, code=country, name=name, country=country, name_local=local, language=language, sort=Partner.Sort.STATE, status=status
    )  # fmt: skip


def _body(whole: Partner, code: str, name: str, local: str, language: str, sort: str) -> Partner:
    return actions.open_partner(
        by=SHELL, code=code, name=name, country=whole.country, name_local=local, language=language, sort=sort, whole=whole, status="active"
    )  # fmt: skip


def _columns(
    partner: Partner, number: str, title: str, sort: str, first: dt.date, last: dt.date | None
) -> dict[str, Any]:
    return {
        "partner": partner,
        "number": number,
        "title": title,
        "language": "en",
        "sort": sort,
        "legal_basis": "Invented Act on International Cooperation",
        "article": "5",
        "purposes": [
            "fraud.network",
            "fraud.investigation",
            "asset.freeze",
            "victim.support",
            "statistics",
            "diplomacy",
        ],
        "offences": ["fraud", "money_laundering", "trafficking"],
        "kinds": [
            "report",
            "network",
            "case",
            "measure",
            "request",
            "statistic",
            "brief",
            "commitment",
            "meeting",
            "statement",
            "set",
        ],
        "identifiers": ["phone", "bank_account", "domain", "url", "wallet", "handle"],
        "tlp": release.TLP.AMBER_STRICT.value,
        "pap": release.PAP.GREEN.value,
        "location": release.Precision.PROVINCE.value,
        "budget_day": 5000,
        "budget_epoch": 450_000,
        "budgets": budgets.read(["request day 20", "network month 50"]),
        "valid_from": first,
        "valid_to": last,
        "signed_on": first,
    }


def _agreement(
    partner: Partner, number: str, title: str, sort: str, first: dt.date, last: dt.date | None, **more: Any
) -> Agreement:
    return actions.write_agreement(by=SHELL, columns=_columns(partner, number, title, sort, first, last) | more)
