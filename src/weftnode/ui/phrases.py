"""Phrases that are said in more than one place: kinds of identifier, error codes, keys, states. One word per thing."""

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "phone": _("telephone"),
    "bank_account": _("bank account"),
    "payment_qr": _("payment code"),
    "wallet": _("wallet"),
    "url": _("link"),
    "domain": _("website"),
    "email": _("e-mail"),
    "handle": _("account name"),
    "device": _("device"),
    "national_id": _("identity number"),
    "passport": _("passport"),
}

FIELDS: dict[str, str | Promise] = {
    "report_id": _("number of the report"),
    "reported_on": _("day"),
    "country": _("country"),
    "language": _("language"),
    "narrative": _("what happened"),
    "amount": _("loss"),
    "currency": _("currency"),
    "category": _("kind of scam"),
    "reporter": _("who reported (never searched)"),
    "bank": _("name of the bank"),
    "platform": _("name of the app"),
    "identifiers": _("identifiers of any kind"),
    "extra": _("kept, not searched"),
    "ignore": _("left out"),
}
"""What a column of a file can hold, beside the kinds of identifier."""

STATUS: dict[int, str | Promise] = {
    HTTPStatus.BAD_REQUEST: _("This request could not be understood"),
    HTTPStatus.FORBIDDEN: _("This is not allowed"),
    HTTPStatus.NOT_FOUND: _("There is nothing here"),
}
CSRF = _("The form was open too long, or came from another page. Go back, load the page again and send it once more.")

NO_ROOM = _(
    "Nothing was changed. The disk of this node is full, or fails; please tell its administrator. What you wrote is still in the page before: go back, keep it, and send it again later."
)

ERRORS: dict[str, str | Promise] = {
    "input": _("What was given could not be used"),
    "input.file": _("The file could not be read"),
    "input.mapping": _("The mapping of columns does not fit the file"),
    "input.unknown_id": _("There is nothing here"),
    "refused": _("This is not allowed"),
    "partner": _("The partner did not answer as agreed"),
    "tampered": _("A proof does not hold: something was changed"),
    "not_configured": _("This node lacks a setting"),
    "not_written": _("The disk would not take what was written"),
}
"""Code of an error (weft.errors) -> sentence. The nearest ancestor counts: `input.amount` falls back to `input`."""

KEYS: tuple[tuple[str, str | Promise], ...] = (
    ("/", _("search")),
    ("n", _("new report")),
    ("j", _("next row")),
    ("k", _("row before")),
    ("Enter", _("open the row")),
    ("g h", _("go to the home page")),
    ("g r", _("go to reports")),
    ("g n", _("go to networks")),
    ("g p", _("go to partners")),
    ("?", _("these keys")),
    ("Esc", _("close")),
)


def kind(name: str) -> str:
    """A kind of identifier in words; an unknown one by its own name."""
    return str(KINDS.get(name, name.replace("_", " ")))


def field(name: str) -> str:
    """What a column of a file holds, in words."""
    return str(FIELDS.get(name) or kind(name))


def error(code: str) -> str:
    """The sentence for an error code; empty when none of its ancestors has one."""
    while code:
        if code in ERRORS:
            return str(ERRORS[code])
        code = code.rpartition(".")[0]
    return ""


def our_bug_page() -> str:
    """The page of last resort, without template, session or database."""
    said = _(
        "Nothing was changed. The fault has been written to the log of this node; please tell its administrator when it happened."
    )
    return _last_resort(_("Something went wrong on our side"), said)


def no_room_page() -> str:
    """The same for a disk that is full: a template, a session and the log of the node would need it."""
    return _last_resort(ERRORS["not_written"], NO_ROOM)


def _last_resort(title: object, said: object) -> str:
    return format_html(
        '<!doctype html><html lang="{2}"><meta charset="utf-8"><title>{0}</title><main><h1>{0}</h1><p>{1}</p></main></html>',
        title,
        said,
        get_language() or "en",
    )
