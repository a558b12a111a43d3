"""Text that is not prose: chats saved from an app, forms of ``Name: value`` lines, lists of one identifier a line."""

import re
from collections.abc import Sequence
from typing import Final

from weft import kinds
from weft.formats import headers

# WhatsApp writes "03/10/2025, 10:16 - Ann: hello", Telegram "[2025/10/03 10:16] Ann: …", LINE "10:16<TAB>Ann<TAB>hello",
# KakaoTalk "2025년 10월 3일 오전 10:15, 홍길동 : …", WeChat "2025-10-03 10:16:02 Ann".
_MESSAGE: Final = re.compile(
    r"[\[\u200e]*\d{1,4}(?:[./-]|년\s?)\d{1,2}(?:[./-]|월\s?)\d{1,4}일?,?\s{0,2}(?:오전|오후|上午|下午)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\]?"
    r"(?:\s?-\s|,?\s)\S|\d{1,2}:\d{2}(?:\s?[AP]M)?\t[^\t]+\t",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"\s{0,8}([^\s:：][^:：\n]{0,48}?)\s{0,4}[:：]\s{0,4}(?!//)(.*)", re.DOTALL)


def is_chat(lines: Sequence[str]) -> bool:
    """Whether a third of the lines (messages may have several) are messages with their time and writer."""
    written = [line for line in lines if line.strip()]
    return len(written) >= 3 and sum(1 for line in written if _MESSAGE.match(line)) * 3 >= len(written)


def fields(paragraph: str) -> list[tuple[str, str]] | None:
    """(name, value) of a form's lines, or None when the paragraph is prose. Lines without a name go on with the value before."""
    found: list[tuple[str, str]] = []
    known = lines = 0
    for line in paragraph.split("\n"):
        match = _FIELD.fullmatch(line)
        if match:
            lines += 1
            known += headers.best(match[1])[1] >= 0.6
            found.append((match[1], match[2].strip()))
        elif found and line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.strip()}".strip())
        elif line.strip():
            return None
    return found if known >= 2 and known * 2 >= lines else None


def is_list(lines: Sequence[str]) -> bool:
    """Whether nearly every line is one identifier that proves itself, and nothing else: a list, not a story."""
    entries = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")][:200]
    if len(entries) < 3:
        return False
    alone = sum(1 for entry in entries if _is_identifier(entry))
    return alone * 10 >= 9 * len(entries)


def _is_identifier(entry: str) -> bool:
    if len(entry) > 2083:
        return False
    found = [*kinds.kind("wallet").clean(entry, None), *kinds.find(entry, None)]
    return any(one.end - one.start >= len(entry) - 2 for one in found)
