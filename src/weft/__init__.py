"""Weft turns scattered scam reports into networks. The engine: no Django, no sockets, no clock, no dice.

    >>> import weft
    >>> [found.value for found in weft.find("Call 081-234-5678 today", country="TH")]
    ['+66812345678']

:func:`find` reads one text, :func:`read` files, :func:`networks` joins what was read. Each is loaded when first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weft.formats import read
    from weft.kinds import find
    from weft.links import build as networks

__version__ = "0.1.0"
__all__ = ["__version__", "find", "networks", "read"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- slow import: pyarrow and scipy cost a quarter of a second
    if name == "find":
        from weft.kinds import find  # noqa: PLC0415 -- slow import

        return find
    if name == "read":
        from weft.formats import read  # noqa: PLC0415 -- slow import

        return read
    if name == "networks":
        from weft.links import build  # noqa: PLC0415 -- slow import

        return build
    raise AttributeError(f"module 'weft' has no attribute {name!r}")
