"""Addresses of background work."""

from access_rows.words import EVERYBODY

ROWS = {
    "work:ready": ("get", EVERYBODY),
}
