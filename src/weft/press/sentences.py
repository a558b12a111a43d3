"""Which language an article is in, and where its sentences begin and end."""

import re
import unicodedata

# A script that only one of our languages is written in decides at once.
_SCRIPTS = (
    ("th", "\u0e01", "\u0e4e"),
    ("lo", "\u0e81", "\u0ecd"),
    ("km", "\u1780", "\u17d3"),
    ("ko", "\uac00", "\ud7a3"),
    ("zh", "\u4e00", "\u9fff"),
)
_VIETNAMESE = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_ENDS = re.compile(r"[.!?។။。！？]+[\"”’»)」』]*(?=\s|$)|[。！？][」』”]*")
# After these a full stop ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-ZĐ]|Mr|Mrs|Ms|Dr|Gen|Lt|Pol|Maj|Col|St|No|vs|U\.S|H\.E|TP|ม|พ|ก|ต|ธ|ส|ร|น|อ|ล|ท|ดร|กท)\.$"
)


def language_of(text: str) -> str:
    """``vi``, ``th``, ``en``, ``zh``, ``ko``, ``km`` or ``lo``: by script, and for Latin letters by Vietnamese marks."""
    sample = text[:4000]
    counts = {code: sum(first <= sign <= last for sign in sample) for code, first, last in _SCRIPTS}
    code, most = max(counts.items(), key=lambda one: one[1])
    letters = sum(sign.isalpha() for sign in sample) or 1
    # Names in Latin letters stand in every article; a tenth in one script is enough.
    if most * 10 >= letters:
        return code
    marked = sum(sign in _VIETNAMESE for sign in unicodedata.normalize("NFC", sample).casefold())
    return "vi" if marked * 25 >= letters else "en"


def split(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, blanks around it left out. A line break always ends one.

    Thai and Lao write no full stop: there a paragraph is the sentence.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in _ENDS.finditer(text, line.start(), line.end()):
            # A slice: the beginning of a line must count as a beginning.
            if _SHORT.search(text[max(line.start(), end.start() - 6) : end.start() + 1]):
                continue
            found.append((start, end.end()))
            start = end.end()
        found.append((start, line.end()))
    return [trimmed for start, end in found if (trimmed := _trimmed(text, start, end)) is not None]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
