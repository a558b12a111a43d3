"""Sharing a pot: to the last unit, and against a slow reckoning with fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.money import Claim, share
from weft.money.restitution import ClaimNotRead

losses = st.lists(st.integers(0, 10**12), max_size=30)


@given(st.integers(0, 10**13), losses, st.integers(0, 10**5))
def test_payments_add_up_and_nobody_gets_more_than_the_loss(pot, amounts, least):
    claims = [Claim(f"c{number}", loss) for number, loss in enumerate(amounts)]
    shares = share(pot, claims, least=least)

    assert sum(shares.paid.values()) + shares.left == pot
    assert shares.left >= 0
    assert set(shares.paid) == {claim.claim_id for claim in claims}
    for claim in claims:
        assert 0 <= shares.paid[claim.claim_id] <= claim.loss
        assert shares.paid[claim.claim_id] == 0 or shares.paid[claim.claim_id] >= least


@given(st.integers(0, 10**13), losses)
def test_each_payment_is_within_one_unit_of_the_fraction(pot, amounts):
    claims = [Claim(f"c{number}", loss) for number, loss in enumerate(amounts)]
    total = sum(amounts)
    shares = share(pot, claims)

    for claim in claims:
        fair = min(Fraction(pot * claim.loss, total), claim.loss) if total else 0
        assert abs(shares.paid[claim.claim_id] - fair) < 1


def test_below_the_least_payment_a_claim_falls_out_and_the_others_share_anew():
    shares = share(30_000, [Claim("a", 12_000), Claim("b", 60_000), Claim("c", 60_000)], least=10_000)

    assert shares.paid == {"a": 0, "b": 15_000, "c": 15_000}
    assert any("a would get 2727" in str(step) for step in shares.steps)


def test_the_order_of_claims_does_not_matter():
    claims = [Claim("a", 1), Claim("b", 1), Claim("c", 1)]

    assert share(2, claims).paid == share(2, claims[::-1]).paid == {"a": 1, "b": 1, "c": 0}


@pytest.mark.parametrize(("pot", "claims"), [(-1, []), (1, [Claim("a", -1)]), (1, [Claim("a", 1), Claim("a", 2)])])
def test_what_is_no_amount_is_refused(pot, claims):
    with pytest.raises(ClaimNotRead):
        share(pot, claims)
