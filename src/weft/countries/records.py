"""What the data files become: frozen records, and the errors."""

import datetime as dt
from dataclasses import dataclass

from weft.errors import InputProblem


class CountryNotKnown(InputProblem):
    """A country code for which Weft holds no data."""

    code = "input.country"


class CountryFileWrong(InputProblem):
    """A data file that breaks the rules of `weft.countries.check`."""

    code = "input.country_file"


@dataclass(frozen=True, slots=True)
class Cited:
    """Where facts come from. What has no public citation says so, and only ever helps to recognise."""

    source: str
    """Public address; empty when none was found."""
    title: str = ""
    dated: dt.date | None = None
    """Day of the source, where it has one: the facts are as of then."""

    @property
    def verified(self) -> bool:
        """Whether there is a source at all."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank, or a company that keeps money under an account or phone number, and how people write its name."""

    country: str
    code: str
    """Short, in capitals, unique in its country: ``KBANK``. Part of the canonical form of an account."""
    names: tuple[str, ...]
    """Every spelling met, in native scripts too, without the code."""
    bin: str | None = None
    """Number of the bank in the country's payment code, such as Napas 970436."""
    account_digits: tuple[int, ...] = ()
    """Lengths its account numbers have; empty where not known."""
    number: str | None = None
    """The bank's number in domestic transfers, such as Thailand's 004, Taiwan's 812, or the start of an IFSC code."""
    verified: bool = False
    """Whether a citation stands for the bank and its number. Spellings are what people write; nobody publishes those."""
    by_phone: bool = False
    """E-money whose accounts go by their holders' phones. From how people pay by it; unverified."""


@dataclass(frozen=True, slots=True)
class Service:
    """Something public that many reports name, and that must never tie them."""

    kind: str
    value: str
    """Canonical form. A short line, which has no international form, is ``CC:DIGITS``: ``TH:1441``."""
    name: str
    country: str
    """Empty where the thing is of no one country."""
    source: str
    verified: bool
    sort: str = ""
    """``police``, ``emergency``, ``hotline``, ``bank``, ``regulator``, ``government``; for hosts ``social``, ``shortener`` …"""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def shown(self) -> str:
        """The name for a person, with a remark where no citation stands behind it."""
        return self.name if self.verified else f"{self.name} (unverified)"


@dataclass(frozen=True, slots=True)
class Payment:
    """A national payment code or alias, printed as a QR string."""

    name: str
    aid: str
    """Application identifier inside the EMV template; empty where the scheme has none."""
    tag: str
    """Top-level EMV tag the template stands under; empty where it is no EMV code."""
    pays: tuple[str, ...] = ()
    """What an alias can be: ``phone``, ``national_id``, ``bank_account``, ``ewallet`` …"""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """One country. ``code`` is ISO 3166-1 alpha-2; lengths are counts of digits; the time zone is an IANA name."""

    code: str
    iso3: str
    name: str
    names: tuple[str, ...]
    """In the languages of the region, short and older forms too."""
    calling_code: str
    trunk_prefix: str
    """Dialled before a national number inside the country; empty where there is none."""
    currency: str
    languages: tuple[str, ...]
    time_zone: str
    bank_account_digits: tuple[int, ...]
    """Lengths met in the country's account numbers; empty where not known."""
    government_suffixes: tuple[str, ...]
    """Domains that only the state's offices get names under: ``go.th``."""
    banks: tuple[Bank, ...]
    services: tuple[Service, ...]
    payments: tuple[Payment, ...]
    citations: tuple[tuple[str, Cited], ...]
    """Each group of facts with where it comes from, in the order of the file."""
