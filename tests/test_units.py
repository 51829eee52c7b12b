"""The systemd units: they parse, and name only what there is."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer.main
from commands import congtin

from crawler.cli import app
from crawler.service import BEAT, GRACE
from crawler.systemd import PROGRAM, units

UNITS = units()
SERVICES = [name for name in UNITS if name.endswith(".service")]
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
    "User": "congtin",
    "StateDirectory": "congtin",
}


def parsed(name: str) -> ConfigParser:
    unit = ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(UNITS[name])
    return unit


def test_a_service_and_timers_are_shipped() -> None:
    assert {"congtin.service", "congtin-crawl.service", "congtin-crawl.timer"} <= UNITS.keys()
    assert {"congtin-worker.service", "congtin-backup.service"} <= UNITS.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_a_verb_with_options_that_exist(name: str) -> None:
    program, *words = parsed(name)["Service"]["ExecStart"].split()
    assert program == PROGRAM
    command, options = typer.main.get_command(app), words
    while commands := getattr(command, "commands", {}):
        command, options = commands[options[0]], options[1:]
    known = {flag for parameter in command.params for flag in parameter.opts}
    assert {option for option in options if option.startswith("-")} <= known


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_confined(name: str) -> None:
    service = parsed(name)["Service"]
    assert HARDENING.items() <= dict(service).items()
    assert "MemoryMax" in service
    assert f"/var/lib/{service['StateDirectory']}" in service["ExecStart"]


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".timer")])
def test_a_timer_begins_a_service_that_is_shipped(name: str) -> None:
    assert {"OnUnitInactiveSec", "OnCalendar"} & parsed(name)["Timer"].keys()
    assert name.replace(".timer", ".service") in UNITS


SERVING = ["congtin.service", "congtin-web.service", "congtin-worker.service"]


@pytest.mark.parametrize("name", SERVING)
def test_what_runs_for_years_is_watched(name: str) -> None:
    service = parsed(name)["Service"]
    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) >= 10 * BEAT
    assert service["Restart"] == "on-failure"
    assert int(service["TimeoutStopSec"]) > GRACE


def test_the_verb_writes_them_with_this_program_s_path(tmp_path: Path) -> None:
    done = congtin("units", tmp_path)
    assert done.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(UNITS)
    started = re.findall(
        r"^ExecStart=(\S+)", (tmp_path / "congtin.service").read_text(), re.MULTILINE
    )
    assert Path(started[0]).is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    congtin("units", tmp_path)
    checked = subprocess.run(
        ["systemd-analyze", "verify", *tmp_path.iterdir()], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_them_well_confined(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(UNITS[name].replace(PROGRAM, "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", tmp_path / name],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout[-200:]
