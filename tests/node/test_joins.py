"""The network a new report would join, said before any build: as the build says it afterwards."""

import datetime as dt

import pytest
from django.urls import reverse

from weft.errors import NothingFound
from weftnode.networks import actions, joins
from weftnode.networks.models import Damped, Network
from weftnode.reports import actions as reports


@pytest.fixture
def write(ana, room):
    def make(story, day="2026-03-01", where=room, by=ana):
        return reports.write_report(
            by=by, room=where, narrative=story, country="TH", reported_on=dt.date.fromisoformat(day)
        )

    return make


def built():
    for number in actions.due():
        actions.build(number=number)


def test_a_new_report_shows_the_network_it_joins_before_the_build(ana, write, sign_in):
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        write("call 0812345678, open evil-bank.example", day)
    built()
    network = Network.objects.get()

    new = write("they said evil-bank.example", "2026-03-05")
    page = sign_in(ana).get(reverse("reports:report", args=[new.pk])).content.decode()

    (one,) = joins.expected(ana, new).joins
    assert (one.network, [(each.value, each.reports) for each in one.because]) == (network, [("evil-bank.example", 3)])
    assert network.network_id in page
    assert "The next build decides" in page
    built()
    assert list(network.members.filter(pk=new.pk)) != []
    page = sign_in(ana).get(reverse("reports:report", args=[new.pk])).content.decode()
    assert "The next build decides" not in page


def test_reports_that_would_form_one_are_named(ana, write):
    first = write("call 0812345678", "2026-03-01")
    new = write("call 0812345678", "2026-03-02")

    found = joins.expected(ana, new)
    assert (found.joins, found.beside) == ([], [first])


def test_what_was_damped_what_is_public_and_what_changed_hands_ties_nothing(ana, room, write):
    for day in ("2025-01-01", "2025-01-02", "2025-01-03"):
        write("call 0812345678, open evil-bank.example, see 0898765432", day)
    built()
    Damped.objects.create(
        compartment=room, kind="domain", value="evil-bank.example", reports=9, reason="over_shared", because="x"
    )

    assert joins.expected(ana, write("evil-bank.example", "2025-01-04")).joins == []
    assert joins.expected(ana, write("0812345678", "2025-02-01")).joins != []
    assert joins.expected(ana, write("0812345678", "2026-02-01")).joins == []


def test_another_room_s_networks_are_not_told(ana, officer, other_room, room, write):
    from weftnode.accounts import roles

    both = officer("both", roles.CaseOfficer, rooms=[room, other_room])
    for day in ("2026-03-01", "2026-03-02"):
        write("call 0812345678, open evil-bank.example", day, other_room, both)
    built()

    mine = write("call 0812345678", "2026-03-03")
    assert joins.expected(both, mine) == joins.Expected([], [])
    theirs = write("call 0812345678", "2026-03-03", other_room, both)
    assert len(joins.expected(both, theirs).joins) == 1
    with pytest.raises(NothingFound):
        joins.expected(ana, theirs)


def test_what_too_many_name_is_left_to_the_build(ana, room, write, monkeypatch):
    monkeypatch.setattr(joins, "WIDE", 2)
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        write("call 0812345678, open evil-bank.example", day)
    built()

    assert joins.expected(ana, write("call 0812345678")) == joins.Expected([], [])
