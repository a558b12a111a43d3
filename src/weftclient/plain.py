"""JSON to objects and back, by the types that the objects declare. What an object does not know is left out: newer nodes say more."""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def read(kind: type[T], said: Any) -> T:
    """An object of ``kind`` out of what a node said. ValueError when the answer is none of the kind."""
    try:
        made = _read(kind, said)
    except (TypeError, KeyError, ArithmeticError) as problem:
        raise ValueError(f"the answer is no {kind.__name__}: {problem}") from problem
    return typing.cast("T", made)


def write(given: Any) -> dict[str, Any]:
    """A dataclass as JSON takes it; fields that say nothing are left out."""
    found = {one.name: getattr(given, one.name) for one in dataclasses.fields(given)}
    return {name: _written(value) for name, value in found.items() if value not in ("", (), None)}


def _written(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {one.name: hints[one.name] for one in dataclasses.fields(kind)}


@cache
def _defaults(kind: type) -> frozenset[str]:
    return frozenset(one.name for one in dataclasses.fields(kind) if one.default is not dataclasses.MISSING)


def _read(kind: Any, said: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in {types.UnionType, typing.Union}:
        return None if said is None else _read(typing.get_args(kind)[0], said)
    if origin is tuple:
        return tuple(_read(typing.get_args(kind)[0], one) for one in said)
    if origin is Mapping or kind is Any:
        return said
    if origin is typing.Literal:
        return str(said)
    if dataclasses.is_dataclass(kind):
        # What is missing takes the object's own default, where it has one.
        there = {name: hint for name, hint in _hints(kind).items() if name in said or name not in _defaults(kind)}  # type: ignore[arg-type]
        return kind(**{name: _read(hint, said[name]) for name, hint in there.items()})  # type: ignore[operator]
    if kind is dt.date:
        return dt.date.fromisoformat(said)
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(said)
    if kind is Decimal:
        return Decimal(said)
    if kind is float and isinstance(said, int):
        return float(said)
    if not isinstance(said, kind):
        raise TypeError(f"{kind.__name__} expected, got {type(said).__name__}")
    return said
