"""Which addresses are one host, who is at it, and what it asked for in earlier runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.manners.hosts import (
    Locks,
    Memory,
    held_until,
    host_key,
    host_locks,
    origin_key,
    visiting,
)
from pipeline.errors import ConfigError
from pipeline.model import Host
from pipeline.store import Store

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://huyen.example.vn/",
        "http://huyen.example.vn/tin",
        "https://www.huyen.example.vn/",
        "https://HUYEN.example.vn:443/",
        "http://ai:do@huyen.example.vn:80/",
        "https://huyen.example.vn./",
    ],
)
def test_scheme_www_and_usual_port_make_no_other_host(url: str) -> None:
    assert host_key(url) == "huyen.example.vn"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://huyen.example.vn:8080/", "huyen.example.vn:8080"),
        ("https://xa.huyen.example.vn/", "xa.huyen.example.vn"),
        ("http://[::1]:81/", "::1:81"),
    ],
)
def test_another_name_or_port_is_another_host(url: str, key: str) -> None:
    assert host_key(url) == key


def test_each_port_has_a_robots_txt_of_its_own() -> None:
    assert origin_key("https://www.a.vn/x") == "www.a.vn:443"
    assert origin_key("http://a.vn/x") == "a.vn:80"
    assert origin_key("http://a.vn:81/x") == "a.vn:81"


def test_a_host_is_one_visitors_at_a_time(tmp_path: Path) -> None:
    with host_locks(tmp_path) as ours, host_locks(tmp_path) as others:
        assert ours.take("a.vn")
        assert ours.take("a.vn")
        assert not others.take("a.vn")
        assert others.take("b.vn")
        ours.free("a.vn")
        assert others.take("a.vn")


def test_locks_end_with_their_block(tmp_path: Path) -> None:
    with host_locks(tmp_path) as ours:
        ours.take("a.vn:81")
    assert Locks(tmp_path).take("a.vn:81")


def test_who_waits_long_enough_says_which_hosts_are_free(tmp_path: Path) -> None:
    with host_locks(tmp_path) as others:
        others.take("a.vn")
        with visiting(tmp_path, ["http://a.vn/", "https://b.vn/"], 0.0) as ours:
            assert ours == {"b.vn"}
            assert not others.take("b.vn")
    with visiting(tmp_path, ["http://a.vn/"], 0.0) as ours:
        assert ours == {"a.vn"}


def test_without_a_folder_for_data_nothing_is_written(tmp_path: Path) -> None:
    with visiting(tmp_path / "none", ["http://a.vn/"], 0.0) as ours:
        assert ours == {"a.vn"}
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("no folder")
    with pytest.raises(ConfigError, match="locks"):
        Locks(tmp_path).take("a.vn")


def test_without_a_store_hosts_are_remembered_for_the_run() -> None:
    memory = Memory(None)
    memory.note("a.vn", delay=2.0)
    memory.note("a.vn", robots="")
    assert memory.get("a.vn") == Host("a.vn", delay=2.0, robots="")
    assert memory.get("b.vn") == Host("b.vn")


def test_with_a_store_other_runs_know_it_too(store: Store) -> None:
    Memory(store).note("a.vn", delay=2.0, resume_at=NOW)
    Memory(store).note("a.vn", failures=1)
    assert Memory(store).get("a.vn") == Host("a.vn", delay=2.0, resume_at=NOW, failures=1)


@pytest.mark.parametrize(
    ("reason", "later", "held"),
    [("HTTP 429", 60, True), ("HTTP 429", -60, False), ("HTTP 429", 0, False), ("", 60, False)],
)
def test_a_host_that_ended_a_run_is_left_alone_until_its_time(
    reason: str, later: int, held: bool
) -> None:
    until = NOW + timedelta(seconds=later)
    host = Host("a.vn", resume_at=until, reason=reason)
    assert held_until(host, NOW) == (until if held else None)
