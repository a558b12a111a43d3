"""Reports to networks: what they share, what is shared too widely to say anything, and why two reports are joined."""

from weft.links.build import Networks, build
from weft.links.unchanged import Kept

__all__ = ["Kept", "Networks", "build"]
