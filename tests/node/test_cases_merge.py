"""Merges: all that moved goes back, also after new things were added; circles are refused; checked against a plain model on random stories."""

import random

import pytest

from weft.errors import Refused
from weftnode.cases import actions
from weftnode.cases.actions.measures import Details
from weftnode.cases.models import Case, CaseReport, Measure, Merge
from weftnode.cases.shapes import Form
from weftnode.reports import actions as reports


def fresh(case):
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def cases(ana, room):
    return [actions.open_case(by=ana, room=room, title=f"Case {letter}") for letter in "ABCD"]


def measure(ana, case, **given):
    return actions.propose(by=ana, case=fresh(case), form=Form.NUMBER_BLOCK, details=Details(reason="x", **given))


def state(case):
    """Everything that hangs on a case."""
    case = fresh(case)
    return {
        "state": case.state,
        "parent": case.parent_id,
        "countries": case.countries,
        "reports": set(case.reports.values_list("report_id", flat=True)),
        "people": set(case.people.values_list("token", flat=True)),
        "measures": set(case.measures.values_list("pk", "person__token")),
        "tasks": set(case.tasks.values_list("pk", flat=True)),
        "children": set(case.children.values_list("pk", flat=True)),
        "links": set(case.links.values_list("pk", flat=True)) | set(case.linked_from.values_list("pk", flat=True)),
        "notes": set(case.events.filter(what="note").values_list("text", flat=True)),
    }


def test_all_that_moved_goes_back_and_what_was_added_since_stays(ana, room, cases):
    a, b, c, d = cases
    shared, own = (reports.write_report(by=ana, room=room, narrative=f"call 081234567{n}") for n in (1, 2))
    for case in (a, b):
        actions.add_report(by=ana, case=case, report=shared)
        actions.add_person(by=ana, case=case, token="P-both")
    actions.add_report(by=ana, case=b, report=own)
    twin = b.people.get(token="P-both")
    actions.say_role(by=ana, person=twin, role="runner", because="seen")
    measure(ana, b, person=twin)
    actions.add_task(by=ana, case=b, title="ask")
    actions.place_below(by=ana, case=fresh(c), parent=fresh(b))
    actions.place_below(by=ana, case=fresh(b), parent=fresh(d))
    actions.link(by=ana, case=fresh(b), other=fresh(d), because="money")
    actions.set_state(by=ana, case=fresh(b), state="court")
    before = {case.pk: state(case) for case in cases}

    made = actions.merge(by=ana, gone=b, kept=a, because="the same")
    assert fresh(b).state == "merged"
    assert state(a)["reports"] == {shared.pk, own.pk}
    assert {token for _, token in state(a)["measures"]} == {"P-both"}
    new_measure = measure(ana, a)
    new_task = actions.add_task(by=ana, case=fresh(a), title="new")
    actions.undo_merge(by=ana, made=made)

    after = {case.pk: state(case) for case in cases}
    assert after[b.pk] == before[b.pk]
    assert after[c.pk] == before[c.pk]
    assert after[d.pk] == before[d.pk]
    assert after[a.pk]["measures"] - before[a.pk]["measures"] == {(new_measure.pk, None)}
    assert after[a.pk]["tasks"] - before[a.pk]["tasks"] == {new_task.pk}
    assert after[a.pk]["reports"] == before[a.pk]["reports"]
    assert twin.roles.count() == 1


def test_a_merge_in_a_circle_is_refused_with_the_reason(ana, cases):
    a, b, c, _d = cases
    actions.merge(by=ana, gone=b, kept=a, because="same")
    actions.merge(by=ana, gone=fresh(a), kept=c, because="same")

    with pytest.raises(Refused, match=f"circle: {b.number} is already part of {c.number}"):
        actions.merge(by=ana, gone=fresh(c), kept=fresh(b), because="same")
    with pytest.raises(Refused, match="itself"):
        actions.merge(by=ana, gone=fresh(c), kept=fresh(c), because="same")


def test_a_case_is_not_merged_into_one_that_lies_below_it(ana, cases):
    a, b, c, _d = cases
    actions.place_below(by=ana, case=fresh(b), parent=fresh(a))
    actions.place_below(by=ana, case=fresh(c), parent=fresh(b))

    with pytest.raises(Refused, match="other way round"):
        actions.merge(by=ana, gone=fresh(a), kept=fresh(c), because="same")
    actions.merge(by=ana, gone=fresh(c), kept=fresh(a), because="same")


def test_an_older_merge_is_undone_only_after_the_newer_one(ana, cases):
    a, b, c, _d = cases
    first = actions.merge(by=ana, gone=b, kept=a, because="same")
    second = actions.merge(by=ana, gone=fresh(a), kept=c, because="same")

    with pytest.raises(Refused, match="undo that merge first"):
        actions.undo_merge(by=ana, made=first)
    actions.undo_merge(by=ana, made=second)
    actions.undo_merge(by=ana, made=first)
    with pytest.raises(Refused, match="already"):
        actions.undo_merge(by=ana, made=first)
    assert [fresh(case).state for case in cases] == ["open"] * 4


def test_what_was_above_and_now_lies_below_does_not_make_a_circle(ana, cases):
    a, b, c, d = cases
    actions.place_below(by=ana, case=fresh(b), parent=fresh(d))
    actions.place_below(by=ana, case=fresh(c), parent=fresh(b))
    made = actions.merge(by=ana, gone=fresh(b), kept=a, because="same")
    actions.place_below(by=ana, case=fresh(d), parent=fresh(c))

    actions.undo_merge(by=ana, made=made)

    seen, case = set(), fresh(b)
    while case is not None:
        assert case.pk not in seen
        seen.add(case.pk)
        case = case.parent
    assert fresh(b).parent is None


@pytest.mark.parametrize("seed", range(12))
def test_random_merges_and_undos_agree_with_a_plain_model(ana, room, cases, seed):
    """A second opinion: ``home`` says where each measure and report would be if a merge were only a pointer from one case to another."""
    draw = random.Random(seed)
    home: dict[int, int] = {}
    into: dict[int, int] = {}
    stack: list[int] = []
    pool = [reports.write_report(by=ana, room=room, narrative=f"call 08123456{n:02}") for n in range(3)]
    told: dict[int, set[int]] = {case.pk: set() for case in cases}

    def root(pk):
        while pk in into:
            pk = into[pk]
        return pk

    for _ in range(25):
        alive = [case for case in cases if case.pk not in into]
        act = draw.choice(["measure", "report", "merge", "undo"])
        if act == "measure":
            where = draw.choice(alive)
            home[measure(ana, where).pk] = where.pk
        elif act == "report":
            where, report = draw.choice(alive), draw.choice(pool)
            actions.add_report(by=ana, case=fresh(where), report=report)
            if report.pk not in set().union(*(told[pk] for pk in told if root(pk) == where.pk)):
                told[where.pk].add(report.pk)
        elif act == "merge" and len(alive) > 1:
            gone, kept = draw.sample(alive, 2)
            made = actions.merge(by=ana, gone=fresh(gone), kept=fresh(kept), because="same")
            into[gone.pk] = kept.pk
            stack.append(made.pk)
        elif act == "undo" and stack:
            made = Merge.objects.get(pk=stack.pop())
            actions.undo_merge(by=ana, made=made)
            del into[made.gone_id]

        assert dict(Measure.objects.values_list("pk", "case_id")) == {pk: root(where) for pk, where in home.items()}
        for case in alive:
            if case.pk not in into:
                mine = set(CaseReport.objects.filter(case=case).values_list("report_id", flat=True))
                assert mine == set().union(*(told[pk] for pk in told if root(pk) == case.pk))
