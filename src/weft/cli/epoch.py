"""`weft epoch`: make a set that one partner may ask about, and destroy it."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import listed, screen

NAME = "epoch"
EXAMPLE = "weft epoch new --holder KH --asker TH --agreement A-1 --set subjects identifiers.csv --out kh-for-th"

app = typer.Typer(
    name=NAME, help="Make a set of identifiers that one partner may ask about; destroy it.", no_args_is_help=True
)


@app.command("new", epilog=f"Example:  {EXAMPLE}")
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="IDENTIFIERS", help="Table with the columns kind and value, or a folder that `weft networks` wrote."
        ),
    ],
    holder: Annotated[str, typer.Option("--holder", help="Who holds the set, for instance KH.")],
    asker: Annotated[str, typer.Option("--asker", help="The one partner who may ask, for instance TH.")],
    agreement: Annotated[str, typer.Option("--agreement", help="The agreement under which it may.")],
    set_name: Annotated[str, typer.Option("--set", help="subjects, accounts or missing.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to make: keep stays here, send is handed over.")],
    epoch: Annotated[int, typer.Option("--epoch", help="Number of the epoch.", min=1, max=2**32 - 1)] = 1,
    days: Annotated[int, typer.Option("--days", help="Days the epoch runs.", min=1, max=330)] = 90,
    grace_days: Annotated[int, typer.Option("--grace-days", help="Days more to finish answers.", min=0, max=30)] = 7,
    query_days: Annotated[
        int, typer.Option("--query-days", help="Days a question may be on its way.", min=1, max=31)
    ] = 7,
    budget_day: Annotated[int, typer.Option("--budget-day", help="Evaluations a day.", min=16, max=10**8)] = 5_000,
    budget_epoch: Annotated[
        int, typer.Option("--budget-epoch", help="Evaluations in the whole epoch.", min=16, max=10**8)
    ] = 450_000,
    budget_case: Annotated[
        int, typer.Option("--budget-case", help="Evaluations for one case in the epoch.", min=16, max=10**8)
    ] = 45_000,
    carry: Annotated[int, typer.Option("--carry", help="Evaluations made in the last epoch.", min=0)] = 0,
    purpose: Annotated[
        list[str] | None, typer.Option("--purpose", help="A purpose the agreement serves. Repeatable.")
    ] = None,
    payload: Annotated[
        bool, typer.Option("--payload/--no-payload", help="Let a hit tell network pseudonym, tier and quarter.")
    ] = True,
    set_cap: Annotated[int, typer.Option("--set-cap", help="Tokens at most.", min=4096, max=10_000_000)] = 1_000_000,
    hub_reports: Annotated[
        int, typer.Option("--hub-reports", help="Leave out what more reports than this share.", min=1)
    ] = 200,
    identity: Annotated[Path | None, typer.Option("--identity", help="Your private key. Default: a new one.")] = None,
    asker_key: Annotated[
        str | None, typer.Option("--asker-key", help="The partner's public key, or a file with it.")
    ] = None,
    country: listed.Country = None,
    threads: listed.Threads = None,
) -> None:
    """Make KH-DIR/keep (secret) and KH-DIR/send (to hand over) from a table of identifiers."""
    from weft.match.budgets import Quota, at_rotation  # noqa: PLC0415 -- slow import
    from weft.match.manifest import PURPOSES  # noqa: PLC0415 -- slow import
    from weft.match.stick import holder as desk  # noqa: PLC0415 -- slow import

    quota = at_rotation(Quota(day=budget_day, epoch=budget_epoch, per_case=budget_case), carry)
    terms = desk.Terms(
        holder=holder,
        asker=asker,
        agreement=agreement,
        set=set_name,
        epoch=epoch,
        days=days,
        grace_days=grace_days,
        query_days=query_days,
        quota=quota,
        purposes=tuple(purpose) if purpose else PURPOSES,
        payload=payload,
        set_cap=set_cap,
        hub_reports=hub_reports,
    )
    with listed.refusals():
        done = desk.new_epoch(
            out,
            file,
            terms,
            identity=identity,
            asker_key=asker_key,
            country=listed.local(country),
            now=listed.now(),
            rng=secrets.token_bytes,
            workers=listed.workers(threads),
        )
    listed.show(done.problems, out / "keep" / "problems.csv")
    screen.words.print(
        f"{done.published:,} identifiers in the set {set_name!r}, epoch {epoch}, until {done.manifest.not_after:%Y-%m-%d}. "
        f"Hand over {screen.shown(out / 'send')}; keep {screen.shown(out / 'keep')} to yourself."
    )
    screen.words.print(f"Your key, to be compared by telephone: {done.manifest.holder_key}", soft_wrap=True)
    if done.asker_key_made:
        screen.words.print(
            f"The key {asker} asks with lies in send: whoever has that folder can ask. --asker-key takes one made by {asker} (weft ask key)."
        )


@app.command("destroy", epilog="Example:  weft epoch destroy kh-for-th --yes")
def destroy(
    folder: Annotated[Path, typer.Argument(metavar="KH-DIR", help="Folder that `weft epoch new` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, nothing happens.")] = False,
) -> None:
    """Destroy the epoch's seed: every copy of its set, wherever it is, becomes noise. Cannot be undone."""
    from weft.errors import Refused  # noqa: PLC0415 -- slow import
    from weft.match.stick import holder as desk  # noqa: PLC0415 -- slow import

    if not yes:
        raise Refused("destroying a seed cannot be undone; nothing was changed", hint="say --yes if you mean it")
    done = desk.destroy(folder, now=listed.now(), rng=secrets.token_bytes)
    screen.words.print(f"The seed of epoch {done.epoch} of {done.set!r} for {done.asker} is destroyed.")
