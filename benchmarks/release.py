"""Microseconds a release decision takes: goal 20 or less."""

import datetime as dt
import time

from weft.release import PAP, TLP, Agreement, Item, Marking, Partner, Precision, Recipient, Sort, decide

ROUNDS = 100_000


def main() -> None:
    agreement = Agreement(
        "A-1", "KH", frozenset({"network"}), frozenset({"fraud.network"}), frozenset({"fraud"}), dt.date(2031, 1, 1),
        location=Precision.PROVINCE,
    )  # fmt: skip
    fields = {f"field {number}": sort for number, sort in enumerate(Sort)}
    item = Item("network", fields, offence="fraud")
    mark = Marking(TLP.AMBER, PAP.GREEN)
    recipient = Recipient(Partner("KH"), "KH-CCD")
    today = dt.date(2031, 5, 6)
    start = time.process_time()
    for _ in range(ROUNDS):
        decide(item, mark, recipient, agreement, "fraud.network", today)
    spent = time.process_time() - start
    print(f"release: {spent / ROUNDS * 1e6:.1f} µs a decision over {len(fields)} fields (goal: 20 or less)")


if __name__ == "__main__":
    main()
