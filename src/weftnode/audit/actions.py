"""The one door into the log, and its signing."""

import datetime as dt
import itertools
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rfc8785
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from weft.errors import Refused
from weft.ledger import records, tiles
from weft.ledger.checkpoint import sign_checkpoint
from weftnode.audit import queries, stored
from weftnode.audit.actors import NODE, Actor
from weftnode.audit.models import Checkpoint, Cosignature, Detail, Entry, Erasure, Head, Tile, Witness

TYP = "weft.audit/1"
ERASED = queries.ERASED
_SLICE = 2_000


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
    said = {"who": str(by.login), "action": ERASED, "about": f"audit.entry:{number}"}
    made = _append(stone, said, now)
    detail.delete()
    return made


@transaction.atomic
def propose_erasure(*, by: Actor, until: dt.date, why: str) -> Erasure:
    """Ask that what entries before a day say be erased; somebody else says yes or no."""
    newest = queries.erasable_until()
    if until > newest:
        raise Refused(
            f"what was logged since {newest} is kept", hint=f"nothing younger than {settings.LOG_KEEP_DAYS} days may go"
        )
    if Erasure.objects.filter(approved_by="", dropped_by="").exists():
        raise Refused("another erasure waits", hint="approve or drop that one first")
    found = queries.erasable(by, until).count()
    if not found:
        raise Refused(f"nothing that was logged before {until} is left to erase")
    made = Erasure.objects.create(until=until, why=why, found=found, proposed_by=str(by.login))
    record("audit.erasure.proposed", by=by, about=made, why=why, until=until.isoformat(), found=found)
    return made


@transaction.atomic
def approve_erasure(*, by: Actor, erasure: Erasure) -> None:
    """Say yes, as another than who asked. What then happens is `erase_old`'s."""
    if erasure.proposed_by == str(by.login):
        raise Refused("somebody else than who asked must approve it")
    done = Erasure.objects.filter(pk=erasure.pk, approved_by="", dropped_by="").update(
        approved_by=str(by.login), approved_at=timezone.now()
    )
    if not done:
        raise Refused("this erasure was decided already")
    record("audit.erasure.approved", by=by, about=erasure)


@transaction.atomic
def drop_erasure(*, by: Actor, erasure: Erasure) -> None:
    """Say no, or take the wish back."""
    done = Erasure.objects.filter(pk=erasure.pk, approved_by="", dropped_by="").update(
        dropped_by=str(by.login), dropped_at=timezone.now()
    )
    if not done:
        raise Refused("this erasure was decided already")
    record("audit.erasure.dropped", by=by, about=erasure)


def erase_old(*, erasure: Erasure) -> int:
    """Do an approved erasure, slice by slice; how many details went. May be called again after a crash.

    Each run of entries side by side gets one tombstone; tombstones themselves stay, so the log goes on saying what is gone, since when and why.
    """
    count = 0
    while True:
        with transaction.atomic():
            now = Erasure.objects.select_for_update().get(pk=erasure.pk)
            if not now.approved_by or now.ended_at:
                return count
            numbers = list(queries.erasable(NODE, now.until).values_list("number", flat=True)[:_SLICE])
            if not numbers:
                Erasure.objects.filter(pk=now.pk).update(ended_at=timezone.now())
                record("audit.erasure.ended", by=NODE, about=now, erased=now.erased)
                return count
            who = f"{now.proposed_by}, {now.approved_by}"
            at = timezone.now()
            for run in _runs(numbers):
                stone = records.tombstone(
                    run, at=at.astimezone(dt.UTC).isoformat(timespec="microseconds"), by=who, why=now.why
                )
                _append(stone, {"who": now.approved_by, "action": ERASED, "about": f"audit.erasure:{now.pk}"}, at)
            Detail.objects.filter(number__in=numbers).delete()
            Erasure.objects.filter(pk=now.pk).update(erased=now.erased + len(numbers))
            count += len(numbers)


def _runs(numbers: Iterable[int]) -> Iterator[range]:
    for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield range(run[0], run[-1] + 1)


@transaction.atomic
def add_witness(*, by: Actor, line: str) -> Witness:
    """Name a witness by its public key."""
    key = stored.witness_key(line)
    if Witness.objects.filter(name=key.name).exists():
        raise Refused(
            f"{key.name} is or was a witness here", hint="a witness that begins anew does so under a new name"
        )
    made = Witness.objects.create(name=key.name, line=str(key), added_by=str(by.login))
    record("audit.witness.added", by=by, about=made, key=str(key))
    return made


@transaction.atomic
def end_witness(*, by: Actor, witness: Witness) -> None:
    """Believe a witness no longer; what it vouched for stays."""
    Witness.objects.filter(pk=witness.pk, ended_at__isnull=True).update(ended_by=str(by.login), ended_at=timezone.now())
    record("audit.witness.ended", by=by, about=witness)


@transaction.atomic
def take_cosignature(*, by: Actor, witness: Witness, text: str) -> Cosignature:
    """Keep a witness's line under the head it vouches for. Refused where it is under none of ours, or its signature does not hold."""
    if witness.ended_at:
        raise Refused(f"{witness.name} is no witness any more")
    size, line, at = stored.cosignature(witness, text)
    made, new = Cosignature.objects.get_or_create(
        checkpoint_id=size, witness=witness, defaults={"line": line, "at": at, "taken_by": str(by.login)}
    )
    if new:
        record("audit.cosignature.taken", by=by, about=witness, size=size)
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
