"""What every view here needs: the right to read or write cases, and the way back to a form with what was refused."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from weft.errors import NothingFound, WeftError
from weftnode.accounts.permissions import Permission
from weftnode.cases import phrases

READ, WRITE = Permission.READ_CASES, Permission.WRITE_CASES


def did(form: Form, act: Callable[..., Any], /, **given: Any) -> Any:
    """What the action answers (True where it answers nothing), or None with the reason on the form: nothing a person typed is lost."""
    try:
        return act(**given) or True
    except NothingFound:
        form.add_error(None, _("There is nothing here of that number."))
    except WeftError as problem:
        said = phrases.ERRORS.get(problem.code)
        form.add_error(None, " ".join(part for part in (str(said or problem), "" if said else problem.hint) if part))
    return None
