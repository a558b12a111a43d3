"""The asker's side of the file way: make a question out of a list, and the hits out of its answer."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from weft import countries, sodium
from weft.errors import InputProblem, Refused, Tampered
from weft.ledger.folder import Folder
from weft.match import asking, forms, messages
from weft.match import manifest as manifests
from weft.match.asking import Blinded, Hit, Item, Outcome, Planned
from weft.match.manifest import BATCH_SIZES, Manifest, OtherKey
from weft.match.messages import PurposeRefused
from weft.match.segments import PublishedSet
from weft.match.stick import cores, places, rows
from weft.match.stick.holder import LINE, SEGMENT
from weft.match.stick.places import ASKER_KEY, IDENTITY, KEEP, LOG, MANIFEST, SEND
from weft.model import Problem
from weft.sodium import Random

QUERY: Final = "query"
ITEMS: Final = "asked.csv"
ROUND: Final = "round.json"
POOL: Final = "decoys.csv"
SET: Final = "set"
ACCEPTED: Final = "answer"
PIN: Final = "holder.vkey"
HITS: Final = (
    "kind",
    "value",
    "holder",
    "set",
    "pseudonym",
    "tier",
    "last_seen",
    "segment",
    "handle",
    "query_id",
    "position",
    "row",
    "my_network",
    "note",
)
NOTE: Final = "a lead, not evidence: confirm before acting"


class AlreadyFinished(Refused):
    """Another answer to this question was accepted before."""

    code = "refused.finished"


class NotChecked(Refused):
    """An earlier question that does not show that this very set met its known answers."""

    code = "refused.not_checked"


@dataclass(frozen=True, slots=True)
class Case:
    """For which case, by whom, and why."""

    case: str
    purpose: str
    officer: str = "officer"
    basis: str = "agreement"
    valid_hours: float | None = None
    """How long the question may be on its way; None for as long as the agreement gives."""
    least: int = BATCH_SIZES[0]
    """Smallest size of a batch: for questions that go out in one size whatever there is to ask."""


@dataclass(frozen=True, slots=True)
class Started:
    """What became of a list."""

    manifest: Manifest
    asked: int
    evaluations: int
    """What it costs: padding, decoys and known answers are counted like anything else."""
    batches: int
    problems: list[Problem]
    pinned: bool
    """False when the holder's key was taken at its word: it must be compared by telephone."""
    expires: dt.datetime


def start(
    send: Path,
    file: Path,
    out: Path,
    case: Case,
    *,
    pin: str | None = None,
    identity: Path | None = None,
    pool: Path | None = None,
    checked: Path | None = None,
    country: str | None = None,
    now: dt.datetime,
    rng: Random,
    workers: int = 1,
) -> Started:
    """Make Q: ``send/query`` and ``keep``. Refusals and unreadable files leave nothing behind.

    ``checked`` is the folder of an earlier question about the same set that was finished: it asked the set's known answers, so this one
    need not, and a single identifier takes 16 evaluations instead of 64.
    """
    manifest = manifests.read(places.read(send, MANIFEST), pinned=places.key_of(pin) if pin else None)
    manifests.check_normaliser(manifest)
    manifest.check_open(now)
    if case.purpose not in manifest.purposes:
        raise PurposeRefused(
            f"the agreement {manifest.agreement} does not serve the purpose {case.purpose!r}",
            hint=f"purposes: {', '.join(manifest.purposes)}",
        )
    if identity is None and not (send / ASKER_KEY).exists():
        raise InputProblem(
            f"{send} holds no key to ask with: {manifest.asker} has its own",
            hint="name your private key with --identity",
        )
    signer = places.signer_in(identity or send / ASKER_KEY, manifest.asker)
    if signer.key != manifest.asker_key:
        raise OtherKey(
            f"the manifest is for the key {manifest.asker_key.key_id.hex()} of {manifest.asker}, not for this one"
        )
    valid = _valid(case, manifest)
    segments = _segments(send)
    _published(manifest, segments)
    if checked is not None:
        _check_earlier(checked, manifest, segments)
    if country is None and manifest.asker in countries.known():
        country = manifest.asker
    found = rows.read(file, country)
    items = _items(found, manifest)
    decoys = _pool(pool, country)
    created = now.replace(microsecond=0)
    known = checked is None
    seeds = [rng(32) for _ in asking.sizes(len(items), manifest, known_answers=known, least=case.least)]
    tag = asking.case_tag(signer.seed, case.case)
    planned = asking.plan(items, manifest, tag, seeds, known_answers=known, pool=decoys, least=case.least)
    ids = [messages.new_id(now, rng) for _ in planned]
    officer = asking.officer_tag(signer.seed, case.officer)
    outer, inner = cores.share(workers, [one.size for one in planned])

    def blind(at: int) -> Blinded:
        return asking.blind(planned[at].make(), query_id=ids[at], officer=officer, purpose=case.purpose, each=inner)

    made = list(outer(blind, range(len(planned))))
    with places.made_whole(out) as making:
        keep = Folder(making / KEEP)
        told: list[dict[str, Any]] = [_evidence(items)]
        told += [asking.record(one, manifest) for one in made]
        stands = places.log_all(making / KEEP / LOG, signer, told, rng)[1:]
        query = b"".join(
            asking.send(one, manifest, signer, place, basis=case.basis, created=created, expires=created + valid)
            for one, place in zip(made, stands, strict=True)
        )
        for name, data in segments.items():
            keep.replace(f"{SET}/{name}", data)
        keep.replace(f"{SET}/{MANIFEST}", places.read(send, MANIFEST))
        keep.replace(IDENTITY, signer.private_line.encode() + b"\n")
        keep.replace(PIN, f"{manifest.holder_key}\n".encode())
        keep.replace(ITEMS, _items_csv(items))
        keep.replace(POOL, _csv(("kind", "value"), decoys))
        keep.replace(ROUND, _round(manifest, case, seeds, known_answers=known))
        keep.replace(QUERY, query)
        Folder(making / SEND).replace(QUERY, query)
    sizes = sum(one.size for one in planned)
    return Started(manifest, len(items), sizes, len(planned), found.problems, pin is not None, created + valid)


def _valid(case: Case, manifest: Manifest) -> dt.timedelta:
    """How long the question may be on its way; InputProblem for what no message can hold."""
    if case.least not in BATCH_SIZES:
        raise InputProblem(f"--batch {case.least}: expected one of {', '.join(map(str, BATCH_SIZES))}")
    try:
        forms.text(128)(case.basis)
    except ValueError as wrong:
        raise InputProblem(f"--basis: {wrong}") from wrong
    longest = dt.timedelta(seconds=manifest.query_seconds)
    if case.valid_hours is None:
        return longest
    if not 0 < case.valid_hours < 24 * 366:
        raise InputProblem(f"--valid-hours {case.valid_hours}: expected more than 0 and less than a year")
    # Times are to the second.
    return min(longest, max(dt.timedelta(seconds=1), dt.timedelta(hours=case.valid_hours)))


def _check_earlier(earlier: Path, manifest: Manifest, segments: dict[str, bytes]) -> None:
    """NotChecked unless ``earlier`` was about this set and ended well, which it only does when all known answers hit."""
    keep = Folder(earlier / KEEP)
    first = SEGMENT.format(0)
    if keep.read(f"{SET}/{first}") != segments[first]:
        raise NotChecked(f"{earlier} is no earlier question about the set of {manifest.holder} at hand")
    if keep.read(ACCEPTED) is None:
        raise NotChecked(f"{earlier} is not finished", hint="finish it first, or ask without --checked")


def _segments(folder: Path) -> dict[str, bytes]:
    """The segments in a folder with their lines, in order, from 0 on."""
    found: dict[str, bytes] = {}
    number = 0
    while (folder / SEGMENT.format(number)).exists():
        for name in (SEGMENT.format(number), LINE.format(number)):
            found[name] = places.read(folder, name)
        number += 1
    if not found:
        raise InputProblem(f"{folder} holds no set: {SEGMENT.format(0)} is not there")
    return found


def _published(manifest: Manifest, segments: dict[str, bytes]) -> PublishedSet:
    published = PublishedSet(manifest)
    for number in range(len(segments) // 2):
        published.accept(segments[SEGMENT.format(number)], segments[LINE.format(number)])
    return published


def _items(found: rows.Rows, manifest: Manifest) -> list[Item]:
    items = []
    for row in found.rows:
        if row.kind not in manifest.types:
            held = ", ".join(manifest.types)
            found.refuse(row, "refused.type", f"{manifest.holder}'s set holds no {row.kind}; it holds {held}", "kind")
            continue
        why = row.cell("evidence") or row.whole
        items.append(Item(row.kind, row.value, sodium.sha256(why.encode()), row.number, row.cell("network")))
    if not items:
        raise InputProblem(
            f"{found.file}: nothing in it can be asked; {len(found.problems)} rows have a reason",
            hint="; ".join(f"row {one.row}: {one.message}" for one in found.problems[:3]),
            problems=found.problems,
        )
    return items


def _pool(path: Path | None, country: str | None) -> list[tuple[str, str]]:
    return [(row.kind, row.value) for row in rows.read(path, country).rows] if path else []


def _evidence(items: Sequence[Item]) -> dict[str, Any]:
    """Logged before the questions: the digests an auditor will ask about stood here first."""
    digest = sodium.sha256(b"".join(sorted({one.evidence for one in items})))
    return {"typ": "weft.match.evidence/1", "digests": forms.to_base64(digest), "items": len(items)}


def _items_csv(items: Sequence[Item]) -> bytes:
    return _csv(
        ("kind", "value", "evidence", "row", "network"),
        [(one.kind, one.value, one.evidence.hex(), str(one.row), one.network) for one in items],
    )


def _csv(header: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(lines)
    return text.getvalue().encode()


def _round(manifest: Manifest, case: Case, seeds: Sequence[bytes], *, known_answers: bool) -> bytes:
    return json.dumps(
        {
            "typ": "weft.match.round/1",
            "manifest": manifest.digest.hex(),
            "case": case.case,
            "purpose": case.purpose,
            "least": case.least,
            "known_answers": known_answers,
            "seeds": [seed.hex() for seed in seeds],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


# --- finishing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finished:
    """What an answer came to."""

    manifest: Manifest
    asked: int
    hits: int
    chance: int
    day_left: int
    epoch_left: int


def finish(
    folder: Path,
    file: Path,
    out: Path,
    *,
    usual: float | None = None,
    forget: bool = False,
    now: dt.datetime,
    workers: int = 1,
) -> Finished:
    """Verify an answer against what was pinned, and write the hits. Run again with the same answer, it writes the same.

    ``forget`` destroys the seeds and what was asked once the hits are written: the question is then hidden from everybody for good,
    and can no longer be audited. For questions about victims.
    """
    keep = folder / KEEP
    manifest = manifests.read(places.read(keep / SET, MANIFEST), pinned=places.key_of(str(keep / PIN)))
    manifest.check_open(now, grace=True)
    answer = places.read_file(file)
    planned, queries = _kept(keep, manifest)
    sizes = [one.size for one in planned]
    answers = messages.split(answer, messages.ANSWER, messages.ANSWER_SPEC, sizes)
    published = _published(manifest, _segments(keep / SET))
    outer, inner = cores.share(workers, sizes)

    def finished(at: int) -> Outcome:
        return asking.finish(planned[at].make(), queries[at], answers[at], published, usual=usual, each=inner)

    outcomes: list[Outcome] = list(outer(finished, range(len(planned))))
    lines = [
        _hit(hit, query, manifest) for outcome, query in zip(outcomes, queries, strict=True) for hit in outcome.hits
    ]
    lines.sort(key=lambda line: (int(line[11]), line[0], line[1]))
    _accept(keep, answer)
    places.write_out(out, _csv(HITS, lines))
    if forget:
        # The list of rows that were not used names identifiers too; whoever called `start` may have put it there.
        for path in (keep / ROUND, keep / ITEMS, *keep.glob("problems.csv")):
            places.destroy(path)
    last = forms.peek(answers[-1], messages.ANSWER, messages.ANSWER_SPEC, "answer")["quota"]
    return Finished(
        manifest,
        sum(one.asked for one in outcomes),
        len(lines),
        sum(one.chance for one in outcomes),
        last["day_left"],
        last["epoch_left"],
    )


def _accept(keep: Path, answer: bytes) -> None:
    """Keep the first answer that holds. A second one that holds too, and says something else, is for people to look at."""
    before = Folder(keep).read(ACCEPTED)
    if before is None:
        Folder(keep).replace(ACCEPTED, answer)
    elif before != answer:
        raise AlreadyFinished(
            "another answer to this question was accepted before", hint="keep both files and ask the holder why"
        )


def _kept(keep: Path, manifest: Manifest) -> tuple[list[Planned], list[bytes]]:
    """The batches, to be made again from their seeds, and the questions as they were sent."""
    try:
        kept = json.loads(places.read(keep, ROUND))
        seeds = [bytes.fromhex(seed) for seed in kept["seeds"]]
        items = [
            Item(kind, value, bytes.fromhex(why), int(row), network)
            for kind, value, why, row, network in _csv_rows(keep, ITEMS)
        ]
        pool = [(kind, value) for kind, value in _csv_rows(keep, POOL)]
        signer = places.signer_in(keep / IDENTITY, manifest.asker)
        tag = asking.case_tag(signer.seed, kept["case"])
        known, least = kept["known_answers"], kept["least"]
        planned = asking.plan(items, manifest, tag, seeds, known_answers=known, pool=pool, least=least)
        queries = messages.split(places.read(keep, QUERY), messages.QUERY, messages.QUERY_SPEC)
        whole = kept["manifest"] == manifest.digest.hex() and len(queries) == len(planned)
    except (ValueError, KeyError, TypeError, AssertionError) as wrong:
        raise Tampered(f"{keep} is damaged: what was asked cannot be made out") from wrong
    if not whole:
        raise Tampered(f"{keep} is damaged: its parts belong to different questions")
    return planned, queries


def _csv_rows(keep: Path, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(places.read(keep, name).decode())))[1:]


def _hit(hit: Hit, query: bytes, manifest: Manifest) -> list[str]:
    payload = hit.payload
    query_id = forms.peek(query, messages.QUERY, messages.QUERY_SPEC, "query")["query_id"]
    return [
        hit.item.kind,
        hit.item.value,
        manifest.holder,
        manifest.set,
        payload.pseudonym.hex() if payload else "",
        str(payload.tier) if payload else "",
        rows.quarter_text(payload.last_quarter) if payload else "",
        str(hit.sequence),
        hit.handle.hex(),
        query_id.hex(),
        str(hit.position),
        str(hit.item.row),
        hit.item.network,
        NOTE,
    ]
