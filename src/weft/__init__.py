"""Weft turns scattered scam reports into networks. The engine: no Django, no sockets, no clock, no dice.

    >>> import weft
    >>> [found.value for found in weft.find("Call 081-234-5678 today", country="TH")]
    ['+66812345678']

:func:`find` reads one text, :func:`read` files, :func:`networks` joins what was read. Each is loaded when first used.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "find", "networks", "read"]


def __getattr__(name: str) -> Any:
    if name == "find":
        from weft import kinds  # noqa: PLC0415 -- slow import

        return kinds.find
    if name == "read":
        from weft import formats  # noqa: PLC0415 -- slow import

        return formats.read
    if name == "networks":
        from weft import links  # noqa: PLC0415 -- slow import

        return links.build
    raise AttributeError(f"module 'weft' has no attribute {name!r}")
