"""Public lists and feeds, as their publishers write them: each is read by what it is, without a mapping file."""

import os
from collections import Counter
from pathlib import Path

import pytest

from weft import formats

ROOT = Path(os.environ.get("WEFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"

# (file, reports, kind, at least so many sightings of it)
FILES = [
    ("ioc_infoblox/csv/vigorish_viper_20240722_iocs.csv", 208, "domain", 208),
    ("ioc_infoblox/csv/usps_cta_20231219.csv", 7444, "domain", 7293),
    ("ioc_infoblox/misp_feed/297007d2-3e2d-408a-bf50-75e961f49176.json", 7444, "domain", 7293),
    ("phishing_feed/polkadot_address.json", 132, "wallet", 250),
    ("phishing_feed/polkadot_meta_2025-01.json", 1442, "domain", 1442),
    ("tagpacks/etherscamdb_tagpack.yaml", 3117, "wallet", 3116),
    ("tagpacks/ransomwhere.yaml", 7457, "wallet", 7457),
    ("sanctions_ofac/crypto_addresses_20240924/sanctioned_addresses_TRX.json", 6, "wallet", 6),
]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "reports", "kind", "least"), FILES)
def test_a_public_file_is_read_whole(name, reports, kind, least):
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"the public data are not here: {path}")

    reading = formats.read([path])

    assert reading.reports.num_rows == reports
    assert Counter(reading.sightings["kind"].to_pylist())[kind] >= least
    assert all(one.code in formats.CODES for one in reading.problems)
