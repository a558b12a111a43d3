"""Domains that look like somebody else's: noted, never merged or changed."""


def notes(host: str) -> tuple[str, ...]:
    """Remarks on a canonical host."""
    del host
    return ()
