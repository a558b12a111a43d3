"""Addresses of the desk."""

from access_rows.words import SIGNED_IN

ROWS = {
    "desk:home": ("get", SIGNED_IN),
}
