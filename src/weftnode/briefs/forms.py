"""Input about briefs to clean values."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.briefs import queries
from weftnode.briefs.actions import Wanted
from weftnode.briefs.models import Brief
from weftnode.diplomacy.models import Forum, Session
from weftnode.partners.models import PAP_CHOICES, TLP_CHOICES, Partner

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_LONGEST = 60_000


class BriefForm(forms.Form):
    """For whom, in which language, over which days, under which labels."""

    title = forms.CharField(label=_("Title"), max_length=200)
    room = forms.ModelChoiceField(Compartment.objects.none(), label=_("Compartment"), empty_label=None)
    audience = forms.ChoiceField(label=_("For"), choices=Brief.Audience.choices)
    addressee = forms.CharField(
        label=_("Addressed to"),
        required=False,
        max_length=200,
        help_text=_("As printed: an office, a meeting, a forum."),
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        required=False,
        help_text=_("Whom it is for; for our own side, whom it is about."),
    )
    readers = forms.ModelMultipleChoiceField(
        Partner.objects.none(), label=_("Partners who will read it"), required=False,
        help_text=_("Of a forum. What one of them may not see is not in it. With none, only what the world may see."),
    )  # fmt: skip
    forum = forms.ModelChoiceField(Forum.objects.none(), label=_("Forum"), required=False)
    session = forms.ModelChoiceField(Session.objects.none(), label=_("Session"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Brief.Language.choices)
    buddhist_era = forms.BooleanField(label=_("Years of the Buddhist era"), required=False)
    since = forms.DateField(
        label=_("Figures from"),
        required=False,
        widget=_DAY,
        help_text=_("Left empty: from the day after the last brief for the same audience."),
    )
    until = forms.DateField(label=_("Up to"), widget=_DAY)
    tlp = forms.TypedChoiceField(
        label=_("TLP"),
        choices=TLP_CHOICES,
        coerce=int,
        help_text=_("Of its texts and sums. Things named one by one keep their own label."),
    )
    pap = forms.TypedChoiceField(label=_("PAP"), choices=PAP_CHOICES, coerce=int)

    def __init__(self, viewer: Officer, *args: Any, of: Brief | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(of, viewer))
        super().__init__(*args, **kwargs)
        rooms = queries.rooms(viewer)
        offered: dict[str, Any] = {
            "room": rooms, "partner": queries.offered_partners(viewer), "readers": queries.offered_partners(viewer),
            "forum": queries.forums(viewer), "session": queries.sessions(viewer),
        }  # fmt: skip
        for name, found in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        if of is not None:
            del self.fields["room"]
        elif rooms.count() < 2:
            self.fields["room"].widget = forms.HiddenInput()
            self.fields["room"].initial = rooms.first()

    def clean(self) -> dict[str, Any]:
        """A brief for a partner names it, and days are in order."""
        given = super().clean() or self.cleaned_data
        if given.get("audience") == Brief.Audience.PARTNER and not given.get("partner"):
            self.add_error("partner", _("Say for which partner it is."))
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("since", _("The first day lies after the last."))
        return given

    def wanted(self) -> Wanted:
        """The clean values as the action takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "room"}
        return Wanted(**given)


def _initial(of: Brief | None, viewer: Officer) -> dict[str, Any]:
    if of is None:
        language = viewer.language if viewer.language in Brief.Language.values else Brief.Language.EN
        return {
            "until": timezone.localdate(),
            "language": language,
            "tlp": 4,
            "pap": 3,
            "buddhist_era": viewer.buddhist_era,
        }
    names = (
        "title",
        "audience",
        "addressee",
        "partner",
        "forum",
        "session",
        "language",
        "buddhist_era",
        "since",
        "until",
        "tlp",
        "pap",
    )
    return {**{name: getattr(of, name) for name in names}, "readers": of.readers.all()}


class TextForm(forms.Form):
    """The text of one section."""

    text = forms.CharField(label=_("Text"), required=False, max_length=_LONGEST, widget=forms.Textarea({"rows": 6}))


class LeaveOutForm(forms.Form):
    """What is left out, and why."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    why = forms.CharField(label=_("Reason"), min_length=3, max_length=300)


class TakeInForm(forms.Form):
    """What is taken in again."""

    key = forms.CharField(max_length=80)
