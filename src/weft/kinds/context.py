"""What the words around a number say about it: the nearest deciding word, whether it is right beside, and the bank.

A word serves the number that follows it, not the one after that, unless nothing but "and", a comma or a slash stands between
the two. Words behind a number only name its bank, and only when no number of their own follows them.
"""

import functools
import re
from dataclasses import dataclass

from weft import countries
from weft.kinds import words
from weft.kinds.page import Page

# How far a word reaches: about a clause.
_REACH = 40
_REACH_BEHIND = 28
_COUNTRY_REACH = 26
# A country's code or flag right before a number, as in a list of contacts.
_CODE = re.compile(rb"(?<![A-Za-z])(TH|VN|KH|LA|MM|CN|KR|MY|SG|PH|ID|JP|TW|HK|IN|US)[:)] ?$")
_FIRST_OF_FLAGS = 0x1F1E6  # regional indicator A
_FLAG = re.compile(rb"\x81\x81[ :]{0,2}$")
_DECIDING = words.PHONE | words.ACCOUNT | words.NOT | words.NATIONAL_ID | words.PASSPORT | words.DEVICE
# What people list several of behind one word.
_LISTED = words.PHONE | words.ACCOUNT | words.DEVICE | words.NATIONAL_ID | words.PASSPORT
_GAP_MARKS = re.compile(rb"[ :;.,#\-=>(\[\"'/*~)\]+|]+")
# "Account to be paid into: 0123": what stands before a colon is one label, whatever its words.
_LABEL = re.compile(rb"[^\d.,:;!?\n\x82]{0,24}[:=] ?[\"'(+]*")
_SENTENCE = re.compile(rb"[.!?] |[\x82\n!?]")
_NEXT_LINE = re.compile(rb"(?: ?[Bb]ank)?[ .:)]{0,3}\n[ ]{0,4}")
# … and the label of the number between the two.
_FORM = re.compile(rb"(?: ?[Bb]ank)?[ .:)]{0,3}\n[^\d\n]{0,40}")
_NUMBER = re.compile(rb"\d(?:[ -]?\d){5}")
_CLOSED = re.compile(rb"[,;|\n\x82!?]|[.] | / ")
_CLOSES = frozenset(b")],;")


@functools.cache
def _list_marks() -> re.Pattern[bytes]:
    """What stands between two numbers of a list: marks, and one word such as "and"."""
    ands = b"|".join(re.escape(word) for word in words.list_words())
    return re.compile(rb"[ ,;/|&+\n\1()\[\]-]*(?:(?:" + ands + rb")[ :]*)?[+(]*")


@dataclass(slots=True)
class Context:
    """What is known of one number's surroundings."""

    means: int = 0
    """Bits of the nearest deciding word before the number, 0 without one."""
    adjacent: bool = False
    """Only filler ("no.", "is") stands between that word and the number."""
    same_sentence: bool = False
    listed: bool = False
    """The word belongs to a number before, and this one follows in a list."""
    named: words.Hit | None = None
    """The bank's name before the number, the nearest of the report's country first."""


NONE = Context()


class Reader:
    """Reads the contexts of a page's numbers, from first to last."""

    __slots__ = ("_end", "_hit", "_last", "_page", "_taken", "_text", "country")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._text = 0
        self._hit = 0  # the first word that ends behind the number
        self._end = 0
        self._last = NONE
        self._taken = -1
        self.country = page.countries[0]
        """That of the text in which the number last asked for stands."""

    def skip(self, end: int) -> None:
        """A number that is nobody's ends here: words before it do not serve the next one."""
        self._end = end
        self._last = NONE

    def at(self, start: int, end: int) -> Context:
        """The context of the number between two places; numbers must come in their order."""
        if start < self._end and end <= self._end:
            return self._last
        page = self._page
        starts, hits = page.starts, page.hits
        while starts[self._text + 1] <= start:
            self._text += 1
        while self._hit < len(hits) and hits[self._hit].end <= start:
            self._hit += 1
        self.country = country = page.countries[self._text]
        floor = max(start - _REACH, starts[self._text])
        behind = self._end
        self._end = end
        if behind > floor:
            if _list_marks().fullmatch(page.plain, behind, start):
                last = self._last
                self._last = Context(last.means & _LISTED, last.adjacent, last.same_sentence, True, last.named)
                return self._last  # the second of "01… / 02…"
            floor = behind
        means, adjacent, same = 0, False, False
        named: words.Hit | None = None
        at_home = False
        for n in range(self._hit - 1, -1, -1):
            hit = hits[n]
            if hit.end <= floor:
                break
            bits = hit.word.means
            if not means and bits & _DECIDING and page.is_free(hit.start, hit.end):
                means = bits & _DECIDING
                if bits & words.ACCOUNT and n and self._is_apps(hits[n - 1], hit):
                    means = words.PHONE  # "WhatsApp accounts: 668…"
                adjacent = start - hit.end < 2 or self._only_filler(hit.end, start)
                same = adjacent or _SENTENCE.search(page.codes, hit.end, start) is None
            if bits & words.BANK and not at_home and page.is_free(hit.start, hit.end):
                bank = words.bank(hit.word, country)
                home = bank is not None and bank.country == country
                # Another country's bank only when none of this country is named.
                if self._is_name(hit, at_home=home) and (home or (named is None and not bits & _DECIDING)):
                    named, at_home = hit, home
            if means and at_home:
                break
        self._last = Context(means, adjacent, same, False, named) if means or named is not None else NONE
        return self._last

    def said_country(self, start: int) -> str | None:
        """The country named right before a number: "Thai phone", "passport of Vietnam". Ask behind :meth:`at`."""
        page = self._page
        floor = max(start - _COUNTRY_REACH, page.starts[self._text])
        mark = page.codes[start - 1]
        if mark == 32:
            mark = page.codes[start - 2]
        if mark in b":)" and (code := _CODE.search(page.codes, floor, start)) is not None:
            return code[1].decode("ascii")
        if mark in b"\x81:" and (flag := _FLAG.search(page.codes, floor, start)) is not None:
            letters = [ord(char) - _FIRST_OF_FLAGS for char in page.original(flag.start(), flag.start() + 2)]
            return "".join(chr(65 + one) for one in letters) if all(0 <= one < 26 for one in letters) else None
        for n in range(self._hit - 1, -1, -1):
            hit = page.hits[n]
            if hit.end <= floor:
                break
            if hit.word.means & words.COUNTRY:
                between = page.codes[hit.end : start]
                return None if _NUMBER.search(between) or _SENTENCE.search(between) else hit.word.country
        return None

    def bank(self, near: Context, start: int, end: int, *, take: bool = True) -> tuple[countries.Bank | None, bool]:
        """The bank of the number between two places, and whether its name, of more than two letters, is right beside.

        ``take``: a bank found behind the number serves no other one.
        """
        before = self._bank_before(near, start)
        return before if before[0] is not None else self._bank_behind(end, take=take)

    def _bank_before(self, near: Context, start: int) -> tuple[countries.Bank | None, bool]:
        page, hit = self._page, near.named
        if hit is None or hit.start == self._taken:
            return None, False
        bank = words.bank(hit.word, self.country)
        if bank is None:
            return None, False
        labelled = near.adjacent and near.means & words.ACCOUNT
        below = _FORM if labelled else _NEXT_LINE
        if not hit.word.is_short and below.fullmatch(page.codes, hit.end, start):
            # Slips and forms put the number on the line below its bank; a phone may stand there, too.
            return bank, False
        if _SENTENCE.search(page.codes, hit.end, start):
            return None, False
        beside = start - hit.end < 2 or self._only_filler(hit.end, start)
        # Few capitals are initials, companies and terms elsewhere ("Cty ABC", an ABA routing number).
        few = hit.word.is_latin and len(hit.word.plain) < 5 and bank.country != self.country
        apart = not beside or b"," in page.codes[hit.end : start]
        if (few and (apart or self.country == "US")) or (hit.word.is_short and not beside):
            return None, False
        return bank, beside and not hit.word.is_short and not self._is_ordinary(hit)

    def _bank_behind(self, end: int, *, take: bool) -> tuple[countries.Bank | None, bool]:
        page = self._page
        ceiling = min(end + _REACH_BEHIND, page.starts[self._text + 1] - 1)
        for n in range(self._hit, len(page.hits)):
            hit = page.hits[n]
            if hit.start >= ceiling:
                break
            if hit.start < end or not hit.word.banks or hit.word.is_short or not page.is_free(hit.start, hit.end):
                continue
            if _NUMBER.search(page.codes, end, hit.start) or _SENTENCE.search(page.codes, end, hit.start):
                break
            beside = hit.start - end < 2 or self._only_filler(end, hit.start)
            if not (beside and page.codes[hit.end] in _CLOSES) and self._has_its_own(hit.end):
                break
            bank = words.bank(hit.word, self.country)
            if bank is not None and self._is_name(hit, at_home=bank.country == self.country):
                if take:
                    self._taken = hit.start
                return bank, beside and not self._is_ordinary(hit)
        return None, False

    @staticmethod
    def _is_apps(app: words.Hit, hit: words.Hit) -> bool:
        return bool(app.word.means & words.PLATFORM) and 0 <= hit.start - app.end < 2

    @staticmethod
    def _is_ordinary(hit: words.Hit) -> bool:
        """Whether a bank's name of another script is a city's or everyday word, too: a number beside it may be a phone."""
        return not hit.word.is_latin and (hit.word.as_written or hit.word.plain) in words.ordinary_names()

    def _is_name(self, hit: words.Hit, *, at_home: bool) -> bool:
        """Whether a bank is named as one: "First", not "at first". Banks of the report's country are known in small letters too."""
        if not hit.word.is_latin or 65 <= self._page.codes[hit.start] <= 90:
            return True
        return at_home and hit.word.plain not in words.ordinary_banks()

    def _has_its_own(self, end: int) -> bool:
        """Whether a bank's name that ends here is followed by a number of its own: "VCB stk 0123…"."""
        page = self._page
        number = _NUMBER.search(page.codes, end, page.ceiling(end, _REACH_BEHIND))
        if number is None or _CLOSED.search(page.codes, end, number.start()):
            return False
        return self._only_filler(end, number.start())

    def _only_filler(self, start: int, end: int) -> bool:
        """Whether only marks, words such as "no." and "is", and names of banks or apps stand between a word and its number."""
        if end - start > 30:
            return False
        page = self._page
        if _LABEL.fullmatch(page.codes, start, end):
            return True
        fillers = words.fillers()
        known: set[bytes] | None = None
        for word in _GAP_MARKS.split(page.plain[start:end]):
            if word and word not in fillers:
                if known is None:
                    known = {
                        part
                        for hit in page.after(start, end - start)
                        if hit.end <= end and not hit.word.means & (words.NOT | words.PHONE)
                        for part in hit.word.plain.split(b" ")
                    }
                if word not in known:
                    return False
        return True
