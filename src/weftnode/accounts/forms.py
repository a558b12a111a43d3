"""Input about accounts to clean values."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from weftnode.accounts import queries, roles
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import FOR_PROGRAMS


class OwnForm(forms.ModelForm[Officer]):
    """What a person chooses for themselves."""

    class Meta:
        model = Officer
        fields = ("name", "name_latin", "language", "theme", "buddhist_era")


class OpenAccountForm(forms.Form):
    """A new officer."""

    says_optional = True

    login = forms.RegexField(
        r"\A[a-z0-9][a-z0-9._-]{1,58}\Z",
        label=_("Sign-in name"),
        help_text=_("Small letters, digits, dot, hyphen."),
        strip=True,
    )
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the person writes it."))
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=120, required=False)
    agency = forms.CharField(label=_("Agency"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("", "—"), *settings.LANGUAGES], required=False)
    compartments = forms.ModelMultipleChoiceField(
        label=_("Compartments"),
        queryset=Compartment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartments"].queryset = queries.compartments(viewer)  # type: ignore[attr-defined]


class CompartmentsForm(forms.Form):
    """The rooms of one officer."""

    compartments = forms.ModelMultipleChoiceField(
        label=_("Compartments"),
        queryset=Compartment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartments"].queryset = queries.compartments(viewer)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=roles.CHOICES)


class CompartmentForm(forms.Form):
    """A new room."""

    code = forms.SlugField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Name"), max_length=100)
    about = forms.CharField(label=_("What it is for"), widget=forms.Textarea({"rows": 2}), required=False)


class ReasonForm(forms.Form):
    """A reason, for what is not done without one."""

    reason = forms.CharField(label=_("Reason"), min_length=10, max_length=1000, widget=forms.Textarea({"rows": 2}))


class GlassForm(ReasonForm):
    """Breaking the glass."""

    hours = forms.TypedChoiceField(
        label=_("For how long"), coerce=int, choices=[(1, _("1 hour")), (2, _("2 hours")), (4, _("4 hours"))]
    )


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.TypedChoiceField(
        label=_("Ends after"), coerce=int, choices=[(7, _("7 days")), (90, _("90 days")), (365, _("1 year"))]
    )
    scope = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(str(one), str(one)) for one in sorted(viewer.permissions & FOR_PROGRAMS)]  # type: ignore[attr-defined]
