"""Fetch what others made again from its npm packages and compare it with SHA256SUMS: `make vendor`. Nobody else needs npm."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"
FONTS = SOURCE / "weft/findings/fonts"
GRAPH = SOURCE / "weftnode/networks/static/networks/vendor"


@dataclass(frozen=True)
class File:
    """One file: where it stands here, and where in which package it comes from."""

    folder: Path
    name: str
    package: str
    version: str
    inside: str


def files() -> list[File]:
    """Every file of others; the sums say which fonts there are."""
    found = [
        File(GRAPH, "cytoscape.js", "cytoscape", "3.34.4", "dist/cytoscape.esm.min.mjs"),
        File(GRAPH, "LICENSE.cytoscape", "cytoscape", "3.34.4", "LICENSE"),
    ]
    for name in sums(FONTS):
        script = name.removeprefix("noto-sans-").removesuffix(".woff2")
        inside = f"files/noto-sans-{script}-{script}-400-normal.woff2"
        found.append(File(FONTS, name, f"@fontsource/noto-sans-{script}", "5.3.0", inside))
    return found


def sums(folder: Path) -> dict[str, str]:
    """File name to SHA-256, as the folder's SHA256SUMS has it."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def fetch(one: File, npm: str, room: Path) -> bytes:
    """The file as its package holds it now."""
    done = subprocess.run(  # noqa: S603 -- fixed words
        [npm, "pack", "--silent", f"{one.package}@{one.version}"],
        cwd=room,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    with tarfile.open(room / done.stdout.split()[-1]) as archive:
        inside = archive.extractfile(f"package/{one.inside}")
        return inside.read() if inside else b""


def main() -> int:
    """Write the files that fit their sum; 1 when one does not, 2 without npm."""
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("vendor: npm is not installed; the files in the project are used as they are\n")
        return 2
    everything = files()
    with tempfile.TemporaryDirectory() as room:
        for one in everything:
            data = fetch(one, npm, Path(room))
            if hashlib.sha256(data).hexdigest() != sums(one.folder)[one.name]:
                sys.stderr.write(
                    f"vendor: {one.name} of {one.package} {one.version} is not the file that SHA256SUMS names\n"
                )
                return 1
            (one.folder / one.name).write_bytes(data)
    sys.stderr.write(f"vendor: {len(everything)} files are what SHA256SUMS says\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
