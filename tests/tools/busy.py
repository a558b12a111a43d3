"""A busy hotline, as a process of its own: many people at once, each telling reports and reading; what went wrong is printed as JSON.

python busy.py PEOPLE REPORTS      (WEFT_DIR names the node)
"""

import json
import os
import sys
import threading

os.environ["DJANGO_SETTINGS_MODULE"] = "weftnode.settings"
import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- needs Django

from weftnode.accounts.models import Officer  # noqa: E402 -- needs Django
from weftnode.networks import joins  # noqa: E402 -- needs Django
from weftnode.reports import actions, queries  # noqa: E402 -- needs Django


def work(by: Officer, reports: int, failed: list[str], done: list[bool]) -> None:
    room = by.compartments.get()
    for number in range(reports):
        try:
            made = actions.write_report(
                by=by, room=room, narrative=f"{by.login} was called from 081 000 {number:04}", country="TH"
            )
            with transaction.atomic():
                actions.seen(by=by, what="list.read", shown=1)
            assert queries.reports(by, queries.Asked(text=f"081 000 {number:04}")).reports
            joins.expected(by, queries.report(by, made.pk))
            done.append(True)
        except Exception as problem:  # noqa: BLE001 -- whatever goes wrong is what is asked
            failed.append(f"{type(problem).__name__}: {problem}")
    connection.close()


def main() -> None:
    people, reports = int(sys.argv[1]), int(sys.argv[2])
    failed: list[str] = []
    done: list[bool] = []
    officers = [Officer.objects.get(login=f"busy{number}") for number in range(people)]
    threads = [threading.Thread(target=work, args=(one, reports, failed, done)) for one in officers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    sys.stdout.write(json.dumps({"failed": failed, "done": done.count(True)}))


main()
