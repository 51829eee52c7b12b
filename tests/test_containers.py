"""The Containerfile and compose.yaml: lint, a dry parse, and that all they name is really there."""

import re
import shutil
import subprocess
import sysconfig
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from verbs import NoVerb, parsed

from pipeline.config import SECRETS, VERSION, Config

ROOT = Path(__file__).resolve().parent.parent
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, one in SERVICES.items() if one["image"].startswith("congtin:")]
SECRET = ("database_url", *SECRETS)
SETTINGS = {f"CONGTIN_{field.name.upper()}" for field in fields(Config)}
KEYS = {
    "image", "build", "restart", "init", "read_only", "tmpfs", "cap_drop", "cap_add", "security_opt",
    "secrets", "logging", "environment", "volumes", "networks", "healthcheck", "shm_size",
    "stop_grace_period", "command", "depends_on", "ports", "mem_limit",
}  # fmt: skip
"""Of the Compose specification: those that we use. A slip of the pen is none of them."""


def instructions(name: str) -> list[str]:
    """What stands behind each instruction of that name, continued lines joined."""
    joined = CONTAINERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", joined, re.MULTILINE)


# --- the image -----------------------------------------------------------------------------------


def test_a_linter_has_nothing_to_say_of_the_containerfile() -> None:
    hadolint = shutil.which("hadolint", path=sysconfig.get_path("scripts"))
    if hadolint is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run(
        [hadolint, "--no-color", ROOT / "Containerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    if "GLIBC" in done.stderr or done.returncode == 126:
        pytest.skip("hadolint does not run here")
    assert (done.returncode, done.stdout) == (0, "")


def test_bases_are_named_with_a_version_and_run_the_python_that_is_asked_for() -> None:
    for base in instructions("FROM"):
        assert re.fullmatch(r"python:3\.11-slim-\w+( AS \w+)?", base)


def test_it_runs_as_a_user_of_its_own_and_stops_by_a_signal_that_reaches_it() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", instructions("USER")[-1])
    assert instructions("ENTRYPOINT") == ['["congtin"]']
    assert instructions("CMD")[-1] == '["run"]'
    assert "STOPSIGNAL" not in CONTAINERFILE


def test_what_it_sets_are_settings_and_no_secrets() -> None:
    named = set(re.findall(r"\bCONGTIN_\w+", CONTAINERFILE))
    assert named <= SETTINGS
    assert not [one for one in named if "URL" in one or "SMTP" in one or "WEBHOOK" in one]


def test_its_label_tells_the_version() -> None:
    assert f'image.version="{VERSION}"' in CONTAINERFILE
    assert {SERVICES[name]["image"] for name in OURS} == {f"congtin:{VERSION}"}


def test_its_health_is_asked_by_python_at_an_address_that_is_there() -> None:
    (asked,) = re.findall(r"HEALTHCHECK .*", CONTAINERFILE.replace("\\\n", " "))
    words = yaml.safe_load(asked.partition("CMD ")[2])
    assert words[:2] == ["python", "-c"]
    compile(words[2], "HEALTHCHECK", "exec")
    assert "/healthz" in words[2]


def test_only_the_program_goes_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:].partition("/")[0] for rule in rules if rule.startswith("!")}
    copied = {word.rstrip("/") for one in instructions("COPY") for word in one.split()[:-1]}
    assert {name for name in copied if not name.startswith(("-", "/opt"))} == let_in
    assert all((ROOT / name).exists() for name in let_in)
    assert (ROOT / ".containerignore").read_bytes() == (ROOT / ".dockerignore").read_bytes()


# --- the services -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_every_key_of_a_service_is_one_of_the_specification(name: str) -> None:
    assert set(SERVICES[name]) <= KEYS


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_a_verb_with_options_that_it_has(name: str) -> None:
    assert parsed(SERVICES[name]["command"])


@pytest.mark.parametrize("words", ["nonsense", "serve --nonsense", "worker --jobs many", "db"])
def test_what_is_no_command_is_seen(words: str) -> None:
    with pytest.raises(NoVerb):
        parsed(words.split())


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_or_the_file_of_one(name: str) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        assert variable.removesuffix("_FILE") in SETTINGS
        if value == f"${{{variable}:-}}":  # as .env says, if it says anything
            continue
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]
        assert variable.endswith("_FILE") == str(value).startswith("/run/secrets/")


def test_every_variable_of_dot_env_is_a_setting() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"\$\{(\w+)", text))
    assert {one.removesuffix("_FILE") for one in named} <= SETTINGS
    assert not {f"CONGTIN_{one.upper()}" for one in SECRET} & named


@pytest.mark.parametrize("name", ["web", "worker", "migrate"])
@pytest.mark.parametrize("secret", SECRET)
def test_every_secret_of_ours_can_be_handed_out_as_a_file(name: str, secret: str) -> None:
    assert f"CONGTIN_{secret.upper()}_FILE" in SERVICES[name]["environment"]
    assert secret in SERVICES[name]["secrets"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_volume_network_secret_and_service_that_is_named_is_there(name: str) -> None:
    one = SERVICES[name]
    assert {volume.partition(":")[0] for volume in one.get("volumes", ())} <= set(
        COMPOSE["volumes"]
    )
    assert set(one.get("networks", ())) <= set(COMPOSE["networks"])
    assert set(one.get("secrets", ())) <= set(COMPOSE["secrets"])
    for needed, how in one.get("depends_on", {}).items():
        ends = SERVICES[needed].get("restart", "").startswith("on-failure")
        assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy")
        assert ends or not SERVICES[needed]["healthcheck"].get("disable")


def test_nothing_is_declared_that_nobody_uses() -> None:
    for kind in ("volumes", "networks", "secrets"):
        used = {each.partition(":")[0] for one in SERVICES.values() for each in one.get(kind, ())}
        assert used == set(COMPOSE[kind])


@pytest.mark.parametrize("name", SERVICES)
def test_a_port_is_published_on_this_machine_alone(name: str) -> None:
    ports = SERVICES[name].get("ports", [])
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in ports)
    assert bool(ports) == (name == "web")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_no_more_rights_than_it_needs(name: str) -> None:
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in one["tmpfs"]
    assert bool(one.get("cap_add")) == (name == "db")


def test_readers_services_cannot_write_the_data_and_the_database_is_reached_from_inside_alone() -> (
    None
):
    assert SERVICES["web"]["volumes"] == ["data:/var/lib/congtin:ro"]
    assert SERVICES["db"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "outside" in SERVICES["worker"]["networks"]


def test_nobody_starts_before_the_database_is_of_this_version() -> None:
    for name in ("web", "worker"):
        assert "migrate" in SERVICES[name]["depends_on"]
    assert SERVICES["migrate"]["command"] == ["db", "upgrade"]


def test_a_worker_is_given_the_time_that_the_page_in_hand_takes() -> None:
    from crawler.run import GRACE

    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > GRACE + 10


def test_workers_can_be_scaled() -> None:
    assert "container_name" not in SERVICES["worker"]
    assert "ports" not in SERVICES["worker"]
    assert "CONGTIN_WORKER_NAME" not in SERVICES["worker"]["environment"]


def test_secrets_are_files_that_are_neither_committed_nor_copied() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "secrets/" in ignored
    assert ".env" in ignored
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")


def test_compose_itself_reads_it() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True).returncode
    ):
        pytest.skip("docker compose is not here")
    done = subprocess.run(
        [docker, "compose", "--file", ROOT / "compose.yaml", "config", "--quiet"],
        env={"PATH": "/usr/bin:/bin", "CONGTIN_CONTACT": "you@example.org"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
