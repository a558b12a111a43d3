"""Input about networks to clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from weftnode.networks import queries
from weftnode.networks.models import Judgement


class SearchForm(forms.Form):
    """What the list is asked for."""

    q = forms.CharField(
        label=_("Identifier or name"),
        required=False,
        max_length=600,
        widget=forms.TextInput({"type": "search", "data-search": ""}),
    )
    country = forms.CharField(label=_("Country"), required=False, max_length=2, widget=forms.TextInput({"size": 3}))
    watched = forms.BooleanField(label=_("Only those I watch"), required=False)
    gone = forms.BooleanField(label=_("Those that are gone"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def asked(self) -> queries.Asked:
        """The clean values as the query takes them."""
        given = self.cleaned_data
        return queries.Asked(given["q"], given["country"], given["watched"], given["gone"], given["page"] or 1)


class JudgementForm(forms.Form):
    """Two reports, what they are to each other, and why."""

    report = forms.RegexField(r"(?i)\s*r?-?\d{1,18}\s*", label=_("Report"), widget=forms.TextInput({"size": 10}))
    other = forms.RegexField(r"(?i)\s*r?-?\d{1,18}\s*", label=_("And report"), widget=forms.TextInput({"size": 10}))
    verdict = forms.ChoiceField(label=_("are"), choices=Judgement.Verdict.choices)
    reason = forms.CharField(label=_("Reason"), min_length=3, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def number(self, name: str) -> int:
        """The number of a report, however it was written."""
        return int("".join(sign for sign in self.cleaned_data[name] if sign.isdigit()))


class NameForm(forms.Form):
    """The name people use for a network."""

    title = forms.CharField(label=_("Name"), required=False, max_length=120)


class WatchForm(forms.Form):
    """Whether to be told."""

    on = forms.BooleanField(required=False)


class WithoutForm(forms.Form):
    """The identifier that is thought away."""

    kind = forms.CharField(max_length=20)
    value = forms.CharField(max_length=600)
