"""`weft verify`: check a log, a checkpoint, a proof or a partner's parcel with a public key and nothing else."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.errors import WeftError

NAME = "verify"
EXAMPLE = "weft verify kh-log --key kh.vkey --since seen-last-month"


def command(
    thing: Annotated[
        Path,
        typer.Argument(
            metavar="LOG|FILE",
            help="A log folder, a checkpoint, a .tlog-proof, a proof of growth, or a parcel of a partner.",
        ),
    ],
    key: Annotated[
        list[str],
        typer.Option(
            "--key",
            help="Public key of the log, or of who sent the parcel, as agreed beforehand, or a file with it. Repeatable.",
        ),
    ],
    witness: Annotated[
        list[str] | None, typer.Option("--witness", help="Public key of a witness, or a file with it. Repeatable.")
    ] = None,
    quorum: Annotated[int, typer.Option("--quorum", min=0, help="How many of the witnesses must vouch.")] = 0,
    since: Annotated[
        list[Path] | None,
        typer.Option("--since", help="A checkpoint seen earlier: the log must continue it. Repeatable."),
    ] = None,
    opening: Annotated[
        Path | None, typer.Option("--opening", help="The record's line, for a proof that does not carry it.")
    ] = None,
    mirror: Annotated[
        bool, typer.Option("--mirror", help="A log folder without the records, as a mirror has it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Check a log, a checkpoint, a proof or a parcel. Needs no node, no database, no account, no line.

    Of a parcel it says who signed it, what its markings allow, and what is in it; what it holds is not printed.

    Ends with 0 when all is in order, with 4 when a parcel is not marked as it must be, with 5 when something was tampered with (and names the first bad entry), with 3 when too
    few witnesses vouch, with 2 when what was given cannot be read.
    """
    from weft.cli import evidence  # noqa: PLC0415 -- slow import

    try:
        found = evidence.check_any(thing, key, witness or [], quorum, since or [], opening, mirror=mirror)
    except WeftError as problem:
        if as_json:
            typer.echo(json.dumps({"ok": False, "code": problem.code, "message": str(problem), **problem.data}))
        raise
    typer.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else evidence.sentence(found))
