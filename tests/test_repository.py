"""What the repository promises about itself: licences, no addresses of registries, countries with a word on their sources."""

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# LGPL and MPL packages may be depended on; anything stronger may not.
COPYLEFT = re.compile(r"(?<![L])GPL|AGPL|GNU (?:Affero )?General Public|SSPL|CC-BY-NC", re.IGNORECASE)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def locked() -> list[str]:
    return re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)


def test_no_file_holds_a_download_address_of_a_registry():
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"))]
    address = re.compile("|".join(map(re.escape, hosts)) + r"|https?://\S+\.(?:whl|tgz|tar\.gz)|--(?:extra-)?index-url")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".woff2", ".png"}
        and path.name != "test_repository.py"
        and address.search(path.read_text("utf-8", errors="ignore"))
    ]
    assert found == []


@pytest.mark.parametrize("name", locked())
def test_no_dependency_is_copyleft_beyond_lgpl(name):
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is for another platform")
    licence = " ".join(
        [
            metadata.get("License-Expression") or "",
            (metadata.get("License") or "")[:80],
            *(line for line in metadata.get_all("Classifier", []) if line.startswith("License")),
        ]
    )
    licence = re.sub(r"LGPL\S*|GNU Lesser General Public|Lesser General Public", "", licence)
    assert not COPYLEFT.search(licence), licence


def test_every_country_says_whether_its_facts_are_confirmed():
    files = sorted((ROOT / "src/weft/countries").glob("??/country.toml"))
    assert len(files) >= 16
    for path in files:
        data = tomllib.loads(path.read_text("utf-8"))
        groups = {name: group for name, group in data.items() if isinstance(group, dict)}
        assert groups, path
        for name, group in groups.items():
            # Sources themselves, then groups that cite as a whole, then those that cite row by row.
            says = [group] if {"source", "unverified"} & group.keys() else group.get("list", group.values())
            for row in says:
                cited = "title" in row or "source" in row
                assert cited or row["unverified"] is True, f"{path}: {name}: {row}"
