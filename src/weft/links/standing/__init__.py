"""Networks that stand while reports are added."""

from weft.links.standing.stand import Standing

__all__ = ["Standing"]
