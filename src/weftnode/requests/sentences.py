"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {}
