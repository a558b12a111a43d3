"""Input about partners to clean values."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft import countries
from weft.countries.names import territories
from weftnode.partners import budgets, holidays, words
from weftnode.partners.models import PAP_CHOICES, TLP_CHOICES, Agreement, Partner
from weftnode.ui import phrases

# Django's own check looks for the pattern anywhere, so both ends are named.
NAME = re.compile(r"\A[A-Za-z0-9._:/()\-]{1,64}\Z")
# Earlier or later is a slip of the keyboard, or a year of another era.
_YEARS = range(1945, 2200)
_LANGUAGE = r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"


class DayField(forms.DateField):
    """A day that an agreement can have."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day.year not in _YEARS:
            raise forms.ValidationError(
                _("This year cannot be meant. Write years of the common era, for instance 2026.")
            )
        return day


class LanguageField(forms.RegexField):
    """The mark of a language, as pages carry it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            _LANGUAGE, label=label, required=False, max_length=12, widget=forms.TextInput({"size": 6}),
            help_text=_("Two letters, for instance th or km."),
        )  # fmt: skip


class ManyField(forms.MultipleChoiceField):
    """Some of a list of codes."""

    widget = forms.CheckboxSelectMultiple


class BudgetsField(forms.CharField):
    """Budgets of an agreement, a line each; from a file a list of such lines."""

    def to_python(self, value: Any) -> Any:
        return budgets.read(value if isinstance(value, list) else value or "")

    def prepare_value(self, value: Any) -> Any:
        is_kept = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        return "\n".join(budgets.written(value)) if is_kept else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A country or one of its bodies."""

    code = forms.RegexField(
        NAME, label=_("Short name"), max_length=40,
        help_text=_("What markings and agreements call it: letters, figures and - . / without blanks, for instance KH-CCD."),
    )  # fmt: skip
    country = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=2,
        help_text=_("Two letters; empty for an international organisation."),
    )
    language = LanguageField(_("Language of that name"))
    answer_delay_hours = forms.IntegerField(
        label=_("Hours an answer rests before it may leave"), min_value=0, max_value=720, initial=0, required=False
    )

    class Meta:
        model = Partner
        fields = ("code", "country", "name", "name_local", "language", "sort", "whole", "note", "answer_delay_hours")
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = self.fields["whole"]
        assert isinstance(whole, forms.ModelChoiceField)
        whole.queryset = Partner.objects.exclude(pk=self.instance.pk).order_by("country", "code")

    def clean_answer_delay_hours(self) -> int:
        return self.cleaned_data["answer_delay_hours"] or 0

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and country not in territories():
            raise forms.ValidationError(_("There is no country with these two letters."))
        return country

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("country") and data.get("sort") not in {Partner.Sort.INTERNATIONAL, Partner.Sort.NGO}:
            self.add_error("country", _("Only an international or non-governmental organisation is of no country."))
        whole = data.get("whole")
        if whole is not None and data.get("country") and whole.country not in {"", data["country"]}:
            self.add_error("whole", _("A body is part of its own country, or of an international organisation."))
        return data


class PointForm(forms.Form):
    """Who answers."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it is written at home; a desk may have no person's name.")
    )
    name_latin = forms.CharField(label=_("Name in Latin letters"), required=False, max_length=200)
    language = LanguageField(_("Language of that name"))
    office = forms.CharField(label=_("Office"), required=False, max_length=200)
    speaks = forms.CharField(label=_("Languages"), required=False, max_length=120)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    is_always_on = forms.BooleanField(label=_("Answers day and night"), required=False)
    from_on = DayField(label=_("From"), required=False)
    to_on = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("from_on") and data.get("to_on") and data["to_on"] < data["from_on"]:
            self.add_error("to_on", _("The last day lies before the first."))
        return data


class StatusForm(forms.Form):
    """Where a partnership stands, since when, and why."""

    status = forms.ChoiceField(label=_("Status"), choices=Partner.Status.choices)
    since = DayField(label=_("Since"), required=False)
    why = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError(_("A status begins today or earlier; enter it on the day it begins."))
        return since


class AgreementForm(forms.ModelForm):  # type: ignore[type-arg]
    """An agreement as data."""

    number = forms.RegexField(
        NAME, label=_("Number"), max_length=64,
        help_text=_("Letters, figures and - . / ( ) without blanks; both sides use it, for instance MoU-TH-KH-2026/1."),
    )  # fmt: skip
    language = LanguageField(_("Language of the title"))
    purposes = ManyField(label=_("Purposes"), required=False, choices=list(words.PURPOSES.items()))
    kept_open = ManyField(
        label=_("Purposes that go on while the partner is limited"),
        required=False,
        choices=list(words.PURPOSES.items()),
    )
    offences = ManyField(label=_("Offence categories"), required=False, choices=list(words.OFFENCES.items()))
    kinds = ManyField(label=_("What may go"), required=False, choices=list(words.OBJECTS.items()))
    identifiers = ManyField(label=_("Kinds of identifier"), required=False, choices=list(phrases.KINDS.items()))
    valid_from = DayField(label=_("In force from"))
    valid_to = DayField(
        label=_("Last day in force"), required=False, help_text=_("Empty when it runs until somebody ends it.")
    )
    signed_on = DayField(label=_("Signed on"), required=False)
    retention_days = forms.IntegerField(
        label=_("Days until the other side erases"), required=False, min_value=1, max_value=36_500
    )
    budget_day = forms.IntegerField(label=_("Questions a day"), min_value=0, max_value=100_000_000, initial=0)
    budgets = BudgetsField(
        label=_("How much may go"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("A line for each: sort, period, number; for instance: request day 20."),
    )  # fmt: skip
    budget_epoch = forms.IntegerField(label=_("Questions in a period"), min_value=0, max_value=100_000_000, initial=0)

    class Meta:
        model = Agreement
        fields = (
            "partner", "number", "title", "language", "sort", "legal_basis", "article", "valid_from", "valid_to", "signed_on", "purposes",
            "kept_open", "offences", "kinds", "identifiers", "tlp", "pap", "location", "allows_people", "retention_days", "budget_day",
            "budget_epoch", "budgets", "reference", "text",
        )  # fmt: skip
        widgets = {"text": forms.Textarea({"rows": 6})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_to") and data.get("valid_from") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("The last day lies before the first."))
        if data.get("signed_on") and data["signed_on"] > timezone.localdate():
            self.add_error("signed_on", _("An agreement is written down when it is signed, not before."))
        for code in sorted(set(data.get("kept_open", [])) - set(data.get("purposes", []))):
            self.add_error(
                "kept_open", _("%(purpose)s is no purpose of this agreement.") % {"purpose": words.purpose(code)}
            )
        if (
            data.get("budget_day")
            and data.get("budget_epoch") is not None
            and data["budget_epoch"] < data["budget_day"]
        ):
            self.add_error("budget_epoch", _("A period has room for at least one day's questions."))
        return data


class AgreementsForm(forms.Form):
    """What the list of agreements is asked for."""

    q = forms.CharField(
        label=_("Number or title"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    partner = forms.CharField(label=_("Partner"), required=False, max_length=40, help_text=_("Its short name."))
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", "—"), ("now", _("in force")), ("waits", _("not confirmed")), ("past", _("no longer in force")), ("future", _("not yet in force"))],
    )  # fmt: skip


class HolidaysForm(forms.Form):
    """Public holidays of one year."""

    country = forms.ChoiceField(label=_("Country"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2199)
    lines = forms.CharField(
        label=_("Days"), max_length=20_000, widget=forms.Textarea({"rows": 10}),
        help_text=_("A day a line with its name: 2026-04-13 Songkran, or 13/04/2569."),
    )  # fmt: skip
    is_complete = forms.BooleanField(label=_("No day of the year is missing"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("The decree, the gazette, or its address."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in countries.known()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("year") and data.get("lines"):
            try:
                data["days"] = holidays.read(data["lines"], data["year"])
            except forms.ValidationError as problem:
                self.add_error("lines", problem)
        return data


class ImportForm(forms.Form):
    """Agreements as a TOML file, uploaded or pasted."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("TOML, at most 2 MB."))
    text = forms.CharField(
        label=_("Or paste it"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea({"rows": 12, "class": "mono"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = data.get("file")
        if given is None:
            data["content"] = data.get("text", "")
        elif given.size > 2_000_000:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        else:
            try:
                data["content"] = given.read().decode("utf-8-sig")
            except UnicodeDecodeError as wrong:
                raise forms.ValidationError(
                    _("The file is not UTF-8: byte %(byte)s cannot be read."), params={"byte": wrong.start}
                ) from wrong
        if not data["content"].strip():
            raise forms.ValidationError(_("Choose a file, or paste its text."))
        return data


class NamesField(forms.CharField):
    """Short names of partners, or countries, with blanks or commas between."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(label=label, required=False, max_length=2000, help_text=help_text)

    def clean(self, value: Any) -> Any:
        names = sorted(set(re.split(r"[\s,;]+", super().clean(value).strip()) if value else []) - {""})
        known = set(Partner.objects.filter(code__in=names).values_list("code", flat=True)) | set(territories())
        for name in names:
            if name not in known:
                raise forms.ValidationError(
                    _("%(name)s is neither a partner's short name nor a country."), params={"name": name}
                )
        return names


class MarkingForm(forms.Form):
    """How far a thing may travel."""

    tlp = forms.TypedChoiceField(label=_("TLP: who may know"), choices=TLP_CHOICES, coerce=int)
    pap = forms.TypedChoiceField(label=_("PAP: what may be done with it"), choices=PAP_CHOICES, coerce=int)
    named = NamesField(
        _("Named recipients"), _("The only ones TLP:RED may reach: short names of partners or countries.")
    )
    originators = NamesField(_("Came from"), _("Empty when it is our own."))
    consents = NamesField(_("They agreed that it goes to"))
    caveats = forms.CharField(
        label=_("Handling caveats"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    why = forms.CharField(label=_("Reason"), min_length=3, max_length=1000, widget=forms.Textarea({"rows": 2}))


class PreviewForm(forms.Form):
    """Through whose eyes, and what for."""

    partner = forms.ModelChoiceField(Partner.objects.order_by("country", "code"), label=_("Partner"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", "—"), *words.PURPOSES.items()], required=False)


class SendForm(forms.Form):
    """What goes to whom, under what, and why."""

    partner = forms.ModelChoiceField(Partner.objects.all(), label=_("Partner"))
    agreement = forms.ModelChoiceField(Agreement.objects.all(), label=_("Agreement"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(words.PURPOSES.items()))
    why = forms.CharField(label=_("Reason"), min_length=3, max_length=1000, widget=forms.Textarea({"rows": 2}))


class RecallForm(forms.Form):
    """Why a parcel must come back, and until when."""

    why = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 2}))
    due_on = DayField(label=_("Erased until"), required=False, help_text=_("Empty: two weeks from today."))


class AcknowledgeForm(forms.Form):
    """What the other side said."""

    what = forms.CharField(
        label=_("What they said"), min_length=3, max_length=4000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Who answered, that it was erased, and what could not be."),
    )  # fmt: skip
    on = DayField(label=_("Day"), required=False)
