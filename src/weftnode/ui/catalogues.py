"""Message catalogues, compiled without GNU gettext: from locale/*.po in the package to .mo in the node's cache folder."""

import logging
import os
import tempfile
from pathlib import Path

import polib
from django.conf import settings

log = logging.getLogger("weftnode.ui")


def compile_stale() -> list[Path]:
    """Compile every catalogue whose .mo is older than its .po; the files made. A folder that cannot be written only costs the translations."""
    made = []
    source, cache = settings.HERE / "locale", settings.DIR / "cache" / "locale"
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = cache / po.relative_to(source).with_suffix(".mo")
        try:
            if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
                continue
            mo.parent.mkdir(parents=True, exist_ok=True)
            _replace(mo, polib.pofile(str(po)).to_binary())
        except OSError as problem:
            log.warning("message catalogue not compiled: %s", problem)
            continue
        made.append(mo)
    return made


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
