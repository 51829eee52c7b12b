"""Settings: where each comes from, and what is said of a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.config import VERSION, Config, load_config
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
