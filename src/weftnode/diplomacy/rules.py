"""Who may write down what states said to each other."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.diplomacy.models import Commitment, Kept


def may_write(by: Officer, room: int) -> Verdict:
    """Only in the own rooms, never through a broken glass."""
    if not by.may(Permission.WRITE_DIPLOMACY):
        return no(_("Your role writes no meetings and commitments."))
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))


def may_change(by: Officer, record: Kept) -> Verdict:
    """A withdrawn record is brought back before it is changed."""
    if record.withdrawn_at is not None:
        return no(_("This record is withdrawn. Bring it back first."))
    return may_write(by, record.compartment_id)


def may_turn(by: Officer, commitment: Commitment, state: str) -> Verdict:
    """Kept needs something that shows it; a state leads to another one only."""
    if not may_change(by, commitment):
        return may_change(by, commitment)
    if state == commitment.state:
        return no(_("That is its state already."))
    if state == Commitment.State.KEPT and not commitment.proofs.exists():
        return no(
            _("Add what shows that it was kept: a file or a reference. A promise is not kept because somebody says so.")
        )
    return YES
