"""Fields that forms of diplomacy share: countries by name or code, rooms, sources, figures."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from weft import countries
from weft.formats import amounts
from weftnode.accounts.models import Compartment, Officer
from weftnode.diplomacy import queries
from weftnode.diplomacy.days import DayField
from weftnode.diplomacy.models import Source


class CountriesField(forms.CharField):
    """Countries by code or by name in any of our languages, with a comma, semicolon or blank between; kept as ISO codes."""

    default_error_messages = {"unknown": _("No country is called “%(value)s”.")}

    def to_python(self, value: Any) -> str:
        """Codes with a blank between, each once."""
        text = super().to_python(value) or ""
        found: list[str] = []
        for part in re.split(r"[,;、，]\s*", text):
            if not part.strip():
                continue
            whole = countries.country_named(part.strip())
            for word in [part.strip()] if whole else part.split():
                code = countries.country_named(word)
                if code is None:
                    raise ValidationError(self.error_messages["unknown"], code="unknown", params={"value": word})
                if code not in found:
                    found.append(code)
        return " ".join(found)


class CountryField(CountriesField):
    """One country."""

    default_error_messages = {"several": _("One country only.")}

    def to_python(self, value: Any) -> str:
        """Its code."""
        found = super().to_python(value)
        if " " in found:
            raise ValidationError(self.error_messages["several"], code="several")
        return found


class NumberField(forms.CharField):
    """A number as people write it: 1,204 · 45 million · 3 ล้าน · 50万."""

    default_error_messages = {"invalid": _("“%(value)s” is no number.")}

    def to_python(self, value: Any) -> Any:
        """The number, with every digit."""
        text = super().to_python(value)
        if not text:
            return None
        found = amounts.parse(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text[:60]})
        return found.value


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The room a record goes into, asked only when the person works in more than one."""

    def __init__(self) -> None:
        super().__init__(Compartment.objects.none(), label=_("Compartment"), empty_label=None)

    def offer(self, viewer: Officer) -> None:
        """Give it the rooms of a person; one alone is taken without asking."""
        self.queryset = queries.rooms(viewer)
        first = self.queryset.first()
        self.initial = first.pk if first else None
        if self.queryset.count() < 2:
            self.widget = forms.HiddenInput()


class SourceForm(forms.Form):
    """Where something stands. All of it may stay empty, and a page says then that there is no source."""

    says_optional = True
    source_quote = forms.CharField(
        label=_("As the source writes it"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )
    source_sort = forms.ChoiceField(
        label=_("Kind of source"), required=False, choices=Source.Sort.choices, initial="statement"
    )
    source_title = forms.CharField(label=_("Title of the source"), required=False, max_length=400)
    source_publisher = forms.CharField(label=_("Agency"), required=False, max_length=120)
    source_published_on = DayField(label=_("Published on"), required=False)
    source_paragraph = forms.CharField(label=_("Paragraph"), required=False, max_length=40)
    source_link = forms.CharField(label=_("Address or reference"), required=False, max_length=600)

    def source(self) -> dict[str, Any]:
        """The source as `actions.add_source` takes it; empty when nothing was said but its sort."""
        given = {
            name.removeprefix("source_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("source_")
        }
        return given if any(value for name, value in given.items() if name != "sort") else {}
