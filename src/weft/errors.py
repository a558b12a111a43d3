"""Every error Weft raises on purpose, named by who must act.

::

    WeftError             code, data; one sentence, one hint
    ├── InputProblem      what we were given is wrong    -> the sender fixes file, row, column      exit 2
    ├── Refused           a rule says no                 -> a person changes the rule, or does not  exit 3
    ├── PartnerProblem    the other node, or the wire    -> wait, retry, or telephone               exit 4
    ├── Tampered          a proof or signature fails     -> stop, alert, keep the evidence          exit 5
    └── NotConfigured     this machine lacks a setting   -> the administrator                       exit 2

Anything else is our own bug: it crashes, with a trace, and ends with exit code 1.
A value or row that cannot be read is no exception at all: it is a :class:`weft.model.Problem`, and reading goes on.
"""

from typing import ClassVar


class WeftError(Exception):
    """Base of the tree. ``str(error)`` is one line for a person; ``error.hint`` says what to do next."""

    code: ClassVar[str] = "weft"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", **data: object) -> None:
        super().__init__(message)
        self.hint = hint
        self.data = data


class InputProblem(WeftError):
    """What we were given is wrong as a whole; whoever sent it can mend it."""

    code = "input"
    exit_code = 2


class FileNotRead(InputProblem):
    """A file that cannot be read at all: absent, not a format we know, or built to do harm."""

    code = "input.file"


class MappingNotRead(InputProblem):
    """A mapping file that is not TOML, or that names columns or fields that do not exist."""

    code = "input.mapping"


class NothingFound(InputProblem):
    """The id that was asked for is not in the results."""

    code = "input.unknown_id"


class Refused(WeftError):
    """A rule says no."""

    code = "refused"
    exit_code = 3


class PartnerProblem(WeftError):
    """The other node, or the wire to it, is at fault."""

    code = "partner"
    exit_code = 4


class Tampered(WeftError):
    """A proof, a signature or a checksum fails."""

    code = "tampered"
    exit_code = 5


class NotConfigured(WeftError):
    """The machine lacks a setting."""

    code = "not_configured"
    exit_code = 2


class NotWritten(NotConfigured):
    """The results cannot be written where they should go: a full disk, a folder that is not ours to write in."""

    code = "not_written"
