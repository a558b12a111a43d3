"""The mark of each kind of identifier: a shape of its own, so that colour is never needed to tell kinds apart."""

import math

from weft.findings.markup import Markup, void

# Colour groups, by what an officer would do with it: call, hold, block, look up. The colours are in style.css.
GROUPS = {
    "phone": "call",
    "handle": "call",
    "email": "call",
    "bank_account": "money",
    "payment_qr": "money",
    "wallet": "money",
    "domain": "web",
    "url": "web",
    "device": "thing",
    "national_id": "thing",
    "passport": "thing",
    "report": "report",
}

# Corners of the polygons as (number, turn in degrees, size beside a circle of the same weight); None is a circle.
_CORNERS: dict[str, tuple[int, float, float] | None] = {
    "report": None,
    "phone": None,
    "bank_account": (4, 45, 1.2),
    "wallet": (4, 0, 1.25),
    "payment_qr": (8, 22.5, 1.05),
    "domain": (3, -90, 1.3),
    "url": (3, 90, 1.3),
    "email": (5, -90, 1.15),
    "handle": (6, 0, 1.1),
    "device": (6, 30, 1.1),
    "national_id": (5, 90, 1.15),
    "passport": (8, 0, 1.05),
}


def group(kind: str) -> str:
    """The colour group of a kind; unknown kinds share one."""
    return GROUPS.get(kind, "thing")


def mark(kind: str, x: float, y: float, radius: float) -> Markup:
    """The shape of a kind around a point."""
    corners = _CORNERS.get(kind, (7, -90, 1.1))
    class_ = f"mark g-{group(kind)}"
    if corners is None:
        return void("circle", class_=class_, cx=f"{x:g}", cy=f"{y:g}", r=f"{radius:g}")
    return void("polygon", class_=class_, points=points(corners, x, y, radius))


def points(corners: tuple[int, float, float], x: float, y: float, radius: float) -> str:
    """Corners of a regular polygon as SVG writes them."""
    number, turn, size = corners
    angles = [math.radians(turn + 360 * n / number) for n in range(number)]
    return " ".join(f"{x + radius * size * math.cos(a):.1f},{y + radius * size * math.sin(a):.1f}" for a in angles)


def unit_points() -> dict[str, str]:
    """Every polygon around the origin with radius 1, times 100: what the script draws with the same shapes."""
    return {kind: points(corners, 0, 0, 100) for kind, corners in _CORNERS.items() if corners is not None}
