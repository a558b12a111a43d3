"""Input about articles to clean values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from weft import press
from weft.errors import InputProblem
from weftnode.accounts.models import Officer
from weftnode.articles import become, reading, words
from weftnode.articles.models import Article, Finding
from weftnode.diplomacy import queries as diplomacy
from weftnode.diplomacy.days import DayField
from weftnode.diplomacy.fields import CountriesField, CountryField, RoomField
from weftnode.diplomacy.models import Commitment, Track

_LANGUAGES = [("", _("told by the script")), *((code, code) for code in press.LANGUAGES)]


class DescribeForm(forms.Form):
    """What is known of an article besides its text."""

    says_optional = True
    title = forms.CharField(label=_("Title"), required=False, max_length=400)
    agency = forms.CharField(label=_("Agency"), required=False, max_length=120)
    published_on = DayField(
        label=_("Published on"), required=False, help_text=_("Relative days are counted from here.")
    )
    link = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=600,
        help_text=_("Where it stands. It is never opened from here."),
    )


class ArticleForm(DescribeForm):
    """A text, pasted or as a file."""

    text = forms.CharField(
        label=_("Text of the article"),
        required=False,
        max_length=reading.BYTES,
        strip=False,
        widget=forms.Textarea({"rows": 12, "autofocus": True}),
    )
    file = forms.FileField(
        label=_("Or a text file"), required=False, help_text=_("In any encoding of the region, up to 2 MB.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_LANGUAGES)
    room = RoomField()
    field_order = ("text", "file", "title", "agency", "published_on", "link", "language", "room")

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room = self.fields["room"]
        assert isinstance(room, RoomField)
        room.offer(viewer)
        self.given = reading.Given("")

    def clean(self) -> dict[str, Any]:
        """One text. What cannot be read is said beside its field; what was pasted stays."""
        given: dict[str, Any] = super().clean() or {}
        text, file = given.get("text") or "", given.get("file")
        if self.errors:
            return given
        if bool(text.strip()) == bool(file):
            self.add_error("text", gettext("Paste the text or choose a file, one of both."))
            return given
        try:
            if file and file.size > reading.BYTES:
                raise InputProblem(  # noqa: TRY301 -- said in the same words as below
                    f"the file has {file.size:,} bytes, more than {reading.BYTES:,}",
                    hint="An article is shorter: paste the part that matters.",
                )
            self.given = reading.decoded(file.read()) if file else reading.Given(text)
            if not self.given.text.strip("\ufeff \r\n\t"):
                raise InputProblem(  # noqa: TRY301 -- as above
                    gettext("the text is empty"), hint=gettext("Save the article's text and give that file.")
                )
        except InputProblem as problem:
            self.add_error("file" if file else "text", f"{problem}. {problem.hint}")
        return given


class SearchForm(forms.Form):
    """What the list is asked for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))


class DecideForm(forms.Form):
    """Which suggestions, and what is said of them."""

    verdict = forms.ChoiceField(choices=[(one, one) for one in ("confirmed", "rejected")])
    every = forms.BooleanField(required=False)
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, findings: list[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        self.fields["chosen"].choices = [(one.pk, one.pk) for one in findings]  # type: ignore[attr-defined]

    def picked(self) -> list[Finding]:
        """The findings meant: those ticked, or all that wait."""
        if self.cleaned_data["every"]:
            return [one for one in self.findings if one.state == Finding.State.SUGGESTED]
        ticked = set(self.cleaned_data["chosen"])
        return [one for one in self.findings if one.pk in ticked]


class CorrectForm(forms.Form):
    """What a finding should read: its value, its details, and the record it belongs to if that is there already."""

    says_optional = True

    def __init__(self, *args: Any, viewer: Officer, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        self.fields["value"] = _value_field(finding)
        for name in words.OF_KIND.get(finding.kind, ()):
            self.fields[f"said_{name}"] = _detail_field(name, finding.details.get(name, ""))
        sort = become.BECOMES.get(finding.kind)
        if sort and finding.record_id is None:
            into = (
                diplomacy.records(viewer, sort)
                .filter(compartment_id=finding.article.compartment_id)
                .order_by("-pk")[:300]
            )
            choices = [
                ("", _("a new record, or the one that fits")),
                *((one.pk, f"{diplomacy.number(sort, one.pk)} {one}"[:120]) for one in into),
            ]
            self.fields["into"] = forms.TypedChoiceField(
                label=_("Add it to"), choices=choices, required=False, coerce=int, empty_value=None
            )

    def clean(self) -> dict[str, Any]:
        """Days in order, and a due day no earlier than the article."""
        given: dict[str, Any] = super().clean() or {}
        first, last, due = given.get("said_first"), given.get("said_last"), given.get("said_due")
        if first and last and last < first:
            self.add_error("said_last", gettext("The last day is before the first."))
        day = self.finding.article.published_on
        if due and day and due < day:
            shown = {"due": formats.date_format(due, "DATE_FORMAT"), "day": formats.date_format(day, "DATE_FORMAT")}
            self.add_error("said_due", gettext("It would be due on %(due)s, before it was said on %(day)s.") % shown)
        if self.finding.kind == "number" and given.get("value") and become.number_of(given["value"]) is None:
            self.add_error("value", gettext("This is no number."))
        return given

    def details(self) -> dict[str, str]:
        """The details as the finding keeps them; those not asked for stay."""
        given = {
            name.removeprefix("said_"): value for name, value in self.cleaned_data.items() if name.startswith("said_")
        }
        kept = {name: value for name, value in self.finding.details.items() if name not in given}
        said = {
            name: value.isoformat() if hasattr(value, "isoformat") else str(value or "")
            for name, value in given.items()
        }
        if "due" in said and said["due"] != self.finding.details.get("due", ""):
            kept["rule"] = "hand"
        return {**kept, **said}


def _value_field(finding: Finding) -> forms.Field:
    known: dict[str, list[tuple[str, Any]]] = {
        "commitment": list(Commitment.Strength.choices), "track": list(Track.Subject.choices), "victims": list(words.VICTIMS.items()),
        "meeting": list(words.MEETINGS.items()),
    }  # fmt: skip
    choices = known.get(finding.kind)
    label = words.kind(finding.kind).capitalize()
    if choices is not None:
        if finding.value not in dict(choices):
            choices = [(finding.value, words.value(finding)), *choices]
        return forms.ChoiceField(label=label, choices=choices, initial=finding.value)
    if finding.kind in {"country", "visit", "cooperation"}:
        return CountryField(label=label, initial=finding.value)
    return forms.CharField(label=label, max_length=300, initial=finding.value)


def _detail_field(name: str, said: str) -> forms.Field:
    label: Any = words.FIELDS[name]
    if name in {"first", "last", "due"}:
        return DayField(label=label, required=False, initial=said)
    if name == "country":
        return CountryField(label=label, required=False, initial=said)
    if name in {"countries", "owner", "towards", "between"}:
        return CountriesField(label=label, required=False, initial=said)
    if name == "bound":
        return forms.ChoiceField(
            label=label, required=False, initial=said, choices=[("", _("exactly")), *words.BOUNDS.items()]
        )
    if name == "count":
        return forms.IntegerField(label=label, required=False, min_value=1, max_value=10_000, initial=said or None)
    if name == "office":
        offices = [("", _("none")), *words.OFFICES.items()]
        return forms.ChoiceField(
            label=label,
            required=False,
            initial=said,
            choices=offices if said in words.OFFICES or not said else [(said, said), *offices],
        )
    return forms.CharField(label=label, required=False, max_length=200, initial=said)


class MarkForm(forms.Form):
    """Something that the rules did not see."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(words.KINDS.items()), initial="commitment")
    as_written = forms.CharField(
        label=_("Words in the article"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Copied from the text, as they stand."),
    )

    def clean(self) -> dict[str, Any]:
        """Nothing more: whether the words stand there is known to the article."""
        return super().clean() or {}

    def value(self, article: Article) -> str:
        """What a finding of that kind begins with; the person corrects it next."""
        return {"commitment": "agreed", "meeting": "meeting", "track": "other", "victims": "cheated_of_money"}.get(
            self.cleaned_data["kind"], ""
        )


class WithdrawForm(forms.Form):
    """Why an article is withdrawn."""

    why = forms.CharField(label=_("Reason"), max_length=2000, min_length=3)


def refused(form: forms.Form, problem: InputProblem, field: str) -> None:
    """Say a problem of the engine beside the field it is about."""
    form.add_error(field, ValidationError(f"{problem}. {problem.hint or ''}".strip()))
