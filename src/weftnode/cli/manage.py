"""`weft node manage`: Django's own commands, for this node."""

import typer

from weftnode.cli import place

NAME = "manage"
EXAMPLE = "weft node manage --dir weft-node migrate"
CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True}


def command(context: typer.Context, folder: place.Dir = None) -> None:
    """Run one of Django's management commands, for instance `migrate` or `check --deploy`."""
    place.enter(folder)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import

    execute_from_command_line(["weft node manage", *context.args])
