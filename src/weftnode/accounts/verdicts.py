"""The answer to "may this person do that?": a yes, or a no with its reason, so that a page can say why a button is grey."""

from dataclasses import dataclass

from django.utils.functional import Promise

from weft.errors import Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed. ``reason`` says why not."""

    allowed: bool
    reason: "str | Promise" = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: "str | Promise") -> Verdict:
    """A refusal with its reason."""
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Raise Refused when the verdict is no: somebody went on although the page said why not."""
    if not verdict:
        raise Refused(str(verdict.reason))
