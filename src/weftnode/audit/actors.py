"""Who acts: an officer, or a stand-in for the machine and for whoever holds it."""

from typing import Any, Protocol


class Actor(Protocol):
    """Whoever acts: an officer, or a stand-in for the machine."""

    login: Any


class Machine:
    """The node itself (a task, a schedule), or a person at the machine's own shell."""

    def __init__(self, login: str = "node") -> None:
        self.login = login


NODE = Machine("node")
SHELL = Machine("shell")
