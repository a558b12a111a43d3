"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "partners.partner.opened": _("wrote down a partner"),
    "partners.partner.changed": _("changed what is written of a partner"),
    "partners.status.changed": _("changed the status of a partnership"),
    "partners.status.proposed": _("proposed to open a partnership again"),
    "partners.status.dropped": _("dropped a proposal about a partnership"),
    "partners.point.added": _("added a focal point"),
    "partners.point.changed": _("changed a focal point"),
    "partners.agreement.written": _("wrote down an agreement"),
    "partners.agreement.changed": _("changed an agreement"),
    "partners.agreement.confirmed": _("confirmed an agreement"),
    "partners.agreements.imported": _("brought in agreements"),
    "partners.agreements.exported": _("took agreements out as a file"),
    "partners.marking.put": _("marked how far a thing may travel"),
    "partners.marking.read": _("looked at the marking of a thing"),
    "partners.outbound.allowed": _("the gate let a thing go"),
    "partners.outbound.redacted": _("the gate let a part of a thing go"),
    "partners.outbound.refused": _("the gate let a thing not go"),
    "partners.parcel.packed": _("packed a parcel for a partner"),
    "partners.parcel.handed": _("took a parcel for a partner out"),
    "partners.parcel.held_back": _("was not given a parcel: the gate says no today"),
    "partners.parcel.recalled": _("called a parcel back"),
    "partners.parcel.acknowledged": _("wrote down that a recall was acknowledged"),
    "partners.parcel.read": _("looked at a parcel"),
    "partners.sent.read": _("read the list of what was sent"),
    "partners.list.read": _("read the list of partners"),
    "partners.partner.read": _("read the page of a partner"),
    "partners.agreement.read": _("read an agreement"),
    "partners.agreements.read": _("read the list of agreements"),
    "partners.holidays.kept": _("wrote down public holidays"),
    "partners.holidays.read": _("read the public holidays"),
    "partners.preview.read": _("looked at a thing as a partner would see it"),
}
