"""Events of MISP, as its JSON export writes them: one event is one report, its attributes are what the report names.

An event of very many attributes is a list that somebody keeps, and no report: standing on one list ties nobody to anybody.

Types of attributes are those of the MISP core format (github.com/MISP/misp-rfc, "misp-core-format"); types that are no identifiers of
ours stay with the report as written.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_KINDS: Final = {
    "phone-number": "phone", "bank-account-nr": "bank_account", "iban": "bank_account", "btc": "wallet", "xmr": "wallet", "dash": "wallet",
    "domain": "domain", "hostname": "domain", "url": "url", "uri": "url", "link": "extra", "email": "email", "email-src": "email", "email-dst": "email",
    "email-reply-to": "email", "passport-number": "passport", "identity-card-number": "national_id", "github-username": "handle",
    "twitter-id": "handle", "jabber-id": "handle",
}  # fmt: skip
# Of one case nobody writes down so many; feeds have thousands.
_MOST_OF_A_REPORT: Final = 200
_PLATFORMS: Final = {"twitter-id": "twitter:", "github-username": "github:"}
FIELDS: Final = {"info": "narrative", "id": "report_id", "date": "reported_on"} | {
    name: name for name in sorted(set(_KINDS.values()) - {"extra"})
}
"""Names of the records' values, and what they are."""


def events(top: Any) -> list[dict[str, Any]] | None:
    """One record an event, or None where the document holds none: ``{"Event": …}``, a list of those, or ``{"response": […]}``."""
    if isinstance(top, Mapping) and isinstance(top.get("response"), list | Mapping):
        top = top["response"]
    entries = top if isinstance(top, list) else [top]
    found = [one["Event"] for one in entries if isinstance(one, Mapping) and isinstance(one.get("Event"), Mapping)]
    if not found or len(found) < len(entries) or not any("Attribute" in one or "Object" in one for one in found):
        return None
    if any(len(event.get("Attribute") or ()) > _MOST_OF_A_REPORT for event in found):
        return None
    return [_record(event) for event in found]


def _record(event: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {name: event.get(name) for name in ("id", "date")}
    story = [str(event.get("info") or "")]
    for group in _groups(event):
        bank = next((str(one["value"]) for one in group if one.get("object_relation") == "institution-name"), "")
        for one in group:
            kind, written = _KINDS.get(str(one.get("type")), ""), str(one.get("value") or "")
            if one.get("object_relation") == "account" and not kind:
                kind = "bank_account"
            if kind == "bank_account" and bank:
                written = f"{bank} {written}"
            name = kind if kind and kind != "extra" else f"attribute {one.get('type')}"
            record.setdefault(name, []).append(_PLATFORMS.get(str(one.get("type")), "") + written)
            if one.get("comment"):
                story.append(str(one["comment"]))
    kept = ("uuid", "threat_level_id", "Orgc", "Tag")
    return record | {"info": "\n".join(filter(None, story))} | {name: event[name] for name in kept if name in event}


def _groups(event: Mapping[str, Any]) -> Iterator[list[Mapping[str, Any]]]:
    """Attributes that stand alone, each by itself, and those of an object together; deleted ones are left out, as MISP shows them."""
    for one in _mappings(event.get("Attribute")):
        yield [one]
    for thing in _mappings(event.get("Object")):
        yield list(_mappings(thing.get("Attribute")))


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else []:
        if isinstance(one, Mapping) and one.get("value", one.get("Attribute")) is not None and not one.get("deleted"):
            yield one
