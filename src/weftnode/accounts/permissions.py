"""Everything one may be allowed to do. What is not listed here cannot be granted; what a role does not list is denied."""

from enum import StrEnum


class Permission(StrEnum):
    """One line of the table of rights."""

    READ_REPORTS = "reports.read"
    WRITE_REPORTS = "reports.write"
    IMPORT_REPORTS = "reports.import"
    READ_REPORTER = "reports.reporter"
    """The contact of the person who reported."""
    READ_NETWORKS = "networks.read"
    JUDGE_NETWORKS = "networks.judge"
    READ_CASES = "cases.read"
    WRITE_CASES = "cases.write"
    APPROVE_QUERIES = "cases.approve_queries"
    PROPOSE_QUERIES = "cases.propose_queries"
    READ_PEOPLE = "people.read"
    WRITE_PEOPLE = "people.write"
    READ_PARTNERS = "partners.read"
    WRITE_PARTNERS = "partners.write"
    READ_REQUESTS = "requests.read"
    WRITE_REQUESTS = "requests.write"
    READ_DIPLOMACY = "diplomacy.read"
    """Meetings, commitments, tracks, forums."""
    WRITE_DIPLOMACY = "diplomacy.write"
    READ_ARTICLES = "articles.read"
    WRITE_ARTICLES = "articles.write"
    READ_BRIEFS = "briefs.read"
    WRITE_BRIEFS = "briefs.write"
    READ_AUDIT = "audit.read"
    EXPORT_AUDIT = "audit.export"
    ERASE_AUDIT = "audit.erase"
    """One of the two people behind erasing what old entries of the log say; sees their number, not what they say."""
    MANAGE_ACCOUNTS = "accounts.manage"
    READ_ACCOUNTS = "accounts.read"
    MANAGE_NODE = "node.manage"
    BREAK_GLASS = "accounts.break_glass"
    USE_API = "accounts.api"


CONTENT = frozenset(one for one in Permission if one.partition(".")[0] not in {"audit", "accounts", "node"})
"""Rights to what people reported or what was found: none of them for an administrator, none given by one person alone."""

FOR_PROGRAMS = frozenset(
    {Permission.READ_REPORTS, Permission.WRITE_REPORTS, Permission.READ_NETWORKS, Permission.JUDGE_NETWORKS}
)
"""Rights a token may carry: what the interface for programs serves, and no other."""
