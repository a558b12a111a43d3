"""Message catalogues, compiled without GNU gettext: from */locale/*.po in the package to .mo in the node's cache folder."""

import logging
import os
import tempfile
from pathlib import Path

import polib
from django.conf import settings

log = logging.getLogger("weftnode.ui")


def compile_stale() -> list[Path]:
    """Compile every language whose .mo is older than one of its apps' .po; the files made. A folder that cannot be written only costs
    the translations.
    """
    made = []
    sources: dict[str, list[Path]] = {}
    for po in sorted(settings.HERE.glob("*/locale/*.po")):
        sources.setdefault(po.stem, []).append(po)
    for language, pos in sources.items():
        mo = settings.DIR / "cache" / "locale" / language / "LC_MESSAGES" / "django.mo"
        try:
            if mo.exists() and mo.stat().st_mtime >= max(po.stat().st_mtime for po in pos):
                continue
            mo.parent.mkdir(parents=True, exist_ok=True)
            _replace(mo, _together(pos))
        except OSError as problem:
            log.warning("message catalogue not compiled: %s", problem)
            continue
        made.append(mo)
    return made


def _together(pos: list[Path]) -> bytes:
    """The catalogues of all apps as one; no string is in two of them."""
    whole = polib.pofile(str(pos[0]))
    for po in pos[1:]:
        whole.extend(polib.pofile(str(po)))
    return bytes(whole.to_binary())


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
