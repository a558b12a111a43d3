"""Words for what the engine finds in an article: kinds, offices, details; and a finding as one line."""

from collections.abc import Mapping

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weftnode.articles.models import Finding
from weftnode.diplomacy import lands
from weftnode.diplomacy.models import Commitment, Track

KINDS: dict[str, "str | Promise"] = {
    "person": gettext_lazy("person"),
    "country": gettext_lazy("country"),
    "body": gettext_lazy("body"),
    "place": gettext_lazy("place"),
    "meeting": gettext_lazy("meeting"),
    "visit": gettext_lazy("visit"),
    "occasion": gettext_lazy("anniversary"),
    "cooperation": gettext_lazy("working together"),
    "commitment": gettext_lazy("commitment"),
    "track": gettext_lazy("track"),
    "forum": gettext_lazy("session of a forum"),
    "victims": gettext_lazy("victims"),
    "date": gettext_lazy("day"),
    "number": gettext_lazy("figure"),
}
OFFICES: dict[str, "str | Promise"] = {
    "prime_minister": gettext_lazy("prime minister"),
    "deputy_prime_minister": gettext_lazy("deputy prime minister"),
    "president": gettext_lazy("president"),
    "king": gettext_lazy("king"),
    "foreign_minister": gettext_lazy("foreign minister"),
    "defence_minister": gettext_lazy("defence minister"),
    "interior_minister": gettext_lazy("interior minister"),
    "justice_minister": gettext_lazy("justice minister"),
    "digital_minister": gettext_lazy("digital minister"),
    "minister": gettext_lazy("minister"),
    "deputy_minister": gettext_lazy("deputy minister"),
    "spokesperson": gettext_lazy("spokesperson"),
    "ambassador": gettext_lazy("ambassador"),
    "police_chief": gettext_lazy("chief of police"),
    "deputy_police_chief": gettext_lazy("deputy chief of police"),
    "army_chief": gettext_lazy("chief of the army"),
    "finance_minister": gettext_lazy("finance minister"),
    "central_bank_governor": gettext_lazy("governor of the central bank"),
    "governor": gettext_lazy("governor"),
    "director_general": gettext_lazy("director-general"),
    "chairman": gettext_lazy("chair"),
    "secretary_general": gettext_lazy("secretary-general"),
}
VICTIMS: dict[str, "str | Promise"] = {
    "cheated_of_money": gettext_lazy("cheated of money"),
    "forced_labour": gettext_lazy("forced to work"),
    "trafficked": gettext_lazy("trafficked"),
}
BOUNDS: dict[str, "str | Promise"] = {"at_least": gettext_lazy("at least"), "about": gettext_lazy("about")}
MEETINGS: dict[str, "str | Promise"] = {
    "meeting": gettext_lazy("meeting"),
    "joint": gettext_lazy("joint meeting"),
    "bilateral": gettext_lazy("bilateral meeting"),
    "trilateral": gettext_lazy("meeting of three"),
    "special": gettext_lazy("special meeting"),
}
FIELDS: dict[str, "str | Promise"] = {
    "office": gettext_lazy("Post"),
    "country": gettext_lazy("Country"),
    "countries": gettext_lazy("Countries"),
    "count": gettext_lazy("How many meetings"),
    "bound": gettext_lazy("At least, or about"),
    "people": gettext_lazy("People"),
    "years": gettext_lazy("Years"),
    "between": gettext_lazy("Between"),
    "on": gettext_lazy("About"),
    "owner": gettext_lazy("Country that promised"),
    "towards": gettext_lazy("Promised to"),
    "first": gettext_lazy("First day"),
    "last": gettext_lazy("Last day"),
    "due": gettext_lazy("Due on"),
    "due_as_written": gettext_lazy("Due, as written"),
    "place": gettext_lazy("Place"),
    "unit": gettext_lazy("Unit"),
    "currency": gettext_lazy("Currency"),
}
"""Details that a person may correct, as they are labelled."""
OF_KIND: dict[str, tuple[str, ...]] = {
    "person": ("office", "country"),
    "meeting": ("count", "bound", "countries", "first", "last"),
    "visit": ("people",),
    "commitment": ("owner", "towards", "due_as_written", "due"),
    "track": ("between",),
    "forum": ("first", "last", "place", "country"),
    "cooperation": ("countries",),
    "occasion": ("years", "between"),
    "number": ("bound", "currency", "unit"),
    "place": ("country",),
}
"""Details that matter for each kind."""
_CODES = {"country", "countries", "owner", "towards", "between"}
_DAYS = {"first", "last", "due"}


def kind(name: str) -> str:
    """What a finding is, in words."""
    return str(KINDS.get(name, name))


def value(one: Finding) -> str:
    """What it says, in words."""
    name = one.value
    if one.kind in {"country", "visit", "cooperation"}:
        return lands.names_of(name)
    if one.kind == "body" and name.startswith("government of "):
        return _("government of %(country)s") % {"country": lands.names_of(name.removeprefix("government of "))}
    if one.kind == "meeting":
        return ", ".join(str(MEETINGS.get(part, part)) for part in name.split())
    if one.kind == "track":
        return str(Track.Subject(name).label) if name in Track.Subject.values else name
    if one.kind == "commitment":
        return str(Commitment.Strength(name).label) if name in Commitment.Strength.values else name
    if one.kind == "victims":
        return str(VICTIMS.get(name, name))
    if one.kind == "date":
        first, _slash, last = name.partition("/")
        return _span(first, last)
    if one.kind == "number":
        return f"{name} {one.details.get('currency') or one.details.get('unit', '')}".strip()
    return str(_("anniversary of relations")) if one.kind == "occasion" else name


def more(one: Finding) -> str:
    """The details that count, as one line."""
    said: Mapping[str, str] = one.details
    parts = []
    if one.kind == "commitment":
        owner, towards = lands.names_of(said.get("owner", "")), lands.names_of(said.get("towards", ""))
        parts.append(f"{owner or '?'} → {towards}" if towards else owner)
        parts.append(_("due %(day)s") % {"day": _day(said["due"])} if said.get("due") else "")
        parts.append(f"“{said['due_as_written']}”" if said.get("due_as_written") else "")
        return " · ".join(part for part in parts if part)
    parts.append(_span(said.get("first", ""), said.get("last", "")))
    for name in OF_KIND.get(one.kind, ()):
        if name in _DAYS or not said.get(name) or (one.kind == "number" and name != "bound"):
            continue
        parts.append(lands.names_of(said[name]) if name in _CODES else _word(name, said[name]))
    return " · ".join(part for part in parts if part)


def _word(name: str, said: str) -> str:
    if name == "office":
        return ", ".join(str(OFFICES.get(part, part)) for part in said.split())
    return str(BOUNDS.get(said, said)) if name == "bound" else said


def _day(text: str) -> str:
    day = parse_date(text)
    return formats.date_format(day, "DATE_FORMAT") if day else text


def _span(first: str, last: str) -> str:
    if not first or first == last:
        return _day(first or last) if first or last else ""
    return f"{_day(first)} – {_day(last)}" if last else _day(first)
