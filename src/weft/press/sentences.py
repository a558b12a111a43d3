"""Which language an article is in, and where its sentences begin and end."""

import itertools
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
    r"(?:^|[\s(.])(?:[A-ZĐ]|Mr|Mrs|Ms|Dr|Gen|Lt|Pol|Maj|Col|Capt|Sgt|Brig|Insp|Supt|Sen|Rep|Gov|Hon|Adm|Prof|St|No|vs|Jr|Sr|U\.S|U\.N|H\.E|TP"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e|Co|Ltd|Inc)\.$"
)
# Thai and Lao end no sentence with a full stop; theirs stand behind ranks and short words ("พล.ต.อ.", "ดร.").
_POINTLESS = re.compile(r"[\u0e00-\u0eff]\.$")
# Where a new sentence begins inside of a paragraph of Thai or Lao: behind a blank, at a word that opens one.
_OPENERS = re.compile(
    r"(?<=\s)(?=นอกจากนี้|ทั้งนี้|ขณะที่|ขณะเดียวกัน|อย่างไรก็ตาม|ก่อนหน้านี้|ที่ผ่านมา|ต่อมา|จากนั้น|ล่าสุด|พร้อมกันนี้|ในส่วนของ|สำหรับ|ด้านนาย|ด้านนาง|ด้านพล|ด้าน พล"
    r"|ນອກຈາກນີ້|ນອກຈາກນັ້ນ|ພ້ອມກັນນີ້|ຂະນະທີ່|ໃນຂະນະດຽວກັນ|ທັງນີ້|ຢ່າງໃດກໍຕາມ|ກ່ອນໜ້ານີ້|ຕໍ່ມາ)"
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

    Thai and Lao write no full stop: there a paragraph is the sentence, or what stands up to a word that opens another.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in _ENDS.finditer(text, line.start(), line.end()):
            # A slice: the beginning of a line must count as a beginning.
            # "1." at the beginning of a line numbers a paragraph.
            if text[line.start() : end.start()].strip().isdigit():
                continue
            front = text[max(line.start(), end.start() - 6) : end.start() + 1]
            if _SHORT.search(front) or (_POINTLESS.search(front) and end.end() < line.end()):
                continue
            # A small letter goes on with the sentence: "approx. 40 people".
            if end[0] == "." and re.match(r"\s+[a-zđ]", text[end.end() : end.end() + 3]):
                continue
            found += _opened(text, start, end.end())
            start = end.end()
        found += _opened(text, start, line.end())
    return [trimmed for start, end in found if (trimmed := _trimmed(text, start, end)) is not None]


def _opened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(hit.start() for hit in _OPENERS.finditer(text, start + 1, end)), end]
    return list(itertools.pairwise(cuts))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
