"""`weft joint`: what members of a joint case say to each other so that `weft stitch` can join their networks."""

import datetime as dt
import secrets
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen

NAME = "joint"
EXAMPLE = "weft joint edges hits.csv --case joint-case --identity th.key --out th-said"

app = typer.Typer(
    name=NAME, help="Say which networks are shared in a joint case; consent; take back.", no_args_is_help=True
)

CaseFile = Annotated[Path, typer.Option("--case", help="The joint case, signed by every member.")]
Identity = Annotated[Path, typer.Option("--identity", help="Your private key.")]
Out = Annotated[Path, typer.Option("--out", help="Your folder of the case: send is handed round, keep stays here.")]


@app.command(
    "open",
    epilog="Example:  weft joint open CASE-7 --member kh.vkey --member th.vkey --identity th.key --out joint-case",
)
def open_(
    name: Annotated[str, typer.Argument(metavar="CASE", help="Name of the joint case.")],
    member: Annotated[
        list[str], typer.Option("--member", help="A member's public key, or a file with it. Repeatable.")
    ],
    identity: Identity,
    out: Annotated[Path, typer.Option("--out", help="File to write the case to.")],
) -> None:
    """Open a joint case. Every other member signs it too (`weft joint sign`) before anything is said."""
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.match.stick import joint, places  # noqa: PLC0415 -- slow import

    note = joint.open_case(name, evidence.read_keys(member), evidence.read_identity(identity), dt.datetime.now(dt.UTC))
    places.write_out(out, note)
    screen.words.print(f"{screen.shown(out)} is opened and signed by you; every other member signs it next.")


@app.command("sign", epilog="Example:  weft joint sign joint-case --identity kh.key")
def sign(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="The case file; your signature is added to it.")],
    identity: Identity,
) -> None:
    """Sign a joint case as one of its members. Look at the members and their keys first: they are shown."""
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.match import statements  # noqa: PLC0415 -- slow import
    from weft.match.stick import places  # noqa: PLC0415 -- slow import

    data = places.read_file(case)
    found = statements.read_case(data, signed_by_all=False)
    places.write_out(case, statements.sign_case(found, evidence.read_identity(identity), data))
    screen.words.print(f"Case {found.name} of {len(found.members)} members, signed. Compare their keys by telephone:")
    for key in found.members.values():
        screen.words.print(f"  {key}", soft_wrap=True)


@app.command("edges", epilog=f"Example:  {EXAMPLE}")
def edges(
    hits: Annotated[list[Path], typer.Argument(metavar="HITS...", help="Tables that `weft ask finish` wrote.")],
    case: CaseFile,
    identity: Identity,
    out: Out,
) -> None:
    """Say which of your networks share identifiers with which of a partner's: a bucket, never which identifiers."""
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.match.stick import joint, places  # noqa: PLC0415 -- slow import

    done = joint.say_edges(out, places.read_file(case), evidence.read_identity(identity), hits, rng=secrets.token_bytes)
    screen.words.print(f"{done.new} edges said, {done.already} stood already. Hand round {screen.shown(out / 'send')}.")
    if done.left_out:
        screen.words.print(
            f"{done.left_out} hits were left out: in none of your networks, without a pseudonym, or of a country that is no member."
        )


@app.command(
    "agree",
    epilog="Example:  weft joint agree th-said/send --epoch kh-for-th --case joint-case --identity kh.key --yes --out kh-said",
)
def agree(
    said: Annotated[list[Path], typer.Argument(metavar="SAID...", help="What other members handed round.")],
    epoch: Annotated[list[Path], typer.Option("--epoch", help="Your folder of a set that they asked. Repeatable.")],
    case: CaseFile,
    identity: Identity,
    out: Out,
    yes: Annotated[bool, typer.Option("--yes", help="Consent to all that share --least identifiers or more.")] = False,
    least: Annotated[str, typer.Option("--least", help="1, 2-4, 5-9 or 10+.")] = "2-4",
    only: Annotated[list[str] | None, typer.Option("--only", help="Consent to this pseudonym. Repeatable.")] = None,
) -> None:
    """Consent that a partner's edge means one of your networks. Without --yes or --only it shows what is asked and says nothing."""
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.errors import InputProblem  # noqa: PLC0415 -- slow import
    from weft.match.statements import BUCKETS  # noqa: PLC0415 -- slow import
    from weft.match.stick import joint, places  # noqa: PLC0415 -- slow import

    if least not in BUCKETS:
        raise InputProblem(f"--least {least!r}: expected one of {', '.join(BUCKETS)}")
    done = joint.agree(
        out,
        places.read_file(case),
        evidence.read_identity(identity),
        said,
        epoch,
        least=least,
        only=[joint.pseudonym(each) for each in only or []],
        yes=yes,
        rng=secrets.token_bytes,
    )
    screen.words.print(
        f"{done.new} consents said, {done.already} stood already. Hand round {screen.shown(out / 'send')}."
    )
    for edge in done.asked:
        screen.words.print(
            f"  waits: {edge.owner} shares {edge.bucket} ({' '.join(edge.types)}) with your {edge.p.hex()}"
        )


@app.command("revoke", epilog="Example:  weft joint revoke 1f09ab34 --case joint-case --identity kh.key --out kh-said")
def revoke(
    statement: Annotated[
        str, typer.Argument(metavar="STATEMENT", help="First digits of the name of your statement file.")
    ],
    case: CaseFile,
    identity: Identity,
    out: Out,
) -> None:
    """Take back an edge or a consent of your own, for good."""
    from weft.cli import evidence  # noqa: PLC0415 -- slow import
    from weft.match.stick import joint, places  # noqa: PLC0415 -- slow import

    joint.revoke(out, places.read_file(case), evidence.read_identity(identity), statement, rng=secrets.token_bytes)
    screen.words.print(f"Taken back. Hand round {screen.shown(out / 'send')}.")
