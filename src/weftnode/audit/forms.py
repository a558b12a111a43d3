"""What an auditor may ask the log for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Filters of the log. All of them may be left empty."""

    who = forms.CharField(label=_("Who"), max_length=150, required=False)
    action = forms.CharField(label=_("What was done"), max_length=80, required=False)
    about = forms.CharField(label=_("To what"), max_length=120, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))


class ExportForm(forms.Form):
    """What to take home: one entry, or everything since an older checkpoint."""

    number = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    since = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    with_record = forms.BooleanField(required=False)
    cosigned = forms.BooleanField(required=False)


class ErasureForm(forms.Form):
    """Which entries are to say nothing any more, and why."""

    until = forms.DateField(label=_("Entries before"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    why = forms.CharField(label=_("Reason"), min_length=3, max_length=1000, widget=forms.Textarea({"rows": 2}))


class WitnessForm(forms.Form):
    """A witness's public key."""

    line = forms.CharField(
        label=_("Public key of the witness"), max_length=400, help_text=_("As it was exchanged on paper: name+id+base64."),
    )  # fmt: skip


class CosignatureForm(forms.Form):
    """What a witness answered."""

    text = forms.CharField(label=_("Answer of the witness"), max_length=4000, widget=forms.Textarea({"rows": 2}))
