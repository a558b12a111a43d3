"""Addresses of accounts."""

from access_rows.words import ADMIN, ANALYST, AUDITOR, CASE, SIGNED_IN, SUPPORT
from weftnode.accounts import roles
from weftnode.accounts.models import Grant

ROWS = {
    "accounts:one_time": ("get", set()),
    "accounts:me": ("get", SIGNED_IN),
    "accounts:language": ("post", SIGNED_IN),
    "accounts:tokens": ("get", {ANALYST, CASE}),
    "accounts:end_token": ("post", {ANALYST, CASE}),
    "accounts:glass": ("get", {ANALYST, CASE, SUPPORT}),
    "accounts:broken": ("get", {AUDITOR}),
    "accounts:officers": ("get", {AUDITOR, ADMIN}),
    "accounts:officer": ("get", {AUDITOR, ADMIN}),
    "accounts:give_role": ("post", {ADMIN}),
    "accounts:set_compartments": ("post", {ADMIN}),
    "accounts:make_link": ("post", {ADMIN}),
    "accounts:close_account": ("post", {ADMIN}),
    "accounts:approve_role": ("post", {ADMIN}),
    "accounts:end_role": ("post", {ADMIN}),
    "accounts:compartments": ("get", {AUDITOR, ADMIN}),
}
POINTED = {
    "accounts:officer": "officer",
    "accounts:give_role": "officer",
    "accounts:set_compartments": "officer",
    "accounts:make_link": "officer",
    "accounts:close_account": "officer",
    "accounts:approve_role": "grant",
    "accounts:end_role": "grant",
}
ARGS = {"accounts:one_time": ["x" * 43], "accounts:end_token": [1]}


def things(made):
    """An officer and a role that waits for its second administrator."""
    somebody, second = made.officer("somebody"), made.officer("second", roles.Administrator)
    grant = Grant.objects.create(officer=somebody, role=ANALYST, proposed_by=second.login)
    return {"officer": somebody.pk, "grant": grant.pk}
