"""Addresses of cases."""

import datetime as dt

from access_rows.words import ANALYST, CASE, LIAISON
from weftnode.cases import actions
from weftnode.cases.actions.measures import Details
from weftnode.cases.shapes import Form

READERS = {ANALYST, CASE, LIAISON}
WRITERS = {CASE}
ROWS = {
    "cases:list": ("get", READERS),
    "cases:clocks": ("get", READERS),
    "cases:figures": ("get", READERS),
    "cases:all_measures": ("get", READERS),
    "cases:case": ("get", READERS),
    "cases:timeline": ("get", READERS),
    "cases:case_figures": ("get", READERS),
    "cases:measures": ("get", READERS),
    "cases:measure": ("get", READERS),
    "cases:new": ("get", WRITERS),
    "cases:restitution": ("get", WRITERS),
    "cases:add_to": ("post", WRITERS),
    "cases:change": ("get", WRITERS),
    "cases:state": ("post", WRITERS),
    "cases:close": ("post", WRITERS),
    "cases:reopen": ("post", WRITERS),
    "cases:place": ("post", WRITERS),
    "cases:link": ("post", WRITERS),
    "cases:merge": ("post", WRITERS),
    "cases:add": ("post", WRITERS),
    "cases:remove": ("post", WRITERS),
    "cases:add_task": ("post", WRITERS),
    "cases:note": ("post", WRITERS),
    "cases:new_measure": ("get", WRITERS),
    "cases:unlink": ("post", WRITERS),
    "cases:undo_merge": ("post", WRITERS),
    "cases:say_role": ("post", WRITERS),
    "cases:withdraw_role": ("post", WRITERS),
    "cases:finish_task": ("post", WRITERS),
    "cases:change_measure": ("get", WRITERS),
    "cases:freeze": ("get", WRITERS),
    "cases:correct": ("post", WRITERS),
    "cases:move": ("post", WRITERS),
    "cases:place_hold": ("post", WRITERS),
    "cases:renew": ("post", WRITERS),
    "cases:give_back": ("post", WRITERS),
    "cases:change_taint": ("post", WRITERS),
    "cases:follow_on": ("post", WRITERS),
    "cases:raise_plea": ("post", WRITERS),
    "cases:decide_plea": ("post", WRITERS),
}
_OF_CASE = (
    "case", "timeline", "case_figures", "measures", "change", "state", "close", "reopen", "place", "link", "merge", "add", "add_task", "note",
    "new_measure",
)  # fmt: skip
POINTED: dict[str, str | list[str]] = {f"cases:{name}": "case" for name in _OF_CASE} | {
    "cases:remove": ["case", "sort", "network"],
    "cases:correct": ["measure", "parcel"],
    "cases:add_to": ["sort", "network"],
    "cases:unlink": "link",
    "cases:undo_merge": "merge",
    "cases:say_role": "person",
    "cases:withdraw_role": "role",
    "cases:finish_task": "task",
    "cases:measure": "measure",
    "cases:change_measure": "measure",
    "cases:freeze": "measure",
    "cases:move": "measure",
    "cases:place_hold": "measure",
    "cases:renew": "hold",
    "cases:give_back": "hold",
    "cases:change_taint": "hold",
    "cases:follow_on": "hold",
    "cases:raise_plea": "hold",
    "cases:decide_plea": "plea",
}
BEGAN = dt.datetime(2026, 1, 5, 3, 0, tzinfo=dt.UTC)


def things(made):
    """A case with one of everything in each room."""
    found = {"sort": "network"}
    by = made.writer
    for word, room in made.rooms:
        case, other, gone = (actions.open_case(by=by, room=room, title=title) for title in ("One", "Two", "Three"))
        person = actions.add_person(by=by, case=case, token="P-4711-x")
        details = Details(country="TH", amount_minor=5_000_00, currency="THB", reason="from a victim")
        measure = actions.propose(by=by, case=case, form=Form.HOLD, details=details, at=BEGAN)
        hold = actions.place_hold(by=by, measure=measure, placed_at=BEGAN, tainted_minor=5_000_00, held_minor=5_000_00)
        plea = actions.raise_plea(
            by=by, hold=hold, sort="release", ground="a sale", asked_at=BEGAN, amount_minor=1_000_00
        )
        found |= {
            f"{word}case": case.pk,
            f"{word}sort": "network",
            f"{word}person": person.pk,
            f"{word}role": actions.say_role(by=by, person=person, role="mule", because="named twice").pk,
            f"{word}link": actions.link(by=by, case=case, other=other, because="same number").pk,
            f"{word}merge": actions.merge(by=by, gone=gone, kept=other, because="the same matter").pk,
            f"{word}task": actions.add_task(by=by, case=case, title="ask the bank").pk,
            f"{word}measure": measure.pk,
            f"{word}hold": hold.pk,
            f"{word}plea": plea.pk,
        }
    return found
