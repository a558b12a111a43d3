"""Witnesses refuse what they should, and what a log showed to two of them is put side by side."""

import pytest
from disks import LOG, WITNESSES, Disk

from weft.ledger import verify
from weft.ledger.log import Log
from weft.ledger.note import Signer
from weft.ledger.verify import BadProof, BadSignature
from weft.ledger.witness import Answer, SplitView, Witness, compare

NOW = 1_790_000_000
WITNESS = Witness(WITNESSES[0], {LOG.name: (LOG.key,)})


def log_of(*portions, rng, files=None):
    """A log and its checkpoint after each portion."""
    log = Log.open(Disk(files), LOG)
    heads = []
    for record, count in portions:
        log.extend([record] * count, rng)
        heads.append(log.sign(LOG))
    return log, heads


def test_a_log_is_followed_from_nothing_to_its_end(rng, policy):
    log, _ = log_of((b"{}", 5), rng=rng)
    remembered = None
    for count in (0, 1, 250, 300):
        log.extend([b"{}"] * count, rng)
        log.sign(LOG)
        old = verify.read_checkpoint(verify.read_note(remembered).text).size if remembered else 0

        outcome = WITNESS.add_checkpoint(log.prove_growth(old), remembered, NOW)

        assert outcome.answer is Answer.COSIGNED
        remembered = outcome.remember
        cosigned = log.add_cosignatures(outcome.line, verify.Policy(policy.log, (WITNESSES[0].key,)), now=NOW)
        asked = verify.Policy(policy.log, (WITNESSES[0].key,), quorum=1)
        assert verify.check_checkpoint(cosigned, asked, now=NOW).witnesses == {WITNESSES[0].name: NOW}
    assert log.signed_size == 556


def test_the_same_checkpoint_again_is_cosigned_again(rng):
    log, _ = log_of((b"{}", 5), rng=rng)
    first = WITNESS.add_checkpoint(log.prove_growth(0), None, NOW)

    again = WITNESS.add_checkpoint(log.prove_growth(5), first.remember, NOW + 60)

    assert again.answer is Answer.COSIGNED
    assert again.line != first.line


def test_what_does_not_continue_the_last_one_is_refused(rng):
    log, heads = log_of((b"{}", 5), (b"{}", 5), rng=rng)
    seen = WITNESS.add_checkpoint(log.prove_growth(0), None, NOW).remember
    other, _ = log_of((b'{"other":1}', 10), (b"{}", 2), rng=rng)
    growth = verify.read_growth_file(other.prove_growth(10))

    def ask(old, hashes=(), checkpoint=None, remembered=seen):
        return WITNESS.add_checkpoint(bytes(verify.GrowthFile(old, tuple(hashes), checkpoint)), remembered, NOW)

    rolled_back = ask(5, checkpoint=heads[0])
    assert (rolled_back.answer, rolled_back.size) == (Answer.OTHER_SIZE, 10)
    assert ask(7, checkpoint=heads[1], remembered=None).size == 0
    assert ask(11, checkpoint=heads[1]).answer is Answer.MALFORMED
    assert ask(10, growth.hashes, growth.checkpoint).answer is Answer.NOT_CONSISTENT
    assert ask(0, growth.hashes, growth.checkpoint, None).answer is Answer.NOT_CONSISTENT
    for outcome in (rolled_back, ask(10, growth.hashes, growth.checkpoint)):
        assert (outcome.line, outcome.remember) == ("", b"")
        assert outcome.why


def test_two_histories_of_one_size_are_seen_for_what_they_are(rng):
    log, _ = log_of((b"{}", 10), rng=rng)
    seen = WITNESS.add_checkpoint(log.prove_growth(0), None, NOW).remember
    other, _ = log_of((b'{"other":1}', 10), rng=rng)

    outcome = WITNESS.add_checkpoint(other.prove_growth(10), seen, NOW)

    assert outcome.answer is Answer.SPLIT_VIEW


@pytest.mark.parametrize("old", [-1, "01", "x", "", "9" * 30])
def test_malformed_requests_are_answered_so(old, rng):
    _, heads = log_of((b"{}", 3), rng=rng)

    assert WITNESS.add_checkpoint(f"old {old}\n\n".encode() + heads[0], None, NOW).answer is Answer.MALFORMED
    too_long = f"old 0\n{'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='}\n" + "A" * 43 + "=\n" * 64
    assert WITNESS.add_checkpoint(too_long.encode(), None, NOW).answer is Answer.MALFORMED


def test_unknown_logs_and_other_people_s_signatures_are_refused(rng):
    stranger = Signer("zz.example/log", bytes(32))
    log = Log.open(Disk(), stranger)
    log.append(b"{}", rng)
    log.sign(stranger)
    assert WITNESS.add_checkpoint(log.prove_growth(0), None, NOW).answer is Answer.UNKNOWN_LOG

    impostor = Signer(LOG.name, b"i" * 32)
    log = Log.open(Disk(), impostor)
    log.sign(impostor)
    assert WITNESS.add_checkpoint(log.prove_growth(0), None, NOW).answer is Answer.NOT_SIGNED


def test_an_empty_log_may_be_the_first_thing_seen(rng):
    log, _ = log_of((b"{}", 0), rng=rng)
    first = WITNESS.add_checkpoint(log.prove_growth(0), None, NOW)
    log.append(b"{}", rng)
    log.sign(LOG)

    assert first.answer is Answer.COSIGNED
    assert WITNESS.add_checkpoint(log.prove_growth(0), first.remember, NOW).answer is Answer.COSIGNED


# Two witnesses compare ------------------------------------------------------------------------------------------------


def test_a_split_view_shown_to_two_witnesses_is_found(rng):
    common = Disk()
    honest, _ = log_of((b"{}", 20), rng=rng)
    start = dict(honest._files.files)
    for mine, theirs in ((1, 1), (1, 5), (30, 2), (300, 300)):
        one, (first,) = log_of((b'{"to":"TH"}', mine), rng=rng, files=start)
        two, (second,) = log_of((b'{"to":"VN"}', theirs), rng=rng, files=start)
        # Each witness alone sees a log that continues what it saw.
        for log in (one, two):
            seen = WITNESS.add_checkpoint(honest.prove_growth(0), None, NOW).remember
            assert WITNESS.add_checkpoint(log.prove_growth(20), seen, NOW).answer is Answer.COSIGNED

        longer, shorter = (one, theirs) if mine > theirs else (two, mine)
        growth = verify.read_growth_file(longer.prove_growth(20 + shorter))
        with pytest.raises(SplitView) as found:
            compare(first, second, (LOG.key,), growth.hashes)
        assert (found.value.first, found.value.second) == (first, second)
        assert found.value.exit_code == 5
    assert common.files == {}


def test_checkpoints_of_one_history_agree_in_either_order(rng):
    log, heads = log_of((b"{}", 0), (b"{}", 7), (b"{}", 9), rng=rng)
    growth = verify.read_growth_file(log.prove_growth(7))

    compare(heads[1], heads[2], (LOG.key,), growth.hashes)
    compare(heads[2], heads[1], (LOG.key,), growth.hashes)
    compare(heads[2], heads[2], (LOG.key,))
    compare(heads[0], heads[2], (LOG.key,))
    with pytest.raises(SplitView):
        compare(heads[1], heads[2], (LOG.key,))


def test_checkpoints_of_different_logs_or_strangers_are_not_compared(rng):
    _, heads = log_of((b"{}", 7), rng=rng)
    stranger = Signer("zz.example/log", bytes(32))
    other = Log.open(Disk(), stranger)
    head = other.sign(stranger)

    with pytest.raises(BadSignature):
        compare(heads[0], head, (LOG.key,))
    with pytest.raises(BadProof, match="two different logs"):
        compare(heads[0], head, (LOG.key, stranger.key))
