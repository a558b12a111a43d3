"""Grounds of refusal: what each is called, and the text it comes from. A test holds the words and `grounds.toml` together."""

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Final[dict[str, "str | Promise"]] = {
    "political": _("political offence"),
    "discrimination": _("prosecution for race, sex, religion, nationality or political opinion"),
    "sovereignty": _("sovereignty, security, public order or other essential interests"),
    "dual_criminality": _("no offence under our law (dual criminality is missing)"),
    "military": _("purely military offence"),
    "double_jeopardy": _("the person was judged for it already, or the matter is before our courts"),
    "own_investigation": _("it would disturb an investigation of our own"),
    "human_rights": _("risk to human rights"),
    "victim": _("the person is presumed a victim"),
    "insufficient_facts": _("the facts given do not suffice"),
    "outside_agreement": _("the agreement does not cover it"),
    "wrong_channel": _("another authority must be asked"),
    "disproportionate": _("more than the matter is worth"),
    "nothing_held": _("we hold nothing of it"),
    "other": _("another ground"),
}
NOTES: Final[dict[str, "str | Promise"]] = {
    "own_investigation": _("There a ground to postpone, not to refuse: say until when."),
    "human_rights": _("Death penalty, torture, persecution of whoever would be handed over or named."),
    "victim": _("The person it is about is presumed a victim; victim support is asked first."),
    "insufficient_facts": _("Say which facts are missing: a new request with them is welcome."),
    "outside_agreement": _("Purpose, offence or kind of data that the agreement does not cover."),
    "wrong_channel": _("Name the authority that may answer, for instance the central authority for evidence."),
    "nothing_held": _("Searched, and nothing was found."),
    "other": _("Say it in the text."),
}
"""What more there is to say of a ground, to whoever chooses it."""
CHOICES: Final = list(NAMES.items())


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of refusal."""

    code: str
    title: str
    """Title of the text it comes from; empty while it is unverified."""
    url: str
    clause: str

    @property
    def name(self) -> "str | Promise":
        return NAMES[self.code]

    @property
    def note(self) -> "str | Promise":
        return NOTES.get(self.code, "")


@functools.cache
def grounds() -> dict[str, Ground]:
    """Every ground by its code, in the order of the file."""
    data = tomllib.loads(resources.files(__package__).joinpath("grounds.toml").read_text("utf-8"))
    sources = data["sources"]
    return {
        one["code"]: Ground(
            one["code"],
            sources[one["source"]]["title"] if "source" in one else "",
            sources[one["source"]]["url"] if "source" in one else "",
            one.get("clause", ""),
        )
        for one in data["ground"]
    }


def name(code: str) -> str:
    """A ground in words; one that a partner's newer node names and ours does not know, by its code."""
    return str(NAMES.get(code) or code.replace("_", " "))
