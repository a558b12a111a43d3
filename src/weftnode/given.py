"""What an operator may set. The environment comes first, then DIR/weft.env, then the default; docs/reference/settings.md lists the same.

A secret is a file in DIR/secrets that `weft node init` fills from the system's random numbers. It may also be given by NAME or NAME_FILE in the
environment (containers do so). A placeholder is refused: a known secret is none.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from weft.errors import NotConfigured


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to set: its name in the environment, its default, and what it is in a sentence."""

    name: str
    default: str
    what: str


SETTINGS = (
    Setting("WEFT_DIR", "weft-node", "Folder of this node: its secrets, its SQLite file, uploads and backups."),
    Setting("DATABASE_URL", "", "Database; empty means SQLite in the folder. PostgreSQL: `postgresql://user:password@host/name`."),
    Setting("WEFT_NAME", "Weft", "Name of the agency or country, shown on every page."),
    Setting("WEFT_CONTACT", "", "How people who reported reach the agency, printed on their slip: a telephone number, an address."),
    Setting("WEFT_COUNTRY", "", "Country of reports that name none, as ISO 3166-1 alpha-2, for instance `TH`."),
    Setting("WEFT_LANGUAGE", "en", "Language of pages before a person has chosen: en vi th km lo my zh-hans ko."),
    Setting("WEFT_TIME_ZONE", "UTC", "Time zone in which pages show times, for instance `Asia/Bangkok`."),
    Setting("WEFT_HOSTS", "localhost,127.0.0.1,[::1]", "Host names under which the node may be called, separated by commas."),
    Setting("WEFT_HTTPS", "no", "`yes` when people reach the node by HTTPS: secure cookies, strict transport security."),
    Setting("WEFT_PROXIES", "0", "Trusted reverse proxies in front; the caller's address is taken from behind so many."),
    Setting("WEFT_SECOND_FACTOR", "yes", "`no` lets people in without a second factor: for a trial with invented data only."),
    Setting("WEFT_SESSION_HOURS", "12", "Hours after which a person signs in again."),
    Setting("WEFT_UPLOAD_MB", "200", "Largest file that may be brought in, in megabytes."),
    Setting("WEFT_API_PER_MINUTE", "600", "Requests a minute that one key for programs may make."),
    # The only release target that was found in practice (weft/countries/th/holds.toml, th.release-check).
    Setting("WEFT_RELEASE_HOURS", "24", "Hours in which a holder who asks for release is answered, where the law names no target."),
    Setting("WEFT_LOG_KEEP_DAYS", "1095", "Days before which nothing that the log says may be erased, whoever asks."),
    Setting("WEFT_LOG", "text", "`json` writes one JSON object a line to standard error."),
)  # fmt: skip

SECRETS = {
    "WEFT_SECRET_KEY": ("secret_key", "Signs sessions and one-time links."),
    "WEFT_FIELD_KEY": ("field_key", "Seals what must not lie open in the database: contacts of people who reported."),
    "WEFT_LEDGER_KEY": ("ledger_key", "Signs checkpoints of the audit log (Ed25519)."),
}
"""Name in the environment -> (file in DIR/secrets, what it is for). Each is 32 random bytes in hexadecimal."""

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def folder() -> Path:
    """The node's folder, absolute."""
    return Path(os.environ.get("WEFT_DIR") or _DEFAULTS["WEFT_DIR"]).absolute()


def text(name: str) -> str:
    """One setting of the table as text. KeyError for a name that is not in it."""
    default = _DEFAULTS[name]
    return os.environ.get(name) or _from_file().get(name) or default


def yes(name: str) -> bool:
    """One setting as yes or no. NotConfigured when it is neither."""
    said = text(name).lower()
    if said not in {"yes", "no", "true", "false", "1", "0"}:
        raise NotConfigured(f"{name} must be yes or no, got {said!r}", hint="see docs/reference/settings.md")
    return said in {"yes", "true", "1"}


def number(name: str) -> int:
    """One setting as a whole number, not below zero. NotConfigured when it is none."""
    said = text(name)
    if not said.isascii() or not said.isdigit():
        raise NotConfigured(f"{name} must be a whole number, got {said!r}", hint="see docs/reference/settings.md")
    return int(said)


def names(name: str) -> list[str]:
    """One setting as a list, separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def secret(name: str) -> str:
    """One secret. NotConfigured when it is absent, too short or a placeholder; its text is never in the message."""
    value = os.environ.get(name, "")
    where = f"the environment variable {name}"
    if not value:
        path = Path(os.environ.get(f"{name}_FILE") or folder() / "secrets" / SECRETS[name][0])
        where = str(path)
        try:
            value = path.read_text("ascii").strip()
        except OSError:
            raise NotConfigured(f"there is no secret in {path}", hint="make the node first: weft node init") from None
        except UnicodeDecodeError:
            value = ""
    # "change-me" is no hexadecimal; what is left of placeholders repeats itself or counts up.
    if not re.fullmatch(r"[0-9a-f]{64}", value) or len(set(value)) < 9 or "0123456789abcdef" in value:
        raise NotConfigured(
            f"the secret in {where} is not 32 random bytes in hexadecimal",
            hint="weft node init makes them; a secret is never written by hand",
        )
    return value


def _from_file() -> dict[str, str]:
    """NAME=value lines of DIR/weft.env; lines that start with # are remarks."""
    try:
        lines = (folder() / "weft.env").read_text("utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}
