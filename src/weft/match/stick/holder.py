"""The holder's side of the file way: make an epoch, answer a question, destroy a seed."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from weft import countries, sodium
from weft.errors import InputProblem, Refused, Tampered
from weft.ledger.folder import Folder
from weft.ledger.log import openings
from weft.ledger.note import Signer
from weft.match import answering, budgets, forms, messages, norm, sets
from weft.match import manifest as manifests
from weft.match.answering import ANSWERED, Received
from weft.match.budgets import Quota
from weft.match.manifest import Manifest
from weft.match.sets import Holding, SetRefused
from weft.match.stick import cores, places, rows
from weft.match.stick.places import ASKER_KEY, IDENTITY, KEEP, LOG, MANIFEST, SEND
from weft.match.stick.store import SqliteBook
from weft.model import Problem
from weft.sodium import Random

SEED: Final = "epoch.seed"
SET: Final = "set.csv"
BOOK: Final = "book.sqlite3"
SEGMENT: Final = "{:06d}.wfts"
LINE: Final = "{:06d}.line"


class Destroyed(Refused):
    """The epoch's seed is gone: its set is noise, and nothing can be answered any more."""

    code = "refused.destroyed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the agreement says, as far as an epoch needs it."""

    holder: str
    asker: str
    agreement: str
    set: str
    epoch: int = 1
    days: int = 90
    grace_days: int = 7
    query_days: int = 7
    quota: Quota = field(default_factory=Quota)
    purposes: tuple[str, ...] = manifests.PURPOSES
    payload: bool = True
    pad_unit: int = 4096
    set_cap: int = 1_000_000
    hub_reports: int = sets.HUB_REPORTS


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """What became of a file of identifiers."""

    manifest: Manifest
    published: int
    problems: list[Problem]
    asker_key_made: bool
    """The asker's key was made here and lies in ``send``: whoever has that folder may ask."""


def new_epoch(
    out: Path,
    file: Path,
    terms: Terms,
    *,
    identity: Path | None = None,
    asker_key: str | None = None,
    country: str | None = None,
    now: dt.datetime,
    rng: Random,
    workers: int = 1,
) -> NewEpoch:
    """Make KH-DIR: ``keep`` and ``send``. Refusals and unreadable files leave nothing behind."""
    _check_terms(terms)
    sets.check_name(terms.set)
    if country is None and terms.holder in countries.known():
        country = terms.holder
    found = rows.read(file, country)
    holdings = rows.holdings(found)
    sets.check_contents(terms.set, holdings)
    wanted = _wanted(found, holdings, terms)
    signer = places.signer_in(identity, terms.holder) if identity else Signer(terms.holder, rng(sodium.KEY_BYTES))
    asker = None if asker_key else Signer(terms.asker, rng(sodium.KEY_BYTES))
    seed = rng(32)
    begin = now.replace(microsecond=0)
    end = begin + dt.timedelta(days=terms.days)
    manifest = Manifest(
        agreement=terms.agreement,
        holder=terms.holder,
        asker=terms.asker,
        set=terms.set,
        epoch=terms.epoch,
        public=sodium.multiply_base(sodium.Scalar(b"\x01" + bytes(31))),
        types=tuple(sorted({one.kind for one in wanted})),
        not_before=begin,
        not_after=end,
        grace_until=end + dt.timedelta(days=terms.grace_days),
        quota=terms.quota,
        holder_key=signer.key,
        asker_key=asker.key if asker else places.key_of(asker_key or ""),
        purposes=terms.purposes,
        query_seconds=terms.query_days * 86_400,
        pad_unit=terms.pad_unit,
        set_cap=terms.set_cap,
        payload_len=40 if terms.payload else 0,
        norm_digest=norm.digest(),
    )
    keys = manifests.derive(manifest.info, seed)
    manifest = replace(manifest, public=keys.public)
    made = answering.make_set(wanted, manifest, keys, seed, signer, rng, cores.spread(workers, len(wanted)))
    with places.made_whole(out) as making:
        keep, send = Folder(making / KEEP), Folder(making / SEND)
        note = manifests.sign(manifest, signer)
        # What cannot be replaced first: should the set be handed over, its seed is there.
        keep.replace(SEED, seed.hex().encode() + b"\n")
        keep.replace(IDENTITY, signer.private_line.encode() + b"\n")
        keep.replace(SET, _set_csv(made.made))
        keep.replace("padding.json", json.dumps(made.padding).encode())
        keep.replace(MANIFEST, note)
        SqliteBook(making / KEEP / BOOK)
        told = [_published(manifest), {**forms.parsed(made.line.decode().partition("\n\n")[0])}]
        places.log_all(making / KEEP / LOG, signer, told, rng)
        send.replace(SEGMENT.format(0), made.segment)
        send.replace(LINE.format(0), made.line)
        if asker:
            send.replace(ASKER_KEY, asker.private_line.encode() + b"\n")
        send.replace("holder.vkey", f"{signer.key}\n".encode())
        send.replace(MANIFEST, note)
    return NewEpoch(manifest, len(wanted), found.problems, asker is not None)


def _check_terms(terms: Terms) -> None:
    for what, name in (("--holder", terms.holder), ("--asker", terms.asker), ("--agreement", terms.agreement)):
        try:
            forms.name(name)
        except ValueError as wrong:
            raise InputProblem(f"{what} {name!r}: {wrong}") from wrong
    if terms.holder == terms.asker:
        raise InputProblem("--holder and --asker are the same")
    for purpose in terms.purposes:
        try:
            forms.name(purpose)
        except ValueError as wrong:
            raise InputProblem(f"--purpose {purpose!r}: {wrong}") from wrong


def _wanted(found: rows.Rows, holdings: Sequence[Holding], terms: Terms) -> list[Holding]:
    """What may be published; the rest is listed with its reason."""
    wanted = []
    by_row = {(row.kind, row.value): row for row in found.rows}
    for one in holdings:
        why = sets.why_not(one, hub_reports=terms.hub_reports)
        if why is None:
            wanted.append(one)
        else:
            found.refuse(by_row[one.kind, one.value], *why)
    if not wanted:
        raise SetRefused(
            f"{found.file}: nothing in it may be published; {len(found.problems)} rows have a reason",
            hint="; ".join(f"row {one.row}: {one.message}" for one in found.problems[:3]),
            problems=found.problems,
        )
    if len(wanted) + 16 > terms.set_cap:
        raise SetRefused(f"{len(wanted)} identifiers are more than the agreement's {terms.set_cap}")
    return wanted


def _set_csv(made: Sequence[answering.Made]) -> bytes:
    """What a handle is looked up in when a hit is to be confirmed."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(("handle", "token", "kind", "value", "network", "row"))
    for one in made:
        own = one.holding
        out.writerow((one.handle.hex(), f"{one.token:016x}", own.kind, own.value, own.network, own.row))
    return text.getvalue().encode()


def _published(manifest: Manifest) -> dict[str, object]:
    return {
        "typ": "weft.match.published/1",
        "asker": manifest.asker,
        "epoch": manifest.epoch,
        "manifest": forms.to_base64(manifest.digest),
        "pk": forms.to_base64(manifest.public),
        "set": manifest.set,
    }


# --- answering --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """What answering came to."""

    questions: int
    charged: int
    """Evaluations charged by this run."""
    again: int
    """Questions that were answered before and got the same bytes again."""
    day_left: int
    epoch_left: int


def answer(folder: Path, file: Path, out: Path, *, now: dt.datetime, rng: Random, workers: int = 1) -> Answered:
    """Answer every question in a file, or none: budgets are looked at for all of them before one is charged."""
    keep = folder / KEEP
    manifest = manifests.read(places.read(keep, MANIFEST))
    signer = places.signer_in(keep / IDENTITY, manifest.holder)
    keys = manifests.derive(manifest.info, seed_in(keep))
    if keys.public != manifest.public:
        raise Tampered("the seed kept here is not that of the manifest", hint="bring both back from one backup")
    book = SqliteBook(keep / BOOK)
    _check_book(keep, book)
    questions = messages.split(places.read_file(file), messages.QUERY, messages.QUERY_SPEC)
    received = [answering.receive(one, manifest, book, now) for one in questions]
    new = [one for one in received if isinstance(one, Received)]
    charged = _check_budget(new, manifest, book, now)
    for one in new:
        answering.charge(one, manifest, book, now)
    outer, inner = cores.share(workers, [one.query.count for one in new])
    done = list(outer(lambda one: answering.evaluate(one, keys, inner), new))
    told = places.log_all(keep / LOG, signer, [answering.record(one, manifest) for one in done], rng) if done else []
    settled = iter(
        [answering.settle(one, manifest, signer, book, place, now) for one, place in zip(done, told, strict=True)]
    )
    answers = [one if isinstance(one, bytes) else next(settled) for one in received]
    places.write_out(out, b"".join(answers))
    left = budgets.left(book.usage(), manifest.quota, budgets.day_of(now))
    return Answered(len(questions), charged, len(received) - len(new), left["day_left"], left["epoch_left"])


def _check_budget(new: Sequence[Received], manifest: Manifest, book: SqliteBook, now: dt.datetime) -> int:
    """OverBudget before anything is charged when the whole file does not fit. The number of evaluations it will be charged."""
    cases = sorted({tag for one in new for tag in one.query.case_tags})
    usage = book.usage(cases)
    charged = 0
    ids = set()
    for one in new:
        query = one.query
        if query.query_id in ids:
            raise Refused(f"query {query.query_id.hex()}: twice in one file", hint="nothing was charged")
        ids.add(query.query_id)
        if book.seen(query.query_id) is None:
            usage = budgets.charge(usage, manifest.quota, query.count, budgets.day_of(now), query.case_tags)
            charged += query.count
    return charged


def _check_book(keep: Path, book: SqliteBook) -> None:
    """The log remembers every answer; a book that has charged less was restored from an old copy, and would give free questions."""
    logged = 0
    for one in openings(Folder(keep / LOG)):
        if ANSWERED.encode() in one.record:
            logged += int(json.loads(one.record)["n"])
    if book.usage().used < logged:
        raise Tampered(
            f"the book has {book.usage().used} evaluations, the log {logged}: the book is an old copy",
            hint="bring the newest book back, or begin a new epoch",
        )


def seed_in(keep: Path) -> bytes:
    """The seed that an epoch's folder keeps; Destroyed when it is gone, Tampered when it is damaged."""
    data = Folder(keep).read(SEED)
    if data is None:
        raise Destroyed("the seed of this epoch was destroyed; its set is noise, and nothing can be answered")
    try:
        seed = bytes.fromhex(data.decode().strip())
    except ValueError as wrong:
        raise Tampered(f"{SEED} is damaged") from wrong
    if len(seed) != 32:
        raise Tampered(f"{SEED} is damaged")
    return seed


def destroy(folder: Path, *, now: dt.datetime, rng: Random) -> Manifest:
    """Destroy an epoch's seed: every copy of its set, wherever it is, becomes noise. Logged first; cannot be undone."""
    keep = folder / KEEP
    manifest = manifests.read(places.read(keep, MANIFEST))
    signer = places.signer_in(keep / IDENTITY, manifest.holder)
    seed_in(keep)
    told = {
        "typ": "weft.match.destroyed/1",
        "at": forms.to_text(now),
        "epoch": manifest.epoch,
        "manifest": forms.to_base64(manifest.digest),
    }
    places.log_all(keep / LOG, signer, [told], rng)
    places.destroy(keep / SEED)
    # Handles and tokens of the set are no secret without the seed, but identifiers beside them are the holder's own files.
    (keep / SET).unlink(missing_ok=True)
    places.sync(keep)
    return manifest
