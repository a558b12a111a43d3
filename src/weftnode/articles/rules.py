"""Who may bring articles and say what they tell."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.articles.models import Article


def may_write(by: Officer, room: int) -> Verdict:
    """Only in the own rooms, never through a broken glass."""
    if not by.may(Permission.WRITE_ARTICLES):
        return no(_("Your role brings no articles."))
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))


def may_decide(by: Officer, article: Article) -> Verdict:
    """A withdrawn article is brought back before anybody says what it tells."""
    if article.withdrawn_at is not None:
        return no(_("This article is withdrawn. Bring it back first."))
    return may_write(by, article.compartment_id)
