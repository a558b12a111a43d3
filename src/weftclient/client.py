"""The client: one method for each operation of the interface, under the same name."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any, TypeVar

from weftclient import errors, objects, plain
from weftclient.wire import Wire

T = TypeVar("T")


class Weft:
    """A node, seen by the key of one officer.

    ``url`` is the address of the node (``https://node.example``), ``key`` one of the officer's keys for programs. Lists are read page by page
    while one goes through them. Every method raises `WeftProblem` (see `weftclient.errors`); a write is sent under a key of its own
    (``once``), so that it happens once even when the line breaks and it is sent again.
    """

    def __init__(
        self, url: str, key: str, *, timeout: float = 30.0, certificates: str | None = None, wire: Wire | None = None
    ) -> None:
        self._wire = wire or Wire(url, key, timeout=timeout, certificates=certificates)

    def me(self) -> objects.Me:
        """Whom the key acts for, and what it may do."""
        return _read(objects.Me, self._wire.ask("GET", "/me"))

    # -- reports ------------------------------------------------------------------------------------------------------

    def reports(
        self,
        text: str = "",
        *,
        country: str = "",
        kind: str = "",
        status: objects.Status | str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
        batch: int | None = None,
    ) -> Iterator[objects.Report]:
        """Reports, the newest first: by words, or by an identifier in any spelling."""
        asked = {
            "text": text,
            "country": country,
            "kind": kind,
            "status": status,
            "since": since,
            "until": until,
            "batch": batch,
        }
        return self._pages("/reports", objects.Report, asked)

    def report(self, number: int) -> objects.FullReport:
        """One report with what it names, who else names it, and the network it is in."""
        return _read(objects.FullReport, self._wire.ask("GET", f"/reports/{number:d}"))

    def write_report(self, report: objects.NewReport, *, once: str = "") -> objects.FullReport:
        """Write a report as the intake form does; the answer says what was recognised and seen before."""
        return self._write(objects.FullReport, "POST", "/reports", plain.write(report), once)

    def report_status(
        self, number: int, status: objects.Status, outcome: str = "", *, once: str = ""
    ) -> objects.FullReport:
        """Say what became of a report."""
        body = {"status": status, "outcome": outcome}
        return self._write(objects.FullReport, "PUT", f"/reports/{number:d}/status", body, once)

    def look_up(self, text: str, *, country: str = "") -> list[objects.Recognised]:
        """What a text names, in any spelling, whether it was seen before, and in which networks."""
        said = self._wire.ask("POST", "/look-up", body={"text": text, "country": country})
        return _items(objects.Recognised, said)

    # -- networks -----------------------------------------------------------------------------------------------------

    def networks(
        self, text: str = "", *, country: str = "", watched: bool = False, gone: bool = False
    ) -> Iterator[objects.Network]:
        """Networks, the largest first: by an identifier in any spelling, an id, or words of a name."""
        return self._pages(
            "/networks", objects.Network, {"text": text, "country": country, "watched": watched, "gone": gone}
        )

    def network(self, number: int) -> objects.Network:
        """One network with its facts."""
        return _read(objects.Network, self._wire.ask("GET", f"/networks/{number:d}"))

    def members(self, number: int) -> Iterator[objects.Member]:
        """Reports of a network, by number."""
        return self._pages(f"/networks/{number:d}/members", objects.Member, {})

    def ties(self, number: int, *, report: int | None = None) -> Iterator[objects.Tie]:
        """Why a network's reports are joined, the strongest first; of one report when it is named."""
        return self._pages(f"/networks/{number:d}/ties", objects.Tie, {"report": report})

    def identifiers(self, number: int) -> Iterator[objects.Counted]:
        """What a network's reports name, the most named first."""
        return self._pages(f"/networks/{number:d}/identifiers", objects.Counted, {})

    def judgements(self, number: int) -> list[objects.Judgement]:
        """What people said of a network's reports, also what was taken back."""
        said = self._wire.ask("GET", f"/networks/{number:d}/judgements")
        return _items(objects.Judgement, said)

    def title(self, number: int, title: str, *, once: str = "") -> objects.Network:
        """Give a network the name people use for it."""
        return self._write(objects.Network, "PUT", f"/networks/{number:d}/title", {"title": title}, once)

    def judge(
        self, report: int, other: int, verdict: objects.Verdict, reason: str, *, once: str = ""
    ) -> objects.Judgement:
        """Say that two reports are the same network, different ones, or that one is unsure; the next build obeys it."""
        body = {"report": report, "other": other, "verdict": verdict, "reason": reason}
        return self._write(objects.Judgement, "POST", "/judgements", body, once)

    def withdraw(self, judgement: int, *, once: str = "") -> objects.Judgement:
        """Take a judgement back."""
        return self._write(objects.Judgement, "DELETE", f"/judgements/{judgement:d}", None, once)

    def builds(self) -> list[objects.Build]:
        """How far the builds of the key's rooms are."""
        return _items(objects.Build, self._wire.ask("GET", "/builds"))

    def _write(self, kind: type[T], method: str, path: str, body: Any, once: str) -> T:
        said = self._wire.ask(method, path, body=body, once=once or str(uuid.uuid4()))
        return _read(kind, said)

    def _pages(self, path: str, kind: type[T], asked: dict[str, Any]) -> Iterator[T]:
        cursor = ""
        while True:
            page = self._wire.ask("GET", path, query={**asked, "cursor": cursor})
            yield from _items(kind, page)
            cursor = str(page.get("next") or "")
            if not cursor:
                return


def _read(kind: type[T], said: Any) -> T:
    try:
        return plain.read(kind, said)
    except ValueError as trouble:
        raise errors.Unreachable(errors.Problem(title=str(trouble), code="answer")) from trouble


def _items(kind: type[T], said: Any) -> list[T]:
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list):
        raise errors.Unreachable(errors.Problem(title=f"the answer is no list of {kind.__name__}", code="answer"))
    return [_read(kind, one) for one in items]
