"""How a victim tells it: one row of an office's file, with the story in their language and the identifiers as they wrote them.

The sentences stand in ``stories/`` (one TOML a language). Some identifiers go into columns, some into the story, some into both;
order numbers, codes, ages, dates and sums stand between them and are no identifiers.
"""

import datetime as dt
import functools
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from random import Random
from typing import Any

from weft import countries
from weft.testing import spelling
from weft.testing.invented import phone_ranges
from weft.testing.knobs import STYLES
from weft.testing.truth import FOREIGN, HUB, OWN, WRONG, Book

ROLE_NAMES = {OWN: "own", HUB: "hub", FOREIGN: "foreign", WRONG: "wrong"}
_APPS: dict[str, dict[str, tuple[str, ...]]] = {
    "telegram": {
        "": ("Telegram",),
        "th": ("Telegram", "เทเลแกรม"),
        "ko": ("텔레그램", "Telegram"),
        "zh": ("Telegram", "电报"),
    },
    "line": {"": ("LINE", "Line"), "th": ("ไลน์", "LINE"), "ko": ("라인",)},
    "whatsapp": {"": ("WhatsApp", "Whatsapp")},
    "zalo": {"": ("Zalo",)},
    "wechat": {"": ("WeChat",), "zh": ("微信",)},
    "facebook": {"": ("Facebook", "FB"), "th": ("เฟซบุ๊ก", "Facebook"), "ko": ("페이스북",)},
    "viber": {"": ("Viber",)},
    "kakaotalk": {"": ("KakaoTalk",), "ko": ("카카오톡", "카톡")},
    "qq": {"": ("QQ",)},
    "bakong": {"": ("Bakong",)},
}
# Losses in dollars and what a dollar is about in the currency a country's victims write; only the scale matters.
_RATE = {"TH": 33, "VN": 25_000, "CN": 7, "KR": 1_350, "LA": 21_500, "MM": 2_100, "MY": 4, "SG": 1, "KH": 1, "US": 1}
_SLOT = {"bank_account": "account", "payment_qr": "qr"}


@dataclass(frozen=True, slots=True)
class Office:
    """One country's file and its habits (``offices.toml``)."""

    country: str
    file: str
    format: str
    encoding: str
    delimiter: str
    date: str
    columns: tuple[tuple[str, str], ...]
    """Field and header."""
    country_as: str
    languages: tuple[tuple[str, ...], tuple[float, ...]]
    loose: float
    """Share of reports that come as a note in plain text instead."""
    plain: bool
    """The encoding holds the country's script and ASCII, no more."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One identifier as one report names it: the answer a reader should give."""

    kind: str
    value: str
    as_written: str
    source: str
    """Header of the column, or ``narrative``."""
    role: str


@dataclass(slots=True)
class Told:
    """One report as its file has it."""

    office: Office
    fields: dict[str, str] = field(default_factory=dict)
    """Field to cell; offices write those they have columns for."""
    sightings: list[Sighting] = field(default_factory=list)
    amount: int = 0
    currency: str = ""
    spoilt: str = ""
    """The field that was made unreadable on purpose."""


@functools.cache
def offices() -> dict[str, Office]:
    """Every country's office."""
    data = tomllib.loads(resources.files(__package__).joinpath("offices.toml").read_text(encoding="utf-8"))
    made = {}
    for cc, one in data.items():
        encoding = one.get("encoding", "utf-8")
        columns = tuple((name, header) for name, header in one["columns"])
        languages = (tuple(one["languages"]), tuple(one["languages"].values()))
        made[cc] = Office(
            cc, one["file"], one["format"], encoding, one.get("delimiter", ","), one["date"], columns, one["country_as"], languages,
            one.get("loose", 0.0), encoding in ("cp874", "cp949"),
        )  # fmt: skip
    return made


@functools.cache
def _stories(language: str) -> dict[str, Any]:
    text = (resources.files(__package__) / "stories" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Teller:
    """Tells reports one after the other. All randomness comes from ``rng``; who the victim is decides opening, loss and name."""

    def __init__(self, rng: Random, book: Book, seed: int) -> None:
        self.rng = rng
        self.book = book
        self.salt = Random(f"weft victims {seed}").getrandbits(62)

    def tell(
        self,
        country: str,
        day: dt.date,
        style: int,
        victim: int,
        named: list[tuple[int, int]],
        *,
        again: bool,
        spoil: bool,
    ) -> Told:
        """The report of ``victim`` (a number); ``named`` are identifiers with their roles, ``again`` says it is their second report."""
        rng = self.rng
        office = offices()[country]
        told = Told(office)
        fields = told.fields
        language = rng.choices(*office.languages)[0] if len(office.languages[0]) > 1 else office.languages[0][0]
        story = _stories(language)
        # A scrambled victim number: the same for both reports of one victim (Knuth's multiplicative hashing).
        who = (victim * 0x9E3779B97F4A7C15 + self.salt) & 0xFFFFFFFFFFFF
        told.amount, told.currency = self._loss(country, who, again=again), spelling.CURRENCIES[country]
        fields["reported_on"] = spelling.date(day, office.date)
        fields["country"] = office.country_as
        fields["category"] = story["category"][STYLES[style]]
        fields["amount"] = spelling.amount(told.amount, country, rng)
        fields["currency"] = told.currency
        fields["reporter"] = self._reporter(story["initials"], who)
        fields["reporter_phone"] = _victim_phone(country, who)
        loose = office.loose and rng.random() < office.loose
        openings = story["opening"][STYLES[style]]
        sentences = [openings[who % len(openings)]]
        for number, role in named:
            sentences += self._place(told, story, language, number, role, loose=bool(loose))
        turn = rng.random()
        if turn < 0.55:
            sentences.insert(rng.randrange(1, len(sentences) + 1), rng.choice(story["decoy"]["lines"]))
        if turn < 0.1:
            sentences.append(rng.choice(story["decoy"]["lines"]))
        sentences.append(story["closing"]["lines"][who // 7 % len(story["closing"]["lines"])])
        fields["narrative"] = self._filled(story["joiner"].join(one for one in sentences if one), country, day)
        if loose:
            fields["loose"] = "yes"
        if spoil:
            self._spoil(told)
        return told

    def _place(
        self, told: Told, story: dict[str, Any], language: str, number: int, role: int, *, loose: bool
    ) -> list[str]:
        """Put one identifier into its column, into a sentence, or both; the sentences come back."""
        rng, book = self.rng, self.book
        kind, value = book.kinds[number], book.values[number]
        header = None if loose or role == HUB else self._column(told, kind, value)
        if header is not None and rng.random() < 0.75:
            self._cell(told, header, number, role)
            if rng.random() < 0.8:
                return []
        office = told.office
        words = {}
        wanted = "hub" if role == HUB else "clause"
        key = kind
        shown = value
        if kind == "phone":
            # A note has no country to read local numbers by.
            text = value if loose else spelling.phone(value, office.country, rng, plain=office.plain)
        elif kind == "bank_account":
            text = spelling.account(value, rng, plain=office.plain)
            if wanted == "clause" and rng.random() < 0.2:
                key = "account_only"
                country, _, digits = value.split(":")
                shown = f"{'' if loose else country}::{digits}"
            else:
                words["bank"] = spelling.bank(value, rng, office.encoding if office.plain else None)
        else:
            text = self._spelt(kind, value, plain=office.plain)
            if kind == "handle":
                apps = _APPS[value.partition(":")[0]]
                words["app"] = rng.choice(apps.get(language, apps[""]))
        words[_SLOT.get(kind, kind)] = text
        lines = story[wanted].get(key) or story["clause"][key]
        self._saw(told, number, shown, text, "narrative", role)
        sentence: str = rng.choice(lines)
        for slot, word in words.items():
            sentence = sentence.replace("{" + slot + "}", word)
        return [sentence]

    def _spelt(self, kind: str, value: str, *, plain: bool) -> str:
        rng = self.rng
        if kind == "url":
            return spelling.url(value, rng, plain=plain)
        if kind == "domain":
            return spelling.domain(value, rng)
        if kind == "wallet":
            return spelling.wallet_address(value, rng)
        if kind == "handle":
            return spelling.handle(value, rng)
        if kind == "email":
            return spelling.email(value, rng)
        return value.partition(":")[2] if kind in ("national_id", "passport") else value

    def _column(self, told: Told, kind: str, value: str) -> tuple[str, str] | None:
        """Field and header of an empty column for this identifier."""
        for name, header in told.office.columns:
            if name.partition(":")[0] == kind and name not in told.fields:
                platform = name.partition(":")[2]
                return (name, header) if not platform or value.startswith(platform + ":") else None
        return None

    def _cell(self, told: Told, column: tuple[str, str], number: int, role: int) -> None:
        rng = self.rng
        name, header = column
        office = told.office
        kind, value = self.book.kinds[number], self.book.values[number]
        shown = value
        if kind == "phone":
            text = spelling.phone(value, office.country, rng, plain=office.plain)
        elif kind == "bank_account":
            text = spelling.account(value, rng, plain=office.plain)
            if rng.random() < 0.92:
                told.fields["bank"] = spelling.bank(value, rng, office.encoding if office.plain else None)
            else:
                shown = f"{value.partition(':')[0]}::{value.rpartition(':')[2]}"
        elif kind == "handle":
            text = spelling.handle(value, rng, in_cell=True)
            platform = value.partition(":")[0]
            told.fields["platform"] = rng.choice(_APPS[platform][""])
        else:
            text = self._spelt(kind, value, plain=office.plain)
        told.fields[name] = text
        self._saw(told, number, shown, text, header, role)

    def _saw(self, told: Told, number: int, value: str, text: str, source: str, role: int) -> None:
        told.sightings.append(Sighting(self.book.kinds[number], value, text, source, ROLE_NAMES[role]))
        inner = self.book.inside.get(number)
        if inner is not None:
            told.sightings.append(
                Sighting(self.book.kinds[inner], self.book.values[inner], text, source, ROLE_NAMES[role])
            )

    def _loss(self, country: str, who: int, *, again: bool) -> int:
        """A whole sum with two leading digits, between 10 and 200,000 dollars; now and then remembered otherwise the second time."""
        dollars = 10 * 20_000 ** ((who >> 8) % 10_007 / 10_007)
        sum_ = max(20, round(dollars * _RATE[country]))
        if again and self.rng.random() < 0.3:
            sum_ = sum_ * 11 // 10
        step = 10 ** max(0, len(str(sum_)) - 2)
        return int(sum_ // step * step)

    @staticmethod
    def _reporter(initials: str, who: int) -> str:
        """Two initials and a number: a person whom nobody can mistake for a real one."""
        return f"{initials[who % len(initials)]}.{initials[who // 97 % len(initials)]}. {who // 9973 % 100_000:05d}"

    def _filled(self, text: str, country: str, day: dt.date) -> str:
        """Decoys: numbers that are no identifiers."""
        if "{" not in text:
            return text
        rng = self.rng
        makers: tuple[tuple[str, Callable[[], str]], ...] = (
            (
                "order",
                lambda: (
                    f"{rng.choice('ABCDEFGH')}{rng.choice('KLMN')}-{day.year % 100}{day.month:02d}-{rng.randrange(10**5):05d}"
                ),
            ),
            (
                "tracking",
                lambda: (
                    f"{rng.choice('EKLR')}{rng.choice('BXY')}{rng.randrange(10**9):09d}{rng.choice(('TH', 'VN', 'CN', 'XX'))}"
                ),
            ),
            (
                "reference",
                lambda: f"{day.year}{day.month:02d}{day.day:02d}{rng.choice('XQZ')}{rng.randrange(10**6):06d}",
            ),
            ("otp", lambda: f"{rng.randrange(10**4, 10**6):06d}"),
            ("date", lambda: spelling.date(day - dt.timedelta(days=rng.randrange(1, 20)), offices()[country].date)),
            ("time", lambda: f"{rng.randrange(7, 23)}:{rng.randrange(60):02d}"),
            ("age", lambda: str(rng.randrange(18, 86))),
            ("amount", lambda: spelling.amount(self._loss(country, rng.getrandbits(40), again=False), country, rng)),
        )
        for slot, make in makers:
            mark = "{" + slot + "}"
            while mark in text:
                text = text.replace(mark, make(), 1)
        return text

    def _spoil(self, told: Told) -> None:
        told.spoilt = self.rng.choice(("reported_on", "amount", "phone"))
        if told.spoilt == "phone":
            header = dict(told.office.columns).get("phone")
            told.sightings = [one for one in told.sightings if one.source != header]
        told.fields[told.spoilt] = {"reported_on": "31/02/2025", "amount": "a lot", "phone": "no phone, see photo"}[
            told.spoilt
        ]


def _victim_phone(country: str, who: int) -> str:
    """The victim's own number, out of the prefix that no invented scammer's comes from."""
    length, prefixes = phone_ranges()[country]
    rest = length - len(prefixes[-1])
    tail = str(who // 31 % int("1" + "0" * rest)).zfill(rest)
    return f"+{countries.get(country).calling_code}{prefixes[-1]}{tail}"
