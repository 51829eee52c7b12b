"""What `congtin doctor` says of the environment and of congtin.toml: slips in names, secrets left open."""

from pathlib import Path

import pytest
from commands import congtin

from crawler.surroundings import look_around

OPEN = 'database_url = "postgresql://congtin:geheim@10.0.0.1/congtin"\n'


def told(file: Path, **environment: str) -> list[tuple[str, str]]:
    return [(check.found, check.next_step) for check in look_around(environment, file)]


def test_a_slip_in_a_name_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    none = tmp_path / "none"
    ((found, step),) = told(none, CONGTIN_WEBHOK="1", CONGTIN_WEBHOOK="2", HOME="3")
    assert found.startswith("CONGTIN_WEBHOK ")
    assert "CONGTIN_WEBHOOK" in step
    assert told(none, CONGTIN_CONTACT_FILE="/x", CONGTIN_DATA="") == []
    assert told(none, CONGTIN_QQQQ="1") == [
        ("CONGTIN_QQQQ is no setting of Congtin's", "The README names all settings.")
    ]


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        (OPEN, 0o644, True),
        (OPEN, 0o640, False),
        ('webhook = "https://a.vn/T0"', 0o604, True),
        ('smtp_url = "smtp://a:b@c"', 0o644, True),
        ('database_url = "postgresql://congtin@/congtin"', 0o644, False),
        ('contact = "a@b.vn"', 0o644, False),
        ("no toml", 0o644, False),
    ],
)
def test_a_file_of_settings_that_all_can_read_is_told_where_it_holds_a_secret(
    tmp_path: Path, text: str, mode: int, says: bool
) -> None:
    file = tmp_path / "congtin.toml"
    file.write_text(text)
    file.chmod(mode)
    found = told(file)
    assert bool(found) == says
    assert all(step == f"chmod o-rwx {file}" and "geheim" not in what for what, step in found)


def test_so_is_a_file_that_a_variable_names(tmp_path: Path) -> None:
    secret = tmp_path / "webhook"
    secret.write_text("https://a.vn/T0")
    for mode, count in ((0o644, 1), (0o600, 0)):
        secret.chmod(mode)
        assert len(told(tmp_path / "none", CONGTIN_WEBHOOK_FILE=str(secret))) == count


def test_doctor_says_it(tmp_path: Path) -> None:
    done = congtin("doctor", "--offline", data=tmp_path, env={"CONGTIN_WEBHOK": "1"})
    assert "CONGTIN_WEBHOK is no setting" in done.out
