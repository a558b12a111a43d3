"""Tables of people who sign in. No verbs here: `actions.py` has them."""

import datetime as dt
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts import roles
from weftnode.accounts.permissions import Permission


class Officers(BaseUserManager["Officer"]):
    """Officers by the name they sign in with, whatever the case it is typed in."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(login=(username or "").casefold())


class Compartment(models.Model):
    """A room with a door: reports, networks and cases are in exactly one, officers in those they work in."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    about = models.TextField(_("what it is for"), blank=True)

    def __str__(self) -> str:
        return self.name


class Officer(AbstractBaseUser):
    """A person who signs in."""

    login = models.CharField(_("sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    """In the script the person writes it in."""
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    agency = models.CharField(_("agency"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    buddhist_era = models.BooleanField(_("years of the Buddhist era"), default=False)
    theme = models.CharField(
        _("colours"),
        max_length=5,
        blank=True,
        choices=[("", _("as the device")), ("light", _("light")), ("dark", _("dark"))],
    )
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    compartments = models.ManyToManyField(Compartment, related_name="officers", blank=True)

    through = ""
    """The token a program acts with for this person; the log names it beside the person."""

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Officers] = Officers()

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> list[type[roles.Role]]:
        """Roles in force. One query, kept for the life of this object."""
        held = set(self.grants.in_force().values_list("role", flat=True))
        return [role for role in roles.ROLES if role.code in held]

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Everything this person may do; nothing for an account that is closed."""
        if not self.is_active:
            return frozenset()
        return frozenset().union(*(role.permissions for role in self.roles))

    @cached_property
    def glass(self) -> "BreakGlass | None":
        """The break-glass session in force now, if any. One query."""
        return self.broken.in_force().order_by("-ends_at").first()

    @cached_property
    def compartment_ids(self) -> frozenset[int]:
        """Compartments whose content this person may see now: the own ones, and every one while a glass is broken."""
        if self.glass:
            return frozenset(Compartment.objects.values_list("pk", flat=True))
        return frozenset(self.compartments.values_list("pk", flat=True))

    def may(self, permission: Permission) -> bool:
        """Whether one of this person's roles gives ``permission``."""
        return permission in self.permissions


class Grants(models.QuerySet["Grant"]):
    def in_force(self) -> "Grants":
        """Approved where that is needed, and not ended."""
        return self.filter(approved_at__isnull=False, ended_at__isnull=True)


class Grant(models.Model):
    """A role, given to a person by somebody. A role with content waits for the approval of a second administrator."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=roles.CHOICES)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "role"], condition=Q(ended_at__isnull=True), name="grant_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="grant_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="grant_ended_pair",
            ),
        ]

    @property
    def role_class(self) -> type[roles.Role]:
        return roles.role(self.role)


class SignInLink(models.Model):
    """A link that signs one person in once. Only its hash is kept."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Token(models.Model):
    """A key for a program that acts for an officer, never with more rights than the officer has. Only its hash is kept."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.JSONField(default=list)
    """Permission codes; the officer's own rights still bound them."""
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    def permissions(self) -> frozenset[Permission]:
        """What a program with this token may do now."""
        if self.ended_at or self.expires_at <= timezone.now():
            return frozenset()
        return frozenset(Permission(code) for code in self.scope) & self.officer.permissions

    def acting(self) -> Officer:
        """The officer as a program with this token may act: no more rights than the scope, only the own rooms, never through a broken glass."""
        officer = Officer.objects.get(pk=self.officer_id)
        rooms = frozenset(officer.compartments.values_list("pk", flat=True))
        # Both are computed once and kept by the object; what stands there already is what counts for every rule and query.
        vars(officer).update(permissions=self.permissions(), compartment_ids=rooms, glass=None)
        officer.through = f"accounts.token:{self.pk}"
        return officer


class Broken(models.QuerySet["BreakGlass"]):
    def in_force(self) -> "Broken":
        """Neither ended by hand nor by time."""
        return self.filter(ended_at__isnull=True, ends_at__gt=timezone.now())


class BreakGlass(models.Model):
    """Sight of every compartment for a short time, for a reason, seen by the auditor. Ends by itself."""

    LONGEST = dt.timedelta(hours=4)

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="broken")
    reason = models.TextField(_("reason"))
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=150, blank=True)
    """The auditor who looked into it afterwards."""
    read_at = models.DateTimeField(null=True, blank=True)

    objects = Broken.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("started_at")), name="glass_ends_after_start"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | Q(read_at__isnull=False) & ~Q(read_by=""),
                name="glass_read_pair",
            ),
        ]
