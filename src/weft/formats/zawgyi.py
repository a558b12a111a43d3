"""Burmese typed for the Zawgyi font: told from Unicode, and turned into it.

Zawgyi puts its own meaning on the code points of the Myanmar block: vowel ေ and medial ြ come before their consonant as they are
seen, U+1039 is the visible killer instead of the stacker, and U+1060 to U+1097 hold stacked forms (Unicode: letters of Karen and
Shan). The signs counted here cannot occur in the other order; the order written is that of Unicode Technical Note 11,
"Representing Myanmar in Unicode". No model: a text without any such sign is left alone.
"""

import re
from typing import Final

_CONSONANT: Final = "\u1000-\u1021\u1025\u1027\u1029\u103f\u104e"

# What only Zawgyi writes: ေ or its ြ at the start of a word, a killer before anything but a consonant, stacked forms.
_ZAWGYI: Final = re.compile(
    rf"(?:^|[^{_CONSONANT}\u1039\u103a-\u103e\u105a\u1060-\u1097])[\u1031\u103b\u107e-\u1084]+[\u1000-\u1021]"
    rf"|\u1039(?![\u1000-\u1021])"
    r"|[\u1033\u1034\u105a\u1060-\u106d\u1070-\u107d\u1085\u1087-\u108e\u1093-\u1097]"
    r"|\u1031\u103b[\u1000-\u1021]"
)
# What only Unicode writes: a stacker between consonants, a killer (103A) behind a consonant and at a syllable's end, ေ behind its consonant and medials.
_UNICODE: Final = re.compile(
    r"[\u1000-\u1021]\u103a(?:[\u1037\u1038]|(?=[\s\u104a\u104b]|$|[\u1000-\u1021]))|[\u1000-\u1021\u103b-\u103e]\u1031[\u102b\u102c\u1037\u1038\s]|\u103a\u1039[\u1000-\u1021]"
)

_DIRECT: Final = {
    "\u1033": "\u102f",
    "\u1034": "\u1030",
    "\u1039": "\u103a",
    "\u103a": "\u103b",
    "\u103b": "\u103c",
    "\u103c": "\u103d",
    "\u103d": "\u103e",
    "\u105a": "\u102b\u103a",
    "\u106a": "\u1009",
    "\u106b": "\u100a",
    "\u106e": "\u100d\u1039\u100d",
    "\u106f": "\u100d\u1039\u100e",
    "\u107d": "\u103b",
    "\u1086": "\u103f",
    "\u1087": "\u103e",
    "\u1088": "\u103e\u102f",
    "\u1089": "\u103e\u1030",
    "\u108a": "\u103d\u103e",
    "\u108b": "\ue000\u102d",  # kinzi and a vowel; U+E000 stands for kinzi until the cluster is put in order
    "\u108c": "\ue000\u102e",
    "\u108d": "\ue000\u1036",
    "\u108e": "\u102d\u1036",
    "\u108f": "\u1014",
    "\u1090": "\u101b",
    "\u1091": "\u100f\u1039\u100d",
    "\u1092": "\u100b\u1039\u100c",
    "\u1094": "\u1037",
    "\u1095": "\u1037",
    "\u1096": "\u1039\u1010\u103d",
    "\u1097": "\u100b\u1039\u100b",
    "\u1064": "\ue000",
    **dict.fromkeys("ၾၿႀႁႂႃႄ", "ြ"),
}
_STACKED: Final = dict(
    zip(
        "\u1060\u1061\u1062\u1063\u1065\u1066\u1067\u1068\u1069\u106c\u106d\u1070\u1071\u1072\u1073\u1074\u1075\u1076\u1077\u1078\u1079\u107a\u107b\u107c\u1085\u1093",
        "\u1000\u1001\u1002\u1003\u1005\u1006\u1006\u1007\u1008\u100b\u100c\u100f\u1010\u1010\u1011\u1011\u1012\u1013\u1014\u1015\u1016\u1017\u1018\u1019\u101c\u1018",
        strict=True,
    )
)
_TABLE: Final = str.maketrans(_DIRECT | {zawgyi: "\u1039" + consonant for zawgyi, consonant in _STACKED.items()})
_KINZI: Final = "\u1004\u103a\u1039"

# One syllable as Zawgyi spells it after the table: prefixes, consonant (with stacked ones), and marks in any order.
_CLUSTER: Final = re.compile(
    rf"([\u1031\u103c]*)([{_CONSONANT}\u1040](?:\u1039[\u1000-\u1021])*)((?:\u1039[\u1000-\u1021]|[\ue000\u102b-\u1030\u1032\u1036-\u1038\u103a-\u103e])*)"
)
_MARK: Final = re.compile("\u1039[\u1000-\u1021]|.")
# Technical Note 11: medials ya ra wa ha, then ေ, upper vowels, lower vowels, aa, ai, killer, anusvara, dot below, visarga.
_ORDER: Final = {
    mark: place
    for place, mark in enumerate(
        "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102b\u102c\u103a\u1036\u1037\u1038"
    )
}


def is_zawgyi(text: str) -> bool:
    """Whether the Burmese in ``text`` is Zawgyi: more signs that only Zawgyi writes than signs that only Unicode writes."""
    signs = len(_ZAWGYI.findall(text))
    return signs > 0 and signs > len(_UNICODE.findall(text))


def to_unicode(text: str) -> str:
    """Zawgyi text in Unicode; characters outside the Myanmar block are untouched, figures stay figures."""
    return _CLUSTER.sub(_ordered, text.translate(_TABLE)).replace("\ue000", _KINZI)


def _ordered(match: re.Match[str]) -> str:
    prefix, consonant, marks = match.groups()
    if consonant[0] == "\u1040":
        if not marks and not prefix:
            return match.group()
        # The letter wa is often typed with the figure zero, which looks the same; a figure carries no marks.
        consonant = "\u101d" + consonant[1:]
    parts = _MARK.findall(marks)
    stacked = "".join(part for part in parts if len(part) == 2)
    kinzi = _KINZI if "\ue000" in parts else ""
    singles = sorted(
        {part for part in [*prefix, *parts] if len(part) == 1 and part != "\ue000"},
        key=lambda mark: _ORDER.get(mark, 99),
    )
    if consonant == "\u1025" and "\u103a" in singles:
        consonant = "\u1009"
    if consonant == "\u1025" and "\u102e" in singles:
        consonant = "\u1026"
        singles.remove("\u102e")
    # A tall aa with its killer is a vowel of its own: the killer stays behind it.
    return kinzi + consonant + stacked + "".join(singles)
