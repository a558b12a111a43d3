"""Both offices of a round on a stick, in one folder: what the tests of the file way share."""

import csv
import datetime as dt
import random

from weft.match.stick import asker, holder
from weft.match.stick.asker import Case
from weft.match.stick.holder import Terms
from weft.match.stick.store import SqliteBook

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
CASE = Case("CASE-7", "fraud.network")
TERMS = Terms("KH", "TH", "A-1", "subjects", pad_unit=64)
KH = "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(20))
TH = "kind,value\n" + "".join(f"phone,+8551234{n:04d}\n" for n in range(15, 25))
EXPECTED = [f"+8551234{n:04d}" for n in range(15, 20)]


class Desk:
    """Both offices in one folder, one step a method."""

    def __init__(self, folder, seed=1):
        self.folder = folder
        self.rng = random.Random(seed).randbytes
        folder.mkdir(exist_ok=True)
        self.write("kh.csv", KH)
        self.write("th.csv", TH)

    def write(self, name, text):
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def at(self, name):
        return self.folder / name

    def new(self, out="KH", file="kh.csv", now=NOW, terms=TERMS, **more):
        return holder.new_epoch(self.at(out), self.at(file), terms, now=now, rng=self.rng, **more)

    def start(self, out="Q", file="th.csv", send="KH/send", now=NOW, case=CASE, **more):
        return asker.start(self.at(send), self.at(file), self.at(out), case, now=now, rng=self.rng, **more)

    def answer(self, folder="KH", query="Q/send/query", out="answer", now=NOW + HOUR, **more):
        return holder.answer(self.at(folder), self.at(query), self.at(out), now=now, rng=self.rng, **more)

    def finish(self, folder="Q", answer="answer", out="hits.csv", now=NOW + 2 * HOUR, **more):
        return asker.finish(self.at(folder), self.at(answer), self.at(out), now=now, **more)

    def hits(self, out="hits.csv"):
        with self.at(out).open(encoding="utf-8", newline="") as file:
            return [one["value"] for one in csv.DictReader(file)]

    def used(self, folder="KH"):
        return SqliteBook(self.at(folder) / "keep/book.sqlite3").usage().used
