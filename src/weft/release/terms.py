"""The words an agreement is written in: sorts of object, purposes and offence categories, read from ``terms.toml``."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Term:
    """One word."""

    code: str
    name: str
    """In English; pages translate it."""
    source: str = "own"
    """Where it comes from; ``own`` for words of this project."""
    verified: bool = True
    """Whether somebody has read the source; shown where not."""


@functools.cache
def _file() -> Mapping[str, Mapping[str, Term]]:
    text = (resources.files(__package__) / "terms.toml").read_text("utf-8")
    groups = tomllib.loads(text).items()
    return {group: {code: Term(code, **term) for code, term in terms.items()} for group, terms in groups}


def objects() -> Mapping[str, Term]:
    """Sorts of thing that may go, by code."""
    return _file()["objects"]


def purposes() -> Mapping[str, Term]:
    """What a thing may go for, by code."""
    return _file()["purposes"]


def offences() -> Mapping[str, Term]:
    """Offence categories, by code. No political offence is on the list, on purpose."""
    return _file()["offences"]
