"""The people of `node_load.py`: who they are, which pages they open, how long they wait.

Run as a script it does one step inside the node (`rooms`, `people`, `peer`) and prints JSON: whoever measures must not share a process with Django.
"""

import http.client
import json
import random
import sys
import threading
import time
from typing import Any

PAUSE = 5.0
"""Seconds between two pages of one person, on average: reading a list is short, a report is not."""
# How often each kind of page is opened in a day's work; the others once. The board is not for everybody.
SHARES = {"report": 8, "reports, first page": 4, "search: identifier": 4, "home": 2, "board": 0}


class Browser:
    """One person's connection: kept open, opened again when the server closed it, as browsers do."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, url: str) -> float:
        """Seconds until the whole page was there."""
        start = time.perf_counter()
        for last in (False, True):
            try:
                self.line.request("GET", url, headers={"Cookie": f"weft_session={self.cookie}"})
                answer = self.line.getresponse()
                answer.read()
                break
            except (http.client.HTTPException, OSError):
                self.line.close()
                if last:
                    raise
        if answer.status != 200:
            raise AssertionError(f"{url} answered {answer.status}")
        return time.perf_counter() - start


def spread(times: list[float]) -> dict[str, float]:
    """Middle, 95th of a hundred and longest, in milliseconds."""
    ordered = sorted(times)
    return {
        "p50": 1000 * ordered[len(ordered) // 2],
        "p95": 1000 * ordered[int(len(ordered) * 0.95)],
        "most": 1000 * ordered[-1],
        "count": len(ordered),
    }


def many(browsers: list[Browser], urls: list[str], pause: float, seconds: float) -> tuple[list[float], int]:
    """Everybody opens pages for so long; how long each took, and how many came to nothing."""
    until, times, failed = time.monotonic() + seconds, [], []

    def work(number: int) -> None:
        rng = random.Random(number)
        time.sleep(rng.random() * min(pause, 2.0))
        while time.monotonic() < until:
            try:
                times.append(browsers[number].get(rng.choice(urls)))
            except (AssertionError, http.client.HTTPException, OSError) as problem:
                failed.append(str(problem))
            time.sleep(rng.expovariate(1 / pause) if pause else 0.0)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(browsers))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failed:
        print(f"   for instance: {failed[0]}")
    return times, len(failed)


def wait(port: int) -> None:
    """Until the server answers."""
    for _ in range(1200):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise TimeoutError("the server did not answer")


def rooms() -> None:
    """A second room, and officers of three roles in one room or both."""
    from weftnode.accounts import actions
    from weftnode.audit.actors import SHELL

    actions.open_compartment(by=SHELL, code="border", name="Border desk")


def people(users: str, rounds: str) -> dict[str, Any]:
    """Signed-in sessions, the first of somebody who works in both rooms, and the addresses of every kind of page."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from weftnode.accounts import actions, roles
    from weftnode.accounts.models import Compartment, Officer
    from weftnode.audit.actors import SHELL

    general, border = (Compartment.objects.get(code=code) for code in ("general", "border"))
    held = ([roles.CaseOfficer, roles.Analyst], [roles.HotlineOfficer], [roles.Analyst], [roles.CaseOfficer])
    sessions = []
    for number in range(int(users)):
        login, mine = f"officer{number}", [general, border] if number % 3 == 0 else [general]
        officer = Officer.objects.filter(login=login).first()
        if officer is None:
            officer = actions.open_account(
                by=SHELL,
                login=login,
                name=f"Officer {number}",
                compartments=mine,
                language=["en", "th", "vi"][number % 3],
            )
            for role in held[number % len(held)]:
                actions.propose_role(by=SHELL, officer=officer, role=role.code)
        store = SessionStore()
        store[SESSION_KEY] = str(officer.pk)
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        store[HASH_SESSION_KEY] = officer.get_session_auth_hash()
        store["second_factor"] = True
        store.create()
        sessions.append(store.session_key)
    return {"sessions": sessions, "pages": _pages(general.pk, int(rounds))}


def _pages(room: int, rounds: int) -> dict[str, list[str]]:
    """What is opened. Everything in the room all work in, so that nobody meets a 404."""
    from urllib.parse import quote

    from weftnode.networks.models import Network
    from weftnode.reports.models import Report, Sighting

    rng = random.Random(7)
    last = Report.objects.latest("pk").pk
    numbers = [rng.randint(1, last) for _ in range(rounds * 20)]
    some = list(Report.objects.filter(pk__in=numbers, compartment_id=room))
    rng.shuffle(some)
    phones = Sighting.objects.filter(kind="phone", report_id__in=[one.pk for one in some]).values_list(
        "value", flat=True
    )
    ranks = list(
        Network.objects.filter(compartment_id=room, is_gone=False)
        .order_by("-reports")
        .values_list("pk", flat=True)[:2000]
    )

    def spelled(value: str) -> str:
        local = "0" + value[3:]
        return rng.choice(
            [f"{value[:3]} {value[3:5]} {value[5:8]} {value[8:]}", f"({local[:3]}) {local[3:6]}-{local[6:]}", value]
        )

    def pieces(first: str, end: str, letters: int) -> list[str]:
        found = []
        for one in some:
            places = [at for at, char in enumerate(one.narrative) if first <= char <= end]
            if len(places) > letters * 2:
                at = places[rng.randrange(len(places) - letters)]
                piece = one.narrative[at : at + letters].strip()
                if len(piece) == letters and all(first <= char <= end for char in piece):
                    found.append(f"/reports/?q={quote(piece)}")
        return found

    words = [
        word for one in some for word in one.narrative.split() if word.isascii() and word.isalpha() and len(word) > 4
    ]
    found = {
        "home": ["/"] * rounds,
        "board": ["/due/"] * rounds,
        "reports, first page": ["/reports/"] * rounds,
        "reports, deep page": [f"/reports/?before={rng.randint(1, last)}" for _ in range(rounds)],
        "reports of a country": [f"/reports/?country={one}" for one in ["TH", "VN", "KH", "LA", "MM", "SG", "KR", "XX"] * rounds],
        "reports naming a kind": [f"/reports/?kind={one}" for one in ["wallet", "phone", "device", "passport"] * rounds],
        "reports in a state": [f"/reports/?status={one}" for one in ["new", "case", "closed"] * rounds],
        "reports of some days": [
            f"/reports/?since=2025-{month:02}-03&until=2025-{month:02}-05" for month in list(range(1, 13)) * rounds
        ],
        "search: identifier": [f"/reports/?q={quote(spelled(one))}" for one in phones],
        "search: word": [f"/reports/?q={quote(word)}" for word in rng.sample(words, min(len(words), rounds))],
        "search: two words": [
            f"/reports/?q={quote(rng.choice(words) + ' ' + rng.choice(words))}" for _ in range(rounds)
        ],
        "search: Thai": pieces("\u0e00", "\u0e7f", 6),
        "search: Chinese": pieces("\u4e00", "\u9fff", 2),
        "search: Khmer": pieces("\u1780", "\u17ff", 6),
        "search: a word of nobody": [f"/reports/?q=zebra{n}" for n in range(rounds)],
        "report": [f"/reports/{one.pk}/" for one in some],
        "networks, first page": ["/networks/"] * rounds,
        "networks, deep page": [f"/networks/?page={rng.randint(5, 30)}" for _ in range(rounds)],
        "networks by identifier": [f"/networks/?q={quote(one)}" for one in phones],
        "network, middling": [f"/networks/{pk}/" for pk in ranks[20 : 20 + rounds]],
        "network, largest ten": [f"/networks/{pk}/" for pk in ranks[:10] * 2],
        "what was damped": ["/networks/damped/"] * (rounds // 4),
    }  # fmt: skip
    return {name: urls[:rounds] for name, urls in found.items() if urls}


def peer() -> dict[str, dict[str, float]]:
    """What one writes first: Django's ORM as its admin does it (icontains, ordered, counted), beside our query, in this process."""
    from weftnode.accounts.models import Officer
    from weftnode.reports import queries
    from weftnode.reports.models import Report

    viewer, found = Officer.objects.get(login="officer0"), {}
    queries.reports(viewer, queries.Asked(text="a word to begin with"))
    for text in ("passport", "บัญชี", "zebra crossing"):
        start = time.perf_counter()
        matching = Report.objects.visible_to(viewer).filter(narrative__icontains=text)
        matching.count()
        list(matching.order_by("-pk").prefetch_related("sightings")[:50])
        middle = time.perf_counter()
        queries.reports(viewer, queries.Asked(text=text))
        found[text] = {"peer": 1000 * (middle - start), "ours": 1000 * (time.perf_counter() - middle)}
    return found


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "weftnode.settings"
    import django

    django.setup()
    done = {"rooms": rooms, "people": people, "peer": peer}[sys.argv[1]](*sys.argv[2:])  # type: ignore[operator]
    print(json.dumps(done))
