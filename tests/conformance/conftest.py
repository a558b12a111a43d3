"""Where the published vectors are: our transcription, and the whole files where the public data folder is at hand."""

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def vectors():
    """``vectors("name.json")``: one of ours, parsed."""
    return lambda name: json.loads((ROOT / "tests/vectors" / name).read_text("utf-8"))


@pytest.fixture(scope="session")
def published():
    """``published("folder/name.json")``: a whole published file from the data folder, parsed; skips where it is absent."""

    def load(name):
        places = (os.environ.get("WEFT_SHARED"), ROOT.parent / "shared", ROOT.parent.parent / "shared")
        for place in places:
            path = Path(place or "/nonexistent") / "data/conformance" / name
            if path.is_file():
                return json.loads(path.read_text("utf-8"))
        pytest.skip("the shared data folder is not beside the checkout")

    return load
