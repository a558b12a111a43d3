"""A network as the gate sees it. It was made from reports and carries the strictest of their markings, and its own where it has one."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weft import release
from weftnode.accounts.models import Officer
from weftnode.networks import queries
from weftnode.partners import markings
from weftnode.partners.things import Source, Thing
from weftnode.reports import things as reports
from weftnode.ui import phrases

NETWORK = "networks.network"
_PLAIN = {
    "network": release.Sort.PLAIN,
    "name": release.Sort.NARRATIVE,
    "reports": release.Sort.PLAIN,
    "countries": release.Sort.COUNTRY,
    "first": release.Sort.PLAIN,
    "last": release.Sort.PLAIN,
    "losses": release.Sort.MONEY,
    "members": release.Sort.SOURCE,
}


def network(viewer: Officer, pk: int) -> Thing:
    """One network with the identifiers that hold it together. NothingFound for what is not there, or not for this viewer."""
    found = queries.network(viewer, pk)
    named: dict[str, list[str]] = {}
    for key in found.keys:
        named.setdefault(key["kind"], []).append(key["value"])
    # Not through `reports.visible_to`: a liaison reads no report, and the label must still know all of them.
    members = list(found.members.values_list("report_id", "report__batch_id"))
    inherited = markings.derived(reports.of_reports(members).values())
    own = markings.of(NETWORK, found.pk)
    item = release.Item(
        "network",
        {**_PLAIN, **reports.identifier_sorts(named)},
        offence="fraud",
        identifier_kinds={kind: kind for kind in named},
    )
    values = {
        "network": found.network_id,
        "name": found.title,
        "reports": found.reports,
        "countries": found.country_list,
        "first": found.first_on,
        "last": found.last_on,
        "losses": [
            {"currency": currency, "amount": format(Decimal(amount).normalize(), "f")}
            for currency, amount, _count in found.losses
        ],
        **named,
    }
    label = release.strictest([inherited, own]) if inherited and own else inherited
    return Thing(NETWORK, found.pk, str(found), item, values, label)


def source() -> Source:
    """What this app brings."""
    words = {
        "network": _("network"),
        "name": _("name"),
        "reports": _("reports"),
        "countries": _("countries"),
        "first": _("first day"),
        "last": _("last day"),
        "losses": _("losses"),
        "members": _("numbers of its reports"),
        **phrases.KINDS,
    }
    return Source(NETWORK, _("network"), network, lambda pk: reverse("networks:network", args=[pk]), words)
