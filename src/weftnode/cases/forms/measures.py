"""Forms of a measure: new ones, one that changes, its next step."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weft import kinds
from weft.model import Found
from weftnode.accounts.models import Officer
from weftnode.cases.actions.measures import Details
from weftnode.cases.forms.fields import AmountField, CountryField, MomentField, amount, at, now_written, shown
from weftnode.cases.models import Case, CasePerson, Hold, Measure
from weftnode.cases.shapes import MONEY, Form, Ground, Orderer, Role, State, next_states
from weftnode.networks.models import Network
from weftnode.partners import queries as known
from weftnode.partners.models import Partner

_MOST = 500
_GROUPS: tuple[tuple[Any, tuple[Form, ...]], ...] = (
    (_("Money"), (Form.HOLD, Form.SUSPENSION, Form.FREEZE, Form.SEIZURE, Form.CONFISCATION)),
    (_("Lines, sites, accounts"), (Form.NUMBER_BLOCK, Form.SIM_CLOSURE, Form.SITE_BLOCK, Form.TAKEDOWN, Form.ACCOUNT_CLOSURE)),
    (_("People and places"), (Form.ARREST, Form.SEARCH, Form.RESCUE, Form.REPATRIATION, Form.HANDOVER)),
    (_("State measures"), (Form.SANCTION, Form.ENTRY_BAN, Form.POWER_CUT, Form.INTERNET_CUT)),
)  # fmt: skip
FORMS = [(group, [(one.value, one.label) for one in forms_]) for group, forms_ in _GROUPS]
"""Every form, in groups to choose from."""
_BEGINNINGS = (State.PLANNED, State.REQUESTED, State.ORDERED, State.IN_FORCE, State.DONE)


class DetailsForm(forms.Form):
    """What every measure says."""

    country = CountryField(required=False, help_text=_("Whose law it is under."))
    network = forms.ModelChoiceField(Network.objects.none(), label=_("Network"), required=False)
    person = forms.ModelChoiceField(CasePerson.objects.none(), label=_("Reference to a person"), required=False)
    role = forms.ChoiceField(
        label=_("Role of whoever it meets"), required=False, choices=[("", _("not said")), *Role.choices]
    )
    amount = AmountField(
        label=_("Amount"), required=False, help_text=_("With its currency: 50,000 THB, 2 tỷ VND, 500 USDT.")
    )
    people_count = forms.IntegerField(label=_("How many people"), required=False, min_value=0, max_value=1_000_000)
    orderer = forms.ChoiceField(label=_("Who orders"), required=False, choices=[("", _("not said")), *Orderer.choices])
    office = forms.CharField(label=_("Name of that office"), required=False, max_length=160)
    power = forms.CharField(
        label=_("Legal power"), required=False, max_length=300, help_text=_("The law and the article.")
    )
    carried_by = forms.CharField(
        label=_("Carried out by"), required=False, max_length=160, help_text=_("Bank, provider or office.")
    )
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner that carries it out"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, viewer: Officer, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network, person, partner = (self.fields[name] for name in ("network", "person", "partner"))
        assert isinstance(network, forms.ModelChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(partner, forms.ModelChoiceField)
        partner.queryset = known.partners(viewer)
        network.queryset = Network.objects.visible_to(viewer).filter(pk__in=case.networks.values("network"))
        person.queryset = case.people.order_by("pk")
        for name, field in (("network", network), ("person", person), ("partner", partner)):
            if field.queryset is None or not field.queryset.exists():
                del self.fields[name]

    def clean_amount(self) -> tuple[int, str] | None:
        """In smallest units, with the currency."""
        text: str = self.cleaned_data["amount"].strip()
        return amount(text, law=self.cleaned_data.get("country", "")) if text else None

    def details(self, found: Found | None = None, as_written: str = "") -> Details:
        """The clean values, against one identifier."""
        given = self.cleaned_data
        minor, currency = given["amount"] or (None, "")
        return Details(
            kind=found.kind if found else "", value=found.value if found else "", as_written=as_written[:600], network=given.get("network"),
            person=given.get("person"), role=given["role"], orderer=given["orderer"], office=given["office"].strip(), power=given["power"].strip(),
            carried_by=given["carried_by"].strip(), partner=given.get("partner"), country=given["country"], amount_minor=minor, currency=currency,
            people_count=given["people_count"], reason=given["reason"].strip(),
        )  # fmt: skip


class NewForm(DetailsForm):
    """One or many new measures of one form: one for each identifier."""

    form = forms.ChoiceField(label=_("What is done"), choices=FORMS)
    state = forms.ChoiceField(label=_("It is"), choices=[(one.value, one.label) for one in _BEGINNINGS])
    at = MomentField(label=_("Since"), help_text=_("In the time of the country whose law it is under."))
    identifiers = forms.CharField(
        label=_("Against what"), required=False, max_length=60_000, widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line: telephone, account, wallet, website. Each becomes a measure of its own."),
    )  # fmt: skip
    field_order = ("form", "state", "at", "country", "identifiers")

    def __init__(self, *args: Any, viewer: Officer, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, case=case, **kwargs)
        self.fields["country"].initial = settings.NODE_COUNTRY
        self.fields["at"].initial = now_written(settings.NODE_COUNTRY, viewer)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country = data.get("country", "")
        data["at"] = at(data.get("at"), country)
        lines = [line.strip() for line in data.get("identifiers", "").splitlines() if line.strip()]
        if len(lines) > _MOST:
            self.add_error(
                "identifiers",
                _now("At most %(most)d lines at once: these are %(count)d.") % {"most": _MOST, "count": len(lines)},
            )
        data["found"] = found = [(_one(line, country), line) for line in lines[:_MOST]]
        unread = [(number, line) for number, (one, line) in enumerate(found, 1) if one is None]
        for number, line in unread[:20]:
            self.add_error(
                "identifiers",
                _now(
                    "Line %(number)d names no identifier, or more than one: %(line)s. With an account write the bank too."
                )
                % {"number": number, "line": line[:80]},
            )
        amounted = data.get("amount") is not None
        if amounted and data.get("form") and data["form"] not in MONEY:
            self.add_error("amount", _now("A measure of this form carries no amount."))
        if amounted and len(found) > 1:
            self.add_error("amount", _now("An amount belongs to one identifier: write these measures one by one."))
        return data

    def each(self) -> Iterable[Details]:
        """Details of each measure: one for each identifier, or one without any."""
        found = self.cleaned_data["found"]
        return [self.details(one, line) for one, line in found] if found else [self.details()]


def _one(line: str, country: str) -> Found | None:
    found = kinds.find(line, country or settings.NODE_COUNTRY or None)
    return found[0] if len({(one.kind, one.value) for one in found}) == 1 else None


class ChangeForm(DetailsForm):
    """What a measure says, to be changed."""

    identifier = forms.CharField(label=_("Against what"), required=False, max_length=600)
    field_order = ("identifier",)

    def __init__(self, *args: Any, viewer: Officer, measure: Measure, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "identifier": measure.as_written or measure.value, "country": measure.country, "network": measure.network_id,
                "person": measure.person_id, "role": measure.role, "orderer": measure.orderer, "office": measure.office, "power": measure.power,
                "carried_by": measure.carried_by, "partner": measure.partner_id, "people_count": measure.people_count, "reason": measure.reason,
                "amount": shown(measure.amount_minor, measure.currency) if measure.amount_minor is not None else "",
            },
        )  # fmt: skip
        super().__init__(*args, viewer=viewer, case=measure.case, **kwargs)
        self.measure = measure
        if measure.form not in MONEY:
            del self.fields["amount"]
            self.fields["people_count"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("amount", None)
        line = data.get("identifier", "").strip()
        same = line in {self.measure.as_written, self.measure.value}
        data["found"] = None
        if line and not same:
            data["found"] = _one(line, data.get("country", ""))
            if data["found"] is None:
                self.add_error(
                    "identifier",
                    _now("This names no identifier, or more than one. With an account write the bank too."),
                )
        return data

    def changed(self) -> Details:
        """The details as they are to be."""
        line, found = self.cleaned_data["identifier"].strip(), self.cleaned_data["found"]
        if line and found is None:
            found = Found(self.measure.kind, self.measure.value, self.measure.as_written, 0, 0)
            line = self.measure.as_written
        return self.details(found, line)


class MoveForm(forms.Form):
    """The next step of a measure."""

    to = forms.ChoiceField(label=_("It is now"))
    at = MomentField(label=_("When"), help_text=_("In the time of the country whose law it is under."))
    ground = forms.ChoiceField(label=_("Ground of refusal"), required=False, choices=[("", "—"), *Ground.choices])
    because = forms.CharField(label=_("Reason"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2}))
    result = forms.CharField(label=_("Result"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2}))
    people_count = forms.IntegerField(label=_("How many people"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, viewer: Officer, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = measure.country
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        # Money that is held goes on with the measure that takes it over, from the hold itself.
        hidden = {State.REPLACED} if Hold.objects.filter(measure=measure, is_running=True).exists() else set()
        to.choices = [(one.value, one.label) for one in next_states(measure.form, measure.state) if one not in hidden]
        self.fields["at"].initial = now_written(measure.country, viewer)
        if State.REFUSED not in next_states(measure.form, measure.state):
            del self.fields["ground"]
        if not measure.shape.on_person:
            del self.fields["people_count"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = at(data.get("at"), self.country)
        if data.get("to") == State.REFUSED:
            if not data.get("ground"):
                self.add_error("ground", _now("A refusal says its ground."))
            if not data.get("because", "").strip():
                self.add_error("because", _now("A refusal says its reason."))
        return data


class MeasuresForm(forms.Form):
    """What a list of measures is asked for."""

    text = forms.CharField(
        label=_("Identifier, office or number"),
        required=False,
        max_length=600,
        widget=forms.TextInput({"type": "search"}),
    )
    form = forms.ChoiceField(label=_("What is done"), required=False, choices=[("", "—"), *FORMS])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", "—"), *State.choices])
