"""The `weft node` commands. The engine finds them by the entry point group ``weft.commands`` and so need not import the node."""

import importlib.util

import typer

from weft.errors import NotConfigured
from weftnode.cli import backup, digest, doctor, erase, init, load, manage, restore, serve, work

app = typer.Typer(
    name="node",
    help="Run a node: the records, the pages, the work behind them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
VERBS = (init, serve, work, load, digest, backup, restore, doctor, erase, manage)
for verb in VERBS:
    app.command(name=verb.NAME, epilog=f"Example:  {verb.EXAMPLE}", context_settings=getattr(verb, "CONTEXT", None))(
        verb.command
    )


@app.callback()
def _door() -> None:
    if importlib.util.find_spec("django") is None:
        raise NotConfigured("the node's packages are not installed", hint="install weft with the extra: weft[node]")
