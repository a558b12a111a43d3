"""Networks that stand while reports are added."""

from weft.links.standing.kept import StandingNotRead, load, save
from weft.links.standing.stand import Standing

__all__ = ["Standing", "StandingNotRead", "load", "save"]
