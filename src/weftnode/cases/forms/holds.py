"""Forms of a hold: its clock, money going back, and those who ask for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.cases import clocks
from weftnode.cases.forms.fields import AmountField, MomentField, amount, at, now_written, shown
from weftnode.cases.models import Hold, Measure, Plea
from weftnode.cases.shapes import SHAPES, Form, Holder, Orderer

_REASON = {"rows": 2}
_LAW_TIME = _("In the time of the country whose law it is under.")


class HeldForm(forms.Form):
    """Forms of money under one measure: amounts in its currency, moments in the time of its law."""

    def __init__(self, *args: Any, measure: Measure, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.viewer = measure, viewer
        for name in ("placed_at", "at", "asked_at", "decided_at"):
            if name in self.fields:
                self.fields[name].initial = now_written(measure.country, viewer)

    def minor(self, name: str) -> int:
        """An amount of this form, in smallest units. Raises ValidationError."""
        return amount(self.cleaned_data[name], law=self.measure.country, currency=self.measure.currency)[0]

    def moments(self, data: dict[str, Any], *names: str) -> dict[str, Any]:
        """Set the moments where the law counts."""
        for name in names:
            data[name] = at(data.get(name), self.measure.country)
        return data


class HoldForm(HeldForm):
    """Start the clock: under which rule, since when, how much, whose."""

    rule_id = forms.ChoiceField(label=_("Rule"), required=False, widget=forms.RadioSelect)
    placed_at = MomentField(label=_("Runs since"), help_text=_LAW_TIME)
    until = MomentField(
        label=_("Until, as the order says"),
        required=False,
        help_text=_("Only where an order names the end, or no length was found in the law."),
    )
    tainted = AmountField(
        label=_("Of that, from victims"),
        help_text=_("The tainted amount: what came from victims, not the whole account."),
    )
    held = AmountField(label=_("Held"))
    excess_because = forms.CharField(
        label=_("Why more than the tainted amount is held"), required=False, max_length=2000, widget=forms.Textarea(_REASON),
        help_text=_("Only needed when more is held. The harm figures count it."),
    )  # fmt: skip
    holder = forms.ChoiceField(
        label=_("Holder"), choices=Holder.choices, help_text=_("A merchant or private person is released first.")
    )
    field_order = ("rule_id", "placed_at", "until", "held", "tainted", "excess_because", "holder")

    def __init__(self, *args: Any, measure: Measure, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, measure=measure, viewer=viewer, **kwargs)
        self.rules = clocks.rules(measure.country, measure.form)
        field = self.fields["rule_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((rule.rule_id, rule.name) for rule in self.rules),
            ("", _now("No rule of the list: the order names the end")),
        ]
        today = clocks.rules(measure.country, measure.form, clocks.local(measure.made_at, measure.country).date())
        field.initial = today[0].rule_id if today else ""
        if measure.amount_minor is not None:
            self.fields["held"].initial = self.fields["tainted"].initial = shown(measure.amount_minor, measure.currency)

    def clean_held(self) -> int:
        return self.minor("held")

    def clean_tainted(self) -> int:
        return self.minor("tainted")

    def clean(self) -> dict[str, Any]:
        data = self.moments(super().clean() or {}, "placed_at", "until")
        held, tainted = data.get("held"), data.get("tainted")
        if held is not None and tainted is not None and held > tainted and not data.get("excess_because", "").strip():
            self.add_error(
                "excess_because",
                _now(
                    "More is held than is tainted: hold only what came from victims, or say why the rest must be held too."
                ),
            )
        return data


class RenewForm(HeldForm):
    """Renew the clock once more."""

    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea(_REASON))
    until = MomentField(label=_("Until, as the order says"), required=False)

    def clean(self) -> dict[str, Any]:
        return self.moments(super().clean() or {}, "until")


class BackForm(HeldForm):
    """Money that goes back: to its holder, or to victims."""

    amount = AmountField(label=_("Amount"))
    to = forms.ChoiceField(label=_("To"), choices=[("holder", _("the holder")), ("victims", _("victims"))])
    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea(_REASON))
    at = MomentField(label=_("When"), help_text=_LAW_TIME)

    def clean_amount(self) -> int:
        return self.minor("amount")

    def clean(self) -> dict[str, Any]:
        return self.moments(super().clean() or {}, "at")


class TaintForm(HeldForm):
    """How much of the money came from victims, said anew."""

    tainted = AmountField(label=_("From victims"))
    because = forms.CharField(label=_("Reason"), min_length=3, max_length=2000, widget=forms.Textarea(_REASON))
    excess_because = forms.CharField(
        label=_("Why more than the tainted amount is held"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(_REASON),
    )

    def clean_tainted(self) -> int:
        return self.minor("tainted")


class FollowForm(HeldForm):
    """Another measure that takes over the money."""

    form = forms.ChoiceField(label=_("What follows"))
    orderer = forms.ChoiceField(label=_("Who orders"), choices=Orderer.choices)
    office = forms.CharField(label=_("Name of that office"), required=False, max_length=160)
    power = forms.CharField(
        label=_("Legal power"), required=False, max_length=300, help_text=_("The law and the article.")
    )
    at = MomentField(label=_("When"), help_text=_LAW_TIME)

    def __init__(self, *args: Any, measure: Measure, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, measure=measure, viewer=viewer, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in Form if SHAPES[one].is_money and one != measure.form]

    def clean(self) -> dict[str, Any]:
        return self.moments(super().clean() or {}, "at")


class PleaForm(HeldForm):
    """What a holder asks for."""

    sort = forms.ChoiceField(label=_("Asks for"), choices=Plea.Sort.choices)
    to = forms.CharField(label=_("To whom"), required=False, max_length=160)
    amount = AmountField(label=_("Amount"))
    ground = forms.CharField(label=_("Why"), min_length=3, max_length=5000, widget=forms.Textarea(_REASON))
    asked_at = MomentField(label=_("When"), help_text=_LAW_TIME)

    def __init__(self, *args: Any, hold: Hold, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, measure=hold.measure, viewer=viewer, **kwargs)
        self.fields["amount"].initial = shown(hold.held_minor, hold.measure.currency)
        self.fields["to"].initial = hold.rule.appeal if hold.rule else ""

    def clean_amount(self) -> int:
        return self.minor("amount")

    def clean(self) -> dict[str, Any]:
        return self.moments(super().clean() or {}, "asked_at")


class DecideForm(HeldForm):
    """The answer to a holder."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[(one.value, one.label) for one in Plea.Outcome if one.value]
    )
    released = AmountField(label=_("Released, where it is in part"), required=False)
    answer = forms.CharField(label=_("Reason"), min_length=3, max_length=5000, widget=forms.Textarea(_REASON))
    decided_at = MomentField(label=_("When"), help_text=_LAW_TIME)

    def clean_released(self) -> int:
        return self.minor("released") if self.cleaned_data["released"].strip() else 0

    def clean(self) -> dict[str, Any]:
        return self.moments(super().clean() or {}, "decided_at")
