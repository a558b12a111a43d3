"""Arguments and options that several verbs share, so that they are called and explained the same."""

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="REPORT_FILE...", help="CSV, XLSX, XLS, ODS, JSON, JSON Lines, YAML or text. '-' reads stdin."
    ),
]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", help="TOML file that says what each column holds; see `weft columns`.")
]
Country = Annotated[
    str | None,
    typer.Option("--country", help="Country of reports that name none, for instance TH. Local numbers are read by it."),
]
