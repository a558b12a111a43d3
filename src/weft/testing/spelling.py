"""The ways people write identifiers, dates and sums: native digits, blanks and dashes, defanged links, 50万 and 3 ล้าน.

Each function takes the canonical value and gives a text that a careful reader turns back into it. ``plain`` leaves out characters
that old encodings (TIS-620, CP949) cannot hold.
"""

import datetime as dt
import functools
from random import Random

from weft import countries
from weft.kinds import wallet

_NATIVE = {
    "TH": str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
    "KH": str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"),
    "LA": str.maketrans("0123456789", "໐໑໒໓໔໕໖໗໘໙"),
    "MM": str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉"),
}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
# How local numbers are grouped on paper, trunk prefix included. China's mobiles are written without one.
_GROUPS = {
    "TH": (3, 3, 4), "VN": (4, 3, 3), "KH": (3, 3, 3), "LA": (3, 3, 4), "MM": (2, 3, 4), "CN": (3, 4, 4), "KR": (3, 4, 4), "MY": (3, 4, 4),
    "SG": (4, 4), "US": (3, 3, 4),
}  # fmt: skip
_ACCOUNT_GROUPS = {
    "TH": (3, 1, 5, 1),
    "KR": (3, 3, 6),
    "CN": (4, 4, 4, 4),
    "VN": (4, 4, 4),
    "MY": (4, 4, 4),
    "SG": (3, 5, 2),
}
_INVISIBLE = "\u200b\u200c\u2060"


def _cut(digits: str, sizes: tuple[int, ...], mark: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    parts.append(digits[at:])
    return mark.join(part for part in parts if part)


def _sprinkled(text: str, rng: Random) -> str:
    """``text`` with one invisible character inside, as copying from a chat leaves it."""
    at = rng.randrange(1, len(text))
    return text[:at] + rng.choice(_INVISIBLE) + text[at:]


@functools.cache
def _plan(country: str) -> tuple[str, str]:
    """Calling code with its plus, and what stands before a local mobile number."""
    known = countries.get(country)
    return f"+{known.calling_code}", "" if country in ("CN", "US") else known.trunk_prefix


def phone(value: str, country: str, rng: Random, *, plain: bool = False) -> str:
    """An E.164 number as somebody in ``country`` writes it."""
    code, trunk = _plan(country)
    turn = rng.random()
    if not value.startswith(code):
        return value if turn < 0.6 else "00" + value[1:] if turn < 0.75 else f"{value[:-7]} {value[-7:-4]} {value[-4:]}"
    national = value[len(code) :]
    local = trunk + national
    if turn < 0.35:
        text = local
    elif turn < 0.62:
        text = _cut(local, _GROUPS[country], rng.choice("--- ."))
    elif turn < 0.72:
        text = value
    elif turn < 0.84:
        sizes = _GROUPS[country]
        text = f"{code} {_cut(national, (sizes[0] - len(trunk), *sizes[1:]), rng.choice(' -'))}"
    elif turn < 0.88:
        text = "00" + value[1:]
    elif turn < 0.90 and trunk:
        text = f"{code}({trunk}){national}"
    elif turn < 0.96 and country in _NATIVE:
        text = local.translate(_NATIVE[country])
    elif turn < 0.96 and country in ("CN", "KR"):
        text = local.translate(_WIDE)
    else:
        text = local if plain else _sprinkled(local, rng)
    return text


def account(value: str, rng: Random, *, plain: bool = False) -> str:
    """The number of a ``CC:BANK:NUMBER`` as printed or copied."""
    country, _, number = value.split(":")
    turn = rng.random()
    if turn < 0.6:
        return number
    if turn < 0.92:
        return _cut(number, _ACCOUNT_GROUPS.get(country, (3, 3, 3)), rng.choice("-- "))
    if turn < 0.97 and country in _NATIVE:
        return number.translate(_NATIVE[country])
    return number if plain else _sprinkled(number, rng)


@functools.cache
def _bank_names(country: str, code: str) -> tuple[str, ...]:
    bank = next(bank for bank in countries.get(country).banks if bank.code == code)
    return tuple(name for name in (bank.code, *bank.names) if countries.bank_named(name, country) == bank)


def bank(value: str, rng: Random, encoding: str | None = None) -> str:
    """One of the names of an account's bank, which the bank table reads back (and ``encoding`` can hold)."""
    country, code, _ = value.split(":")
    names = _bank_names(country, code)
    if encoding is not None:
        names = tuple(name for name in names if _fits(name, encoding))
    return rng.choice(names) if names else code


@functools.lru_cache(maxsize=4096)
def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def url(value: str, rng: Random, *, plain: bool = False) -> str:
    """A link, now and then defanged or with an invisible character."""
    turn = rng.random()
    if turn < 0.72:
        return value
    scheme, _, rest = value.partition("://")
    host, slash, path = rest.partition("/")
    if turn < 0.9:
        return f"{scheme.replace('tt', 'xx')}://{host.replace('.', '[.]')}{slash}{path}"
    if turn < 0.95:
        return f"{scheme.upper()}://{host.title()}{slash}{path}"
    return value if plain else _sprinkled(value, rng)


def domain(value: str, rng: Random) -> str:
    """A site: bare, with www., defanged, in capitals, or as a link to its front page."""
    turn = rng.random()
    if turn < 0.5:
        return value
    if turn < 0.65:
        return "www." + value
    if turn < 0.82:
        return value.replace(".", rng.choice(("[.]", "(.)", "[dot]")))
    return value.upper() if turn < 0.88 else f"https://{value}/"


def email(value: str, rng: Random) -> str:
    """A mailbox."""
    turn = rng.random()
    if turn < 0.8:
        return value
    return value.replace("@", "[at]") if turn < 0.9 else value.title()


def handle(value: str, rng: Random, *, in_cell: bool = False) -> str:
    """The name part of ``platform:name``; in a cell also with an @ or as a Telegram link."""
    platform, _, name = value.partition(":")
    turn = rng.random()
    if in_cell and turn < 0.2 and platform == "telegram":
        return f"t.me/{name}"
    if in_cell and turn < 0.5:
        return "@" + name
    return name.title() if turn > 0.93 and "@" not in name else name


def wallet_address(value: str, rng: Random) -> str:
    """An address; EVM ones in ERC-55 capitals half of the time, SegWit ones sometimes in capitals as QR codes have them."""
    if value.startswith("0x") and rng.random() < 0.5:
        return wallet.eip55(value)
    return value.upper() if value.startswith("bc1") and rng.random() < 0.1 else value


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(day: dt.date, style: str) -> str:
    """A day in one of the styles of ``offices.toml``."""
    year = day.year + (543 if "B" in style else 0)
    return {
        "iso": day.isoformat(),
        "d/m/B": f"{day.day:02d}/{day.month:02d}/{year}",
        "d/m/Y": f"{day.day:02d}/{day.month:02d}/{year}",
        "d-m-Y": f"{day.day:02d}-{day.month:02d}-{year}",
        "d.m.Y": f"{day.day:02d}.{day.month:02d}.{year}",
        "Y.m.d": f"{year}.{day.month:02d}.{day.day:02d}",
        "d Mon Y": f"{day.day} {_MONTHS[day.month - 1]} {year}",
        "zh": f"{year}年{day.month}月{day.day}日",
    }[style]


# Multiplier words of each country, largest first, and what a sum of money is written with.
_UNITS: dict[str, tuple[tuple[int, str], ...]] = {
    "TH": ((10**6, " ล้าน"), (10**5, " แสน"), (10**4, " หมื่น")),
    "VN": ((10**9, " tỷ"), (10**6, " triệu"), (10**3, "k")),
    "CN": ((10**8, "亿"), (10**4, "万")),
    "KR": ((10**8, "억"), (10**4, "만")),
    "LA": ((10**6, " ລ້ານ"),),
    "MM": ((10**5, " သိန်း"),),
    "MY": ((10**6, " juta"), (10**3, "k")),
    "SG": ((10**6, " million"), (10**3, "k")),
    "KH": ((10**6, " million"),),
    "US": ((10**6, " million"), (10**3, "k")),
}
_BEFORE = {"MY": "RM ", "SG": "S$", "KH": "$", "US": "$"}
_AFTER = {"TH": " บาท", "VN": " đồng", "CN": "元", "KR": "원", "LA": " ກີບ", "MM": " ကျပ်"}
CURRENCIES = {
    "TH": "THB",
    "VN": "VND",
    "CN": "CNY",
    "KR": "KRW",
    "LA": "LAK",
    "MM": "MMK",
    "MY": "MYR",
    "SG": "SGD",
    "KH": "USD",
    "US": "USD",
}


def amount(value: int, country: str, rng: Random) -> str:
    """A whole sum in the country's usual currency (dollars in Cambodia), as people write it; exact, never rounded."""
    turn = rng.random()
    sign_before, sign_after = _BEFORE.get(country, ""), _AFTER.get(country, "")
    if rng.random() < 0.4:
        sign_before = sign_after = ""
    mark = "." if country in ("VN", "LA") else ","
    if turn < 0.45:
        for unit, word in _UNITS[country]:
            whole, rest = divmod(value, unit)
            if whole and rest % (unit // 10) == 0:
                tenth = rest * 10 // unit
                point = "," if country in ("VN", "LA") else "."
                return f"{sign_before}{whole}{f'{point}{tenth}' if tenth else ''}{word}{sign_after}"
    grouped = f"{value:,}".replace(",", mark)
    if turn < 0.8:
        return f"{sign_before}{grouped}{sign_after}"
    if turn < 0.88 and country in _NATIVE and country != "KH":
        return f"{grouped.translate(_NATIVE[country])}{sign_after}"
    return f"{sign_before}{value}{sign_after}"
