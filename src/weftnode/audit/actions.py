"""The one door into the log."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785
from django.db import models, transaction
from django.utils import timezone

from weftnode.audit.actors import Actor
from weftnode.audit.models import Detail, Entry, Head


@transaction.atomic
def record(action: str, *, by: Actor, about: models.Model | str, why: str = "", **data: Any) -> Detail:
    """Append one entry: ``by`` did ``action`` to ``about``. Joins the transaction it is called in, so both happen or neither."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    detail = Detail(
        number=head.size,
        salt=secrets.token_bytes(32),
        at=timezone.now(),
        who=str(by.login),
        action=action,
        about=name(about),
        why=why,
        data=data,
    )
    Entry.objects.create(number=head.size, commitment=commitment(detail))
    detail.save(force_insert=True)
    head.size += 1
    head.save(update_fields=["size"])
    return detail


def name(about: models.Model | str) -> str:
    """How the log names a thing: ``app.noun:id``."""
    return about if isinstance(about, str) else f"{about._meta.label_lower}:{about.pk}"  # noqa: SLF001 -- Django's public door has this name


def commitment(detail: Detail) -> bytes:
    """SHA-256 over the salt and the detail in canonical JSON (RFC 8785). Without the salt nobody can guess what was committed to."""
    return hashlib.sha256(bytes(detail.salt) + canonical(detail)).digest()


def canonical(detail: Detail) -> bytes:
    """The detail as the bytes that are committed to."""
    fields: Mapping[str, Any] = {
        "number": detail.number,
        "at": detail.at.isoformat(timespec="microseconds"),
        "who": detail.who,
        "action": detail.action,
        "about": detail.about,
        "why": detail.why,
        "data": detail.data,
    }
    return rfc8785.dumps(dict(fields))
