"""Addresses of requests."""

from access_rows.words import ANALYST, CASE, LIAISON
from weftnode.audit.actors import SHELL
from weftnode.partners import actions as partners
from weftnode.requests.models import Answer, Key, Letter, Request

READ, WRITE, PROPOSE, APPROVE = {ANALYST, CASE, LIAISON}, {CASE, LIAISON}, {ANALYST, CASE, LIAISON}, {CASE, LIAISON}
ROWS = {
    "requests:list": ("get", READ),
    "requests:request": ("get", READ),
    "requests:lives": ("get", READ),
    "requests:figures": ("get", READ),
    "requests:figures_csv": ("get", READ),
    "requests:draft": ("get", PROPOSE),
    "requests:edit": ("get", PROPOSE),
    "requests:propose": ("post", PROPOSE),
    "requests:receive": ("get", WRITE),
    "requests:take_in": ("get", WRITE),
    "requests:keys": ("get", READ),
    "requests:confirm_key": ("post", {LIAISON}),
    "requests:end_key": ("post", {LIAISON}),
    "requests:carry": ("post", WRITE),
    "requests:pack_again": ("post", WRITE),
    "requests:approve": ("post", APPROVE),
    "requests:approve_answer": ("post", APPROVE),
    "requests:drop_answer": ("post", WRITE),
    "requests:send": ("post", WRITE),
    "requests:acknowledge": ("post", WRITE),
    "requests:answer": ("post", WRITE),
    "requests:refuse": ("post", WRITE),
    "requests:remind": ("post", WRITE),
    "requests:move": ("post", WRITE),
    "requests:go_on": ("post", WRITE),
    "requests:lapse": ("post", WRITE),
    "requests:owner": ("post", WRITE),
    "requests:with_reason": ("post", WRITE),
}
_OF_A_REQUEST = (
    "request", "edit", "propose", "approve", "send", "acknowledge", "answer", "refuse", "remind", "move", "go_on", "lapse", "owner",
)  # fmt: skip
POINTED = {f"requests:{name}": "request" for name in _OF_A_REQUEST} | {
    "requests:with_reason": ("request", "act of a request"),
    "requests:confirm_key": "key",
    "requests:end_key": "key",
    "requests:carry": "letter",
    "requests:pack_again": "letter",
    "requests:approve_answer": "waiting answer",
    "requests:drop_answer": "waiting answer",
}


def things(made):
    """A request with a letter that stayed here and an answer that waits, in each room; a key of a partner."""
    partner = partners.open_partner(by=SHELL, code="XX-RQ", name="Body of requests")
    found = {"key": Key.objects.create(partner=partner, line="k+0+0", made_by="writer").pk, "act of a request": "stop"}
    for word, room in made.rooms:
        request = Request.objects.create(
            compartment=room, direction="in", partner=partner, sort="information", purpose="fraud.network", title="x", text="x", state="received",
            made_by="writer",
        )  # fmt: skip
        found[f"{word}request"] = request.pk
        found[f"{word}act of a request"] = "stop"
        found[f"{word}letter"] = Letter.objects.create(
            request=request, word="receipt", kept_because="x", made_by="writer"
        ).pk
        found[f"{word}waiting answer"] = Answer.objects.create(
            request=request, kind="full", waits=True, made_by="writer"
        ).pk
    return found
