"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "requests.drafted": _("drafted a request to a partner"),
    "requests.edited": _("changed the draft of a request"),
    "requests.received": _("took in a request of a partner"),
    "requests.proposed": _("asked for a second person's yes to a request"),
    "requests.approved": _("approved a request"),
    "requests.given_back": _("gave a request back to whoever wrote it"),
    "requests.sent": _("sent a request"),
    "requests.kept_here": _("the gate kept a request or what belongs to it here"),
    "requests.acknowledged": _("a request was acknowledged"),
    "requests.part_answered": _("a request was answered in part"),
    "requests.answered": _("a request was answered"),
    "requests.refused": _("a request was refused"),
    "requests.answer.proposed": _("wrote an answer that waits for a second person"),
    "requests.answer.dropped": _("an answer that waited was not given"),
    "requests.clock.stopped": _("stopped the clock of a request"),
    "requests.clock.started": _("let the clock of a request run on"),
    "requests.clock.moved": _("moved the due time of a request"),
    "requests.reminded": _("reminded of a request"),
    "requests.withdrawn": _("a request was withdrawn"),
    "requests.lapsed": _("a request lapsed"),
    "requests.owner_set": _("said who answers for a request"),
    "requests.parcel.arrived": _("took in a partner's signed parcel"),
    "requests.parcel.refused": _("did not take in a file that was to be a partner's parcel"),
    "requests.key.added": _("wrote down a partner's public key"),
    "requests.key.confirmed": _("confirmed a partner's public key"),
    "requests.key.ended": _("ended a partner's public key"),
    "requests.list.read": _("read a list of requests"),
    "requests.request.read": _("read a request"),
    "requests.figures.read": _("read figures of requests"),
    "requests.figures.exported": _("exported figures of requests"),
}
