"""What a column is, seen beside the others of its file: what neither its own header nor its own cells can say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from weft import countries
from weft.formats import headers
from weft.formats.mapping import KIND_FIELDS
from weft.kinds import handle

if TYPE_CHECKING:
    from weft.formats.columns import Column

# Either side of a call, an interview or a sale: whoever reported, once another column is the suspect's.
_EITHER: Final = frozenset(
    ["caller", "callers", "caller's", "respondent", "respondents", "buyer", "consumer", "client", "user"]
)
# The first column of a form's answers, as Google Forms names it in the languages of the region.
_STAMPS: Final = frozenset(
    {
        "timestamp",
        "ประทับเวลา",
        "dấu thời gian",
        "타임스탬프",
        "时间戳记",
        "時間戳記",
        "cap waktu",
        "cap masa",
        "stempel waktu",
        "タイムスタンプ",
        "ត្រាពេលវេលា",
        "ປະທັບເວລາ",
    }
)
_SENDERS: Final = frozenset(["sender", "sender id", "sender name", "sent by", "from", "originator", "sender number", "người gửi", "ผู้ส่ง", "发件人", "发送者", "발신자", "pengirim", "差出人"])  # fmt: skip
_MESSAGES: Final = frozenset(["message", "messages", "sms", "text", "body", "content", "nội", "ข้อความ", "内容", "短信内容", "메시지", "문자내용", "내용", "pesan", "mesej", "本文"])  # fmt: skip
_KINDS: Final = frozenset({*KIND_FIELDS, "identifiers"})
_FEWEST: Final = 3
_HOST: Final = re.compile(r"https?://", re.IGNORECASE)


def app_of(file: str) -> str:
    """The app a file is named after, by a Latin word of its own: "ออนไลน์" (online) holds the Thai name of one and means none."""
    words = re.findall(r"[A-Za-z]{4,}", file.rpartition(".")[0])
    named = {app for word in words if (app := handle.platform_named(word))}
    return named.pop() if len(named) == 1 else ""


def of_app(found: list["Column"], file: str, fixed: frozenset[str] | set[str]) -> list["Column"]:
    """In a file named after one app ("LINE_ID.csv") a column of accounts holds the accounts on it, where nothing names a bank."""
    app = app_of(file)
    if not app or any(one.field in {"bank", "handle", "narrative"} or one.searched for one in found):
        return found
    rivals = [one for one in found if one.field == "bank_account" and one.header not in fixed]
    if len(rivals) == 1:
        place = found.index(rivals[0])
        found[place] = replace(rivals[0], field="handle", sureness=0.6, because=f"the file is named after {app}")
    return found


def settled(found: list["Column"], rows: Sequence[Sequence[str]], fixed: frozenset[str] | set[str]) -> list["Column"]:
    """``found`` with the columns corrected that others tell more of; ``fixed`` are headers a mapping or a format decides."""
    return _feeds(_form_writer(_senders(_other_side(found, fixed), fixed), fixed), rows, fixed)


def _other_side(found: list["Column"], fixed: frozenset[str] | set[str]) -> list["Column"]:
    """A "Caller ph" beside a "Scammer ph" is the victim's; alone it is the scammer's."""
    suspects = [one for one in found if one.field in _KINDS and headers.of_suspect(one.header)]
    if not suspects:
        return found
    return [
        replace(one, field="reporter", because=f"{suspects[0].header!r} is the scammer's, so this is who reported")
        if one.field in {*_KINDS, "bank"}
        and one.header not in fixed
        and not headers.of_suspect(one.header)
        and _EITHER & set(headers.fold(one.header).split())
        else one
        for one in found
    ]


def _senders(found: list["Column"], fixed: frozenset[str] | set[str]) -> list["Column"]:
    """Who sent money reports it; who sent a message is reported. A file of messages has their text, and no accounts or sums."""
    words = [set(headers.fold(one.header).split()) for one in found if one.field == "narrative"]
    if not any(_MESSAGES & said for said in words) or any(one.field in {"bank_account", "amount"} for one in found):
        return found
    return [
        replace(one, field="identifiers", sureness=0.6, because="who sent the message reported")
        if one.field in {"reporter", "extra"} and one.header not in fixed and headers.fold(one.header) in _SENDERS
        else one
        for one in found
    ]


def _form_writer(found: list["Column"], fixed: frozenset[str] | set[str]) -> list["Column"]:
    """A form's answers begin with their time, and the address of whoever answered."""
    if len(found) > 2 and headers.fold(found[0].header) in _STAMPS:
        for place in (1, len(found) - 1):
            one = found[place]
            if one.field == "email" and one.header not in fixed and not headers.of_suspect(one.header):
                found[place] = replace(one, field="reporter", because="a form notes who filled it in")
                break
    return found


def _feeds(found: list["Column"], rows: Sequence[Sequence[str]], fixed: frozenset[str] | set[str]) -> list["Column"]:
    """Beside a column of addresses on many sites, one whose addresses all lie on a single site is the list's own pages."""
    hosts = {
        one.index: _hosts([row[one.index].strip() for row in rows if one.index < len(row)])
        for one in found
        if one.header not in fixed and one.field not in {"reporter", "ignore"}
    }
    many = [index for index, met in hosts.items() if len(set(met)) > 1]
    if not many:
        return found
    for index, met in hosts.items():
        if len(met) >= _FEWEST and len(set(met)) == 1 and index not in many:
            because = f"all its addresses lie on {met[0]}: the list's own pages"
            found[index] = replace(found[index], field="extra", because=because, searched=False)
    return found


def _hosts(cells: list[str]) -> list[str]:
    """The hosts of a column whose filled cells are all addresses, else nothing."""
    filled = [cell for cell in cells if cell]
    if not all(_HOST.match(cell) and "]" not in cell and " " not in cell for cell in filled):
        return []
    return [urlsplit(cell).netloc.casefold() for cell in filled]


def bank_in(header: str, country: str | None) -> str:
    """The bank a header of accounts names ("STK Vietcombank", "KBANK account no"), as written, or ""."""
    words = [word for word in re.split(r"[\s_()（）\[\]/,.:\-–]+", header) if word]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if countries.fold(name) in countries.bank_spellings() and headers.best(name)[0] is None:
                return name
    return ""
