"""Forms of a case and of what hangs on it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weft.release import PAP, TLP
from weftnode.accounts.models import Compartment, Officer
from weftnode.cases import queries
from weftnode.cases.forms.fields import CountriesField, DayField, MomentField
from weftnode.cases.models import Case
from weftnode.cases.shapes import Role
from weftnode.partners import queries as known
from weftnode.partners.models import Partner

_LONG = 20_000
_AREA = {"rows": 3}


class CaseForm(forms.Form):
    """What a case says of itself."""

    title = forms.CharField(label=_("Title"), max_length=160)
    about = forms.CharField(label=_("What it is about"), required=False, max_length=_LONG, widget=forms.Textarea(_AREA))
    leader = forms.ModelChoiceField(Officer.objects.none(), label=_("Leader"), required=False)
    file_number = forms.CharField(
        label=_("File number"), required=False, max_length=60, help_text=_("The agency's own, where it keeps files.")
    )
    countries = CountriesField(
        label=_("Countries"), required=False, max_length=400, help_text=_("Two letters each, for instance TH VN.")
    )
    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(), label=_("Together with"), required=False, help_text=_("Partners of a joint case. They see nothing here: what goes to them is sent.")
    )  # fmt: skip
    tlp = forms.ChoiceField(
        label=_("Marking"), choices=[(one.name, one.label) for one in TLP], help_text=_("RED: nothing of it leaves.")
    )
    pap = forms.ChoiceField(label=_("Permitted actions"), choices=[(one.name, one.label) for one in PAP])

    def __init__(
        self, *args: Any, viewer: Officer, of: Case | None = None, room: int | None = None, **kwargs: Any
    ) -> None:
        if of is not None:
            kwargs.setdefault(
                "initial",
                {
                    "partners": list(of.partners.values_list("pk", flat=True)), "title": of.title, "about": of.about, "leader": of.leader_id, "file_number": of.file_number, "countries": of.countries,
                    "tlp": of.tlp, "pap": of.pap,
                },
            )  # fmt: skip
        super().__init__(*args, **kwargs)
        leader, partners = self.fields["leader"], self.fields["partners"]
        assert isinstance(leader, forms.ModelChoiceField)
        assert isinstance(partners, forms.ModelMultipleChoiceField)
        leader.queryset = queries.officers(viewer, of, room=room)
        partners.queryset = known.partners(viewer)
        if not partners.queryset.exists():
            del self.fields["partners"]


class OpenForm(CaseForm):
    """A new case, over networks and reports that come with it."""

    room = forms.ModelChoiceField(Compartment.objects.none(), label=_("Compartment"), empty_label=None)
    networks = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    reports = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Officer, room: int | None = None, **kwargs: Any) -> None:
        rooms = queries.rooms_to_open(viewer)
        first = rooms.filter(pk=room).first() if room else rooms.first()
        super().__init__(*args, viewer=viewer, room=first.pk if first else None, **kwargs)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rooms
        field.initial = first
        if rooms.count() < 2:
            field.widget = forms.HiddenInput()
        self.fields["leader"].initial = viewer.pk
        self.fields["tlp"].initial, self.fields["pap"].initial = TLP.RED.name, PAP.RED.name
        self.fields["countries"].initial = settings.NODE_COUNTRY

    def numbers(self, name: str) -> list[int]:
        """Numbers that came with the form: of networks, or of reports."""
        parts = self.cleaned_data[name].split()
        return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19][:200]


class SearchForm(forms.Form):
    """What the list of cases is asked for."""

    q = forms.CharField(
        label=_("Title or number"),
        required=False,
        max_length=160,
        widget=forms.TextInput({"type": "search", "data-find": True}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("open ones")), *Case.State.choices])
    country = forms.CharField(label=_("Country"), required=False, max_length=2, widget=forms.TextInput({"size": 3}))
    mine = forms.BooleanField(label=_("Only those I lead"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def asked(self) -> queries.Asked:
        """The clean values as the query takes them."""
        given = self.cleaned_data
        return queries.Asked(given["q"], given["state"], given["country"], given["mine"], given["page"] or 1)


class StateForm(forms.Form):
    """Where an open case stands."""

    state = forms.ChoiceField(
        label=_("State"), choices=[(one.value, one.label) for one in Case.State if one not in Case.ENDED]
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 2}))


class BondForm(forms.Form):
    """A network, a report or a reference that a case is about."""

    sort = forms.ChoiceField(
        choices=[("network", _("Network")), ("report", _("Report")), ("person", _("Reference to a person"))],
        label=_("What"),
    )
    number = forms.CharField(
        label=_("Number or reference"),
        max_length=80,
        help_text=_("N-…, R-… or the token that the keeper of the person's file gave you. Never a name."),
    )


class RoleForm(forms.Form):
    """What a referenced person is said to do."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 2}))


class CaseChoice(forms.CharField):
    """Another case of the same room, by its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Case"), max_length=24, widget=forms.TextInput({"placeholder": "C-12", "size": 10}), **kwargs
        )

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value))
        if not text.strip():
            return None
        text = text.upper().removeprefix("C-").strip()
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise forms.ValidationError(_now("Write the number of a case, for instance C-12."))
        return int(text)


class LinkForm(forms.Form):
    """Another case, and why it has to do with this one, or is one with it."""

    other = CaseChoice()
    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 2}))


class PlaceForm(forms.Form):
    """The case above; none to stand alone."""

    parent = CaseChoice(required=False)


class TaskForm(forms.Form):
    """What is to do."""

    title = forms.CharField(label=_("What is to do"), max_length=200)
    owner = forms.ModelChoiceField(Officer.objects.none(), label=_("For"), required=False)
    due_on = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, viewer: Officer, of: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = queries.officers(viewer, of)
        owner.initial = viewer.pk


class NoteForm(forms.Form):
    """What happened, and when."""

    text = forms.CharField(label=_("What happened"), max_length=_LONG, widget=forms.Textarea({"rows": 2}))
    at = MomentField(label=_("When"), help_text=_("In the time of this node."))


class PeriodForm(forms.Form):
    """From when until when something is counted."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            raise forms.ValidationError(_now("The first day lies behind the last."))
        return data
