"""Named writes of accounts. ``by`` is whoever acts; at the machine's own shell that is ``audit.actors.SHELL``."""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem, Refused
from weftnode.accounts import queries, roles, rules
from weftnode.accounts.models import BreakGlass, Compartment, Grant, Officer, SignInLink, Token
from weftnode.accounts.permissions import FOR_PROGRAMS, Permission
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit.actors import Actor, Machine

LINK_LASTS = dt.timedelta(days=3)


@transaction.atomic
def open_account(
    *,
    by: Actor,
    login: str,
    name: str,
    name_latin: str = "",
    agency: str = "",
    language: str = "",
    compartments: Iterable[Compartment] = (),
) -> Officer:
    """A new officer without any role and without a password; InputProblem when the sign-in name is taken."""
    _managed(by)
    login = login.strip().casefold()
    if Officer.objects.filter(login=login).exists():
        raise InputProblem(_("the sign-in name %(login)s is taken") % {"login": login})
    officer = Officer(login=login, name=name, name_latin=name_latin, agency=agency, language=language)
    officer.set_unusable_password()
    officer.save()
    officer.compartments.set(compartments)
    audit.record("accounts.officer.opened", by=by, about=officer, login=login)
    return officer


@transaction.atomic
def close_account(*, by: Officer, officer: Officer, reason: str) -> None:
    """Close an account: roles end, sessions and tokens die. What the person did stays in the log."""
    require(rules.may_close(by, officer))
    now = timezone.now()
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    officer.grants.filter(ended_at__isnull=True).update(ended_at=now, ended_by=by.login)
    officer.tokens.filter(ended_at__isnull=True).update(ended_at=now)
    officer.broken.in_force().update(ended_at=now)
    _end_sessions(officer)
    audit.record("accounts.officer.closed", by=by, about=officer, why=reason)


@transaction.atomic
def propose_role(*, by: Actor, officer: Officer, role: str) -> Grant:
    """Give a role. One with content waits for a second administrator, unless it is given at the machine's own shell."""
    if isinstance(by, Officer):
        require(rules.may_propose(by, officer, role))
    held = officer.grants.filter(role=role, ended_at__isnull=True).first()
    if held:
        return held
    now = timezone.now()
    alone = isinstance(by, Machine) or not roles.gives_content(role)
    grant = Grant.objects.create(
        officer=officer,
        role=role,
        proposed_by=str(by.login),
        proposed_at=now,
        approved_by=str(by.login) if alone else "",
        approved_at=now if alone else None,
    )
    audit.record("accounts.role.given" if alone else "accounts.role.proposed", by=by, about=officer, role=role)
    return grant


@transaction.atomic
def approve_role(*, by: Officer, grant: Grant) -> None:
    """Approve a role with content that somebody else proposed."""
    require(rules.may_approve(by, grant))
    done = Grant.objects.filter(pk=grant.pk, approved_at__isnull=True, ended_at__isnull=True).update(
        approved_by=by.login, approved_at=timezone.now()
    )
    if done:
        audit.record("accounts.role.approved", by=by, about=grant.officer, role=grant.role)


@transaction.atomic
def end_role(*, by: Officer, grant: Grant) -> None:
    """Take a role away, or withdraw a proposal."""
    require(rules.may_manage(by))
    last = grant.role == roles.Administrator.code and not (
        Grant.objects.in_force().filter(role=grant.role, officer__is_active=True).exclude(pk=grant.pk).exists()
    )
    if last:
        raise Refused(_("the last administrator stays"), hint=_("give the role to somebody else first"))
    Grant.objects.filter(pk=grant.pk, ended_at__isnull=True).update(ended_by=by.login, ended_at=timezone.now())
    audit.record("accounts.role.ended", by=by, about=grant.officer, role=grant.role)


@transaction.atomic
def open_compartment(*, by: Actor, code: str, name: str, about: str = "") -> Compartment:
    """A new room."""
    _managed(by)
    made, new = Compartment.objects.get_or_create(code=code, defaults={"name": name, "about": about})
    if not new:
        raise InputProblem(_("there is a compartment %(code)s already") % {"code": code})
    audit.record("accounts.compartment.opened", by=by, about=made, code=code)
    return made


@transaction.atomic
def set_compartments(*, by: Actor, officer: Officer, compartments: Iterable[Compartment]) -> None:
    """The rooms an officer works in."""
    _managed(by)
    if isinstance(by, Officer) and by.pk == officer.pk:
        raise Refused(_("nobody opens a room for themselves"))
    rooms = list(compartments)
    officer.compartments.set(rooms)
    audit.record(
        "accounts.officer.compartments_set", by=by, about=officer, compartments=sorted(one.code for one in rooms)
    )


@transaction.atomic
def make_link(*, by: Actor, officer: Officer) -> str:
    """A one-time sign-in for an officer; the answer is its token, which is kept nowhere. Earlier links of the officer end."""
    _managed(by)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    officer.links.filter(used_at__isnull=True).update(expires_at=now)
    SignInLink.objects.create(
        officer=officer, token_hash=queries.digest(token), made_at=now, expires_at=now + LINK_LASTS
    )
    audit.record("accounts.link.made", by=by, about=officer)
    return token


@transaction.atomic
def use_link(*, token: str) -> Officer | None:
    """Use a one-time link up: its officer, or None when it opens nothing (any more)."""
    link = queries.link(token)
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
        return None
    audit.record("accounts.link.used", by=link.officer, about=link.officer)
    return link.officer


@transaction.atomic
def set_own(*, by: Officer, name: str, name_latin: str, language: str, theme: str, buddhist_era: bool) -> None:
    """What a person chooses for themselves."""
    Officer.objects.filter(pk=by.pk).update(
        name=name, name_latin=name_latin, language=language, theme=theme, buddhist_era=buddhist_era
    )
    audit.record("accounts.officer.own_settings_changed", by=by, about=by)


@transaction.atomic
def set_language(*, by: Officer, language: str) -> None:
    """The language of the pages a person sees."""
    Officer.objects.filter(pk=by.pk).update(language=language)
    audit.record("accounts.officer.own_settings_changed", by=by, about=by, language=language)


@transaction.atomic
def make_token(*, by: Officer, name: str, scope: Iterable[Permission], days: int) -> tuple[Token, str]:
    """A key for a program: the row, and the key itself, which is shown once and kept nowhere."""
    if not by.may(Permission.USE_API):
        raise Refused(_("your role has no use of the interface for programs"))
    wanted = sorted(set(scope))
    if not set(wanted) <= by.permissions & FOR_PROGRAMS:
        raise Refused("a token has no more rights than its officer, and only such as programs have a use for")
    key = f"weft_{secrets.token_urlsafe(32)}"
    made = Token.objects.create(
        officer=by,
        name=name,
        token_hash=queries.digest(key),
        scope=[str(one) for one in wanted],
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    audit.record("accounts.token.made", by=by, about=made, scope=made.scope, days=days)
    return made, key


@transaction.atomic
def end_token(*, by: Officer, pk: int) -> None:
    """End one of the own tokens; nothing happens when it is none of one's own."""
    if Token.objects.filter(pk=pk, officer=by, ended_at__isnull=True).update(ended_at=timezone.now()):
        audit.record("accounts.token.ended", by=by, about=f"accounts.token:{pk}")


def token_used(*, token: Token) -> None:
    """Keep the day a token was last used, so that its owner sees which ones nobody needs. One write a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)


@transaction.atomic
def break_glass(*, by: Officer, reason: str, hours: int) -> BreakGlass:
    """See every compartment for at most four hours. Loud: the auditor's page tells of it until somebody has looked into it."""
    require(rules.may_break_glass(by))
    now = timezone.now()
    lasts = min(dt.timedelta(hours=hours), BreakGlass.LONGEST)
    made = BreakGlass.objects.create(officer=by, reason=reason, started_at=now, ends_at=now + lasts)
    audit.record("accounts.glass.broken", by=by, about=made, why=reason, hours=hours)
    return made


@transaction.atomic
def mend_glass(*, by: Officer) -> None:
    """End the own broken glass before its time."""
    for one in by.broken.in_force():
        BreakGlass.objects.filter(pk=one.pk).update(ended_at=timezone.now())
        audit.record("accounts.glass.mended", by=by, about=one)


@transaction.atomic
def read_glass(*, by: Officer, pk: int) -> None:
    """An auditor has looked into a broken glass."""
    if not by.may(Permission.READ_AUDIT):
        raise Refused("only an auditor looks into broken glass")
    if (
        BreakGlass.objects.filter(pk=pk, read_at__isnull=True)
        .exclude(officer=by)
        .update(read_at=timezone.now(), read_by=by.login)
    ):
        audit.record("accounts.glass.read", by=by, about=f"accounts.breakglass:{pk}")


def _managed(by: Actor) -> None:
    if isinstance(by, Officer):
        require(rules.may_manage(by))


def _end_sessions(officer: Officer) -> None:
    """Sign a person out everywhere. Sessions hold no foreign key: every one has to be looked into."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(officer.pk):
            session.delete()
