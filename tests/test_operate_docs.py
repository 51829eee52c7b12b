"""The operators' guide: its sh blocks are run, and all that the others name is really there."""

import re
import shlex
import sqlite3
import textwrap
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from commands import congtin
from databases import needs_sqlite
from story_pages import DOCS, Story, run_page
from test_stories_docs import stand_in
from verbs import NoVerb, parsed

from crawler.farm import Farm
from crawler.systemd import units
from pipeline.config import Config, load_config
from pipeline.model import HealthState
from pipeline.store.database import schema

ROOT = DOCS.parent
GUIDE = (DOCS / "operate.md").read_text(encoding="utf-8")
PORTAL = "kimson.ninhbinh.gov.vn"
CONSOLE = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
LINES = [line for block in CONSOLE for line in block.splitlines()]
SPANS = re.findall(r"`(congtin [^`]+)`", GUIDE.replace("\n", " "))


def verb_of(line: str) -> list[str] | None:
    """The words behind `congtin` in a line of the guide; None where it starts another program."""
    words = shlex.split(line, comments=True)
    while words[:1] == ["sudo"] or words[:1] == ["-u"]:
        words = words[2:] if words[0] == "-u" else words[1:]
    if words[:1] == ["congtin"]:
        return words[1:]
    if words[:5] == ["docker", "compose", "run", "--rm", "worker"]:
        return words[5:]
    return None


VERBS = [line for line in dict.fromkeys([*LINES, *SPANS]) if verb_of(line) is not None]


@pytest.mark.parametrize("line", VERBS)
def test_every_command_that_is_not_run_is_one(line: str) -> None:
    words = verb_of(line)
    assert words
    assert parsed(words)


def test_what_is_no_command_would_be_seen() -> None:
    with pytest.raises(NoVerb):
        parsed(verb_of("sudo -u congtin congtin db restore --nonsense x") or [])


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bCONGTIN_[A-Z_]+", GUIDE))))
def test_every_setting_is_one(name: str) -> None:
    settings = {f"CONGTIN_{field.name.upper()}" for field in fields(Config)}
    assert name in ("CONGTIN_NAME", "CONGTIN_NAME_FILE") or name.removesuffix("_FILE") in settings


def test_every_unit_and_every_service_is_there() -> None:
    named = set(
        re.findall(
            r"\bcongtin-\w+(?:\.\w+)?", "\n".join(line for line in LINES if "systemctl" in line)
        )
    )
    known = set(units()) | {name.removesuffix(".service") for name in units()}
    assert named <= known
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for line in (line for line in LINES if "docker compose stop" in line or "logs" in line):
        words = [word for word in line.split()[3:] if not word.startswith("-")]
        assert set(words) <= set(services)
    assert set(re.findall(r"--scale (\w+)=", GUIDE)) <= set(services)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"docs/[\w.-]+\w", GUIDE))))
def test_every_file_that_it_leads_to_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


def test_every_state_has_its_line() -> None:
    told = re.findall(r"^\| (\w+) \| [^|]+ \| [^|]+ \|$", GUIDE, re.MULTILINE)
    assert set(HealthState.__args__) <= set(told)  # type: ignore[attr-defined]


def test_the_upgrade_notes_tell_of_every_version_but_the_last() -> None:
    rows = re.findall(r"^\| (\d{4}(?:, \d{4})*) \|", GUIDE, re.MULTILINE)
    told = [number for row in rows for number in row.split(", ")]
    assert told == [f"{number:04}" for number in range(1, int(schema.head()))]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The guide's sh blocks, run in their order with a sample portal in place of the real one."""
    with Farm(base_port=0) as farm:
        folder = stand_in(tmp_path_factory.mktemp("guide"), farm, PORTAL, budget=25)
        yield run_page("operate.md", folder)


@needs_sqlite
def test_every_command_ends_well(guide: Story) -> None:
    assert [(one.command, one.err) for one in guide.ran if one.code] == []


@needs_sqlite
def test_a_newcomer_has_articles_and_feeds_after_the_first_section(guide: Story) -> None:
    (listing,) = (one for one in guide.ran if one.command == "congtin sources")
    assert PORTAL in listing.out
    assert (guide.data / "feeds" / "all.atom").is_file()
    (listed,) = congtin("sources", "--json", data=guide.data).json
    assert listed["articles"] > 5


@needs_sqlite
def test_the_drill_finds_in_the_restored_copy_what_was_stored(guide: Story) -> None:
    restored = guide.of("congtin db restore drill.db").out
    with closing(sqlite3.connect(guide.data / "congtin.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM articles").fetchone()
    assert f"Restored {count} articles of 1 sources" in restored
    assert guide.of("congtin search").out.strip()


@needs_sqlite
def test_the_backup_and_the_archive_are_there(guide: Story) -> None:
    assert len(list((guide.data / "backups").glob("congtin-*.db"))) == 1
    assert "0 problems" in guide.of("congtin archive check").err
    told = congtin("archive", "--json", data=guide.data).json
    assert told["sources"][0]["source"] == PORTAL


def blocks(language: str) -> list[str]:
    """What stands in the guide's blocks of that language."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return [textwrap.dedent(block) for block in found]


@pytest.mark.parametrize("block", blocks("toml"))
def test_what_goes_into_the_file_of_settings_are_settings(block: str, tmp_path: Path) -> None:
    file = tmp_path / "congtin.toml"
    file.write_text(block, encoding="utf-8")
    assert load_config(environment={}, file=file) != Config()


@pytest.mark.parametrize("language", ["caddy", "nginx"])
def test_a_proxy_hands_on_all_but_metrics_and_the_operators_feed(language: str) -> None:
    (block,) = blocks(language)
    assert "127.0.0.1:8000" in block
    assert re.search(r"/metrics\b.*\b404|/metrics .*\n.* 404", block)
    assert re.search(r"/operators/.*\b404|/operators/.*\n.* 404", block)


def test_prometheus_reads_under_the_name_that_the_alerts_go_by() -> None:
    (read,) = map(yaml.safe_load, blocks("yaml"))
    alerts = (DOCS / "prometheus-alerts.yml").read_text(encoding="utf-8")
    (job,) = read["scrape_configs"]
    assert set(re.findall(r'job="(\w+)"', alerts)) == {job["job_name"]}
    assert job["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]
