"""The Traffic Light Protocol 2.0 (FIRST, 2022) and the Permissible Actions Protocol (MISP taxonomy ``PAP``), in order of strictness.

TLP says who may know, PAP what may be done with it. Both orders are total, so that the strictest of several labels is their maximum.
"""

from enum import IntEnum

from weft.errors import InputProblem


class MarkingNotRead(InputProblem):
    """A label that is no TLP or PAP label, or two different ones on one thing."""

    code = "input.marking"


class TLP(IntEnum):
    """Who may know. The value is the strictness."""

    CLEAR = 0
    """The world."""
    GREEN = 1
    """The community: partners, but not public channels."""
    AMBER = 2
    """The recipient's organisation and its clients, on a need to know."""
    AMBER_STRICT = 3
    """The recipient's organisation only."""
    RED = 4
    """The named recipients only. Also what an unmarked thing counts as."""

    @property
    def label(self) -> str:
        """As FIRST writes it: ``TLP:AMBER+STRICT``."""
        return "TLP:" + self.name.replace("_", "+")

    @property
    def stix_id(self) -> str:
        """The marking-definition of the OASIS TLP 2.0 extension."""
        return f"marking-definition--{_STIX[self]}"

    @classmethod
    def read(cls, text: str) -> "TLP":
        """A label as people write it. ``WHITE`` is TLP 1.0's word for CLEAR. Raises MarkingNotRead.

        >>> TLP.read("tlp:amber+strict").label
        'TLP:AMBER+STRICT'
        """
        name = _name(text, "TLP")
        if name in cls.__members__:
            return cls[name]
        raise MarkingNotRead(
            f"{text!r} is no TLP label",
            hint="Use TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.",
        )


class PAP(IntEnum):
    """What may be done with it. The value is the strictness."""

    CLEAR = 0
    """Anything."""
    GREEN = 1
    """Active measures that the other side may notice: block, take down, hold."""
    AMBER = 2
    """Passive look-ups that the other side cannot notice."""
    RED = 3
    """Nothing that shows outside of one's own systems. Also what an unmarked thing counts as."""

    @property
    def label(self) -> str:
        """As the taxonomy writes it: ``PAP:AMBER``."""
        return f"PAP:{self.name}"

    @classmethod
    def read(cls, text: str) -> "PAP":
        """A label as people write it. Raises MarkingNotRead."""
        name = _name(text, "PAP")
        if name in cls.__members__:
            return cls[name]
        raise MarkingNotRead(f"{text!r} is no PAP label", hint="Use PAP:CLEAR, PAP:GREEN, PAP:AMBER or PAP:RED.")


# OASIS, TLP 2.0 as STIX 2.1 extension-definition 60a3c5c5-0d10-413e-aab3-9e08dde9e88d.
_STIX = {
    TLP.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    TLP.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    TLP.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    TLP.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    TLP.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def _name(text: str, scheme: str) -> str:
    name = "".join(text.split()).upper().removeprefix(f"{scheme}:").replace("+", "_")
    return "CLEAR" if name == "WHITE" else name
