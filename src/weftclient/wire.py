"""One request to a node by the standard library: the key only to the node itself, waiting when told so, trying again when that is safe."""

import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from weftclient import errors, plain

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_LONGEST_WAIT = 60.0
_MOST_BYTES = 64_000_000


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key to another host; a node never sends one here."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@dataclass
class Wire:
    """The line to one node."""

    url: str
    key: str
    timeout: float = 30.0
    tries: int = 4
    certificates: str | None = None
    """File of the authorities that vouch for the node, where the system's own do not."""
    sleep: Callable[[float], None] = time.sleep
    _opener: urllib.request.OpenerDirector = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """ValueError for an address that would send the key in the clear."""
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError(
                "https:// is needed: the key would go over the line in the clear (http:// only to this machine itself)"
            )
        context = ssl.create_default_context(cafile=self.certificates)
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.HTTPSHandler(context=context))

    def ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None, once: str = ""
    ) -> Any:
        """The JSON of an answer. Raises WeftProblem. Reads, and writes under a key (``once``), are tried again when the line breaks."""
        given = {name: str(value) for name, value in (query or {}).items() if value not in ("", None, False)}
        address = f"{self.url.rstrip('/')}/api/1{path}{'?' if given else ''}{urllib.parse.urlencode(given)}"
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        if once:
            headers["Idempotency-Key"] = once
        again = method == "GET" or bool(once)
        for attempt in range(1, self.tries + 1):
            last = attempt == self.tries
            try:
                request = urllib.request.Request(address, data=data, headers=headers, method=method)  # noqa: S310 -- the scheme was checked
                with self._opener.open(request, timeout=self.timeout) as answer:
                    return _json(answer.read(_MOST_BYTES + 1))
            except urllib.error.HTTPError as refused:
                problem = _problem(refused)
                busy = refused.code in {429, 503} or (refused.code >= 500 and again)
                if last or not busy:
                    raise errors.of(problem) from None
                self.sleep(_wait(refused.headers.get("Retry-After"), attempt))
            except (OSError, ValueError) as trouble:
                if last or not again or isinstance(trouble, ValueError):
                    raise errors.Unreachable(
                        errors.Problem(title=f"{self.url}: {trouble}", code="unreachable")
                    ) from trouble
                self.sleep(_wait(None, attempt))
        raise AssertionError("unreachable")


def _wait(said: str | None, attempt: int) -> float:
    if said and said.isdigit():
        return min(float(said), _LONGEST_WAIT)
    return min(0.5 * 2.0**attempt, _LONGEST_WAIT)


def _json(body: bytes) -> Any:
    if len(body) > _MOST_BYTES:
        raise ValueError("the answer is too large")
    return json.loads(body)


def _problem(refused: urllib.error.HTTPError) -> errors.Problem:
    try:
        said = json.loads(refused.read(1_000_000))
        return plain.read(errors.Problem, {**said, "status": refused.code})
    except (ValueError, TypeError, OSError):
        return errors.Problem(title=f"the answer was {refused.code} {refused.reason}", status=refused.code)
