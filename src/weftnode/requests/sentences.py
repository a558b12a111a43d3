"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise

SENTENCES: dict[str, "str | Promise"] = {}
