"""Input about diplomacy to clean values. One form a sort of record; `FORMS` lists them."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from weft import press
from weftnode.accounts.models import Officer
from weftnode.diplomacy import days, queries
from weftnode.diplomacy.days import DayField
from weftnode.diplomacy.fields import CountriesField, CountryField, NumberField, RoomField, SourceForm
from weftnode.diplomacy.models import (
    Attendance,
    Commitment,
    Figure,
    Forum,
    Meeting,
    Official,
    Session,
    Statement,
    Step,
    Track,
)


class RecordForm(forms.ModelForm, SourceForm):  # type: ignore[type-arg]
    """A record with its room and, on a new one, its source."""

    says_optional = True
    room = RoomField()
    # Fields that choose another record: the word of its sort.
    POINTS: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room = self.fields["room"]
        assert isinstance(room, RoomField)
        room.offer(viewer)
        for name, sort in self.POINTS.items():
            self.fields[name].queryset = queries.records(viewer, sort).order_by("-pk")  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["room"]

    def clean(self) -> dict[str, Any]:
        """Days in order, said with both days."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.in_order("first_on", "last_on", _("The last day, %(last)s, is before the first, %(first)s."))
        return given

    def in_order(self, first: str, last: str, wrong: Any) -> None:
        """Add an error to the later field when it is before the earlier one."""
        a, b = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if isinstance(a, dt.date) and isinstance(b, dt.date) and b < a:
            shown = {"first": formats.date_format(a, "DATE_FORMAT"), "last": formats.date_format(b, "DATE_FORMAT")}
            self.add_error(last, str(wrong) % shown)

    def values(self) -> dict[str, Any]:
        """The record's own fields, as the actions take them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}

    def own(self) -> list[forms.BoundField]:
        """The record's own fields, for the page."""
        return [field for field in self.visible_fields() if not field.name.startswith("source_")]

    def about_source(self) -> list[forms.BoundField]:
        """The fields of its source."""
        return [field for field in self.visible_fields() if field.name.startswith("source_")]

    def _get_validation_exclusions(self) -> set[str]:
        # Order of days is said above with the days in it; the database's own check is the last resort.
        return {*super()._get_validation_exclusions(), "first_on", "last_on", "made_on", "due_from", "due_on"}  # type: ignore[misc]


class MeetingForm(RecordForm):
    """A meeting."""

    POINTS = {"session": "session", "tracks": "track"}
    first_on = DayField(label=_("First day"), required=False)
    last_on = DayField(label=_("Last day"), required=False)
    country = CountryField(label=_("Country of the place"), required=False)
    countries = CountriesField(
        label=_("Who met"), required=False, help_text=_("Countries by name or code, with commas between.")
    )
    how_many = forms.IntegerField(
        label=_("How many meetings"),
        min_value=1,
        max_value=10_000,
        initial=1,
        help_text=_("More than one where a source only counts them."),
    )

    class Meta:
        model = Meeting
        fields = (
            "title", "sort", "state", "first_on", "last_on", "place", "country", "countries", "convened_by", "agreed", "how_many", "bound", "session", "tracks",
        )  # fmt: skip
        widgets = {"agreed": forms.Textarea({"rows": 6}), "title": forms.TextInput({"autofocus": True})}


class CommitmentForm(RecordForm):
    """A commitment. A due day that follows from the words is shown with its reason before it is saved."""

    POINTS = {"meeting": "meeting", "statement": "statement", "track": "track"}
    owner_country = CountryField(label=_("Country that promised"), required=False)
    other_countries = CountriesField(label=_("Countries of the other side"), required=False)
    made_on = DayField(label=_("Made on"), required=False, help_text=_("Relative days are counted from here."))
    due_on = DayField(label=_("Due on"), required=False, help_text=_("The last day on which it is still in time."))
    shown = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    """The suggestion the person has seen; saving without a day is then meant."""

    class Meta:
        model = Commitment
        fields = (
            "text", "summary", "owner", "partner", "other", "other_countries", "owner_name", "owner_country", "strength", "sort", "made_on", "due_as_written", "due_on",
            "meeting", "statement", "track", "answers",
        )  # fmt: skip
        widgets = {"text": forms.Textarea({"rows": 4, "autofocus": True})}
        labels = {"other": _("The other side")}
        help_texts = {
            "text": _("In the words and the language in which it was promised."),
            "other": _("To whom we owe it, or who owes it to us; in words where it is no partner of ours."),
            "due_as_written": _("For instance: within one week, ภายในสิ้นเดือนนี้, trong vòng hai tuần, 两周内."),
        }

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["partner"].queryset = queries.partners(viewer)  # type: ignore[attr-defined]
        self.fields["answers"].queryset = queries.colleagues(viewer)  # type: ignore[attr-defined]
        self.reason = ""

    def clean(self) -> dict[str, Any]:
        """The due day against the day it was made; a day that follows from the words is offered first."""
        given = super().clean()
        self.in_order("made_on", "due_on", _("It would be due on %(last)s, before it was made on %(first)s."))
        if self.errors.get("due_on") or self.errors.get("made_on"):
            return given
        found = suggestion(given.get("due_as_written", ""), given.get("made_on"))
        if found and not given.get("due_on") and given.get("shown") != found.last.isoformat():
            day = found.last.isoformat()
            self.data = {**{name: self.data.get(name) for name in self.data}, "due_on": day, "shown": day}
            self.reason = days.reason(found.rule, given["due_as_written"], given.get("made_on"))
            self.add_error(
                "due_on", gettext("This day follows from the words. Look at it, change or clear it, and save again.")
            )
        return given

    def values(self) -> dict[str, Any]:
        """With the span and the rule, where the day is the one that follows from the words."""
        given = super().values()
        found = suggestion(given["due_as_written"], given["made_on"])
        is_read = found is not None and found.last == given["due_on"]
        given["due_rule"] = found.rule if found and is_read else "hand" if given["due_on"] else ""
        given["due_from"] = (
            found.first if found and is_read and not found.is_within and found.first != found.last else None
        )
        return given


def suggestion(written: str, made_on: dt.date | None) -> press.When | None:
    """The days that the words of a due date name, if they can be counted and do not lie before the promise."""
    found = press.due(written, made_on) if written.strip() else None
    return None if found is None or (made_on and found.last < made_on) else found


class DueForm(forms.Form):
    """What the due day is worked out from, while one types."""

    made_on = DayField(required=False)
    due_as_written = forms.CharField(required=False, max_length=200)
    due_on = forms.CharField(required=False, max_length=40)
    shown = forms.CharField(required=False, max_length=10)


class TrackForm(RecordForm):
    """A track."""

    countries = CountriesField(
        label=_("Between"), required=False, help_text=_("Countries by name or code, with commas between.")
    )

    class Meta:
        model = Track
        fields = ("title", "subject", "countries", "state", "about")
        widgets = {"about": forms.Textarea({"rows": 4}), "title": forms.TextInput({"autofocus": True})}


class StepForm(forms.ModelForm, SourceForm):  # type: ignore[type-arg]
    """What happened on a track."""

    says_optional = True
    on = DayField(label=_("On"), required=False)

    class Meta:
        model = Step
        fields = ("on", "what", "state")
        widgets = {"what": forms.Textarea({"rows": 2})}

    def values(self) -> dict[str, Any]:
        """The step's own fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class AttendanceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who came, and who did not."""

    says_optional = True
    country = CountryField(label=_("Country"), required=False)

    class Meta:
        model = Attendance
        fields = ("party", "partner", "country", "person", "office", "came", "is_chair", "note")
        labels = {"office": _("Post")}


class ForumForm(RecordForm):
    """A forum."""

    class Meta:
        model = Forum
        fields = ("name", "short", "about")
        widgets = {"about": forms.Textarea({"rows": 3}), "name": forms.TextInput({"autofocus": True})}


class SessionForm(RecordForm):
    """A session of a forum."""

    POINTS = {"forum": "forum"}
    first_on = DayField(label=_("First day"), required=False)
    last_on = DayField(label=_("Last day"), required=False)
    host = CountryField(label=_("Host country"), required=False)

    class Meta:
        model = Session
        fields = (
            "forum",
            "title",
            "first_on",
            "last_on",
            "is_exact",
            "days_as_written",
            "place",
            "host",
            "ours_to_raise",
            "is_cancelled",
        )
        widgets = {"ours_to_raise": forms.Textarea({"rows": 4})}
        help_texts = {"is_exact": _("Take the tick away where only a span is known in which it lies.")}


class StatementForm(RecordForm):
    """A statement."""

    POINTS = {"meeting": "meeting", "session": "session"}
    issued_on = DayField(label=_("Issued on"), required=False)
    countries = CountriesField(
        label=_("Countries"), required=False, help_text=_("Countries by name or code, with commas between.")
    )

    class Meta:
        model = Statement
        fields = ("title", "sort", "issued_on", "countries", "text", "meeting", "session")
        widgets = {"text": forms.Textarea({"rows": 14}), "title": forms.TextInput({"autofocus": True})}


class FigureForm(RecordForm):
    """A figure that a source gives."""

    POINTS = {"statement": "statement", "meeting": "meeting"}
    value = NumberField(
        label=_("Number"), max_length=60, help_text=_("As you read it: 1,204 · 45 million · 3 ล้าน · 50万.")
    )
    first_on = DayField(label=_("Period from"), required=False)
    last_on = DayField(label=_("Period to"), required=False)

    class Meta:
        model = Figure
        fields = (
            "what",
            "value",
            "unit",
            "bound",
            "as_written",
            "first_on",
            "last_on",
            "said_by",
            "statement",
            "meeting",
        )
        widgets = {"what": forms.TextInput({"autofocus": True})}


class OfficialForm(RecordForm):
    """An official, as public sources name them."""

    country = CountryField(label=_("Country"), required=False)
    seen_on = DayField(label=_("So named on"), required=False)

    class Meta:
        model = Official
        fields = ("name", "name_latin", "office", "country", "body", "seen_on")
        labels = {"office": _("Post")}
        widgets = {"name": forms.TextInput({"autofocus": True})}


FORMS: dict[str, type[RecordForm]] = {
    "meeting": MeetingForm,
    "commitment": CommitmentForm,
    "track": TrackForm,
    "forum": ForumForm,
    "session": SessionForm,
    "statement": StatementForm,
    "figure": FigureForm,
    "official": OfficialForm,
}
"""The form of each sort of record."""


class AskedForm(forms.Form):
    """What the list of commitments is asked for."""

    OWNERS = [("", _("both directions")), *Commitment.Owner.choices]
    STATES = [
        ("owed", _("still owed")),
        ("overdue", _("overdue")),
        ("soon", _("due within two weeks")),
        *Commitment.State.choices[2:],
        ("all", _("all")),
    ]
    q = forms.CharField(
        label=_("Words, partner or country"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    owner = forms.ChoiceField(label=_("Direction"), required=False, choices=OWNERS)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    by = forms.ChoiceField(
        label=_("In order of"), required=False, choices=[("due", _("due day")), ("partner", _("partner"))]
    )
    track = forms.IntegerField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def asked(self) -> queries.Asked:
        """The clean values as the query takes them."""
        given = self.cleaned_data
        return queries.Asked(
            given["q"],
            given["owner"],
            given["state"] or "owed",
            given["track"],
            given["by"] or "due",
            given["page"] or 1,
        )


class TurnForm(forms.Form):
    """What became of a commitment."""

    state = forms.ChoiceField(label=_("State"), choices=Commitment.State.choices)
    why = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """Broken and taken back are said with a reason."""
        given = super().clean() or {}
        if given.get("state") in {"broken", "withdrawn"} and not given.get("why", "").strip():
            self.add_error("why", gettext("Say why: this is what the other side will ask."))
        return given


class ProofForm(forms.Form):
    """What shows that a commitment was kept, or was not."""

    reference = forms.CharField(
        label=_("Reference of the paper"),
        required=False,
        max_length=400,
        help_text=_("The number of a letter, an address, where the paper lies."),
    )
    file = forms.FileField(label=_("File"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of both."""
        given = super().clean() or {}
        if not self.errors and not given.get("reference", "").strip() and not given.get("file"):
            self.add_error("reference", gettext("Name a reference or choose a file."))
        return given


class WithdrawForm(forms.Form):
    """Why a record is withdrawn."""

    why = forms.CharField(label=_("Reason"), max_length=2000, min_length=3)
