"""Settings: each documented, a placeholder refused, the database as safe as its version allows."""

import secrets
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from weft.errors import NotConfigured
from weftnode import given

ROOT = Path(__file__).parent.parent.parent


def test_every_setting_and_secret_is_documented():
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    assert [one.name for one in given.SETTINGS if f"| `{one.name}` |" not in page or one.what not in page] == []
    assert [name for name in given.SECRETS if f"`{name}`" not in page] == []


def test_every_app_has_a_readme():
    apps = sorted(path.parent for path in (ROOT / "src/weftnode").glob("*/apps.py"))
    assert [app.name for app in apps if not (app / "README.md").exists()] == []


@pytest.mark.parametrize("bad", ["change-me", "", "0" * 64, "0123456789abcdef" * 4, "a" * 63, "ä" * 64, "ab" * 32])
def test_a_placeholder_is_no_secret(monkeypatch, tmp_path, bad):
    monkeypatch.setenv("WEFT_DIR", str(tmp_path))
    monkeypatch.setenv("WEFT_SECRET_KEY", bad)
    with pytest.raises(NotConfigured) as caught:
        given.secret("WEFT_SECRET_KEY")
    assert not bad or bad not in str(caught.value)


def test_a_secret_may_come_from_a_named_file(monkeypatch, tmp_path):
    monkeypatch.delenv("WEFT_SECRET_KEY", raising=False)
    (tmp_path / "key").write_text(secrets.token_hex(32))
    monkeypatch.setenv("WEFT_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert given.secret("WEFT_SECRET_KEY") == (tmp_path / "key").read_text()


@pytest.mark.parametrize(("name", "bad"), [("WEFT_HTTPS", "perhaps"), ("WEFT_PROXIES", "-1"), ("WEFT_PROXIES", "٣")])
def test_a_setting_that_is_no_answer_is_refused(monkeypatch, name, bad):
    monkeypatch.setenv(name, bad)
    with pytest.raises(NotConfigured):
        given.yes(name) if name == "WEFT_HTTPS" else given.number(name)


def weft(*words, cwd):
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(cwd)}
    return subprocess.run(
        [sys.executable, "-m", "weft.cli.main", "node", *words],
        cwd=cwd,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_node_is_made_checked_and_not_made_twice(tmp_path):
    made = weft("init", "--dir", "n", "--login", "ana", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("http://localhost:8000/sign-in/once/")

    wide = [path for path in (tmp_path / "n").rglob("*") if path.stat().st_mode & 0o077 and "cache" not in path.parts]
    assert wide == []
    values = {path.read_text().strip() for path in (tmp_path / "n/secrets").iterdir()}
    assert len(values) == len(given.SECRETS)

    checked = weft("doctor", "--dir", "n", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    safe = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "truncate"
    assert f"journal {safe}" in checked.stdout

    once_more = weft("init", "--dir", "n", cwd=tmp_path)
    assert once_more.returncode == 3
    assert values == {path.read_text().strip() for path in (tmp_path / "n/secrets").iterdir()}

    (tmp_path / "n/secrets/secret_key").chmod(0o644)
    assert weft("doctor", "--dir", "n", cwd=tmp_path).returncode == 2


def test_a_port_that_is_taken_is_said(tmp_path, new_node):
    new_node(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        asked = weft("serve", "--dir", "n", "--port", str(other.getsockname()[1]), cwd=tmp_path)
    assert (asked.returncode, "Traceback" in asked.stderr) == (2, False)
    assert "weft: hint: another port" in asked.stderr


def test_a_trial_that_was_stopped_while_it_was_filled_says_so(tmp_path):
    (tmp_path / "n" / "secrets").mkdir(parents=True)
    asked = subprocess.run(
        [sys.executable, "-m", "weftnode.cli.trial", "--dir", "n", "--port", "0"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 2
    assert "stopped before it was filled" in asked.stderr
    assert "weft: hint: remove the folder" in asked.stderr


def test_no_node_no_trace(tmp_path):
    asked = weft("serve", "--dir", "absent", cwd=tmp_path)
    assert (asked.returncode, "Traceback" in asked.stderr) == (2, False)
    assert "weft: hint: make one: weft node init" in asked.stderr
