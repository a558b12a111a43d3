"""Reports to networks: what they share, what is shared too widely to say anything, and why two reports are joined."""

from weft.links.build import Networks, build

__all__ = ["Networks", "build"]
