"""What is done again and again: apps say so when they start, the worker writes it into its table."""

import datetime as dt

_EVERY: dict[str, dt.timedelta] = {}


def add(task: str, every: dt.timedelta) -> None:
    """Do the task of this dotted path again and again."""
    _EVERY[task] = every


def everything() -> dict[str, dt.timedelta]:
    """All that apps asked for."""
    return dict(_EVERY)
