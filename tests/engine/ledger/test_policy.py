"""Whom a checkpoint is believed from: the log itself, enough witnesses, none of them from the future."""

import pytest
from disks import LOG, WITNESSES

from weft import sodium
from weft.ledger import verify
from weft.ledger.note import Signer, sign_note
from weft.ledger.tree import EMPTY_ROOT
from weft.ledger.verify import BadSignature, Policy, TooFewWitnesses, check_checkpoint

NOW = 1_790_000_000
TEXT = verify.Checkpoint(LOG.name, 0, EMPTY_ROOT).text
POLICY = Policy((LOG.key,), tuple(one.key for one in WITNESSES))


def signed(*witnesses, by_log=True, at=NOW):
    """A checkpoint with the signatures asked for."""
    note = bytes(sign_note(TEXT, LOG)) if by_log else TEXT.encode() + b"\n"
    return note + b"".join(str(WITNESSES[one].cosign(TEXT, at)).encode() for one in witnesses)


def test_witnesses_alone_do_not_make_a_log():
    with pytest.raises(BadSignature, match="not signed by the log"):
        check_checkpoint(signed(0, 1, by_log=False), POLICY)

    assert check_checkpoint(signed(), POLICY).witnesses == {}


@pytest.mark.parametrize(
    ("given", "quorum", "enough"), [(0, 0, True), (0, 1, False), (1, 1, True), (1, 2, False), (2, 2, True)]
)
def test_as_many_witnesses_as_asked_for_must_vouch(given, quorum, enough):
    policy = Policy(POLICY.log, POLICY.witnesses, quorum)
    data = signed(*range(given))
    if enough:
        assert len(check_checkpoint(data, policy).witnesses) == given
    else:
        with pytest.raises(TooFewWitnesses, match=f"{given} of the witnesses asked for vouch, {quorum} must"):
            check_checkpoint(data, policy)


def test_a_required_witness_must_be_among_them():
    policy = Policy(POLICY.log, POLICY.witnesses, 1, (WITNESSES[1].name,))

    with pytest.raises(TooFewWitnesses, match=f"{WITNESSES[1].name} must be among them"):
        check_checkpoint(signed(0), policy)

    assert set(check_checkpoint(signed(1), policy).witnesses) == {WITNESSES[1].name}


def test_a_cosignature_may_be_a_little_ahead_and_no_more():
    latest = NOW + verify.CLOCK_ALLOWANCE_SECONDS

    assert check_checkpoint(signed(0, at=latest), POLICY, now=NOW).witnesses == {WITNESSES[0].name: latest}
    with pytest.raises(BadSignature, match="from the future"):
        check_checkpoint(signed(0, at=latest + 1), POLICY, now=NOW)
    assert check_checkpoint(signed(0, at=latest + 1), POLICY).witnesses == {WITNESSES[0].name: latest + 1}


def test_a_time_that_no_clock_shows_is_from_the_future_whatever_time_it_is():
    for at in (verify.SIZE_LIMIT, verify.SIZE_LIMIT + 1):
        witness = WITNESSES[0]
        signature = sodium.sign(witness.seed, verify.cosigned_message(TEXT, at))
        line = verify.SignatureLine(witness.name, witness.key.key_id, at.to_bytes(8, "big") + signature)
        data = signed() + str(line).encode()
        if at == verify.SIZE_LIMIT:
            assert check_checkpoint(data, POLICY).witnesses == {witness.name: at}
        else:
            with pytest.raises(BadSignature, match="from the future"):
                check_checkpoint(data, POLICY)


def test_a_line_of_a_known_key_that_does_not_hold_spoils_the_whole():
    good = signed(0)
    spoilt = bytearray(good)
    spoilt[-6] ^= 1

    with pytest.raises(BadSignature):
        check_checkpoint(bytes(spoilt), POLICY)
    stranger = Signer("somebody.example", b"s" * 32)
    line = bytes(sign_note(TEXT, stranger)).split(b"\n\n")[1]
    assert check_checkpoint(good + line, POLICY).witnesses == {WITNESSES[0].name: NOW}
