"""The one door into the log, and its signing."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785
from django.db import models, transaction
from django.utils import timezone

from weft.errors import Refused
from weft.ledger import records, tiles
from weft.ledger.checkpoint import sign_checkpoint
from weftnode.audit import stored
from weftnode.audit.actors import Actor
from weftnode.audit.models import Checkpoint, Detail, Entry, Head, Tile

TYP = "weft.audit/1"


@transaction.atomic
def record(action: str, *, by: Actor, about: models.Model | str, why: str = "", **data: Any) -> Detail:
    """Append one entry: ``by`` did ``action`` to ``about``. Joins the transaction it is called in, so both happen or neither."""
    now = timezone.now()
    said: dict[str, Any] = {
        "typ": TYP,
        "at": now.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "who": str(by.login),
        "action": action,
        "about": name(about),
    }
    if through := getattr(by, "through", ""):
        data["through"] = through
    if why:
        said["why"] = why
    if data:
        said["data"] = data
    return _append(rfc8785.dumps(said), said, now)


def name(about: models.Model | str) -> str:
    """How the log names a thing: ``app.noun:id``."""
    return about if isinstance(about, str) else f"{about._meta.label_lower}:{about.pk}"  # noqa: SLF001 -- Django's public door has this name


@transaction.atomic
def sign() -> bytes | None:
    """Store what came since the last checkpoint as tiles, read it back, and sign the head; the checkpoint, or None for an empty log.

    Raises Tampered, and signs nothing, when what is stored is not what was logged.
    """
    head = _locked()
    last = Checkpoint.objects.order_by("-size").first()
    if head.size == head.signed:
        return bytes(last.note) if last else None
    new = list(Entry.objects.filter(number__gte=head.signed).order_by("number").values_list("commitment", flat=True))
    growth = tiles.grow(stored.read, head.signed, [bytes(one) for one in new])
    for tile, data in growth.files.items():
        Tile.objects.update_or_create(name=tile, defaults={"data": data})
    note = sign_checkpoint(stored.read, stored.checkpoint(last), growth.size, growth.root, stored.signer())
    Checkpoint.objects.create(size=growth.size, note=bytes(note))
    full = [tile for tile in growth.files if ".p/" not in tile]
    for tile in full:
        Tile.objects.filter(name__startswith=f"{tile}.p/").delete()
    Head.objects.filter(pk=1).update(signed=growth.size)
    signed = bytes(note)
    transaction.on_commit(lambda: stored.keep_outside(signed))
    return signed


@transaction.atomic
def erase(*, by: Actor, number: int, why: str) -> Detail:
    """Erase what an entry says; that there was one stays, and a new entry says who erased it and why."""
    detail = Detail.objects.filter(number=number).first()
    if detail is None:
        raise Refused(f"entry {number} is erased already, or the log is not that long")
    if records.erased_by(detail.record.encode()):
        raise Refused(f"entry {number} says that another was erased; it stays")
    now = timezone.now()
    at = now.astimezone(dt.UTC).isoformat(timespec="microseconds")
    stone = records.tombstone(range(number, number + 1), at=at, by=str(by.login), why=why)
    said = {"who": str(by.login), "action": "audit.detail.erased", "about": f"audit.entry:{number}"}
    made = _append(stone, said, now)
    detail.delete()
    return made


def _append(text: bytes, said: Mapping[str, Any], now: dt.datetime) -> Detail:
    head = _locked()
    opening = records.seal(head.size, text, secrets.token_bytes)
    Entry.objects.create(number=head.size, commitment=opening.entry)
    detail = Detail.objects.create(
        number=head.size,
        salt=opening.salt,
        record=text.decode(),
        at=now,
        who=said["who"],
        action=said["action"],
        about=said["about"],
    )
    Head.objects.filter(pk=1).update(size=head.size + 1)
    return detail


def _locked() -> Head:
    """The head, held until the transaction ends."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    return head
