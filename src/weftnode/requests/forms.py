"""Input about requests to clean values. What is wrong is said at its field, and nothing that was typed is lost."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft import countries, release
from weft.countries.holds import UNITS
from weft.errors import InputProblem
from weftnode.accounts.models import Officer
from weftnode.cases.models import Case, Measure
from weftnode.partners import queries as partners
from weftnode.partners import words
from weftnode.partners.models import Agreement, Partner
from weftnode.reports.forms import RoomField, offer
from weftnode.requests import clocks, grounds, queries, rules
from weftnode.requests.models import Answer, Direction, DueFrom, Reminder, Request, Sort, State, Urgency
from weftnode.ui.days import DayField

_LONGEST = 50_000
_LANGUAGES = [("", "—"), *settings.LANGUAGES]
UNIT_NAMES = {"hour": _("hours"), "day": _("days"), "working day": _("working days"), "month": _("months")}


def _zones() -> list[tuple[str, str]]:
    """Whose clock may count: our own, each country's, UTC."""
    own = settings.TIME_ZONE
    rest = sorted({countries.get(code).time_zone for code in countries.known()} - {own, "UTC"})
    return [(name, name.replace("_", " ")) for name in dict.fromkeys([own, *rest, "UTC"])]


class DueForm(forms.Form):
    """When it is due: on a day, at an hour, or so long after it was asked; whose clock counts; and where that comes from."""

    due_on = DayField(label=_("Due on"), required=False)
    due_hour = forms.TimeField(
        label=_("at (hour)"),
        required=False,
        widget=forms.TimeInput({"placeholder": "17:00", "size": 6}, format="%H:%M"),
    )
    term_length = forms.IntegerField(
        label=_("or within"), required=False, min_value=1, max_value=3650, widget=forms.NumberInput({"size": 5})
    )
    term_unit = forms.ChoiceField(
        label=_("counted in"), required=False, choices=[("", "—"), *((one, UNIT_NAMES[one]) for one in UNITS)]
    )
    due_zone = forms.ChoiceField(label=_("Whose clock counts"), choices=_zones)
    due_from = forms.ChoiceField(label=_("The time comes from"), required=False, choices=[("", "—"), *DueFrom.choices])
    due_basis = forms.CharField(label=_("Article or paragraph"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, hour, length, unit = (given.get(name) for name in ("due_on", "due_hour", "term_length", "term_unit"))
        if self.errors.keys() & {"due_on", "due_hour", "term_length", "due_zone"}:
            return given
        if day and length:
            self.add_error("term_length", _("Give a day or a term, not both."))
        if hour and not day:
            self.add_error("due_on", _("An hour needs its day."))
        if bool(length) != bool(unit):
            self.add_error("term_unit", _("A term has a number and a unit."))
        if (day or length) and not given.get("due_from"):
            self.add_error("due_from", _("Say where the time comes from."))
        if day and not self.errors:
            try:
                given["deadline"] = clocks.on(day, hour, given["due_zone"])
            except InputProblem:
                self.add_error("due_hour", _("This hour does not come on that day there: the clock leaps over it."))
        return given

    def due_columns(self) -> dict[str, Any]:
        """The columns of a request that say when it is due."""
        given = self.cleaned_data
        deadline: clocks.Deadline | None = given.get("deadline")
        has_clock = deadline is not None or bool(given.get("term_length"))
        return {
            "due_at": deadline.at if deadline else None,
            "due_is_day": deadline.is_day if deadline else False,
            "due_zone": given["due_zone"] if has_clock else "",
            "due_from": given["due_from"] if has_clock else "",
            "due_basis": given["due_basis"] if has_clock else "",
            "term_length": given["term_length"] if has_clock else None,
            "term_unit": given["term_unit"] if has_clock else "",
        }


class NumberField(forms.CharField):
    """The number of a thing that the person may see, C-12 or M-12; anything else does not exist."""

    def __init__(self, letter: str, **options: Any) -> None:
        super().__init__(required=False, max_length=24, widget=forms.TextInput({"size": 10}), **options)
        self.letter = letter
        self.found: Any = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        match = re.fullmatch(rf"(?i)(?:{self.letter}-?)?(\d{{1,18}})", text)
        one = self.found.filter(pk=int(match[1])).first() if match and self.found is not None else None
        if one is None:
            raise forms.ValidationError(_("There is no %(text)s here."), code="no_such_number", params={"text": text})
        return one


class RequestForm(DueForm):
    """A request of ours as it is drafted."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    agreement = forms.ModelChoiceField(queryset=Agreement.objects.none(), label=_("Agreement"), required=False)
    sort = forms.ChoiceField(label=_("What is asked"), choices=Sort.choices)
    title = forms.CharField(label=_("In one line"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=_LONGEST, widget=forms.Textarea({"rows": 8}))
    language = forms.ChoiceField(label=_("Language of the text"), required=False, choices=_LANGUAGES)
    purpose = forms.ChoiceField(
        label=_("Purpose"), required=False, help_text=_("Empty: what this sort of request usually serves.")
    )
    offence = forms.ChoiceField(label=_("Offence category"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=200)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    lapses = forms.BooleanField(label=_("Lapses when the time has run out"), required=False)
    case = NumberField("C", label=_("Case"))
    measure = NumberField("M", label=_("Measure"))
    tlp = forms.TypedChoiceField(label="TLP", coerce=int)
    pap = forms.TypedChoiceField(label="PAP", coerce=int)
    room = RoomField()

    field_order: tuple[str, ...] = (
        "partner", "agreement", "sort", "urgency", "title", "text", "language", "purpose", "offence", "legal_basis", "due_on", "due_hour", "term_length",
        "term_unit", "due_zone", "due_from", "due_basis", "lapses", "case", "measure", "tlp", "pap", "room",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["room"], viewer)
        chosen = {
            "partner": partners.partners(viewer),
            "agreement": partners.agreements(viewer).filter(confirmed_at__isnull=False),
        }
        for name, found in chosen.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["case"].found = Case.objects.visible_to(viewer)  # type: ignore[attr-defined]
        self.fields["measure"].found = Measure.objects.filter(case__in=Case.objects.visible_to(viewer))  # type: ignore[attr-defined]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "purpose": [("", "—"), *((code, words.purpose(code)) for code in release.purposes())],
            "offence": [("", "—"), *((code, str(words.OFFENCES.get(code, code))) for code in release.offences())],
            "tlp": [(one.value, one.label) for one in release.TLP],
            "pap": [(one.value, one.label) for one in release.PAP],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        # Goes to one organisation and may be acted on without being seen: the usual label of a request. Red would stay here.
        self.fields["tlp"].initial, self.fields["pap"].initial = release.TLP.AMBER.value, release.PAP.AMBER.value

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        agreement: Agreement | None = given.get("agreement")
        partner = given.get("partner")
        if agreement and partner and agreement.pk not in {one.pk for one in partners.covering(partner)}:
            self.add_error("agreement", _("This agreement is not with that partner."))
        deadline: clocks.Deadline | None = given.get("deadline")
        if deadline and self.must_lie_ahead and deadline.at <= timezone.now():
            self.add_error("due_on", _("This lies in the past."))
        if given.get("lapses") and not (deadline or given.get("term_length")):
            self.add_error("lapses", _("What lapses has a due time."))
        given["purpose"] = given.get("purpose") or rules.purpose_of(given.get("sort", ""))
        return given

    must_lie_ahead = True

    def columns(self) -> dict[str, Any]:
        """The columns of the model."""
        names = (
            "partner", "agreement", "case", "measure", "sort", "purpose", "offence", "legal_basis", "title", "text", "language", "urgency", "lapses",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names} | self.due_columns()

    @staticmethod
    def initial_of(one: Request) -> dict[str, Any]:
        """What a form shows of a draft."""
        zone = one.due_zone or settings.TIME_ZONE
        local = one.due_at.astimezone(ZoneInfo(zone)) if one.due_at and not one.term_length else None
        return {
            "partner": one.partner_id, "agreement": one.agreement_id, "sort": one.sort, "title": one.title, "text": one.text, "language": one.language,
            "purpose": one.purpose, "offence": one.offence, "legal_basis": one.legal_basis, "urgency": one.urgency, "lapses": one.lapses,
            "case": one.case.number if one.case else "", "measure": one.measure.number if one.measure else "", "room": one.compartment_id,
            "due_on": local.date().isoformat() if local else "", "due_hour": local.time() if local and not one.due_is_day else None,
            "term_length": one.term_length, "term_unit": one.term_unit, "due_zone": zone, "due_from": one.due_from, "due_basis": one.due_basis,
        }  # fmt: skip


class ReceiveForm(RequestForm):
    """A partner's request that came by letter or telephone."""

    their_number = forms.CharField(label=_("Their number"), required=False, max_length=80)
    asked_on = DayField(label=_("Asked on"), required=False)
    asked_hour = forms.TimeField(
        label=_("at (hour)"),
        required=False,
        widget=forms.TimeInput({"placeholder": "09:30", "size": 6}, format="%H:%M"),
    )
    must_lie_ahead = False

    field_order = (
        "partner", "their_number", "asked_on", "asked_hour", "sort", "urgency", "title", "text", "language", "agreement", "purpose", "offence",
        "legal_basis", "due_on", "due_hour", "term_length", "term_unit", "due_zone", "due_from", "due_basis", "lapses", "case", "measure", "tlp",
        "pap", "room",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day: dt.date | None = given.get("asked_on")
        if day and not self.errors:
            try:
                asked = clocks.on(day, given.get("asked_hour") or dt.time(), given["due_zone"])
            except InputProblem:
                self.add_error("asked_hour", _("This hour does not come on that day there: the clock leaps over it."))
                return given
            if asked.at > timezone.now():
                self.add_error("asked_on", _("This lies in the future."))
            deadline: clocks.Deadline | None = given.get("deadline")
            if deadline and deadline.at < asked.at:
                self.add_error("due_on", _("It would be due before it was asked."))
            given["asked_at"] = asked.at
        return given

    def columns(self) -> dict[str, Any]:
        given = super().columns() | {"their_number": self.cleaned_data["their_number"]}
        return given | ({"asked_at": self.cleaned_data["asked_at"]} if "asked_at" in self.cleaned_data else {})


class AnswerForm(forms.Form):
    """A part of the answer, or the whole."""

    kind = forms.ChoiceField(
        label=_("This is"), choices=[one for one in Answer.Kind.choices if one[0] != Answer.Kind.REFUSAL]
    )
    text = forms.CharField(label=_("Text"), max_length=_LONGEST, widget=forms.Textarea({"rows": 5}))
    language = forms.ChoiceField(label=_("Language of the text"), required=False, choices=_LANGUAGES)
    handed_over = forms.CharField(
        label=_("What was handed over"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One thing on each line."),
    )


class RefuseForm(forms.Form):
    """No, and on which ground."""

    ground = forms.ChoiceField(label=_("Ground"), choices=grounds.CHOICES)
    text = forms.CharField(label=_("In words"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2}))


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Reason"), min_length=3, max_length=300, widget=forms.Textarea({"rows": 2}))


class MoveForm(DueForm):
    """Another due time, and why."""

    why = forms.CharField(label=_("Reason"), min_length=3, max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, asked_at: dt.datetime | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked_at = asked_at

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors or given.get("deadline"):
            return given
        if not given.get("term_length"):
            self.add_error("due_on", _("Give a day or a term."))
            return given
        try:
            start = self.asked_at or timezone.now()
            given["deadline"] = clocks.term(start, given["term_length"], given["term_unit"], given["due_zone"])
        except InputProblem:
            self.add_error("term_length", _("No calendar reaches so far."))
        return given


class RemindForm(forms.Form):
    """A reminder by hand."""

    how = forms.ChoiceField(
        label=_("How"), choices=[one for one in Reminder.How.choices if one[0] != Reminder.How.BY_ITSELF]
    )
    text = forms.CharField(
        label=_("What was said"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )


class OwnerForm(forms.Form):
    """Who answers for it."""

    owner = forms.ModelChoiceField(queryset=Officer.objects.none(), label=_("Who answers for it"), required=False)

    def __init__(self, *args: Any, viewer: Officer, request: Request, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = queries.owners(viewer, request)  # type: ignore[attr-defined]
        self.fields["owner"].initial = request.owner_id


class ParcelForm(forms.Form):
    """A partner's signed file."""

    file = forms.FileField(label=_("Signed file"))
    room = RoomField()

    def __init__(self, *args: Any, viewer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["room"], viewer)


class KeyForm(forms.Form):
    """A partner's public key."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    line = forms.CharField(
        label=_("Key"),
        max_length=300,
        widget=forms.TextInput({"class": "mono"}),
        help_text=_("One line: name+id+base64."),
    )

    def __init__(self, *args: Any, viewer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners.partners(viewer)  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What the list is asked for."""

    q = forms.CharField(
        label=_("Number or words"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "data-search": ""}),
    )
    direction = forms.ChoiceField(label=_("Direction"), required=False, choices=[("", _("all")), *Direction.choices])
    partner = forms.ModelChoiceField(
        queryset=Partner.objects.none(), label=_("Partner"), required=False, empty_label=_("all")
    )
    sort = forms.ChoiceField(label=_("What is asked"), required=False, choices=[("", _("all")), *Sort.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", _("the clock counts")),
            ("inside", _("not sent yet")),
            ("closed", _("closed")),
            *State.choices,
        ],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners.partners(viewer)  # type: ignore[attr-defined]

    def asked(self) -> queries.Asked:
        """The clean values as the query takes them."""
        given = self.cleaned_data
        partner = given["partner"].pk if given["partner"] else None
        return queries.Asked(
            given["q"], given["direction"], partner, given["sort"], given["state"], given["mine"], given["page"] or 1
        )


class PeriodForm(forms.Form):
    """The days that figures are about; the last twelve months when none are given."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("This is before the first day."))
        return given
