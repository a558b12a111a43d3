"""`weft stitch`: joint networks out of what the members of a joint case said."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen

NAME = "stitch"
EXAMPLE = "weft stitch kh-said th-said --out joint"


def command(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Folders of the members, or their send parts.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the results; made when absent.")],
    member: Annotated[
        list[str] | None,
        typer.Option("--member", help="A member's public key as you know it. Repeatable; then all are needed."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Fold several countries' edges into joint networks: joint_networks.csv and joint_ties.csv.

    Every member gets the same result from the same statements, in whatever order. An edge without the partner's consent merges nothing.
    """
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.match.stick import joint  # noqa: PLC0415 -- slow import

    done = joint.stitch(folders, evidence.read_keys(member or []))
    joint.write(out, done)
    states = [tie.state for tie in done.joint.ties]
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "case": done.case.name,
                    "members": list(done.case.members),
                    "networks": {
                        network.id.hex(): [f"{one.country}:{one.pseudonym.hex()}" for one in network.members]
                        for network in done.joint.networks
                    },
                    "ties": {state: states.count(state) for state in ("strong", "weak", "waiting")},
                    "missing": {
                        name: [[each.start, each.stop] for each in gaps] for name, gaps in done.joint.gaps.items()
                    },
                    "two_stories": list(done.joint.forks),
                },
                ensure_ascii=False,
            )
        )
    screen.words.print(
        f"{len(done.joint.networks)} joint networks from {done.statements} statements of {len(done.case.members)} members: "
        f"{states.count('strong')} ties join, {states.count('weak')} share one identifier only, "
        f"{states.count('waiting')} wait for consent. Look at {screen.shown(out / 'joint_networks.csv')}."
    )
    for name, gaps in done.joint.gaps.items():
        lost = ", ".join(str(one.start) if len(one) == 1 else f"{one.start} to {one.stop - 1}" for one in gaps)
        screen.words.print(f"Statements of {name} are missing: number {lost}. Ask for its folder again.")
    for name in done.joint.forks:
        screen.words.print(f"{name} signed two different statements under one number: keep both and ask why.")
