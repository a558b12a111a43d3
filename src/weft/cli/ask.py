"""`weft ask`: ask a partner whether it holds something, without telling what; answer such a question."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import listed, screen

NAME = "ask"
EXAMPLE = "weft ask start kh-for-th/send mine.csv --case CASE-7 --purpose fraud.network --out question"

app = typer.Typer(
    name=NAME, help="Ask a partner whether it holds something, without telling what.", no_args_is_help=True
)


@app.command("start", epilog=f"Example:  {EXAMPLE}")
def start(
    send: Annotated[Path, typer.Argument(metavar="KH-DIR/send", help="The folder the holder handed over.")],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="MINE", help="Table with the columns kind and value, or a folder that `weft networks` wrote."
        ),
    ],
    case: Annotated[str, typer.Option("--case", help="The case; the holder sees an opaque tag.")],
    purpose: Annotated[str, typer.Option("--purpose", help="A purpose the agreement serves.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to make: send/query is handed back, keep stays here.")],
    officer: Annotated[str, typer.Option("--officer", help="Who asks; the holder sees an opaque tag.")] = "officer",
    basis: Annotated[str, typer.Option("--basis", help="Article of the agreement.")] = "agreement",
    valid_hours: Annotated[
        float | None, typer.Option("--valid-hours", help="Hours until it expires. Default: what the agreement gives.")
    ] = None,
    batch: Annotated[int, typer.Option("--batch", help="Smallest size of a batch: 16, 64, 256, 1024 or 4096.")] = 16,
    pin: Annotated[str | None, typer.Option("--pin", help="The holder's public key, or a file with it.")] = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", help="Your private key. Default: the one in the folder.")
    ] = None,
    decoys: Annotated[Path | None, typer.Option("--decoys", help="Table of identifiers you know nobody holds.")] = None,
    checked: Annotated[
        Path | None,
        typer.Option(
            "--checked", help="An earlier question about this set, finished: 16 evaluations, not 64, for one."
        ),
    ] = None,
    country: listed.Country = None,
    threads: listed.Threads = None,
) -> None:
    """Make a question out of a table of identifiers: Q/send/query to hand back, Q/keep to finish it with."""
    from weft.match.stick import asker as desk  # noqa: PLC0415 -- slow import

    with listed.refusals():
        done = desk.start(
            send,
            file,
            out,
            desk.Case(case, purpose, officer, basis, valid_hours, batch),
            pin=pin,
            identity=identity,
            pool=decoys,
            checked=checked,
            country=listed.local(country),
            now=listed.now(),
            rng=secrets.token_bytes,
            workers=listed.workers(threads),
        )
    listed.show(done.problems, out / "keep" / "problems.csv")
    screen.words.print(
        f"{done.asked:,} identifiers asked; {done.evaluations:,} evaluations of the budget with decoys and padding. "
        f"Hand over {screen.shown(out / 'send' / 'query')} before {done.expires:%Y-%m-%d %H:%M} UTC."
    )
    if done.evaluations > done.manifest.quota.day + done.manifest.quota.carry:
        screen.words.print(f"More than the {done.manifest.quota.day:,} of one day: expect it to be refused.")
    if not done.pinned:
        screen.words.print(
            f"{done.manifest.holder}'s key was taken at its word; compare it by telephone: {done.manifest.holder_key}",
            soft_wrap=True,
        )


@app.command("answer", epilog="Example:  weft ask answer kh-for-th question/send/query --out answer")
def answer(
    folder: Annotated[Path, typer.Argument(metavar="KH-DIR", help="Folder that `weft epoch new` made.")],
    file: Annotated[Path, typer.Argument(metavar="QUERY", help="The question that was handed over.")],
    out: Annotated[Path, typer.Option("--out", help="File to write the answer to.")],
    threads: listed.Threads = None,
) -> None:
    """Check a question, charge the budget, evaluate, prove, log. Nothing tells what was asked, nor whether it hit."""
    from weft.match.stick import holder as desk  # noqa: PLC0415 -- slow import

    done = desk.answer(
        folder,
        file,
        out,
        now=listed.now(),
        rng=secrets.token_bytes,
        workers=listed.workers(threads),
    )
    again = f", {done.again} of them answered before: the same bytes, no charge" if done.again else ""
    screen.words.print(
        f"{done.questions} question{'' if done.questions == 1 else 's'}{again}; {done.charged:,} evaluations charged, "
        f"{done.day_left:,} left today, {done.epoch_left:,} in this epoch. Hand back {screen.shown(out)}."
    )


@app.command("finish", epilog="Example:  weft ask finish question answer --out hits.csv")
def finish(
    folder: Annotated[Path, typer.Argument(metavar="Q", help="Folder that `weft ask start` made.")],
    file: Annotated[Path, typer.Argument(metavar="ANSWER", help="The answer that was handed back.")],
    out: Annotated[Path, typer.Option("--out", help="CSV file to write the hits to.")],
    usual_rate: Annotated[
        float | None,
        typer.Option("--usual-rate", help="Usual share of hits, 0 to 1; five times as many are set aside."),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Destroy the seeds and what was asked: hidden for good, no audit.")
    ] = False,
    threads: listed.Threads = None,
) -> None:
    """Verify an answer against the pinned key and write the hits: kind, value, and what their payload tells."""
    from weft.match.stick import asker as desk  # noqa: PLC0415 -- slow import

    done = desk.finish(
        folder,
        file,
        out,
        usual=usual_rate,
        forget=forget,
        now=listed.now(),
        workers=listed.workers(threads),
    )
    screen.words.print(
        f"{done.hits:,} of {done.asked:,} identifiers are held by {done.manifest.holder}; written to {screen.shown(out)}. "
        "A hit is a lead, not evidence: confirm it before anybody acts on it."
    )
    if done.chance:
        screen.words.print(f"{done.chance} tokens met by chance and are no hits: their payload did not open.")


@app.command("key", epilog="Example:  weft ask key TH --out th.key")
def key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Your party's name, for instance TH.")],
    out: Annotated[Path, typer.Option("--out", help="File for the private key; readable by its owner alone.")],
) -> None:
    """Make a key of your own to sign questions and answers with; print its public half, for the other side."""
    from weft.match.stick import places  # noqa: PLC0415 -- slow import

    typer.echo(places.new_key(name, out, secrets.token_bytes))
