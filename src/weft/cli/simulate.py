"""`weft simulate`: an invented world with known truth, and the score of what was found in it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen

NAME = "simulate"
EXAMPLE = "weft simulate --out world --reports 2000 --seed 7"

_SHARE = {"min": 0.0, "max": 1.0}


def command(
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the invented report files and their truth.")
    ] = None,
    reports: Annotated[int, typer.Option("--reports", min=10, help="How many reports.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same world.")] = 1,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="A country with an office; repeat it. All nine when left out.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=10, help="Length of the time line.")] = 540,
    networked: Annotated[
        float, typer.Option("--networked", **_SHARE, help="Share of reports that belong to a network.")
    ] = 0.6,
    hub_rate: Annotated[
        float, typer.Option("--hub-rate", **_SHARE, help="Share of reports that also name a hub.")
    ] = 0.12,
    noise: Annotated[
        float, typer.Option("--noise", **_SHARE, help="Share of reports with a spoofed or mistyped identifier.")
    ] = 0.01,
    rented: Annotated[
        float, typer.Option("--rented", min=0, max=0.5, help="Share of mule accounts that two networks use in turn.")
    ] = 0.04,
    shared: Annotated[
        float, typer.Option("--shared", min=0, max=0.5, help="Share of mule accounts that two networks use at once.")
    ] = 0.01,
    merged: Annotated[
        float, typer.Option("--merged", **_SHARE, help="Share of larger networks that begin as two.")
    ] = 0.05,
    churn: Annotated[
        float, typer.Option("--churn", min=0.1, max=10, help="How fast identifiers burn: 2 halves their lives.")
    ] = 1.0,
    duplicates: Annotated[
        float, typer.Option("--duplicates", **_SHARE, help="Share of reports that their victim makes again.")
    ] = 0.02,
    missing: Annotated[
        float, typer.Option("--missing", **_SHARE, help="Share of reports on networks that name nothing of them.")
    ] = 0.03,
    bad_rows: Annotated[
        float, typer.Option("--bad-rows", **_SHARE, help="Share of rows with an unreadable date, amount or phone.")
    ] = 0.0,
    score: Annotated[
        Path | None, typer.Option("--score", help="Folder of `weft networks` results to score against --truth.")
    ] = None,
    truth: Annotated[Path | None, typer.Option("--truth", help="Folder of the world that was simulated.")] = None,
) -> None:
    """Write an invented world to train and test on, or score results against one."""
    from weft.testing import score as scores  # noqa: PLC0415 -- slow import
    from weft.testing import world  # noqa: PLC0415 -- slow import

    if score is not None and truth is not None:
        typer.echo(json.dumps(scores.compare(score, truth), indent=2))
        return
    if out is None or score is not None or truth is not None:
        raise typer.BadParameter("give --out FOLDER, or both --score RESULTS and --truth WORLD")
    countries = {"countries": tuple(code.upper() for code in country)} if country else {}
    made = world.simulate(
        out, seed=seed, reports=reports, days=days, networked=networked, hub_rate=hub_rate, noise=noise, rented=rented,
        shared=shared, merged=merged, churn=churn, duplicates=duplicates, missing=missing, bad_rows=bad_rows, **countries,
    )  # fmt: skip
    files = " ".join(screen.shown(path) for path in made.files)
    screen.words.print(
        f"{made.reports:,} invented reports in {len(made.files)} files, {made.networks:,} networks behind them."
    )
    screen.words.print(f"Now: weft networks {files} --out found")
    screen.words.print(f"Then: weft simulate --score found --truth {screen.shown(out)}")
