"""What goes wrong, by who must act; each holds what the node said (RFC 9457)."""

from dataclasses import dataclass

from weftclient.objects import FieldError


@dataclass(frozen=True, slots=True)
class Problem:
    """What the node said. Decide by ``code``; show the rest to people."""

    type: str = ""
    title: str = ""
    status: int = 0
    code: str = ""
    detail: str = ""
    hint: str = ""
    errors: tuple[FieldError, ...] = ()


class WeftProblem(Exception):
    """Base of all: ``problem`` is what the node said."""

    def __init__(self, problem: Problem) -> None:
        fields = "; ".join(f"{one.field or 'the whole'}: {one.message}" for one in problem.errors)
        said = [part for part in (problem.title, problem.detail, fields, problem.hint) if part]
        super().__init__(". ".join(said) or f"status {problem.status}")
        self.problem = problem


class WrongInput(WeftProblem):
    """What was sent is wrong (400, 413, 422): the sender mends it."""


class Unauthorized(WeftProblem):
    """The key does not work (401)."""


class Refused(WeftProblem):
    """A rule, or the key's scope, says no (403)."""


class NotThere(WeftProblem):
    """There is none, or not for this key (404): the two are the same on purpose."""


class Throttled(WeftProblem):
    """Too many requests (429), and it stayed so after waiting."""


class Unreachable(WeftProblem):
    """The node, or the line to it, is at fault: nothing was heard, or a 5xx. A write may have happened; the same key asks again safely."""


def of(problem: Problem) -> WeftProblem:
    """The error for what a node said."""
    kinds: dict[int, type[WeftProblem]] = {401: Unauthorized, 403: Refused, 404: NotThere, 429: Throttled}
    if problem.status in kinds:
        return kinds[problem.status](problem)
    return (WrongInput if 400 <= problem.status < 500 else Unreachable)(problem)
