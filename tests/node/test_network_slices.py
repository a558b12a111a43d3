"""A large build is written in slices: the same networks as at once, each slice by itself, and a build that died is finished by the next."""

import datetime as dt

import pytest
from django.utils import timezone

from weftnode.networks import actions, keep, load
from weftnode.networks.models import Build, Change, Member, Network, Tie
from weftnode.reports import actions as reports
from weftnode.reports.models import Batch


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


def test_after_a_long_build_the_worker_rests(write, room):
    write("0812345670", 3)
    run()
    write("0812345670", 1, day=20)
    now = timezone.now()
    minute = dt.timedelta(minutes=1)

    Build.objects.update(started_at=now - 3 * minute, ended_at=now - 2 * minute)
    assert actions.due() == []

    Build.objects.update(started_at=now - 6 * minute, ended_at=now - 5 * minute)
    assert len(actions.due()) == 1


def test_the_mark_counts_what_is_to_be_seen(write, room, batch_in):
    write("0812345670", 3)
    alone = load.mark(room.pk)
    batch = batch_in(room)
    both = load.mark(room.pk)

    assert (alone.split("/")[0], both.split("/")[0]) == ("3", "5")
    for state in Batch.UNSEEN:
        Batch.objects.filter(pk=batch.pk).update(state=state)
        assert load.mark(room.pk) == alone
