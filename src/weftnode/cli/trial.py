"""`make node`: a node to try, with the demo's reports, invented people, and a sign-in for each of them. Not for real data."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from weft.errors import NotConfigured, WeftError

ROOT = Path(__file__).parents[3]
# Stands in the folder once everything is in it.
WHOLE = "trial-whole"
PEOPLE = (
    ("ana", "Ana Ví Dụ", "en", ("case_officer", "analyst"), "reads, writes and brings in reports, leads cases"),
    ("bao", "Bảo Thí Dụ", "vi", ("hotline",), "answers the hotline, in Vietnamese"),
    ("dok", "ดอก ตัวอย่าง", "th", ("analyst",), "analyses, in Thai"),
    ("lan", "Lan Ví Dụ", "vi", ("liaison",), "speaks with partners: agreements, requests, meetings; in Vietnamese"),
    ("mai", "Mai Example", "en", ("liaison",), "the second person where one is needed"),
    ("em", "Em Auditor", "en", ("auditor",), "reads the log, sees no report"),
    ("phan", "Phan Admin", "en", ("administrator",), "keeps accounts, sees no report"),
)


def main() -> None:
    """Make the node unless it is there, print who may sign in, and serve until stopped."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dir", type=Path, default=Path("demo-node"))
    asked.add_argument("--port", type=int, default=8000)
    given = asked.parse_args()
    folder = given.dir.absolute()
    os.environ["WEFT_DIR"] = str(folder)
    try:
        _start(folder, given.port)
    except WeftError as error:
        sys.stderr.write(f"weft: {error}\n" + (f"weft: hint: {error.hint}\n" if error.hint else ""))
        sys.exit(error.exit_code)


def _start(folder: Path, port: int) -> None:
    from weftnode.cli import init, place  # noqa: PLC0415 -- the folder comes first

    place.free("127.0.0.1", port, hint=f"another port: make node PORT={port + 1}")
    fresh = not (folder / "secrets").exists()
    if not fresh and not (folder / WHOLE).exists():
        raise NotConfigured(
            f"the trial node in {folder} was stopped before it was filled",
            hint=f"remove the folder and start again, or take another: make node NODE_DIR={folder.name}-2",
        )
    if fresh:
        settings = {"WEFT_NAME": "Trial node", "WEFT_COUNTRY": "TH", "WEFT_SECOND_FACTOR": "no"}
        init.make_folder(folder, settings)
    place.enter(folder)
    if fresh:
        init.make_database()
        _people()
        _reports(folder)
        _together()
        (folder / WHOLE).touch()
    address = f"http://localhost:{port}"
    sys.stdout.write(
        f"\nA trial node with invented people and public reports: {address}\nEach link signs one person in, once:\n\n"
    )
    for login, about, token in _links():
        sys.stdout.write(f"  {address}/sign-in/once/{token}/\n      {login}: {about}\n")
    sys.stdout.write("\nStop it with Ctrl-C. No second factor is asked for here; a real node asks: weft node init\n\n")
    sys.stdout.flush()
    _run(folder, port)


def _people() -> None:
    from weftnode.accounts import actions  # noqa: PLC0415 -- needs Django
    from weftnode.accounts.models import Compartment  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django

    room = Compartment.objects.get(code="general")
    for login, name, language, roles, _about in PEOPLE:
        officer = actions.open_account(
            by=SHELL, login=login, name=name, language=language, agency="Trial agency", compartments=[room]
        )
        for role in roles:
            actions.propose_role(by=SHELL, officer=officer, role=role)


def _together() -> None:
    """What each app shows of working together; the order is that of the ladder."""
    from weftnode.accounts.models import Compartment, Officer  # noqa: PLC0415 -- needs Django
    from weftnode.cli import (  # noqa: PLC0415 -- needs Django
        trial_briefs,
        trial_cases,
        trial_diplomacy,
        trial_news,
        trial_partners,
        trial_requests,
    )

    people = Officer.objects.in_bulk([login for login, *_ in PEOPLE], field_name="login")
    room = Compartment.objects.get(code="general")
    trial_partners.fill(people, room)
    trial_cases.fill(people, room)
    trial_diplomacy.fill(people, room)
    trial_news.fill(people, room)
    trial_requests.fill(people, room)
    trial_briefs.fill(people, room)


def _links() -> list[tuple[str, str, str]]:
    from weftnode.accounts import actions  # noqa: PLC0415 -- needs Django
    from weftnode.accounts.models import Officer  # noqa: PLC0415 -- needs Django
    from weftnode.audit.actors import SHELL  # noqa: PLC0415 -- needs Django

    found = Officer.objects.in_bulk([login for login, *_ in PEOPLE], field_name="login")
    return [
        (login, about, actions.make_link(by=SHELL, officer=found[login]))
        for login, _, _, _, about in PEOPLE
        if login in found
    ]


def _reports(folder: Path) -> None:
    from weft.testing import world  # noqa: PLC0415 -- slow import
    from weftnode.cli import loading  # noqa: PLC0415 -- needs Django

    made = world.simulate(folder / "cache" / "world", seed=20251016, reports=900, hub_rate=0.12, noise=0.01)
    real = sorted((ROOT / "demo" / "public").glob("*.csv")) + sorted((ROOT / "demo" / "public").glob("*.json"))
    for line in loading.load([*real, *made.files], "general", "", None):
        sys.stderr.write(f"weft: {line}\n")


def _run(folder: Path, port: int) -> None:
    """The pages and the worker, each a process of its own, until one of them ends or somebody stops us."""
    weft = [sys.executable, "-m", "weft.cli.main", "node"]
    started = [
        subprocess.Popen([*weft, "serve", "--dir", str(folder), "--port", str(port)]),
        subprocess.Popen([*weft, "work", "--dir", str(folder)]),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        started[0].wait()
    except KeyboardInterrupt:
        sys.stderr.write("weft: stopping\n")
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
