"""Rules on holding, releasing and returning money, by country: ``xx/holds.toml``. Data with citations, versioned by days in force.

Five things that law keeps apart are kept apart here: hold, suspension, freeze, seizure, confiscation; beside them the clocks of release and
return. A country without a file has no rule that was found, which is not the same as having none.
"""

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from weft.countries.records import Cited, CountryFileWrong

STEPS: Final = ("hold", "suspension", "freeze", "seizure", "confiscation", "release", "return", "request")
UNITS: Final = ("hour", "day", "working day", "month")
WITHOUT_END: Final = -1


@dataclass(frozen=True, slots=True)
class HoldRule:
    """One clock of one country's law."""

    rule_id: str
    country: str
    step: str
    """One of STEPS."""
    name: str
    trigger: str
    starts: str
    """The event from which the clock runs."""
    length: int | None
    """None where no length was found."""
    unit: str
    renewals: int
    """How often it may be renewed; WITHOUT_END for as often as wanted."""
    renewal_length: int | None
    needs: tuple[str, ...]
    then: str
    """Rule that follows on, empty when none."""
    lapse: str
    """What happens when the clock runs out."""
    appeal: str
    least_payment: str
    """Smallest amount that is paid back, as a decimal in ``currency``; empty when there is none."""
    currency: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    cited: Cited
    note: str

    def is_in_force(self, on: dt.date) -> bool:
        """Whether ``on`` lies between its first and last day, where it has any."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def hold_rules(country: str, on: dt.date | None = None) -> tuple[HoldRule, ...]:
    """Rules of a country (ISO alpha-2), those in force on a day when one is given; empty where none was found."""
    rules = _all(country.upper())
    return rules if on is None else tuple(rule for rule in rules if rule.is_in_force(on))


def hold_rule(rule_id: str) -> HoldRule:
    """The rule with this id, for instance ``cn.emergency-stop``. KeyError when there is none."""
    for rule in _all(rule_id.partition(".")[0].upper()):
        if rule.rule_id == rule_id:
            return rule
    raise KeyError(rule_id)


@functools.cache
def _all(country: str) -> tuple[HoldRule, ...]:
    path = resources.files(__package__).joinpath(country.lower(), "holds.toml")
    if not (len(country) == 2 and country.isalpha() and path.is_file()):
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = tuple(_rule(country, entry) for entry in data["rule"])
    ids = [rule.rule_id for rule in rules]
    for rule in rules:
        if not rule.rule_id.startswith(country.lower() + ".") or ids.count(rule.rule_id) > 1:
            raise CountryFileWrong(
                f"{country.lower()}/holds.toml: the id {rule.rule_id} is taken or of another country"
            )
        if rule.then and rule.then not in ids:
            raise CountryFileWrong(
                f"{country.lower()}/holds.toml: {rule.rule_id} goes on to {rule.then}, which is not there"
            )
    return rules


_KNOWN: Final = frozenset(
    [
        "id",
        "step",
        "name",
        "trigger",
        "starts",
        "length",
        "unit",
        "renewals",
        "renewal_length",
        "needs",
        "then",
        "lapse",
        "appeal",
        "least_payment",
        "currency",
        "valid_from",
        "valid_to",
        "valid_to_because",
        "source",
        "title",
        "unverified",
        "note",
    ]
)


def _rule(country: str, entry: dict[str, Any]) -> HoldRule:
    where = f"{country.lower()}/holds.toml: {entry.get('id', 'a rule without id')}"
    unknown = sorted(entry.keys() - _KNOWN)
    if unknown:
        raise CountryFileWrong(f"{where}: unknown {', '.join(unknown)}")
    missing = sorted({"id", "step", "name", "trigger", "starts", "lapse"} - entry.keys())
    if missing:
        raise CountryFileWrong(f"{where}: {', '.join(missing)} missing")
    if entry["step"] not in STEPS or ("length" in entry) != (entry.get("unit") in UNITS):
        raise CountryFileWrong(f"{where}: step is one of {', '.join(STEPS)}; length and unit go together")
    if bool(entry.get("source")) == bool(entry.get("unverified")):
        raise CountryFileWrong(f"{where}: give a source, or say unverified = true")
    return HoldRule(
        rule_id=entry["id"],
        country=country,
        step=entry["step"],
        name=entry["name"],
        trigger=entry["trigger"],
        starts=entry["starts"],
        length=entry.get("length"),
        unit=entry.get("unit", ""),
        renewals=entry.get("renewals", 0),
        renewal_length=entry.get("renewal_length", entry.get("length")),
        needs=tuple(entry.get("needs", ())),
        then=entry.get("then", ""),
        lapse=entry["lapse"],
        appeal=entry.get("appeal", ""),
        least_payment=entry.get("least_payment", ""),
        currency=entry.get("currency", ""),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        cited=Cited(entry.get("source", ""), entry.get("title", "")),
        note=entry.get("note", entry.get("valid_to_because", "")),
    )
