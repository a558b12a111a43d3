"""What is known of countries: banks, currencies, public lines, and the words people write. Data in TOML, read once.

``th/country.toml`` holds the facts of one country, ``th/words.toml`` the words of it alone, ``_shared/languages/th.toml`` the
words of a language wherever it is spoken, ``_shared/`` what belongs to no one country. Every group of facts names its source;
one without says ``verified = false``, and then only ever helps to recognise, never to refuse. ``check.py`` holds the rules of
the files; ``docs/howto/add-a-country.md`` shows how to add one.
"""

from weft.countries.banks import bank_by_bin, bank_named, bank_spellings
from weft.countries.files import get, known, languages
from weft.countries.folding import bare, fold
from weft.countries.names import country_named, currency_named, number_words, territories
from weft.countries.public import services, shared_hosts
from weft.countries.records import Bank, Cited, Country, CountryNotKnown, Payment, Service
from weft.countries.words import FIELDS, TYPOLOGIES, header_words, scam_words, suspect_words, victim_words

__all__ = [
    "FIELDS",
    "TYPOLOGIES",
    "Bank",
    "Cited",
    "Country",
    "CountryNotKnown",
    "Payment",
    "Service",
    "bank_by_bin",
    "bank_named",
    "bank_spellings",
    "bare",
    "country_named",
    "currency_named",
    "fold",
    "get",
    "header_words",
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
