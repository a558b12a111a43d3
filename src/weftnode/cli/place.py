"""Where the node is: the option every verb has, and Django made ready for it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from weft.errors import NotConfigured
from weftnode import given

Dir = Annotated[Path | None, typer.Option("--dir", help="The node's folder. Default: WEFT_DIR, else ./weft-node.")]


def enter(folder: Path | None) -> Path:
    """Make Django ready for the node in ``folder``; NotConfigured when there is none, or it lacks a secret."""
    if folder is not None:
        os.environ["WEFT_DIR"] = str(folder.absolute())
    there = given.folder()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weftnode.settings")
    if not there.is_dir() and "WEFT_SECRET_KEY" not in os.environ and "WEFT_SECRET_KEY_FILE" not in os.environ:
        raise NotConfigured(f"there is no node in {there}", hint=f"make one: weft node init --dir {there}")
    import django  # noqa: PLC0415 -- slow import

    django.setup()
    return there
