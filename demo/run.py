"""The demo: the main job on real public reports and an invented set; then three countries that ask each other without telling."""

import argparse
import sys
from pathlib import Path

import three

from weft.cli import summary
from weft.findings import run
from weft.testing import world

HERE = Path(__file__).parent


def main() -> None:
    """Make the invented set, find the networks in everything, say what was found."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--out", type=Path, default=Path("demo-out"))
    out = wanted.parse_args().out
    made = world.simulate(out / "world", seed=20251016, reports=900, hub_rate=0.12, noise=0.01)
    files = [HERE / "public", *made.files]
    watch = sorted((HERE / "watchlist").glob("*.json"))
    sys.stderr.write(
        "weft networks demo/public … --watch demo/watchlist/…  (real public reports, and 900 invented ones)\n"
    )
    summary.show(run.networks(files, out / "found", watch=watch, fresh=True))
    three.show(out / "three-countries")
    sys.stderr.write(
        f"\nLook at {out / 'found' / 'index.html'} (the page a person reads) and {out / 'three-countries'}.\n"
    )


if __name__ == "__main__":
    main()
