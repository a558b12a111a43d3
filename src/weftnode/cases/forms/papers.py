"""Forms of what is printed: the freeze request, and the sharing of a pot."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weft.errors import WeftError
from weft.money import Claim, Shares, digits, share
from weftnode.cases import sharing
from weftnode.cases.forms.fields import AmountField, amount

_MOST_BYTES = 2_000_000


class FreezeForm(forms.Form):
    """What the sheet of the kill chain asks for beyond what the measure says."""

    summary = forms.CharField(label=_("Summary of the incident"), max_length=5000, widget=forms.Textarea({"rows": 4}))
    victim = forms.CharField(
        label=_("Victim, by reference"), max_length=80, required=False, help_text=_("The number of the report, never a name: the bank asks the victim's bank."),
    )  # fmt: skip
    victim_place = forms.CharField(label=_("Town and country of the victim"), max_length=120, required=False)
    from_bank = forms.CharField(label=_("Originating bank"), max_length=160, required=False)
    from_account = forms.CharField(label=_("Originating account"), max_length=80, required=False)
    beneficiary = forms.CharField(label=_("Name of the account holder"), max_length=160, required=False)
    to_bank = forms.CharField(label=_("Beneficiary bank"), max_length=160, required=False)
    to_place = forms.CharField(label=_("Where that bank is"), max_length=120, required=False)
    to_account = forms.CharField(label=_("Beneficiary account"), max_length=120)
    through_bank = forms.CharField(label=_("Intermediary bank"), max_length=160, required=False)
    swift = forms.CharField(label=_("SWIFT reference"), max_length=80, required=False)
    sent_at = forms.CharField(label=_("Day and time of the transfer"), max_length=60, required=False)
    further_credit = forms.CharField(label=_("For further credit"), max_length=300, required=False)
    recall = forms.BooleanField(label=_("The bank has sent a recall"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=[("en", "English"), ("vi", "Tiếng Việt"), ("th", "ไทย")]
    )


class PotForm(forms.Form):
    """A pot, and what each victim lost, by reference."""

    pot = AmountField(label=_("What there is to share"), help_text=_("With its currency: 1,200,000 THB."))
    least = AmountField(
        label=_("Least payment"),
        required=False,
        help_text=_("Where the law pays nothing below an amount. Korea: 10,000 won."),
    )
    claims = forms.CharField(
        label=_("Losses"), required=False, max_length=_MOST_BYTES, widget=forms.Textarea({"rows": 8}),
        help_text=_("One victim a line: reference, then the loss. Paste it from a table, or give a CSV file. References, never names."),
    )  # fmt: skip
    file = forms.FileField(label=_("CSV file"), required=False, allow_empty_file=True)

    def clean_pot(self) -> tuple[int, str]:
        return amount(self.cleaned_data["pot"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "pot" not in data:
            return data
        currency = data["pot"][1]
        least = data.get("least", "").strip()
        try:
            data["least"] = amount(least, currency=currency)[0] if least else 0
        except forms.ValidationError as problem:
            self.add_error("least", problem)
            return data
        text = data.get("claims", "")
        file = data.get("file")
        if file is not None:
            if file.size > _MOST_BYTES:
                self.add_error("file", _now("The file is larger than 2 megabytes."))
                return data
            text = f"{text}\n{sharing.decoded(file.read())}"
        claims, problems = sharing.read(text, currency)
        for line, message in problems[:50]:
            self.add_error("claims", _now("Line %(line)d: %(message)s") % {"line": line, "message": message})
        if not claims and not problems:
            self.add_error("claims", _now("Write at least one loss."))
        if not problems and claims:
            try:
                data["shares"] = share(data["pot"][0], claims, least=data["least"])
            except WeftError as problem:
                self.add_error("claims", f"{problem} {problem.hint}")
        data["given"] = claims
        return data

    def result(self) -> tuple[Shares, list[Claim], str, int]:
        """Shares, claims, currency, and digits behind its point. Only after `is_valid`."""
        data = self.cleaned_data
        return data["shares"], data["given"], data["pot"][1], digits(data["pot"][1])
