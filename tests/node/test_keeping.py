"""Backup and restore: whole, checked, and never a silent way to shorten the log."""

import json
import subprocess
import sys
import tarfile

import pytest

LOAD = "id,phone,country\n1,0812345678,TH\n2,0812345679,TH\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory, new_node):
    """A node with two reports, and a backup of it."""
    folder = tmp_path_factory.mktemp("node")
    new_node(folder)
    (folder / "calls.csv").write_text(LOAD)
    assert weft(folder, "load", "calls.csv").returncode == 0
    done = weft(folder, "backup", "--to", "one.weft")
    assert done.returncode == 0, done.stderr
    return folder


def weft(folder, *words):
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "WEFT_DIR": str(folder / "n")}
    return subprocess.run(
        [sys.executable, "-m", "weft.cli.main", "node", *words],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )


def reports(folder):
    done = weft(
        folder,
        "manage",
        "shell",
        "-v0",
        "-c",
        "from weftnode.reports.models import Report; print(Report.objects.count())",
    )
    return int(done.stdout)


def test_a_backup_holds_no_secret(made):
    secrets = [path.read_bytes().strip() for path in (made / "n/secrets").iterdir()]
    with tarfile.open(made / "one.weft") as tar:
        names = tar.getnames()
        contents = b"".join(tar.extractfile(one).read() for one in tar if one.isfile())

    assert "data.sqlite3" in names
    assert not any("secret" in name or "ledger-head" in name for name in names)
    assert not any(secret in contents or bytes.fromhex(secret.decode()) in contents for secret in secrets)
    assert (made / "one.weft").stat().st_mode & 0o077 == 0


def test_a_shorter_log_is_refused_then_told_in_the_log(made):
    (made / "more.csv").write_text("id,phone\n3,0812345670\n")
    assert weft(made, "load", "more.csv").returncode == 0
    assert reports(made) == 3

    refused = weft(made, "restore", "one.weft")
    assert (refused.returncode, reports(made)) == (3, 3)
    assert "would be lost" in refused.stderr

    done = weft(made, "restore", "one.weft", "--shorter-log", "the disk broke at noon")
    assert done.returncode == 0, done.stderr
    assert reports(made) == 2
    said = weft(
        made,
        "manage",
        "shell",
        "-v0",
        "-c",
        "from weftnode.audit.models import Detail; print(Detail.objects.get(action='audit.log.restored').record)",
    )
    assert json.loads(said.stdout)["why"] == "the disk broke at noon"
    assert json.loads(said.stdout)["data"]["entries_lost"] > 0
    assert "every one as it was written" in weft(made, "doctor").stdout
    assert list((made / "n").glob("data.sqlite3.before-restore-*"))


@pytest.mark.parametrize("at", [600, 5000, 60_000, -2000])
def test_a_damaged_backup_changes_nothing(made, at):
    data = bytearray((made / "one.weft").read_bytes())
    data[at] ^= 0x55
    (made / "bad.weft").write_bytes(data)
    before = (made / "n/data.sqlite3").read_bytes()

    done = weft(made, "restore", "bad.weft", "--shorter-log", "to see")

    if done.returncode == 0:  # the byte lay in padding that nothing reads
        assert reports(made) == 2
    else:
        assert done.returncode in {2, 3}
        assert "Traceback" not in done.stderr
        assert (made / "n/data.sqlite3").read_bytes() == before


@pytest.mark.parametrize("what", ["absent.weft", "calls.csv", "n"])
def test_what_is_no_backup_is_refused(made, what):
    done = weft(made, "restore", what)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_a_tar_that_climbs_out_is_refused(made):
    (made / "evil.txt").write_text("x")
    with tarfile.open(made / "evil.weft", "w") as tar:
        tar.add(made / "evil.txt", "../../climbed.txt")
    assert weft(made, "restore", "evil.weft").returncode == 2
    assert not (made / "climbed.txt").exists()
