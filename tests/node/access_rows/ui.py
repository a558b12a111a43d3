"""Addresses of the pages everybody has."""

from access_rows.words import EVERYBODY

ROWS = {
    "ui:help": ("get", EVERYBODY),
    "ui:components": ("get", EVERYBODY),
    "ui:language": ("post", EVERYBODY),
}
