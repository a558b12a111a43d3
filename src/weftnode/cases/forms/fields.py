"""Fields that read what officers write: days in either era, times where the law counts, amounts with their currency, countries by name."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft import countries
from weft.countries import CountryNotKnown
from weft.formats import amounts, dates
from weft.money import AmountNotKept, from_minor, to_minor
from weftnode.accounts.models import Officer
from weftnode.cases.clocks import local, zone

_BUDDHIST_YEARS = 543
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(?:น\.?|h)?\s*\Z")
# What looks like a day: three groups of figures, so that "31/02/2569" is told apart from "next week".
_FIGURES = re.compile(r"\d+\D+\d+\D+\d+")
# More figures in a row than a year has, and not the eight of 20261124.
_TOO_LONG = re.compile(r"(?<!\d)(?:\d{5,7}|\d{9,})(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+(?:[.\s]?[^\W\d_]+)*|[$€£¥₩฿₫₭៛₱₹₽]")
_EARLIEST = dt.date(1990, 1, 1)
_LATEST = dt.date(2100, 1, 1)


class DayField(forms.CharField):
    """A day as people write it: 24/11/2026, 24/11/2569, 24 พ.ย. 2569, 2026-11-24."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.widget.attrs |= {"placeholder": "24/11/2026 · 24/11/2569", "autocomplete": "off"}

    def clean(self, value: Any) -> dt.date | None:
        """The day, or None where nothing is written. Raises ValidationError."""
        text: str = super().clean(value)
        return day(text) if text else None


class MomentField(forms.CharField):
    """A day and a time of day, as a naive moment; the form says where its clock stands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.widget.attrs |= {"placeholder": "24/11/2026 14:30 · 24/11/2569 14:30", "autocomplete": "off"}

    def clean(self, value: Any) -> dt.datetime | None:
        """The moment without a zone, or None where nothing is written. Raises ValidationError."""
        text: str = super().clean(value)
        if not text:
            return None
        at = _TIME.search(text)
        if at is None:
            raise forms.ValidationError(_("Write the day and the time, for instance 24/11/2026 14:30."))
        hour, minute = int(at[1]), int(at[2])
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("There is no such time of day: %(time)s.") % {"time": at[0].strip()})
        return dt.datetime.combine(day(text[: at.start()].strip(" ,T")), dt.time(hour, minute))


def day(text: str) -> dt.date:
    """The day in a text, in any script and either era. Raises ValidationError that says what is wrong with it."""
    found = None if _TOO_LONG.search(text) else dates.parse(text)
    if found is None and _FIGURES.search(text):
        raise forms.ValidationError(
            _("There is no such day: %(text)s. Was the month too short, or the year no leap year?") % {"text": text}
        )
    if found is None:
        raise forms.ValidationError(_("Write a day, for instance 24/11/2026, or 24/11/2569 in the Buddhist era."))
    if not _EARLIEST <= found < _LATEST:
        raise forms.ValidationError(_("The year %(year)d cannot be meant.") % {"year": found.year})
    return found


def at(naive: dt.datetime | None, country: str) -> dt.datetime | None:
    """A moment somebody wrote, in the time of the country whose law counts."""
    return None if naive is None else naive.replace(tzinfo=zone(country))


def written(moment: dt.datetime, country: str, viewer: Officer) -> str:
    """A moment as this person would write it into a field."""
    here = local(moment, country)
    if viewer.buddhist_era:
        return f"{here.day}/{here.month}/{here.year + _BUDDHIST_YEARS} {here:%H:%M}"
    return f"{here:%Y-%m-%d %H:%M}"


def now_written(country: str, viewer: Officer) -> str:
    """The present moment, for a field that is filled in before."""
    return written(timezone.now(), country, viewer)


class CountryField(forms.CharField):
    """A country by its two letters or its name in any of our languages; the code comes out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("label", gettext_lazy("Country"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return country(text) if text else ""


class CountriesField(forms.CharField):
    """Several countries, with blanks or commas between."""

    def clean(self, value: Any) -> list[str]:
        text: str = super().clean(value)
        return sorted({country(part.strip()) for part in re.split(r"[,;]|\s+", text) if part.strip()})


def country(text: str) -> str:
    """The code of a country. Raises ValidationError."""
    found = countries.country_named(text)
    if found is None:
        raise forms.ValidationError(
            _("No country is called “%(text)s”. Write its two letters, for instance TH.") % {"text": text}
        )
    return found


class AmountField(forms.CharField):
    """An amount as people write it, with its currency: 50,000 baht, 2 tỷ VND, 500 USDT."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "text"}


def amount(text: str, *, law: str = "", currency: str = "") -> tuple[int, str]:
    """Amount in smallest units, and its currency: the one written, else the one of the measure, else the one of the country whose law counts.

    Raises ValidationError: for what is no amount, a currency nobody knows, another currency than the measure's, digits that would be lost.
    """
    found = amounts.parse(text, law or None)
    if found is None:
        raise forms.ValidationError(
            _("This is no amount that can be read: %(text)s. Write figures, for instance 50,000 THB.") % {"text": text}
        )
    if found.ambiguous:
        raise forms.ValidationError(
            _("%(text)s can be read in two ways. Write it without marks between thousands.") % {"text": text}
        )
    if found.currency is None and (words := _unread(text)):
        raise forms.ValidationError(
            _("No currency “%(words)s” is known. Use a code, for instance THB, VND, USD, USDT.") % {"words": words}
        )
    code = found.currency or currency or _currency_of(law)
    if not code:
        raise forms.ValidationError(_("Write the currency too, for instance 50,000 THB."))
    if currency and code != currency:
        raise forms.ValidationError(_("This measure is in %(currency)s.") % {"currency": currency})
    return _minor(found.value, code), code


def _minor(value: Decimal, code: str) -> int:
    if value < 0:
        raise forms.ValidationError(_("An amount cannot be below zero."))
    try:
        return to_minor(value, code)
    except AmountNotKept as problem:
        raise forms.ValidationError(
            _("%(amount)s %(currency)s cannot be kept: too many digits, or too large.")
            % {"amount": value, "currency": code}
        ) from problem


def _unread(text: str) -> str:
    """Words of an amount that name no number: what should have been the currency."""
    known = countries.number_words()
    return " ".join(
        word for word in _WORDS.findall(text) if word.casefold() not in known and not amounts.says_scale(word)
    )


def _currency_of(law: str) -> str:
    try:
        return countries.get(law).currency if law else ""
    except CountryNotKnown:
        return ""


def shown(minor: int, currency: str) -> str:
    """An amount as a field shows it: every digit, so that it is read back the same everywhere."""
    return f"{from_minor(minor, currency)} {currency}"
