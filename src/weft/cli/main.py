"""The door of the `weft` command: the verbs, and what becomes of an error.

Exit codes: 0 done, 2 input could not be read, 3 refused, 4 a partner's fault, 5 tampered, 1 our own bug.
"""

import os
import sys
from importlib import metadata

import typer

import weft
from weft.cli import ask, columns, epoch, explain, joint, networks, press, read, simulate, stitch, verify
from weft.errors import WeftError

app = typer.Typer(
    name="weft",
    help="Turn scattered scam reports into networks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (networks, read, columns, explain, simulate, press, stitch, verify):
    app.command(name=verb.NAME, epilog=f"Example:  {verb.EXAMPLE}")(verb.command)
for group in (epoch, ask, joint):
    app.add_typer(group.app)
# Programs beside the engine bring verbs of their own (`weft node`), so that the engine need not know them.
for one in metadata.entry_points(group="weft.commands"):
    app.add_typer(one.load(), name=one.name)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"weft {weft.__version__}")
        raise typer.Exit


@app.callback()
def _door(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def run() -> None:
    """Run the command line; turn each of our errors into one line, one hint and its exit code."""
    try:
        app()
    except WeftError as problem:
        typer.echo(f"weft: error: {problem}", err=True)
        if problem.hint:
            typer.echo(f"weft: hint: {problem.hint}", err=True)
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        typer.echo("weft: stopped; nothing was written", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader went away (`weft read … | head`): that is no fault. Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    run()
