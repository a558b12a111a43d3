"""Milliseconds an article takes to be read: goal 100 or less."""

import time
from pathlib import Path

from weft import press

ARTICLES = Path(__file__).parent.parent / "tests" / "engine" / "press" / "articles"
ROUNDS = 20


def main() -> None:
    for path in sorted(ARTICLES.glob("*.txt")):
        # Four times the text: about the length of an agency's piece.
        text = path.read_text("utf-8") * 4
        press.read(text)
        start = time.process_time()
        for _ in range(ROUNDS):
            press.read(text)
        spent = (time.process_time() - start) / ROUNDS
        print(f"press {path.stem}: {len(text):,} characters, {spent * 1000:.1f} ms (goal: 100 or less)")


if __name__ == "__main__":
    main()
