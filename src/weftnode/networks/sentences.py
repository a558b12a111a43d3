"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "networks.built": _("built the networks anew"),
    "networks.build_failed": _("networks could not be built"),
    "networks.judgement.made": _("judged whether reports belong together"),
    "networks.judgement.withdrawn": _("took a judgement back"),
    "networks.named": _("named a network"),
    "networks.watched": _("began to watch a network"),
    "networks.unwatched": _("stopped watching a network"),
    "networks.list.read": _("read a list of networks"),
    "networks.network.read": _("read a network"),
    "networks.graph.read": _("walked through the picture of a network"),
    "networks.network.without": _("looked at a network without one identifier"),
    "networks.damped.read": _("looked at what many reports share"),
}
