"""What is in deploy/ fits the program it starts: commands and their options, settings, secrets, hardening, files that are copied."""

import importlib.util
import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer
import yaml

from weftnode import given
from weftnode.cli.main import app

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
NODE = typer.main.get_command(app).commands
# What the services share: no other rights, nothing written but the node's folder, nothing of other users seen.
HARDENING = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ReadWritePaths": "/srv/weft", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateDevices": "yes", "ProtectKernelTunables": "yes", "ProtectControlGroups": "yes", "RestrictSUIDSGID": "yes",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6", "CapabilityBoundingSet": "", "UMask": "0077", "User": "weft",
}  # fmt: skip
# Of the Compose specification, what a service may say; a word that is none is ignored by some versions and refused by others.
COMPOSE = {
    "build", "image", "environment", "secrets", "volumes", "read_only", "tmpfs", "cap_drop", "security_opt", "depends_on", "profiles", "command",
    "ports", "restart", "healthcheck",
}  # fmt: skip


def unit(path):
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser


def check_words(words):
    """Words behind `weft node`: a verb there is, with options it has."""
    verb, *rest = words
    assert verb in NODE, f"there is no `weft node {verb}`"
    options = {option for one in NODE[verb].params for option in one.opts}
    assert {word for word in rest if word.startswith("--")} <= options


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_starts_a_command_there_is_without_rights_it_does_not_need(path):
    service = unit(path)["Service"]
    program, node, *words = shlex.split(service["ExecStart"])
    assert (program, node) == ("/opt/weft/.venv/bin/weft", "node")
    check_words(words)
    name, _, folder = service["Environment"].partition("=")
    assert name in {one.name for one in given.SETTINGS}
    assert folder.startswith(service["ReadWritePaths"])
    assert {key: service.get(key) for key in HARDENING} == HARDENING


def test_every_timer_has_its_service():
    timers = list(DEPLOY.glob("*.timer"))
    assert timers
    for path in timers:
        assert path.with_suffix(".service") in UNITS
        assert unit(path)["Timer"]["Persistent"] == "yes"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path):
    # Where it is installed, and as whom it runs, is the other machine's: a program and no user here.
    for path in [*UNITS, *DEPLOY.glob("*.timer")]:
        text = path.read_text("utf-8").replace("/opt/weft/.venv/bin/weft", shutil.which("true") or "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=weft\n", ""), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "weft-" in line]
    assert ours == []


def test_the_compose_file_starts_commands_there_are_and_names_what_it_declares():
    made = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
    assert set(made) <= {"name", "services", "secrets", "volumes", "networks", "x-node"}
    known = {one.name for one in given.SETTINGS} | set(given.SECRETS) | {f"{name}_FILE" for name in given.SECRETS}
    for name, service in made["services"].items():
        assert set(service) <= COMPOSE, name
        assert set(service.get("secrets", ())) <= set(made["secrets"]), name
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(made["volumes"]), name
        assert set(service.get("depends_on", ())) <= set(made["services"]), name
        if "build" not in service:
            continue
        check_words(service["command"])
        assert set(service["environment"]) <= known, name
        assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])  # fmt: skip
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).samefile(
            DEPLOY / "Containerfile"
        )
        # Only this machine reaches the pages; others come through a reverse proxy.
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
    said = [name for service in made["services"].values() for name in service.get("environment", ())]
    assert [name for name in said if re.search("PASSWORD|SECRET|KEY", name) and not name.endswith("_FILE")] == []
    assert all(set(one) == {"file"} for one in made["secrets"].values())


def test_the_container_is_built_of_files_there_are_and_of_pinned_packages():
    steps = [line.split(maxsplit=1) for line in (DEPLOY / "Containerfile").read_text("utf-8").splitlines() if line and line[0] != "#"]  # fmt: skip
    copied = [word for verb, rest in steps if verb == "COPY" for word in rest.split()[:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert any(verb == "RUN" and "--require-hashes -r requirements-node.lock" in rest for verb, rest in steps)
    lock = (ROOT / "requirements-node.lock").read_text("utf-8")
    assert "psycopg-binary==" in lock
    assert "gunicorn==" in lock
    users = [rest for verb, rest in steps if verb == "USER"]
    assert users == ["weft"]
    assert steps.index(["USER", "weft"]) > max(at for at, step in enumerate(steps) if step[0] == "RUN")
    command = dict(steps)["CMD"]
    check_words(yaml.safe_load(command))


def test_what_others_made_is_in_what_is_copied():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / ".ci/vendor.py")
    vendor = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["vendor"] = vendor
    spec.loader.exec_module(vendor)
    found = vendor.files()
    assert len(found) > 3
    for one in found:
        assert (one.folder / one.name).is_file(), one.name
        assert one.folder.is_relative_to(ROOT / "src")


def test_the_reverse_proxy_takes_what_the_node_takes():
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    largest = int(re.search(r"client_max_body_size (\d+)m;", text)[1])
    allowed = int(next(one.default for one in given.SETTINGS if one.name == "WEFT_UPLOAD_MB"))
    assert largest >= allowed
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"):
        assert f"proxy_set_header {header} " in text
