"""Identifiers of nobody, with the right shape and checksum: what an invented world is filled with.

Phones come from ranges that no carrier is known for (``phones.toml``), sites and mailboxes live under example.com, .net and .org
(RFC 2606), wallets are checksummed random bytes to which nobody holds a key. Account numbers begin with 99, handles end in a mark
of their own and handsets have an unused type number: no authority sets such ranges aside, so these are only made unlikely.
Every value is given once: a counter runs through its space in a scrambled order instead of drawing and looking for repeats.
"""

import functools
import tomllib
from collections.abc import Callable
from importlib import resources
from random import Random

from weft import countries
from weft.kinds import base58, bech32, device, payment_qr
from weft.kinds.bank_account import luhn

# Lengths where a country's data say none (Laos, Myanmar: wallets keyed by phone are the rule there).
_ACCOUNT_DIGITS = {"LA": (12, 16), "MM": (13, 16), "CN": (16, 19)}
_WORDS = (
    "alpha", "apex", "asia", "atlas", "aurora", "bridge", "capital", "coin", "crest", "delta", "easy", "elite", "fast", "first", "fund",
    "gain", "global", "gold", "happy", "invest", "jade", "job", "key", "king", "link", "loan", "lotus", "luck", "market", "mega", "money",
    "nova", "ocean", "orbit", "pay", "peak", "prime", "profit", "quick", "rich", "river", "safe", "shop", "smart", "star", "swift", "task",
    "team", "top", "trade", "trust", "ultra", "union", "vault", "vip", "wave", "wealth", "win", "wise", "yield",
)  # fmt: skip
_HOSTS = ("example.com", "example.net", "example.org")
_PATHS = ("login", "verify", "pay", "app", "m/index.html", "register", "task", "s", "track", "h5")
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
# Where names count. On WhatsApp, Zalo and Viber people are known by their number, and a number is a phone.
_PLATFORMS = {
    "TH": ("line", "line", "line", "facebook", "telegram"), "VN": ("telegram", "telegram", "facebook"), "KH": ("telegram", "telegram", "facebook"),
    "LA": ("facebook", "facebook", "line"), "MM": ("telegram", "facebook"), "CN": ("wechat", "wechat", "qq", "telegram"),
    "KR": ("kakaotalk", "kakaotalk", "telegram", "line"), "MY": ("telegram", "facebook", "wechat"), "SG": ("telegram", "facebook", "wechat"),
    "US": ("telegram", "facebook"),
}  # fmt: skip
_THAI_WEIGHTS = tuple(range(13, 1, -1))


class UsedUp(Exception):
    """More values of one kind were asked for than there are to give."""


class _Space:
    """The numbers 0 to ``size`` - 1, each once, in an order that looks drawn."""

    def __init__(self, rng: Random, size: int) -> None:
        # Odd and not a multiple of 3, 5 or 7: prime to every size used here, which are products of 2, 3, 5 and 7.
        self.step = next(
            n for n in iter(lambda: rng.randrange(size // 3, size) * 2 + 1, 0) if n % 3 and n % 5 and n % 7
        )
        self.at = rng.randrange(size)
        self.size = size
        self.given = 0

    def draw(self) -> int:
        if self.given >= self.size:
            raise UsedUp("there are not so many invented numbers of one kind")
        self.given += 1
        self.at = (self.at + self.step) % self.size
        return self.at


@functools.cache
def phone_ranges() -> dict[str, tuple[int, tuple[str, ...]]]:
    """Country to (digits of the national number, prefixes): see ``phones.toml``."""
    data = tomllib.loads(resources.files(__package__).joinpath("phones.toml").read_text(encoding="utf-8"))
    return {cc: (one["length"], tuple(one["prefixes"])) for cc, one in data.items()}


class Inventor:
    """Makes canonical identifiers. All randomness comes from ``rng``; no value is ever given twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._spaces: dict[tuple[str, int], _Space] = {}

    def _next(self, name: str, size: int) -> int:
        space = self._spaces.get((name, size))
        if space is None:
            space = self._spaces[name, size] = _Space(self.rng, size)
        return space.draw()

    def phone(self, country: str) -> str:
        """A mobile number, E.164."""
        length, prefixes = phone_ranges()[country]
        rest = length - len(prefixes[0])
        # The last prefix is the victims' own: nothing of theirs may look like a scammer's.
        turn = self.rng.choice(prefixes[:-1])
        return f"+{countries.get(country).calling_code}{turn}{self._next(country + turn, 10**rest):0{rest}d}"

    def account(self, country: str) -> str:
        """A bank account, ``CC:BANK:NUMBER``."""
        bank = self.rng.choice(countries.get(country).banks)
        lengths = (
            bank.account_digits or _ACCOUNT_DIGITS.get(country) or countries.get(country).bank_account_digits or (10,)
        )
        length = self.rng.choice(lengths)
        if country == "CN":
            head = f"629999{self._next(bank.code + 'CN', 10**9):09d}".ljust(length - 1, "7")
            return f"CN:{bank.code}:{next(head + check for check in '0123456789' if luhn(head + check))}"
        rest = min(length - 2, 12)
        return f"{country}:{bank.code}:{'99'.ljust(length - rest, '0')}{self._next(country + bank.code, 10**rest):0{rest}d}"

    def wallet(self) -> str:
        """A wallet: TRON three in five (USDT-TRC20 is the usual coin), EVM, Bitcoin SegWit, Taproot and legacy."""
        rng = self.rng
        turn = rng.random()
        if turn < 0.6:
            return base58.encode_check(b"\x41" + rng.randbytes(20))
        if turn < 0.85:
            return "0x" + rng.randbytes(20).hex()
        if turn < 0.93:
            return bech32.encode_segwit("bc", 0, rng.randbytes(20))
        if turn < 0.95:
            return bech32.encode_segwit("bc", 1, rng.randbytes(32))
        return base58.encode_check((b"\x00" if turn < 0.98 else b"\x05") + rng.randbytes(20))

    def _mark(self, name: str) -> str:
        """Four or five letters and digits that make a name unlike any other."""
        number = self._next(name, 36**4)
        return "wf" + "".join(_BASE36[number // 36**place % 36] for place in (3, 2, 1, 0))

    def domain(self) -> str:
        """A host name."""
        rng = self.rng
        return f"{rng.choice(_WORDS)}-{rng.choice(_WORDS)}-{self._mark('site')}.{rng.choice(_HOSTS)}"

    def url(self, domain: str) -> str:
        """A link into a site, in the canonical form of the WHATWG URL Standard."""
        rng = self.rng
        query = f"?id={rng.randrange(10**5)}" if rng.random() < 0.4 else ""
        return f"http{'s' if rng.random() < 0.8 else ''}://{domain}/{rng.choice(_PATHS)}{query}"

    def email(self) -> str:
        """A mailbox."""
        rng = self.rng
        return f"{rng.choice(_WORDS)}.{rng.choice(_WORDS)}.{self._mark('mail')}@{rng.choice(_HOSTS)}"

    def handle(self, country: str) -> str:
        """``platform:name`` on one of the platforms usual in a country, by the platform's own rules for names."""
        rng = self.rng
        platform = rng.choice(_PLATFORMS[country])
        if platform == "qq":
            # Eleven digits, the most there can be; those given out so far have ten.
            return f"qq:99{self._next('qq', 10**9):09d}"
        mark, word = self._mark("handle"), rng.choice(_WORDS)
        if platform in ("wechat", "line"):
            return f"{platform}:{word}_{mark}"
        between = "." if platform == "facebook" else "_"
        return f"{platform}:{word}{rng.choice((between, ''))}{rng.choice(_WORDS)}{between}{mark}"

    def bakong(self) -> str:
        """A Bakong id (Cambodia), as the handle it is in Weft."""
        rng = self.rng
        return f"bakong:{rng.choice(_WORDS)}_{self._mark('bakong')}@{rng.choice(('wing', 'abaa', 'aclb'))}"

    def device(self) -> str:
        """An IMEI; the type number 989999 stands for no handset known to us."""
        return device.complete(f"989999{self._next('imei', 10**8):08d}")

    def national_id(self, country: str) -> str | None:
        """``TH:…`` with its check digit; the registry office 9999 does not exist. None for other countries."""
        if country != "TH":
            return None
        twelve = f"19999{self._next('pin', 10**7):07d}"
        return f"TH:{twelve}{(11 - sum(w * int(d) for w, d in zip(_THAI_WEIGHTS, twelve, strict=True)) % 11) % 10}"

    def passport(self, country: str) -> str | None:
        """A number of the country's shape beginning with 99; None where none is made."""
        makers: dict[str, Callable[[], str]] = {
            "TH": lambda: f"AA99{self._next('th-pass', 10**5):05d}",
            "VN": lambda: f"B99{self._next('vn-pass', 10**5):05d}",
            "CN": lambda: f"E99{self._next('cn-pass', 10**6):06d}",
            "KH": lambda: f"N99{self._next('kh-pass', 10**6):06d}",
            "MM": lambda: f"MA99{self._next('mm-pass', 10**4):04d}",
        }
        maker = makers.get(country)
        return f"{country}:{maker()}" if maker else None

    def promptpay(self, phone: str) -> str:
        """A PromptPay code that pays a Thai phone."""
        return payment_qr.make(
            {
                "00": "01",
                "01": "11",
                "29": _inner({"00": "A000000677010111", "01": f"00{phone[1:]}"}),
                "53": "764",
                "58": "TH",
            }
        )

    def vietqr(self, account: str) -> str | None:
        """A VietQR code that pays a Vietnamese account; None when its bank has no number in the scheme."""
        _, code, number = account.split(":")
        bank = next(bank for bank in countries.get("VN").banks if bank.code == code)
        if bank.bin is None:
            return None
        inside = _inner({"00": bank.bin, "01": number})
        return payment_qr.make(
            {
                "00": "01",
                "01": "11",
                "38": _inner({"00": "A000000727", "01": inside, "02": "QRIBFTTA"}),
                "53": "704",
                "58": "VN",
            }
        )

    def khqr(self, handle: str) -> str:
        """A KHQR code that pays a Bakong id."""
        return payment_qr.make(
            {
                "00": "01",
                "01": "11",
                "29": _inner({"00": handle.partition(":")[2]}),
                "52": "5999",
                "53": "116",
                "58": "KH",
                "59": "SHOP",
                "60": "PP",
            }
        )


def _inner(tags: dict[str, str]) -> str:
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in tags.items())
