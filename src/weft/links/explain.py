"""The sentence that says why two reports are joined, and why an identifier was not allowed to join any."""


def tie(kind: str, value: str, reports: int, total: int, days: int | None) -> str:
    """Why two reports meet: what both name, how rare it is, how far apart they are."""
    apart = "" if days is None else ", the same day" if days == 0 else f", {days:,} day{'s' * (days != 1)} apart"
    return f"Both name {kind.replace('_', ' ')} {value} ({reports:,} of {total:,} reports do){apart}."


def damped(reason: str, kind: str, value: str, reports: int, name: str = "") -> str:
    """Why an identifier that many reports share ties none of them."""
    word = kind.replace("_", " ")
    if reason == "public_service":
        return f"{name or value} is public: {reports:,} reports name it and that says nothing about who is behind them."
    return f"{reports:,} reports name {word} {value}, and what else they name lies in many unrelated groups."


def sureness(reports: int, twice: int) -> tuple[float, str]:
    """How sure a network is: the share of its reports that two or more shared identifiers hold in it."""
    share = twice / reports if reports else 0.0
    # One shared identifier can be a typing error or a rented account; two at once seldom are. Half for the one, full for both.
    return 0.5 + share / 2, f"{twice:,} of {reports:,} reports are held by two or more identifiers; the others by one."
