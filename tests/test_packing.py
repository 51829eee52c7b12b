"""The wheel: what stands in the two packages, and nothing that an earlier build left in the clone."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKED = ("pyproject.toml", "README.md", "LICENSE", ".gitignore")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILD = (
    f"import {PROJECT['build-system']['build-backend']} as backend; backend.build_wheel('wheels')"
)
"""What pip calls, by the backend that pip would take."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that is built where another version was built before."""
    clone = tmp_path_factory.mktemp("clone")
    for name in PACKED:
        shutil.copy(ROOT / name, clone)
    for package in ("crawler", "pipeline"):
        shutil.copytree(ROOT / package, clone / package)
    for stale in ("build/lib/pipeline/of_another_version.py", "congtin.egg-info/SOURCES.txt"):
        (clone / stale).parent.mkdir(parents=True)
        (clone / stale).write_text("pipeline/of_another_version.py\n", encoding="utf-8")
    (clone / "wheels").mkdir()
    subprocess.run([sys.executable, "-c", BUILD], cwd=clone, check=True, capture_output=True)
    (built,) = (clone / "wheels").glob("*.whl")
    with zipfile.ZipFile(built) as packed:
        return {name for name in packed.namelist() if ".dist-info/" not in name}


def test_what_an_earlier_build_left_does_not_get_in(wheel: set[str]) -> None:
    assert [name for name in wheel if "of_another_version" in name] == []


def test_everything_of_both_packages_is_packed_be_it_python_or_not(wheel: set[str]) -> None:
    files = (file for name in ("crawler", "pipeline") for file in (ROOT / name).rglob("*"))
    ours = {file.relative_to(ROOT).as_posix() for file in files if file.is_file()}
    assert wheel == {name for name in ours if "__pycache__" not in name}
    assert len([name for name in wheel if name.endswith(".toml")]) > 30
