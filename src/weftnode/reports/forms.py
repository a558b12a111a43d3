"""Input about reports to clean values."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.formats import amounts
from weft.formats.mapping import FIELDS
from weftnode.accounts.models import Compartment, Officer
from weftnode.reports import queries
from weftnode.reports.models import Report
from weftnode.ui import phrases

_LONGEST = 200_000


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The room something goes into; only rooms the person works in. Asked only when there is more than one."""

    def __init__(self) -> None:
        super().__init__(Compartment.objects.none(), label=_("Compartment"), empty_label=None)


def offer(field: forms.Field, viewer: Officer) -> None:
    """Give a room field the rooms of a person; one alone is taken without asking."""
    assert isinstance(field, RoomField)
    field.queryset = queries.rooms_to_write(viewer)
    first = field.queryset.first()
    field.initial = first.pk if first else None
    if field.queryset.count() < 2:
        field.widget = forms.HiddenInput()


class ReportForm(forms.Form):
    """A report as it is told on the telephone. Nothing is asked for twice, and hardly anything must be known."""

    narrative = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 9, "autofocus": True}),
        help_text=_("In the caller's words and language. Telephones, accounts and websites are found while you type."),
    )
    identifiers = forms.CharField(
        label=_("What the scammer used"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line: telephone, account, wallet, website, account name."),
    )
    amount = forms.CharField(
        label=_("Loss"), required=False, max_length=120, help_text=_("As told: 50,000 baht, 2 tỷ, 500 USDT.")
    )
    reported_on = forms.DateField(
        label=_("Day it happened"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    category = forms.CharField(label=_("Kind of scam"), required=False, max_length=120)
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, help_text=_("Two letters: local numbers are read by it.")
    )
    reporter = forms.CharField(
        label=_("Who reports"),
        required=False,
        max_length=200,
        help_text=_("Sealed; never searched, never a link between reports."),
    )
    call_back = forms.CharField(label=_("How to call back"), required=False, max_length=200)
    room = RoomField()

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["room"], viewer)
        self.fields["country"].initial = settings.NODE_COUNTRY
        self.fields["reported_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("A country has two letters, for instance TH."))
        return country

    def clean_amount(self) -> str:
        amount: str = self.cleaned_data["amount"].strip()
        if amount and amounts.parse(amount, self.data.get("country") or settings.NODE_COUNTRY or None) is None:
            raise forms.ValidationError(
                _(
                    "This is no amount that can be read. Write figures, for instance 50,000 baht, or tell it in the story."
                )
            )
        return amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("narrative", "").strip() or data.get("identifiers", "").strip()):
            raise forms.ValidationError(_("Write a word of what happened, or one identifier."))
        return data


class SearchForm(forms.Form):
    """What a list is asked for."""

    q = forms.CharField(
        label=_("Words or identifier"),
        required=False,
        max_length=400,
        widget=forms.TextInput({"type": "search", "data-find": True}),
    )
    country = forms.CharField(label=_("Country"), required=False, max_length=2)
    kind = forms.ChoiceField(label=_("Names a"), required=False, choices=[("", "—"), *phrases.KINDS.items()])
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", "—"), *Report.Status.choices])
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    batch = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())

    def asked(self) -> queries.Asked:
        """The clean filters; only after `is_valid`."""
        data = self.cleaned_data
        return queries.Asked(
            text=data["q"], country=data["country"], kind=data["kind"], status=data["status"], since=data["since"], until=data["until"],
            batch=data["batch"], before=data["before"],
        )  # fmt: skip


class StatusForm(forms.Form):
    """What became of a report."""

    status = forms.ChoiceField(label=_("State"), choices=Report.Status.choices)
    outcome = forms.CharField(
        label=_("What became of it"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class UploadForm(forms.Form):
    """A file of reports."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, XLS, ODS, JSON, JSON Lines, YAML or text; a ZIP of these."),
        allow_empty_file=True,
    )
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, help_text=_("Of reports that name none. Two letters.")
    )
    room = RoomField()

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["room"], viewer)
        self.fields["country"].initial = settings.NODE_COUNTRY

    clean_country = ReportForm.clean_country


class MappingForm(forms.Form):
    """What each column of a file holds: one choice a column, beginning with what was recognised."""

    country = forms.CharField(label=_("Country"), required=False, max_length=2)
    clean_country = ReportForm.clean_country

    def __init__(self, *args: Any, columns: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [(name, phrases.field(name)) for name in FIELDS]
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column["header"] or "—", choices=choices, initial=column["field"], required=False
            )

    def changed(self) -> dict[str, str]:
        """Header to field, where the person chose otherwise."""
        chosen = ((column, self.cleaned_data[f"column-{number}"]) for number, column in enumerate(self.columns))
        return {
            column["header"]: field
            for column, field in chosen
            if field and field != column["field"] and column["header"]
        }
