"""A node's process that forks a child for each deed: ``forge.py NODE``. One JSON request a line on standard input, one answer a line.

Starting Python and Django takes seconds, the deed a tenth of one: so this process starts once and each child is a node's process that
has just started, on a folder of its own. A child that is to be killed waits until strace watches it.

``{"dir": …, "deed": …, "strace": [words]}`` answers ``{"signal": 0, "code": 0, "said": …}``: the signal it died of, or how it ended: 0 done,
7 the disk is full and it said so, 1 anything else, with what it said.
"""

import json
import mmap
import os
import signal
import sys
import traceback
from pathlib import Path

DONE, NO_ROOM, WRONG = 0, 7, 1
_SAID = 16_000


def main() -> None:
    from weftnode.cli import place

    place.enter(Path(sys.argv[1]))
    import killed_deeds  # noqa: F401 -- warm before the first child
    from django.db import connections
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 -- imports every view
    connections.close_all()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_forked(json.loads(line))) + "\n")
        sys.stdout.flush()


def _forked(asked):
    import faults

    said = mmap.mmap(-1, _SAID)  # shared memory: telling needs no system call that could be made to fail
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover -- the child never comes back
        os.close(go)
        code = WRONG
        try:
            code = _child(asked, ready, said)
        except BaseException:  # noqa: BLE001 -- told, whatever it is
            _tell(said, traceback.format_exc())
        os._exit(code)
    os.close(ready)
    tracer = faults.attach(child, asked["strace"]) if asked.get("strace") else None
    os.write(go, b"!")
    os.close(go)
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.communicate()
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "said": said[:].rstrip(b"\0").decode(),
    }


def _tell(said, text):
    data = text.encode()[-_SAID:]
    said[: len(data)] = data


def _child(asked, ready, said):
    import faults

    faults.let_be_traced()
    folder = Path(asked["dir"])
    from django.conf import settings
    from django.db import connection

    os.environ["WEFT_DIR"] = str(folder)
    settings.DIR, settings.MEDIA_ROOT = folder, folder / "uploads"
    connection.settings_dict["NAME"] = str(folder / "data.sqlite3")
    signal.alarm(120)
    import killed_deeds as deeds

    made = json.loads((folder / "made.json").read_text()) if (folder / "made.json").exists() else {}
    name = asked["deed"]
    if name == "world":
        made = deeds.world()
        (folder / "made.json").write_text(json.dumps(made))
        return DONE
    if name in {"census", "lost"}:
        _tell(said, json.dumps(getattr(deeds, name)(made)))
        return DONE
    if name.startswith("ready "):
        deeds.WORKED[name.removeprefix("ready ")](made)
        return DONE
    connection.ensure_connection()
    os.read(ready, 1)
    if name in deeds.PAGES:
        return _asked_for(deeds.PAGES[name](made), said)
    deeds.ALONE.get(name, deeds.work)(made)
    return DONE


def _asked_for(answer, said):
    _tell(
        said, f"{answer.status_code} {answer.headers.get('Location', '')} {answer.content.decode('utf-8', 'replace')}"
    )
    if answer.status_code in {200, 302}:
        return DONE
    return NO_ROOM if answer.status_code == 507 else WRONG


if __name__ == "__main__":
    main()
