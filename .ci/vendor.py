"""Fetch the fonts again from their npm packages and compare them with SHA256SUMS: `make vendor`. Nobody else needs npm."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent.parent / "src/weft/findings/fonts"
VERSION = "5.3.0"


def main() -> int:
    """Write the files that fit their sum; 1 when one does not, 2 without npm."""
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("vendor: npm is not installed; the fonts in the project are used as they are\n")
        return 2
    wanted = dict(reversed(line.split()) for line in (HERE / "SHA256SUMS").read_text().splitlines())
    with tempfile.TemporaryDirectory() as room:
        for name, digest in sorted(wanted.items()):
            script = name.removeprefix("noto-sans-").removesuffix(".woff2")
            package = f"@fontsource/noto-sans-{script}"
            subprocess.run(  # noqa: S603 -- fixed words
                [npm, "pack", "--silent", f"{package}@{VERSION}"], cwd=room, check=True, stdout=subprocess.DEVNULL
            )
            with tarfile.open(next(Path(room).glob(f"*noto-sans-{script}-{VERSION}.tgz"))) as archive:
                inside = archive.extractfile(f"package/files/noto-sans-{script}-{script}-400-normal.woff2")
                data = inside.read() if inside else b""
            if hashlib.sha256(data).hexdigest() != digest:
                sys.stderr.write(f"vendor: {name} of {package} {VERSION} is not the file that SHA256SUMS names\n")
                return 1
            (HERE / name).write_bytes(data)
    sys.stderr.write(f"vendor: {len(wanted)} fonts are what SHA256SUMS says\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
