"""`weft simulate`: an invented world with known truth, and the score of what was found in it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from weft.cli import screen

NAME = "simulate"
EXAMPLE = "weft simulate --out world --reports 2000 --seed 7"


def command(
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the invented report files and their truth.")
    ] = None,
    reports: Annotated[int, typer.Option("--reports", min=10, help="How many reports.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same world.")] = 1,
    hub_rate: Annotated[
        float, typer.Option("--hub-rate", min=0, max=0.5, help="Share of reports that also name a hub.")
    ] = 0.12,
    noise: Annotated[
        float, typer.Option("--noise", min=0, max=0.2, help="Share of reports with a wrong or foreign identifier.")
    ] = 0.01,
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
    if out is None:
        raise typer.BadParameter("give --out FOLDER, or --score RESULTS --truth WORLD")
    made = world.simulate(out, seed=seed, reports=reports, hub_rate=hub_rate, noise=noise)
    files = " ".join(screen.shown(path) for path in made.files)
    screen.words.print(
        f"{made.reports:,} invented reports in {len(made.files)} files, {made.networks:,} networks behind them."
    )
    screen.words.print(f"Now: weft networks {files} --out found")
    screen.words.print(f"Then: weft simulate --score found --truth {screen.shown(out)}")
