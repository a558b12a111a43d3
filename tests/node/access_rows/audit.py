"""Addresses of the log."""

import datetime as dt

from access_rows.words import ADMIN, AUDITOR
from weft.ledger.note import Signer
from weft.ledger.verify import COSIGNATURE_V1
from weftnode.audit.models import Erasure, Witness

ROWS = {
    "audit:log": ("get", {AUDITOR}),
    "audit:entry": ("get", {AUDITOR}),
    "audit:proofs": ("get", {AUDITOR}),
    "audit:export": ("post", {AUDITOR}),
    "audit:erasures": ("get", {AUDITOR, ADMIN}),
    "audit:approve_erasure": ("post", {AUDITOR, ADMIN}),
    "audit:drop_erasure": ("post", {AUDITOR, ADMIN}),
    "audit:witnesses": ("get", {AUDITOR}),
    "audit:ask_witness": ("post", {AUDITOR}),
    "audit:take_answer": ("post", {AUDITOR}),
    "audit:end_witness": ("post", {AUDITOR}),
}
ARGS = {"audit:entry": [0]}
POINTED = {
    "audit:approve_erasure": "erasure",
    "audit:drop_erasure": "erasure",
    "audit:ask_witness": "witness",
    "audit:take_answer": "witness",
    "audit:end_witness": "ended witness",
}


def things(made):
    """An erasure that waits, asked for by nobody who tries; a witness that is believed, and one that is not any more."""
    erasure = Erasure.objects.create(until=dt.date(2020, 1, 1), why="x", found=1, proposed_by="writer")
    seeds = (b"w" * 32, b"x" * 32)
    keys = [
        Signer(f"{name}.example/witness", seed, COSIGNATURE_V1).key
        for name, seed in zip(("th", "vn"), seeds, strict=True)
    ]
    one, other = (Witness.objects.create(name=key.name, line=str(key), added_by="writer") for key in keys)
    return {"erasure": erasure.pk, "witness": one.pk, "ended witness": other.pk}
