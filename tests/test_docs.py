"""The documentation says what the program does: commands, settings, exit codes, the tree."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from crawler.cli import app
from pipeline import errors
from pipeline.config import VERSION, Config

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
VERBS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("crawler", "pipeline", "pipeline/clean")
    for path in (ROOT / room).iterdir()
    if (path.suffix == ".py" and not path.name.startswith("__"))
    or (path.is_dir() and (path / "__init__.py").exists())
)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb: str) -> None:
    assert re.search(rf"\| `congtin {verb}\b", README)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    command = typer.main.get_command(app).commands[verb]  # type: ignore[attr-defined]
    assert len(command.help or "") > 5


@pytest.mark.parametrize("setting", [field.name for field in fields(Config)])
def test_every_setting_stands_in_the_readme(setting: str) -> None:
    assert f"`CONGTIN_{setting.upper()}`" in README


def test_every_exit_code_stands_in_the_readme() -> None:
    classes = [c for c in vars(errors).values() if isinstance(c, type)]
    codes = {c.exit_code for c in classes if issubclass(c, errors.CongtinError)}
    assert codes <= {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}


def test_the_readme_opens_with_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:20])
    assert len(re.findall(r"^```sh$", first_screen, re.MULTILINE)) == 2


def test_ci_runs_the_readme_s_test_command() -> None:
    commands = re.findall(r"^```sh\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    test_command = next(command for command in commands if "pytest" in command)
    assert test_command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_stands_in_the_house_plan(module: str) -> None:
    assert re.search(rf"\b{re.escape(Path(module).name)}\b", CONTRIBUTING)


@pytest.mark.parametrize("named", re.findall(r"^ {6,8}(\S+\.py)\b", CONTRIBUTING, re.MULTILINE))
def test_every_module_of_the_house_plan_exists(named: str) -> None:
    assert any(list(ROOT.glob(f"{above}/{named}")) for above in ("*", "*/*", "*/*/*"))


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
