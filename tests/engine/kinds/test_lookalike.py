"""Look-alikes are noted, and nothing else about a domain changes."""

import csv
import os
from pathlib import Path

import pytest

from weft import kinds
from weft.kinds import domain, lookalike


@pytest.mark.parametrize(
    ("host", "notes"),
    [
        ("paypal.com", ()),
        ("www.paypal.com", ()),
        ("mail.google.com", ()),
        ("paypa1.com", ("lookalike:paypal",)),
        ("rnaybank.com", ("lookalike:maybank",)),
        ("faceb00k-login.top", ("lookalike:facebook",)),
        ("vietconbank.com", ("lookalike:vietcombank",)),
        ("gooogle.com", ("lookalike:google",)),
        ("goolge.com", ("lookalike:google",)),
        ("paypal.com.secure-login.top", ("brand:paypal",)),
        ("binance-th.vip", ("brand:binance",)),
        ("mybinancewallet.io", ("brand:binance",)),
        ("dbs-verify.com", ("brand:dbs",)),
        ("feedbs.com", ()),
        ("apple-pie.example", ()),
        ("app1e.com", ("lookalike:apple",)),
        ("pineapple.com", ()),
        ("toggle.com", ()),
        ("maybe.com", ()),
    ],
)
def test_names_that_imitate_are_noted_and_others_are_not(host, notes):
    assert lookalike.notes(host) == notes


@pytest.mark.parametrize(
    ("written", "notes"),
    [
        ("pаypal.com", {"lookalike:paypal", "mixed scripts"}),
        ("ṿietcombank.vn", set()),
        ("gооgle.com", {"lookalike:google", "mixed scripts"}),
        ("ραypal.com", {"lookalike:paypal", "mixed scripts"}),
        ("東京タワー.com", set()),
        ("ไทย.com", set()),
    ],
)
def test_letters_of_other_scripts_are_seen_through(written, notes):
    value = domain.of_host(written)

    assert value is not None
    assert set(lookalike.notes(value)) >= notes
    assert ("mixed scripts" in lookalike.notes(value)) == ("mixed scripts" in notes)


def test_a_look_alike_keeps_its_own_value_and_carries_the_note_through_find():
    (fake,) = kinds.find("open pаypal.com now", None)
    (real,) = kinds.find("open paypal.com now", None)

    assert fake.value == "xn--pypal-4ve.com"
    assert "lookalike:paypal" in fake.notes
    assert (real.value, real.notes) == ("paypal.com", ())


def test_every_own_domain_is_a_canonical_host_and_carries_no_note():
    for own in lookalike._names().own:
        assert "." not in own or domain.of_host(own) == own
        assert lookalike.notes(own) == ()


def test_an_outside_list_of_parcel_frauds_is_mostly_noted():
    """Domains that imitate the United States postal service (Infoblox, CC BY 4.0): published by others, not chosen here."""
    root = Path(os.environ.get("WEFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"
    file = root / "ioc_infoblox" / "csv" / "usps_cta_20231219.csv"
    if not file.exists():
        pytest.skip("the shared data are not here")
    with file.open(encoding="utf-8") as lines:
        hosts = [row["indicator"].replace("[.]", ".") for row in csv.DictReader(lines) if row["type"] == "domain"]
    posing = [host for host in hosts if "usps" in host]

    assert len(posing) > 1000
    assert sum("brand:usps" in lookalike.notes(host) for host in posing) / len(posing) > 0.95
