"""What is known of countries: banks, currencies, public lines, and the words people write. Data in TOML, read once, when asked for.

``th/country.toml`` holds the facts of one country, ``th/words.toml`` the words of it alone, ``_shared/languages/th.toml`` the
words of a language wherever it is spoken, ``_shared/`` what belongs to no one country. Every fact names its source or says
``unverified = true``; the unverified only ever help to recognise, never to refuse, and are shown so. ``check.py`` holds the
rules of the files; ``docs/howto/add-a-country.md`` shows how to add one, ``docs/reference/countries.md`` what is there.
"""

from weft.countries.banks import bank_by_bin, bank_named, bank_spellings
from weft.countries.files import get, known, languages
from weft.countries.folding import bare, fold
from weft.countries.holds import HoldRule, hold_rule, hold_rules
from weft.countries.holidays import Holidays, holidays
from weft.countries.names import country_named, currency_named, number_words, territories
from weft.countries.public import Services, services, shared_hosts
from weft.countries.records import Bank, Cited, Country, CountryFileWrong, CountryNotKnown, Payment, Service
from weft.countries.vocabulary import FIELDS, TYPOLOGIES
from weft.countries.words import header_words, scam_words, suspect_words, victim_words

__all__ = [
    "FIELDS",
    "TYPOLOGIES",
    "Bank",
    "Cited",
    "Country",
    "CountryFileWrong",
    "CountryNotKnown",
    "HoldRule",
    "Holidays",
    "Payment",
    "Service",
    "Services",
    "bank_by_bin",
    "bank_named",
    "bank_spellings",
    "bare",
    "country_named",
    "currency_named",
    "fold",
    "get",
    "header_words",
    "hold_rule",
    "hold_rules",
    "holidays",
    "known",
    "languages",
    "number_words",
    "scam_words",
    "services",
    "shared_hosts",
    "suspect_words",
    "territories",
    "victim_words",
]
