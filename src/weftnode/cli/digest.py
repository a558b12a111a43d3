"""`weft node digest`: what is due for an officer, as text for a mail."""

import sys
from typing import Annotated

import typer

from weft.errors import NothingFound
from weftnode.cli import place

NAME = "digest"
EXAMPLE = "weft node digest lan --dir weft-node"


def command(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="Whose digest.")],
    folder: place.Dir = None,
    titles: Annotated[bool, typer.Option("--titles/--no-titles", help="Say titles, or numbers and sorts only.")] = True,
) -> None:
    """Write what is overdue, due today and this week for one officer, as they may see it, in their language."""
    place.enter(folder)
    from django.utils.translation import override  # noqa: PLC0415 -- needs Django

    from weftnode.accounts.models import Officer  # noqa: PLC0415 -- needs Django
    from weftnode.audit import actions as audit  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django
    from weftnode.desk import clocks, digest  # noqa: PLC0415 -- needs Django

    officer = Officer.objects.filter(login=login.casefold(), is_active=True).first()
    if officer is None:
        raise NothingFound(f"there is no officer {login}")
    officer.glass = None
    with override(officer.language or None):
        written = digest.text(officer, clocks.digest(officer), with_titles=titles)
    audit.record("desk.digest.read", by=SHELL, about=officer)
    sys.stdout.write(written)
