"""Addresses of partners."""

import datetime as dt

from access_rows.words import ANALYST, CASE, LIAISON
from weftnode.audit.actors import SHELL
from weftnode.partners import actions
from weftnode.partners.models import Sent, StatusChange

PARTNER_READERS = {ANALYST, CASE, LIAISON}
ROWS = {
    "partners:list": ("get", PARTNER_READERS),
    "partners:new": ("get", {LIAISON}),
    "partners:partner": ("get", PARTNER_READERS),
    "partners:edit": ("get", {LIAISON}),
    "partners:status": ("post", {LIAISON}),
    "partners:new_point": ("get", {LIAISON}),
    "partners:point": ("get", {LIAISON}),
    "partners:drop": ("post", {LIAISON}),
    "partners:approve": ("post", {LIAISON}),
    "partners:agreements": ("get", PARTNER_READERS),
    "partners:new_agreement": ("get", {LIAISON}),
    "partners:bring": ("get", {LIAISON}),
    "partners:take": ("get", {LIAISON}),
    "partners:agreement": ("get", PARTNER_READERS),
    "partners:edit_agreement": ("get", {LIAISON}),
    "partners:confirm": ("post", {LIAISON}),
    "partners:holidays": ("get", PARTNER_READERS),
    "partners:keep_holidays": ("post", {CASE, LIAISON}),
    "partners:sent": ("get", PARTNER_READERS),
    "partners:parcel": ("get", PARTNER_READERS),
    "partners:recall": ("post", {CASE, LIAISON}),
    "partners:acknowledge": ("post", {CASE, LIAISON}),
    "partners:fetch": ("post", {CASE, LIAISON}),
    "partners:marking": ("get", {ANALYST, CASE, LIAISON}),
    "partners:preview": ("get", PARTNER_READERS),
    "partners:send": ("post", {CASE, LIAISON}),
}
POINTED = {
    "partners:partner": "partner",
    "partners:edit": "partner",
    "partners:status": "partner",
    "partners:new_point": "partner",
    "partners:point": "point",
    "partners:drop": "change to drop",
    "partners:approve": "change",
    "partners:agreement": "agreement",
    "partners:edit_agreement": "agreement",
    "partners:confirm": "agreement",
    "partners:parcel": "parcel",
    "partners:recall": "parcel",
    "partners:acknowledge": "parcel",
    "partners:fetch": "parcel",
    "partners:marking": ["network label", "network"],
    "partners:preview": ["network label", "network"],
    "partners:send": ["network label", "network"],
}


def things(made):
    """A partner with everything that hangs on one, written by somebody who is not among those who try."""
    partner = actions.open_partner(by=SHELL, code="KH-CCD", name="Example Directorate", country="KH", status="active")
    other = actions.open_partner(by=SHELL, code="VN-A05", name="Example Department", country="VN")
    columns = {"partner": partner, "number": "A-1", "title": "T", "legal_basis": "L", "valid_from": dt.date(2020, 1, 1)}
    parcel = Sent.objects.create(
        partner=partner, purpose="fraud.network", title="x", tlp=0, pap=0, reference="P-1", name="P-1.zip",
        media_type="application/zip", data=b"", sha256="0" * 64, made_by="writer",
    )  # fmt: skip
    return {
        "partner": partner.pk,
        "point": actions.save_point(by=SHELL, partner=partner, name="Desk").pk,
        "agreement": actions.write_agreement(by=made.writer, columns=columns).pk,
        "change": _proposal(other),
        "change to drop": _proposal(partner),
        "parcel": parcel.pk,
        "network label": "networks.network",
        "other network label": "networks.network",
    }


def _proposal(partner):
    """A change that waits, made by nobody who tries."""
    made = StatusChange.objects.create(
        partner=partner, before=partner.status, after="active", since_on=dt.date(2031, 1, 1), why="x", made_by="writer"
    )
    return made.pk
