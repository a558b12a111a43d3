"""Manifests: pinned keys, one key an epoch, terms that make sense."""

import datetime as dt
from dataclasses import replace

import pytest

from weft.errors import Refused
from weft.match import forms, manifest
from weft.match.forms import BadForm
from weft.match.manifest import OtherEpoch, OtherKey
from weft.testing.partner import Partner

DAY = dt.timedelta(days=1)


def test_a_manifest_signed_by_another_key_than_the_pinned_one_is_refused(kh, th, vn_key, now, held):
    offer = kh.publish(th, held(0, 1), now)
    assert manifest.read(offer.manifest, pinned=kh.identity.key) == offer.terms
    with pytest.raises(OtherKey, match="pinned is"):
        manifest.read(offer.manifest, pinned=vn_key)


@pytest.fixture
def vn_key(rng):
    return Partner("VN", rng.randbytes).identity.key


def test_one_key_an_epoch_and_none_of_them_short_lived(kh, th, now, held):
    old, twin = (kh.publish(th, held(0, 1), now).terms for _ in range(2))
    manifest.check_follows(old, old)
    with pytest.raises(OtherKey, match="two manifests for epoch 1"):
        manifest.check_follows(twin, old)
    soon, later = (
        kh.publish(
            th,
            held(0, 1),
            now,
            epoch=2,
            not_before=now + days * DAY,
            not_after=now + 60 * DAY,
            grace_until=now + 61 * DAY,
        ).terms
        for days in (6, 7)
    )
    with pytest.raises(OtherKey, match="7 days old"):
        manifest.check_follows(soon, old)
    manifest.check_follows(later, old)
    with pytest.raises(OtherEpoch, match="older"):
        manifest.check_follows(old, later)
    with pytest.raises(OtherEpoch, match="another agreement"):
        manifest.check_follows(replace(later, agreement="A-2"), old)


def test_two_versions_of_the_cleaning_refuse_to_match(kh, th, now, held):
    terms = kh.publish(th, held(0, 1), now).terms
    manifest.check_normaliser(terms)
    for changed in (replace(terms, norm_version=2), replace(terms, norm_digest=bytes(32))):
        with pytest.raises(OtherEpoch, match="cleans identifiers by another version"):
            manifest.check_normaliser(changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"set": "victims"}, "never published"),
        ({"grace_until": "before"}, "not in order"),
        ({"grace_until": "long"}, "at most 366 days"),
        ({"asker": "KH"}, "the same"),
        ({"kat": 0}, "field kat"),
        ({"pad_unit": 3}, "field pad_unit"),
    ],
)
def test_manifests_that_make_no_sense_are_refused(kh, th, now, held, changed, words):
    when = {"before": now + DAY, "long": now + 400 * DAY}
    terms = kh.publish(th, held(0, 1), now).terms
    spoilt = replace(terms, **{key: when.get(value, value) for key, value in changed.items()})
    with pytest.raises((BadForm, Refused), match=words):
        manifest.read(manifest.sign(spoilt, kh.identity))


def test_bytes_behind_a_manifest_are_refused(kh, th, now, held):
    offer = kh.publish(th, held(0, 1), now)
    with pytest.raises(BadForm, match="behind the signature"):
        manifest.read(offer.manifest + b"x")


def test_a_manifest_with_a_key_that_is_none_is_refused(kh, th, now, held):
    fields = kh.publish(th, held(0, 1), now).terms.fields
    for changed in ({"asker_key": "TH"}, {"asker_key": 7}, {"pk": forms.to_base64(bytes(32))}):
        with pytest.raises(BadForm, match=r"field (asker_key|pk)"):
            manifest.read(forms.write({**fields, **changed}, kh.identity))
