"""A large build is written in slices: the same networks as at once, each slice by itself, and a build that died is finished by the next."""

import datetime as dt

import pytest

from weftnode.networks import actions, keep
from weftnode.networks.models import Build, Change, Member, Network, Tie
from weftnode.reports import actions as reports


@pytest.fixture
def write(ana, room):
    def make(phone, count, day=6):
        return [
            reports.write_report(
                by=ana, room=room, narrative=f"rang from {phone}", country="TH", reported_on=dt.date(2031, 5, day + at)
            )
            for at in range(count)
        ]

    return make


def run():
    for number in actions.due():
        actions.build(number=number)


def held():
    """What a person sees of the networks, without their numbers in the table."""
    return (
        sorted(Network.objects.values_list("network_id", "reports", "is_gone", "signature")),
        sorted(Member.objects.values_list("pk", "network__network_id")),
        sorted(Tie.objects.values_list("network__network_id", "report_a", "report_b", "kind", "value")),
        sorted(Change.objects.values_list("network__network_id", "what", "before", "after")),
    )


def grown(write):
    """Four networks, then two that grow, one that is new and one that loses a report."""
    for at, count in enumerate((4, 3, 2, 2)):
        write(f"081234567{at}", count)
    run()
    write("0812345670", 2, day=12)
    write("0812345671", 1, day=12)
    write("0898765432", 3)
    run()


def test_slices_write_what_one_transaction_writes(write, monkeypatch, room):
    grown(write)
    whole = held()
    Tie.objects.all().delete()
    Member.objects.all().delete()
    Network.objects.all().delete()
    Build.objects.all().delete()
    monkeypatch.setattr(keep, "_WHOLE", 3)

    run()

    assert [row[:3] for row in held()[0]] == [row[:3] for row in whole[0]]
    assert held()[1:3] == whole[1:3]


def test_a_change_in_slices_writes_what_one_transaction_writes(write, monkeypatch):
    grown(write)
    write("0812345670", 1, day=20)
    write("0812345671", 1, day=20)
    write("0898765432", 1, day=20)
    seen = []
    real = keep.Keeping._write
    monkeypatch.setattr(keep, "_WHOLE", 3)
    monkeypatch.setattr(keep.Keeping, "_write", lambda self, places: (seen.append(len(places)), real(self, places)))

    run()

    assert seen == [1, 1, 1]
    assert Member.objects.count() == sum(Network.objects.values_list("reports", flat=True))
    assert sorted(Network.objects.values_list("reports", flat=True)) == [2, 2, 4, 5, 7]


def test_a_build_that_dies_between_slices_is_finished_by_the_next(write, monkeypatch):
    grown(write)
    write("0812345670", 1, day=20)
    write("0812345671", 1, day=20)
    write("0898765432", 1, day=20)
    real, left = keep.Keeping._write, [1]
    monkeypatch.setattr(keep, "_WHOLE", 3)

    def dies(self, places):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        real(self, places)

    monkeypatch.setattr(keep.Keeping, "_write", dies)
    (number,) = actions.due()
    with pytest.raises(KeyboardInterrupt):
        actions.build(number=number)
    assert Build.objects.get(pk=number).state == Build.State.RUNNING
    monkeypatch.setattr(keep.Keeping, "_write", real)

    actions.build(number=number)

    assert Build.objects.get(pk=number).state == Build.State.DONE
    assert Member.objects.count() == sum(Network.objects.values_list("reports", flat=True))
    assert sorted(Network.objects.values_list("reports", flat=True)) == [2, 2, 4, 5, 7]
    assert actions.due() == []
