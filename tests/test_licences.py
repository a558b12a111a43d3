"""What we depend on may be licensed as docs/licences.toml allows, and as nothing else."""

import hashlib
import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = tomllib.loads((ROOT / "docs/licences.toml").read_text("utf-8"))
# Classifiers in the words of the index, for packages that do not yet write SPDX.
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def locked() -> list[str]:
    """Every package that a user's install can bring, with the node and PostgreSQL."""
    text = (ROOT / "requirements.lock").read_text("utf-8") + (ROOT / "requirements-node.lock").read_text("utf-8")
    return sorted(set(re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)))


def licences(name: str) -> set[str]:
    if name in RULES["looked_at"]:
        return {RULES["looked_at"][name]["licence"]}
    metadata = importlib.metadata.metadata(name)
    written = metadata.get("License-Expression") or ""
    if not written and (metadata.get("License") or "") in RULES["allowed"]:
        written = metadata["License"]
    if written:
        return set(re.findall(r"[A-Za-z0-9.-]+", written)) - {"AND", "OR", "WITH"}
    said = [one.split("::")[-1].strip() for one in metadata.get_all("Classifier", []) if one.startswith("License")]
    return {CLASSIFIERS.get(one, one) for one in said} or {"none given"}


@pytest.mark.parametrize("name", locked())
def test_every_dependency_has_a_licence_that_is_allowed(name):
    assert licences(name) - set(RULES["allowed"]) == set()


def test_no_entry_is_about_a_package_we_no_longer_use():
    assert set(RULES["looked_at"]) - set(locked()) == set()


def test_files_of_others_in_the_project_carry_their_licence():
    """Data and fonts that are not ours stand beside a licence or a README that names it."""
    folders = [
        ROOT / "demo/public",
        ROOT / "demo/watchlist",
        ROOT / "src/weft/findings/fonts",
        ROOT / "src/weftnode/papers/fonts",
        ROOT / "src/weftnode/networks/static/networks/vendor",
        ROOT / "tests/vectors",
    ]
    bare = [
        str(folder.relative_to(ROOT))
        for folder in folders
        if not any((folder / name).exists() or any(folder.glob(name)) for name in ("LICENSE*", "OFL.txt", "README.md"))
    ]
    assert bare == []


@pytest.mark.parametrize(
    "folder", ["src/weft/findings/fonts", "src/weftnode/networks/static/networks/vendor"], ids=lambda folder: folder
)
def test_files_of_others_are_the_ones_whose_sums_were_written_down(folder):
    lines = (ROOT / folder / "SHA256SUMS").read_text("utf-8").splitlines()
    wanted = {name: digest for digest, name in (line.split() for line in lines)}

    found = {name: hashlib.sha256((ROOT / folder / name).read_bytes()).hexdigest() for name in wanted}

    assert found == wanted
    assert len(wanted) > 1
