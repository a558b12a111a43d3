"""What pages need of partners: the banner of a partnership that is not active, and the gate's codes in words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.functional import Promise

from weft import release
from weftnode.accounts.models import Officer
from weftnode.partners import markings, queries, rules, stops, words
from weftnode.partners.models import Agreement, Partner
from weftnode.ui import phrases

register = template.Library()
TONES = {"active": "good", "limited": "warn", "suspended": "flag", "ended": ""}


@register.inclusion_tag("partners/_banner.html")
def standing_banner(partner: Partner | None) -> dict[str, Any]:
    """A banner for whatever hangs on a partner that is not active; nothing for one that is, or for none. Two queries or more."""
    if partner is None:
        return {}
    found = queries.standing(partner)
    return {} if found.is_active else {"standing": found, "partner": partner}


@register.inclusion_tag("partners/_stop.html", takes_context=True)
def stop_mark(context: template.Context, partner: int | None, countries: str = "") -> dict[str, Any]:
    """A mark in a row about a thing between us and a partner, or countries, to whom nothing leaves. Asked once a page."""
    return {"stop": stops.of_request(context["request"]).of(partner, countries or "")}


@register.inclusion_tag("partners/_stop.html", takes_context=True)
def stop_marks(context: template.Context, partners: Iterable[Partner], countries: str = "") -> dict[str, Any]:
    """The same for a thing that several partners share: each of them that is closed."""
    found = stops.of_request(context["request"])
    return {"stops": found.among((one.pk for one in partners), countries or "")}


@register.inclusion_tag("partners/_banners.html", takes_context=True)
def stop_banners(context: template.Context, partners: Iterable[Partner | None], countries: str = "") -> dict[str, Any]:
    """Banners on the page of a thing that hangs on partnerships that are closed; nothing when all are open."""
    found = stops.of_request(context["request"]).among((one.pk for one in partners if one), countries or "")
    bodies = Partner.objects.in_bulk([one.partner for one in found]) if found else {}
    return {"closed": [{"partner": one, "standing": queries.standing(one)} for one in bodies.values()]}


@register.inclusion_tag("partners/_travel.html", takes_context=True)
def travel(context: template.Context, label: str, pk: int) -> dict[str, Any]:
    """A card for the page of a thing that a source knows: what is written on it about its travel, and "what would they see?"."""
    officer = getattr(context.get("request"), "user", None)
    if not isinstance(officer, Officer):
        return {}
    return {
        "label": label,
        "pk": pk,
        "now": markings.newest(label, pk),
        "may_mark": bool(rules.may_mark(officer)),
        "may_look": queries.may_read(officer),
    }


@register.simple_tag
def standing_of(partner: Partner) -> queries.Standing:
    """Where a partnership stands now, for a page that says it in its own way."""
    return queries.standing(partner)


@register.filter
def tone(status: str) -> str:
    """The colour of a status."""
    return TONES.get(status, "")


@register.filter
def purpose_name(code: str) -> str:
    """`asset.freeze` in words."""
    return words.purpose(code)


@register.filter
def object_name(code: str) -> str:
    """A sort of thing in words."""
    return str(words.OBJECTS.get(code, code))


@register.filter
def reason_of(code: str) -> str:
    """Why the gate said no, in a sentence."""
    return words.reason(code)


def _in_words(codes: Iterable[str], table: "dict[str, str | Promise]") -> list[str]:
    return [str(table.get(code, code)) for code in codes]


@register.filter
def purpose_names(codes: Iterable[str]) -> list[str]:
    """Purposes in words."""
    return _in_words(codes, words.PURPOSES)


@register.filter
def offence_names(codes: Iterable[str]) -> list[str]:
    """Offence categories in words."""
    return _in_words(codes, words.OFFENCES)


@register.filter
def object_names(codes: Iterable[str]) -> list[str]:
    """Sorts of thing in words."""
    return _in_words(codes, words.OBJECTS)


@register.filter
def kind_names(codes: Iterable[str]) -> list[str]:
    """Kinds of identifier in words."""
    return [phrases.kind(code) for code in codes]


@register.filter
def tlp_label(value: "int | release.Marking | None") -> str:
    """`TLP:AMBER+STRICT`; RED for what has no marking."""
    if isinstance(value, release.Marking):
        return value.tlp.label
    return release.TLP.RED.label if value is None else release.TLP(value).label


@register.filter
def pap_label(value: "int | release.Marking | None") -> str:
    """`PAP:AMBER`; RED for what has no marking."""
    if isinstance(value, release.Marking):
        return value.pap.label
    return release.PAP.RED.label if value is None else release.PAP(value).label


@register.filter
def is_in_force(agreement: Agreement, day: Any) -> bool:
    """Whether an agreement counts on a day."""
    return agreement.is_in_force(day)


@register.filter
def seen_value(value: Any) -> str:
    """What a field holds, as a person reads it: lists with commas, groups with their names."""
    if isinstance(value, list):
        return ", ".join(seen_value(one) for one in value[:100]) + (" …" if len(value) > 100 else "")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {seen_value(one)}" for name, one in value.items())
    return "" if value is None else str(value)
