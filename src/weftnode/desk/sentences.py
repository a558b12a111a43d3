"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "desk.feed.made": _("made a calendar address"),
    "desk.feed.ended": _("ended a calendar address"),
    "desk.feed.read": _("a calendar was read under a secret address"),
    "desk.calendar.downloaded": _("took a calendar along"),
    "desk.board.read": _("looked at what is due"),
    "desk.digest.read": _("read what is due today"),
}
