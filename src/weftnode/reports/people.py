"""Who reported: a keyed hash that joins two reports of one person, and the sealed contact.

The hash is keyed (HMAC-SHA-256), since anybody could try every telephone number against a plain one; cut to 128 bits, which is enough to
tell a nation's people apart. The contact is sealed with ChaCha20-Poly1305 under its own nonce; the report's number is bound to it, so that
moving one row's contact to another fails to open.
"""

import json
import secrets
from functools import cache

from django.conf import settings

from weft import sodium
from weftnode.reports.fold import fold


def reporter_key(reporter: str) -> str:
    """The keyed hash of a reporter as written; the same person written with other blanks, case or digits gives the same."""
    plain = "".join(char for char in fold(reporter) if char.isalnum())
    return sodium.mac(_key("reporter"), plain.encode()).hex()[:32] if plain else ""


def seal(report: int, contact: dict[str, str]) -> tuple[bytes, bytes]:
    """(sealed, nonce) of a contact."""
    nonce = secrets.token_bytes(12)
    return sodium.seal(_key("contact"), nonce, json.dumps(contact).encode(), _bound(report)), nonce


def unseal(report: int, sealed: bytes, nonce: bytes) -> dict[str, str]:
    """What `seal` was given. Raises Tampered when the row was changed or moved."""
    opened = json.loads(sodium.unseal(_key("contact"), nonce, sealed, _bound(report)))
    assert isinstance(opened, dict)
    return opened


def _bound(report: int) -> bytes:
    return f"reports.contact:{report}".encode()


def _key(purpose: str) -> bytes:
    """A key for one purpose from the node's field key: two uses of one key would weaken both."""
    return _derived(settings.FIELD_KEY, purpose)


@cache
def _derived(field_key: str, purpose: str) -> bytes:
    return sodium.mac(bytes.fromhex(field_key), f"weft/{purpose}/1".encode())
