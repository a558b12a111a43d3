"""What an invented world is made to: how many reports, how tangled, how dirty."""

import datetime as dt
from dataclasses import dataclass

STYLES = (
    "impersonation_authority", "impersonation_bank", "parcel", "investment", "romance", "job", "loan", "shopping", "crypto", "phishing",
    "recruitment_trafficking",
)  # fmt: skip
"""Typologies a network may follow; the codes are those of the countries' scam words."""

COUNTRIES = ("TH", "VN", "CN", "KR", "MY", "SG", "KH", "MM", "LA")

# Rough shares of reports, after the scale of published figures (Thailand and China report most, Laos and Myanmar least).
WEIGHTS = {"TH": 24, "VN": 20, "CN": 14, "KR": 9, "MY": 9, "SG": 8, "KH": 6, "MM": 5, "LA": 4, "US": 1}


@dataclass(frozen=True, slots=True)
class Knobs:
    """Settings of a world. Shares are of reports, 0 to 1, unless said otherwise."""

    seed: int = 1
    reports: int = 2000
    networked: float = 0.6
    """Reports of victims of networks; the rest are one-offs that belong to nobody else."""
    hub_rate: float = 0.12
    """Reports that also name something public: a bank's call centre, a platform, an exchange."""
    noise: float = 0.01
    """Reports of networks with a spoofed, foreign or mistyped identifier (half of that for one-offs)."""
    rented: float = 0.04
    """Mule accounts (of all) that a second network rents after the first is done with them."""
    shared: float = 0.01
    """Mule accounts (of all) that two networks use at the same time."""
    merged: float = 0.05
    """Networks of several cells that begin as two and join half-way."""
    churn: float = 1.0
    """How fast identifiers burn: 2 halves their lives."""
    duplicates: float = 0.02
    """Reports made a second time by the same victim, with small changes."""
    missing: float = 0.03
    """Reports of networks that name nothing of the network: nobody could place them."""
    bad_rows: float = 0.0
    """Rows spoilt on purpose: a date that does not exist, an amount in words, a cell too many."""
    countries: tuple[str, ...] = COUNTRIES
    first_on: dt.date = dt.date(2025, 1, 1)
    days: int = 540
    """Length of the time line."""
