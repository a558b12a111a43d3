"""Roles: one small class each, with a paragraph a chief can read. A person may hold several."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.permissions import CONTENT
from weftnode.accounts.permissions import Permission as P  # noqa: N817 -- the tables below are read by the row


class Role:
    """What every role says of itself."""

    code: ClassVar[str]
    name: ClassVar["str | Promise"]
    about: ClassVar["str | Promise"]
    permissions: ClassVar[frozenset[P]]


class HotlineOfficer(Role):
    code = "hotline"
    name = _("hotline officer")
    about = _(
        "Answers the telephone, writes down reports and sees at once whether what the caller names was seen before. "
        "Reads reports of the own compartments and may call the reporter back."
    )
    permissions = frozenset({P.READ_REPORTS, P.WRITE_REPORTS, P.READ_REPORTER, P.READ_NETWORKS})


class Analyst(Role):
    code = "analyst"
    name = _("analyst")
    about = _(
        "Brings in files, reads reports and networks, says which belong together and which do not, and proposes questions to partners. "
        "Sees the money and never a victim's file."
    )
    permissions = frozenset(
        {
            P.READ_REPORTS, P.WRITE_REPORTS, P.IMPORT_REPORTS, P.READ_NETWORKS, P.JUDGE_NETWORKS, P.READ_CASES, P.PROPOSE_QUERIES,
            P.READ_PARTNERS, P.READ_REQUESTS, P.READ_DIPLOMACY, P.READ_ARTICLES, P.WRITE_ARTICLES, P.BREAK_GLASS, P.USE_API,
        }
    )  # fmt: skip


class CaseOfficer(Role):
    code = "case_officer"
    name = _("case officer")
    about = _(
        "Leads cases: opens them, orders measures, approves questions that somebody else proposed. "
        "Learns of a victim only that the victim-support desk should be asked."
    )
    permissions = frozenset(
        {
            P.READ_REPORTS, P.WRITE_REPORTS, P.IMPORT_REPORTS, P.READ_REPORTER, P.READ_NETWORKS, P.JUDGE_NETWORKS, P.READ_CASES,
            P.WRITE_CASES, P.APPROVE_QUERIES, P.PROPOSE_QUERIES, P.READ_PARTNERS, P.READ_REQUESTS, P.WRITE_REQUESTS, P.READ_DIPLOMACY, P.READ_ARTICLES,
            P.READ_BRIEFS, P.BREAK_GLASS, P.USE_API,
        }
    )  # fmt: skip


class VictimSupportOfficer(Role):
    code = "victim_support"
    name = _("victim-support officer")
    about = _(
        "Looks after people: those who lost money, those held in compounds, those missing. Works in the closed room, which nobody else enters, "
        "and sees of reports what is needed to help."
    )
    permissions = frozenset(
        {P.READ_REPORTS, P.WRITE_REPORTS, P.READ_REPORTER, P.READ_PEOPLE, P.WRITE_PEOPLE, P.BREAK_GLASS}
    )


class Liaison(Role):
    code = "liaison"
    name = _("liaison")
    about = _(
        "Speaks with partner countries: agreements, meetings, promises, requests. Sees cases and networks that are shared, and approves notices."
    )
    permissions = frozenset(
        {
            P.READ_NETWORKS, P.READ_CASES, P.APPROVE_QUERIES, P.READ_PARTNERS, P.WRITE_PARTNERS, P.READ_REQUESTS, P.WRITE_REQUESTS,
            P.READ_DIPLOMACY, P.WRITE_DIPLOMACY, P.READ_ARTICLES, P.WRITE_ARTICLES, P.READ_BRIEFS, P.WRITE_BRIEFS,
        }
    )  # fmt: skip


class Auditor(Role):
    code = "auditor"
    name = _("auditor")
    about = _(
        "Reads who did what, when and why, checks that the log was not changed, and takes proofs home. "
        "Sees no report, no network and no person; hears of every break-glass."
    )
    permissions = frozenset({P.READ_AUDIT, P.EXPORT_AUDIT, P.ERASE_AUDIT, P.READ_ACCOUNTS})


class Administrator(Role):
    code = "administrator"
    name = _("administrator")
    about = _(
        "Keeps the node running: accounts, compartments, backups, settings. Sees no content at all, and cannot give anyone a right to content "
        "without a second administrator."
    )
    permissions = frozenset({P.MANAGE_ACCOUNTS, P.READ_ACCOUNTS, P.MANAGE_NODE, P.ERASE_AUDIT})


ROLES: tuple[type[Role], ...] = (
    HotlineOfficer,
    Analyst,
    CaseOfficer,
    VictimSupportOfficer,
    Liaison,
    Auditor,
    Administrator,
)
"""Every role there is, in the order pages show them."""

_BY_CODE = {role.code: role for role in ROLES}
CHOICES = [(role.code, role.name) for role in ROLES]


def role(code: str) -> type[Role]:
    """The role called ``code``; KeyError when there is none."""
    return _BY_CODE[code]


def gives_content(code: str) -> bool:
    """Whether a role lets its holder see content, so that one administrator alone may not give it."""
    return bool(role(code).permissions & CONTENT)
