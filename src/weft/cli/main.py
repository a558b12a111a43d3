"""The door of the `weft` command: the verbs, and what becomes of an error.

Exit codes: 0 done, 2 input could not be read, 3 refused, 4 a partner's fault, 5 tampered, 1 our own bug.
"""

import signal
import sys
from importlib import import_module, metadata

import typer

import weft
from weft.cli import screen
from weft.errors import WeftError

# A verb is the module of its name beside this one: EXAMPLE (a test runs it) and `command`, or `app` for a verb with verbs of its
# own. Slow imports stand inside the functions. To add one: write it, name it here, `make docs`.
VERBS = (
    "networks",
    "read",
    "columns",
    "explain",
    "simulate",
    "press",
    "epoch",
    "ask",
    "verify",
    "joint",
    "stitch",
)

app = typer.Typer(
    name="weft",
    help="Turn scattered scam reports into networks.",
    epilog="Start with:  weft networks reports.csv --out found",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for name in VERBS:
    verb = import_module(f"weft.cli.{name}")
    if hasattr(verb, "app"):
        app.add_typer(verb.app, name=name)
    else:
        app.command(name=name, epilog=f"Example:  {verb.EXAMPLE}")(verb.command)
# Programs beside the engine bring verbs of their own (`weft node`), so that the engine need not know them.
for one in metadata.entry_points(group="weft.commands"):
    app.add_typer(one.load(), name=one.name)

# Typer holds click inside itself or beside itself, by release; what a user typed wrong is the parent of this one in both.
_Usage: type[Exception] = typer.BadParameter.__mro__[1]


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
    """Run the command line; turn each error that a user can cause into one line, one hint and its exit code."""
    if hasattr(signal, "SIGPIPE"):  # `weft read … | head`: the reader went away, and that is no fault
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = app(standalone_mode=False)
    except WeftError as problem:
        code = screen.complain(str(problem), problem.hint, problem.exit_code)
    except OSError as problem:  # a full disk, a folder that may not be written to
        code = screen.complain(f"{problem.strerror or problem}: {problem.filename or ''}".rstrip(": "), None, 2)
    except _Usage as problem:
        code = screen.complain_of_usage(problem)
    sys.exit(screen.stopped() if code == 130 else code if isinstance(code, int) else 0)


if __name__ == "__main__":
    run()
