"""Addresses of the log."""

from access_rows.words import AUDITOR

ROWS = {
    "audit:log": ("get", {AUDITOR}),
    "audit:entry": ("get", {AUDITOR}),
    "audit:proofs": ("get", {AUDITOR}),
    "audit:export": ("post", {AUDITOR}),
}
ARGS = {"audit:entry": [0]}
