"""What the repository promises about itself: no addresses of registries, countries with a word on their sources."""

import re
import subprocess
import tomllib
import unicodedata
from pathlib import Path

import pytest
import yaml

import weft

ROOT = Path(__file__).parent.parent


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


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


LANGUAGES = ("vi", "th", "km", "lo", "my", "zh", "ko")


def test_the_glossary_has_one_word_per_thing_in_every_language():
    terms = yaml.safe_load((ROOT / "docs/glossary.yml").read_text("utf-8"))["terms"]

    assert [one["term"] for one in terms if set(one) != {"term", "means", "reviewed", *LANGUAGES}] == []
    assert [one["term"] for one in terms if set(one["reviewed"]) - set(LANGUAGES)] == []
    for code in ("en", *LANGUAGES):
        words = [one["term" if code == "en" else code] for one in terms]
        assert [word for word in words if not word.strip()] == [], code
        assert sorted({word for word in words if words.count(word) > 1}) == [], code


# The script each language must be written in: a word in the wrong column is seen at once.
SCRIPTS = {"th": "THAI", "km": "KHMER", "lo": "LAO", "my": "MYANMAR", "zh": "CJK", "ko": "HANGUL"}


@pytest.mark.parametrize("code", SCRIPTS)
def test_each_word_of_the_glossary_is_in_its_own_script(code):
    terms = yaml.safe_load((ROOT / "docs/glossary.yml").read_text("utf-8"))["terms"]
    foreign = [
        one["term"]
        for one in terms
        if any(sign.isalpha() and not unicodedata.name(sign).startswith(SCRIPTS[code]) for sign in one[code])
    ]

    assert foreign == []


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert weft.__version__ == project["version"]


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/decisions").glob("*.md"))]

    assert sorted(set(numbers)) == numbers


def test_no_conflict_was_left_unsolved():
    marks = re.compile(rb"^(<{7} |>{7} )", re.MULTILINE)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    paths = [ROOT / name.decode() for name in listed if name]
    assert [str(path.relative_to(ROOT)) for path in paths if path.is_file() and marks.search(path.read_bytes())] == []
