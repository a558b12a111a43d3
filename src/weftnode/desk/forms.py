"""Input of the desk to clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weftnode.desk import clocks, phrases


class BoardForm(forms.Form):
    """Which clocks the board shows, and how."""

    view = forms.ChoiceField(
        label=_("As"),
        required=False,
        choices=[("", _("board by week")), ("state", _("board by state")), ("list", _("list"))],
    )
    sort = forms.ChoiceField(label=_("Sort"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    side = forms.ChoiceField(
        label=_("Who owes it"),
        required=False,
        choices=[("", _("everybody")), ("ours", _("we")), ("theirs", _("they"))],
    )
    who = forms.ChoiceField(label=_("Who answers for it"), required=False)
    when = forms.ChoiceField(label=_("When"), required=False, choices=[("", _("any time")), *phrases.WHEN.items()])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, login: str, partners: list[str]) -> None:
        super().__init__(data)
        self.fields["sort"].choices = [("", _("all")), *phrases.SORTS.items()]  # type: ignore[attr-defined]
        self.fields["partner"].choices = [("", _("all")), *((one, one) for one in partners)]  # type: ignore[attr-defined]
        self.fields["who"].choices = [("", _("everybody")), (login, _("I")), ("-", _("nobody yet"))]  # type: ignore[attr-defined]

    def wanted(self) -> clocks.Wanted:
        """The clean values as the query takes them; what is no choice counts as not chosen."""
        given = self.cleaned_data if self.is_valid() else {}
        return clocks.Wanted(*(given.get(name) or "" for name in ("sort", "partner", "side", "who", "when")))


class FeedForm(forms.Form):
    """A calendar address."""

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("For instance: my telephone."))
    has_titles = forms.BooleanField(
        label=_("With titles"),
        required=False,
        help_text=_(
            "Without it a calendar shows only the number and the sort of a thing. Calendars lie open on telephones and are copied to other companies' machines: "
            "leave it off unless the telephone is the agency's own."
        ),
    )
