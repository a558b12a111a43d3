"""Labelled text: short reports in ten languages with identifiers of every kind planted in many spellings, among decoys.

Sentences stand in ``labelled.toml``. A text's labels are what a careful reader would write down: kind and canonical value.
The spelling is drawn here and turned back nowhere, so nothing of ``weft.kinds`` decides what is right; checksums come from
other packages or from the encoders that ``weft.kinds`` has for tests.
"""

import datetime as dt
import functools
import string
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum.cn import ric
from stdnum.id import nik
from stdnum.kr import rrn
from stdnum.my import nric

from weft import countries
from weft.testing import spelling
from weft.testing.invented import Inventor

Label = tuple[str, str]
"""Kind and canonical value."""

_NATIVE = {
    "TH": "๐๑๒๓๔๕๖๗๘๙", "KH": "០១២៣៤៥៦៧៨៩", "LA": "໐໑໒໓໔໕໖໗໘໙", "MM": "၀၁၂၃၄၅၆၇၈၉", "IN": "०१२३४५६७८९",
    "CN": "０１２３４５６７８９", "KR": "０１２３４５６７８９", "TW": "０１２３４５６７８９",
}  # fmt: skip
_APPS: dict[str, tuple[str, ...]] = {
    "telegram": ("Telegram", "telegram", "TG"), "line": ("LINE", "Line"), "whatsapp": ("WhatsApp",), "wechat": ("WeChat", "Wechat"),
    "facebook": ("Facebook", "FB"), "viber": ("Viber",), "instagram": ("Instagram", "IG"), "kakaotalk": ("KakaoTalk", "카카오톡"),
}  # fmt: skip
_LOCAL_APPS: dict[str, dict[str, tuple[str, ...]]] = {
    "th": {"line": ("ไลน์", "LINE", "Line"), "telegram": ("เทเลแกรม", "Telegram"), "facebook": ("เฟซบุ๊ก", "Facebook")},
    "zh": {"wechat": ("微信", "WeChat"), "telegram": ("电报", "Telegram"), "line": ("LINE",)},
    "ko": {"kakaotalk": ("카카오톡", "카톡"), "telegram": ("텔레그램", "Telegram"), "line": ("라인", "LINE")},
    "vi": {"telegram": ("Telegram", "tele"), "facebook": ("Facebook", "FB")},
}
_SUFFIXES = (
    "com", "com", "com", "net", "org", "vip", "xyz", "top", "cc", "info", "shop", "online", "co", "io", "app", "club", "site", "live", "me",
    "co.th", "com.vn", "com.kh", "co.id", "com.my", "com.sg", "co.kr", "com.cn", "in.th", "vn", "la", "cn", "com.mm",
)  # fmt: skip
_DOTS = ("[.]", "(.)", "[dot]", "(dot)", " [.] ", "。", "．", "{.}")
_ATS = ("[at]", "(at)", " [at] ", "＠", "(@)")
_NO_SPACES = frozenset(("th", "km", "lo", "my", "zh"))
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and what stands in it."""

    text: str
    country: str
    language: str
    labels: tuple[Label, ...]


@functools.cache
def _sentences() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files(__package__).joinpath("labelled.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """The languages there are sentences in."""
    return tuple(_sentences())


@functools.cache
def _stories(language: str) -> tuple[str, ...]:
    """Longer sentences of victims without identifiers: how the invented worlds' reports begin."""
    file = resources.files(__package__).joinpath("stories", f"{language}.toml")
    if not file.is_file():
        return ()
    openings = tomllib.loads(file.read_text(encoding="utf-8"))["opening"].values()
    return tuple(sentence for told in openings for sentence in told if "{" not in sentence)


def texts(count: int, seed: int, *, planted: float = 0.55, told: int = 0) -> list[Labelled]:
    """``count`` labelled texts of two to six sentences; each holds an identifier with chance ``planted``, else a decoy or nothing.

    ``told`` more sentences go before them, with neither: 10 make a text as long as a report to a hotline.
    """
    writer = _Writer(Random(seed))
    return [writer.text(planted, told) for _ in range(count)]


class _Writer:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.inventor = Inventor(rng)
        self.language = ""
        self.country = ""
        self.labels: list[Label] = []

    def text(self, planted: float, more: int) -> Labelled:
        rng = self.rng
        self.language = rng.choice(languages())
        told = _sentences()[self.language]
        self.country = rng.choice(told["countries"])
        self.labels = []
        kinds = [kind for kind in told if kind not in ("countries", "decoy", "plain")]
        # Phones, accounts and links are what reports mostly name.
        weights = [4 if kind in ("phone", "account", "url") else 2 if kind != "qr" else 0.5 for kind in kinds]
        pieces = [rng.choice((*told["plain"], *_stories(self.language))) for _ in range(more)]
        for _ in range(rng.randrange(2, 7)):
            turn = rng.random()
            if turn < planted:
                kind = rng.choices(kinds, weights)[0]
                pieces.append(self._said(rng.choice(told[kind]), kind))
            elif turn < planted + (1 - planted) * 0.6:
                pieces.append(self._decoy(rng.choice(told["decoy"])))
            else:
                pieces.append(rng.choice(told["plain"]))
        # Without a mark between, a bank's name may belong to the account before it as well as to the one behind it.
        marks = (
            ("，", "。", "\n")
            if self.language == "zh"
            else ("\n", " / ", "\n")
            if self.language in _NO_SPACES
            else (". ", "\n", ", ")
        )
        joiner = rng.choice(marks)
        pieces = [piece.rstrip("。.") if joiner[0] in ".。，," else piece for piece in pieces]
        return Labelled(joiner.join(pieces), self.country, self.language, tuple(self.labels))

    def _said(self, sentence: str, kind: str) -> str:
        rng = self.rng
        if kind in ("account", "account_only"):
            value = self.inventor.account(self.country)
            while _read(value.rpartition(":")[2], self.country):  # e-money keyed by phone: both readings are right
                value = self.inventor.account(self.country)
            number = value.rpartition(":")[2]
            self.labels.append(("bank_account", value if kind == "account" else f"{self.country}::{number}"))
            names = [name for name in _bank_names(value) if len(name) > 2]
            return sentence.format(
                bank=rng.choice(names) if names else value.split(":")[1], account=self._account(number)
            )
        if kind == "handle":
            apps = _LOCAL_APPS.get(self.language, _APPS)
            platform = rng.choice(list(apps))
            name = self._handle(platform)
            self.labels.append(("handle", f"{platform}:{name.lower()}"))
            return sentence.format(app=rng.choice(apps[platform]), handle=name)
        make: Callable[[], str] | None = getattr(self, f"_{kind}", None)
        return sentence.format(**{kind: make() if make is not None else ""})

    # One method a kind: draws a value, labels it, and answers with one way of writing it.

    def _phone(self) -> str:
        rng = self.rng
        number = _random_phone(self.country if rng.random() < 0.85 else rng.choice(tuple(countries.known())), rng)
        value = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        self.labels.append(("phone", value))
        at_home = phonenumbers.region_code_for_number(number) == self.country
        national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        digits = "".join(filter(str.isdigit, national))
        abroad = [
            value,
            international,
            "00" + value[1:],
            international.replace(" ", "-"),
            f"({value[: len(value) - len(str(number.national_number))]}) {number.national_number}",
            f"+{number.country_code}.{number.national_number}",
        ]
        home = [
            digits,
            national,
            national.replace(" ", "-"),
            national.replace("-", " "),
            national.replace(" ", "."),
            self._native(digits),
            self._native(national),
            self._sprinkled(digits),
        ]
        if _read(abroad[2], self.country) != value:
            del abroad[2]  # Korea's prefixes name a carrier: 006 39… is Italy there
        if digits.startswith("0"):
            home.append(f"({digits[:3]}) {digits[3:6]}-{digits[6:]}")
            abroad.append(f"+{number.country_code} (0) {number.national_number}")
        return rng.choice(home if at_home and rng.random() < 0.75 else abroad)

    def _account(self, number: str) -> str:
        rng = self.rng
        turn = rng.random()
        if turn < 0.55:
            return number
        if turn < 0.7:
            return "-".join((number[:3], number[3:4], number[4:9], number[9:])).strip("-")
        if turn < 0.85:
            return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        return self._native(number) if turn < 0.93 else self._sprinkled(number)

    def _wallet(self) -> str:
        value = self.inventor.wallet()
        self.labels.append(("wallet", value))
        return spelling.wallet_address(value, self.rng)

    def _host(self) -> str:
        rng = self.rng
        stem = self.inventor.domain().partition(".")[0]
        host = f"{stem}.{rng.choice(_SUFFIXES)}"
        return host if rng.random() < 0.8 else f"{rng.choice(('m', 'login', 'app', 'h5', 'secure-pay'))}.{host}"

    def _defanged(self, host: str, *, bare: bool) -> str:
        rng = self.rng
        if rng.random() < 0.65:
            return host
        dot = rng.choice(_DOTS)
        if " " in dot and not bare:
            dot = dot.strip()
        return host.replace(".", dot)

    def _domain(self) -> str:
        host = self._host()
        self.labels.append(("domain", host))
        turn = self.rng.random()
        if turn < 0.15:
            return f"https://{host}/"
        if turn < 0.25:
            return "www." + host
        return host.upper() if turn < 0.3 and host.endswith(".com") else self._defanged(host, bare=True)

    def _url(self) -> str:
        rng = self.rng
        host = self._host()
        value = self.inventor.url(host)
        self.labels += [("url", value), ("domain", host)]
        scheme, _, rest = value.partition("://")
        turn = rng.random()
        if turn < 0.6:
            return value
        if turn < 0.7:
            return f"{scheme}[:]//{self._defanged(rest.partition('/')[0], bare=False)}/{rest.partition('/')[2]}"
        if turn < 0.9:
            return f"{rng.choice(('hxxp', 'hXXp', 'h**p'))}{scheme[4:]}://{self._defanged(rest.partition('/')[0], bare=False)}/{rest.partition('/')[2]}"
        return self._sprinkled(value)

    def _email(self) -> str:
        rng = self.rng
        local, host = self.inventor.email().partition("@")[0], self._host()
        self.labels.append(("email", f"{local}@{host}"))
        if rng.random() < 0.6:
            return f"{local}@{host}"
        return f"{local}{rng.choice(_ATS)}{self._defanged(host, bare=False)}"

    def _handle(self, platform: str) -> str:
        rng = self.rng
        stem = rng.choice(("lucky", "anna", "trade", "invest", "support", "mina", "boss", "vip", "coin", "happy"))
        mark = (
            "."
            if platform in ("facebook", "instagram", "line") and rng.random() < 0.4
            else rng.choice(("_", "") if platform not in ("facebook", "wechat") else ("",))
        )
        name = f"{stem}{mark}{rng.choice(('kim', 'asia', 'desk', 'job', 'fx', 'global'))}{rng.randrange(10, 9999)}"
        return name.title() if rng.random() < 0.15 else name

    def _device(self) -> str:
        value = self.inventor.device()
        self.labels.append(("device", value))
        return value if self.rng.random() < 0.7 else f"{value[:2]}-{value[2:8]}-{value[8:14]}-{value[14:]}"

    def _national_id(self) -> str:
        value = _random_national_id(self.country, self.rng)
        if value is None:
            return "***"
        self.labels.append(("national_id", f"{self.country}:{value}"))
        if self.country == "TH" and self.rng.random() < 0.4:
            return f"{value[0]}-{value[1:5]}-{value[5:10]}-{value[10:12]}-{value[12]}"
        return f"{value[:6]}-{value[6:]}" if self.country == "KR" else value

    def _passport(self) -> str:
        value = self.inventor.passport(self.country) or f":{self.rng.choice('QZ')}{self.rng.randrange(10**6, 10**7)}X"
        self.labels.append(("passport", value))
        return value.partition(":")[2]

    def _qr(self) -> str:
        rng = self.rng
        turn = rng.random()
        if turn < 0.4:
            phone = self.inventor.phone("TH")
            code = self.inventor.promptpay(phone)
            inside = ("phone", phone)
        elif turn < 0.7:
            handle = self.inventor.bakong()
            code = self.inventor.khqr(handle)
            inside = ("handle", handle)
        else:
            account = self.inventor.account("VN")
            made = self.inventor.vietqr(account)
            if made is None:
                return "(QR)"
            code = made
            inside = ("bank_account", account)
        self.labels += [("payment_qr", code), inside]
        return code

    def _native(self, text: str) -> str:
        digits = _NATIVE.get(self.country)
        return text.translate(str.maketrans(string.digits, digits)) if digits else text

    def _sprinkled(self, text: str) -> str:
        at = self.rng.randrange(1, len(text))
        return text[:at] + self.rng.choice(_INVISIBLE) + text[at:]

    def _decoy(self, sentence: str) -> str:
        rng = self.rng
        day = dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(800))
        ref = "".join(rng.choice(string.ascii_uppercase) for _ in range(rng.randrange(2, 5)))
        slots: dict[str, Callable[[], str]] = {
            "digits": lambda: str(rng.randrange(10**7, 10 ** rng.randrange(8, 15))),
            "ref": lambda: f"{ref}-{rng.randrange(10**5, 10**9)}",
            "case": lambda: rng.choice((f"{rng.randrange(1, 9999)}/{day.year}", f"{day.year}-{rng.randrange(10**4, 10**6)}", f"C{rng.randrange(10**6, 10**8)}")),
            "date": lambda: spelling.date(day, rng.choice(("iso", "d/m/Y", "d-m-Y", "d.m.Y", "Y.m.d", "d/m/B", "zh" if self.language == "zh" else "iso"))),
            "time": lambda: f"{rng.randrange(24):02d}{rng.choice((':', '.'))}{rng.randrange(60):02d}" + rng.choice(("", f":{rng.randrange(60):02d}")),
            "amount": lambda: spelling.amount(rng.randrange(1, 900) * 10 ** rng.randrange(2, 7), self.country if self.country in spelling.CURRENCIES else "US", rng)
            + ("" if self.country in spelling.CURRENCIES else " USD"),
            "tracking": lambda: f"{ref[:2]}{rng.randrange(10**8, 10**9)}{rng.choice(('TH', 'VN', 'CN', 'SG'))}",
            "version": lambda: ".".join(str(rng.randrange(30)) for _ in range(rng.randrange(2, 5))) + rng.choice(("", f".{rng.randrange(10**4)}")),
            "hash": lambda: rng.randbytes(rng.choice((16, 20, 32))).hex(),
            "otp": lambda: str(rng.randrange(10**5, 10**6)),
            "long": lambda: str(rng.randrange(10**17, 10 ** rng.randrange(18, 30))),
            "percent": lambda: f"{rng.randrange(1, 40)}{rng.choice(('', '.5'))}%",
            "small": lambda: str(rng.randrange(1, 2000)),
        }  # fmt: skip
        for slot, make in slots.items():
            while (mark := "{" + slot + "}") in sentence:
                sentence = sentence.replace(mark, make(), 1)
        return sentence


@functools.cache
def _bank_names(value: str) -> tuple[str, ...]:
    country, code, _ = value.split(":")
    bank = next(one for one in countries.get(country).banks if one.code == code)
    # Coins.ph is a site as much as a bank.
    return tuple(name for name in bank.names if "." not in name and countries.bank_named(name, country) == bank)


@functools.cache
def _example(country: str) -> "phonenumbers.PhoneNumber":
    """The library's example of a mobile number; it has one of every country asked for here."""
    example = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    if example is None:
        raise ValueError(f"no mobile number is known of {country}")
    return example


def _random_phone(country: str, rng: Random) -> "phonenumbers.PhoneNumber":
    """A valid mobile number of the library's plan, its first digits those of the plan's example."""
    example = _example(country)
    head = str(example.national_number)
    while True:
        digits = head[:3] + "".join(rng.choice(string.digits) for _ in head[3:])
        number = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(digits))
        if phonenumbers.is_valid_number(number):
            return number


def _read(text: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if valid else None


def _random_national_id(country: str, rng: Random) -> str | None:
    """A number of the country's shape that another package calls valid, or None for countries this makes none of."""
    day = dt.date(1960, 1, 1) + dt.timedelta(days=rng.randrange(16_000))
    while True:
        match country:
            case "TH":
                twelve = str(rng.randrange(10**11, 9 * 10**11))
                total = sum(w * int(d) for w, d in zip(range(13, 1, -1), twelve, strict=True))
                return f"{twelve}{(11 - total % 11) % 10}"
            case "CN":
                stem = f"{rng.choice(('110101', '310101', '440106', '510104'))}{day:%Y%m%d}{rng.randrange(1000):03d}"
                number, valid = stem + ric.calc_check_digit(stem + "0"), ric.is_valid
            case "KR":
                stem = f"{day:%y%m%d}{rng.choice('12')}{rng.randrange(10**5):05d}"
                number, valid = stem + rrn.calc_check_digit(stem + "0"), rrn.is_valid
            case "MY":
                number, valid = f"{day:%y%m%d}{rng.choice(('01', '10', '14'))}{rng.randrange(10**4):04d}", nric.is_valid
            case "ID":
                number, valid = f"317101{day:%d%m%y}{rng.randrange(1, 10**4):04d}", nik.is_valid
            case "VN":
                return f"0{rng.choice(('01', '79', '48'))}{rng.choice('01')}{day:%y}{rng.randrange(10**6):06d}"
            case _:
                return None
        if valid(number):
            return number
