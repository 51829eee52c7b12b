"""Settings: where each comes from, and what is said of a wrong one."""

import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import CHOICES, VERSION, Config, load_config
from pipeline.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "congtin.toml"


def load(
    file: Path, text: str = "", environment: dict[str, str] | None = None, **flags: Any
) -> Config:
    if text:
        file.write_text(text, encoding="utf-8")
    return load_config(flags, environment or {}, file)


def error(*arguments: Any, **flags: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        load(*arguments, **flags)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_without_any_the_defaults_hold(file: Path) -> None:
    assert load(file) == Config()


def test_flags_go_before_the_environment_and_that_before_the_file(file: Path) -> None:
    text = "port = 1\nfeed_size = 1\nhost = 'a'\n"
    environment = {"CONGTIN_PORT": "2", "CONGTIN_FEED_SIZE": "2"}
    config = load(file, text, environment, port=3)
    assert (config.port, config.feed_size, config.host) == (3, 2, "a")


def test_a_flag_not_given_and_an_empty_variable_say_nothing(file: Path) -> None:
    assert load(file, "port = 1\n", {"CONGTIN_PORT": ""}, port=None).port == 1


def test_other_variables_are_not_ours(file: Path) -> None:
    assert load(file, "", {"CONGTIN_TEST_POSTGRESQL": "x", "PORT": "1"}) == Config()


def test_texts_become_numbers_and_paths(file: Path) -> None:
    config = load(file, "", {"CONGTIN_PORT": "8080", "CONGTIN_DATA": "/srv/tin"})
    assert (config.port, config.data) == (8080, Path("/srv/tin"))


def test_a_path_may_begin_at_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/lan")
    assert load(file, 'data = "~/tin"\n').data == Path("/home/lan/tin")


@pytest.mark.parametrize(
    ("key", "wrong", "says"),
    [
        ("port", '"x"', "'x' is no int"),
        ("port", "8000.5", "8000.5 is no int"),
        ("port", "true", "True is no int"),
        ("port", "-1", "-1 is no port: use 0 to 65535"),
        ("port", "65536", "65536 is no port"),
        ("feed_size", "0", "0 is no size of a feed: use 1 or more"),
        ("archive_max_gb", "nan", "nan is no bound of the archive"),
        ("archive_max_gb", "-0.5", "-0.5 is no bound of the archive"),
        ("archive_max_gb", "true", "True is no float"),
        ("host", "3", "3 is no str"),
        ("data", "3", "3 is no"),
        ("data", "['x']", "['x'] is no"),
        ("data", '"~nobody-here/x"', "'~nobody-here/x' is no"),
        ("base_url", '"example.vn"', "'example.vn' is no http(s) address"),
        ("colour", "3", "no such setting. Known: data, database_url"),
    ],
)
def test_a_wrong_value_of_the_file_is_named_with_file_and_key(
    file: Path, key: str, wrong: str, says: str
) -> None:
    assert error(file, f"{key} = {wrong}\n").startswith(f"{file}, key {key}: {says}")


def test_a_wrong_variable_and_a_wrong_flag_are_named(file: Path) -> None:
    assert error(file, "", {"CONGTIN_PORT": "x"}) == (
        "environment variable CONGTIN_PORT: 'x' is no int."
    )
    assert error(file, feed_size=0).startswith("option --feed-size: 0 is no size of a feed")


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is the working directory of somebody who may not look into it."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "congtin.toml").write_text("port = 1", encoding="utf-8")
    monkeypatch.chdir(folder)
    root = os.geteuid() == 0
    folder.chmod(0)
    if root:
        os.seteuid(65_534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)


def test_in_a_folder_that_is_closed_to_us_there_is_no_file(closed: Path) -> None:
    assert load_config(environment={}) == Config()


def test_a_file_that_cannot_be_read_is_named_where_it_can_be_seen(closed: Path) -> None:
    os.seteuid(os.getuid())
    closed.chmod(0o755)
    (closed / "congtin.toml").chmod(0)
    if os.getuid() == 0:
        os.seteuid(65_534)
    with pytest.raises(ConfigError, match="Permission denied"):
        load_config(environment={})


def test_broken_toml_is_named_with_its_line(file: Path) -> None:
    said = error(file, "port = 1\nhost =\n")
    assert said.startswith(f"{file}: ")
    assert "at line 2" in said


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    file.mkdir()
    assert error(file).startswith(f"{file}: ")


def test_everything_is_kept_below_the_data_folder() -> None:
    config = Config(data=Path("/srv/tin"))
    assert config.database == "sqlite:////srv/tin/congtin.db"
    assert config.sources_file == Path("/srv/tin/sources.toml")
    assert (config.archive, config.feeds) == (Path("/srv/tin/archive"), Path("/srv/tin/feeds"))


def test_a_database_that_is_named_goes_before_the_files() -> None:
    assert Config(database_url="postgresql://x/y").database == "postgresql://x/y"


def test_the_user_agent_names_the_program_and_whoever_runs_it() -> None:
    assert Config().user_agent == f"Congtin/{VERSION}"
    assert Config(contact="tin@example.vn").user_agent == f"Congtin/{VERSION} (+tin@example.vn)"


def secret(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "secret"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("setting", [field.name for field in fields(Config)])
def test_every_setting_may_stand_in_a_file_of_its_own(
    setting: str, tmp_path: Path, file: Path
) -> None:
    mail = {"smtp_url": "smtps://lan:kin@a.vn", "mail_from": "tin@a.vn", "mail_to": "lan@a.vn"}
    chosen = {name: words[-1] for name, words in CHOICES.items()} | mail | {"worker_name": "may-2"}
    halves = {"smtp_url": "mail_to", "mail_to": "smtp_url"}
    other = halves.get(setting)
    beside = {f"CONGTIN_{other.upper()}": mail[other]} if other else {}
    default = getattr(Config(), setting)
    text = chosen.get(setting) or ("7" if isinstance(default, int | float) else "https://a.vn/")
    named = {f"CONGTIN_{setting.upper()}": text}
    kept = secret(tmp_path, f"{text}\n".encode())
    from_file = load(file, "", {f"CONGTIN_{setting.upper()}_FILE": str(kept)} | beside)
    assert from_file == load(file, "", named | beside)
    assert getattr(from_file, setting) != default


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n"])
def test_the_end_of_the_line_is_not_part_of_what_a_file_holds(
    ending: str, tmp_path: Path, file: Path
) -> None:
    kept = secret(tmp_path, f" mật khẩu {ending}".encode())
    assert load(file, "", {"CONGTIN_CONTACT_FILE": str(kept)}).contact == " mật khẩu "


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "write the value into it"),
        (b"\n", "write the value into it"),
        (b"hunter2\nhunter2", "on one line"),
        (b"hunter2\0", "on one line"),
        (b"hunter2\xff", "no text in UTF-8"),
        (b"hunter2" * 4000, "larger than 16384 bytes"),
        (("hunter2" + "đ" * 9000).encode(), "larger than 16384 bytes"),
        (b"hunter2", "its content is no int"),
    ],
)
def test_a_file_that_holds_no_setting_is_named_and_never_what_it_holds(
    content: bytes, says: str, tmp_path: Path, file: Path
) -> None:
    kept = secret(tmp_path, content)
    told = error(file, "", {"CONGTIN_PORT_FILE": str(kept)})
    assert "CONGTIN_PORT_FILE" in told
    assert str(kept) in told
    assert says in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    ("name", "says"), [("missing", "No such file"), (".", "Is a directory"), ("a\0b", "null byte")]
)
def test_a_setting_s_file_that_cannot_be_read_is_named(
    name: str, says: str, tmp_path: Path, file: Path
) -> None:
    told = error(file, "", {"CONGTIN_DATABASE_URL_FILE": f"{tmp_path}/{name}"})
    assert "CONGTIN_DATABASE_URL_FILE" in told
    assert says in told


def test_a_setting_in_a_variable_and_in_a_file_is_refused(tmp_path: Path, file: Path) -> None:
    kept = secret(tmp_path, b"hunter2")
    both = {"CONGTIN_CONTACT": "hunter3", "CONGTIN_CONTACT_FILE": str(kept)}
    told = error(file, "", both)
    assert "CONGTIN_CONTACT and CONGTIN_CONTACT_FILE are both set" in told
    assert "hunter" not in told.replace(str(kept), "")


def test_a_flag_goes_before_a_file(tmp_path: Path, file: Path) -> None:
    kept = secret(tmp_path, b"1")
    assert load(file, "", {"CONGTIN_PORT_FILE": str(kept)}, port=2).port == 2
