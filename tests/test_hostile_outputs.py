"""What leaves the program or stays on the disk does no harm, whatever portals print and wherever folders lead."""
# ruff: noqa: E501 (an attack a line)

import csv
import io
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import parser
from raw_pages import article, raw
from sample_entries import HA_NAM, make_entry
from web_client import TestClient, save

from crawler.cli.writers import CSV_FIELDS, FIELDS, FORMULA, write_csv
from pipeline import retention
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.model import Attachment, Image, RunReport
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import open_store

# --- CSV ---------------------------------------------------------------------------------------

SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u00a0=",
    "\u3000=",
    "\u200b=",
    "\ufeff=",
    "\u2060 @",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "\u2003\t-",
)


def row_of(fields, **told):
    out = io.StringIO(newline="")
    write_csv([replace(make_entry(**told), source_name=told["title"])], fields, out)
    head, row = csv.reader(io.StringIO(out.getvalue(), newline=""))
    return dict(zip(head, row, strict=True))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("fields", [(), FIELDS], ids=["usual", "all"])
def test_no_column_of_a_table_begins_a_formula(sign, fields):
    attack = f"{sign}cmd|'/c calc'!A0"
    address = f"{attack}.pdf"
    row = row_of(
        fields, title=attack, html=attack, text=attack, lead=attack, author=attack, section=attack,
        source_credit=attack, tags=("a", attack, attack), images=(Image(address, attack, attack),),
        attachments=(Attachment(address, attack),),
    )  # fmt: skip
    assert list(row) == list(fields or CSV_FIELDS)
    cells = {name: part for name, cell in row.items() for part in (cell, *cell.split("; "))}
    assert not [name for name, cell in cells.items() if FORMULA.match(cell)]
    assert row["title"] == f"'{attack}"
    assert row["tags"] == f"a; '{attack}; '{attack}"


@pytest.mark.parametrize(
    "text", ["Xã họp", "5 - 3 = 2", "“=”", "a@b.vn", "1+1", " Xã", "đ=", "'=", ""]
)
def test_what_is_no_formula_stays_as_it_is(text):
    assert row_of((), title=text, lead=text)["lead"] == text


# --- links in the data folder --------------------------------------------------------------------


def old_captures(config):
    """An archive with files of two sources, both years old, and something of this month."""
    archive = Archive(config.archive)
    for source in ("xa-a", "xa-b"):
        for year in (2020, 2026):
            when = datetime(year, 3, 1, tzinfo=UTC)
            archive.write(raw(article(), source_id=source, fetched_at=when))
    return sorted(config.archive.rglob("*.warc.gz"))


def test_nothing_is_dropped_through_a_link_that_leads_out_of_the_archive(tmp_path):
    config = Config(data=tmp_path / "data", archive_keep_days=30)
    old_captures(config)
    elsewhere = tmp_path / "elsewhere"
    (config.archive / "xa-b").rename(elsewhere)
    (config.archive / "xa-b").symlink_to(elsewhere)
    kept = {file: file.read_bytes() for file in elsewhere.rglob("*") if file.is_file()}
    with open_store(config.database) as store:
        done = retention.prune(config, store, datetime(2026, 3, 2, tzinfo=UTC), imported=True)
    assert [one.folder for one in done] == ["xa-a"]
    assert {file: file.read_bytes() for file in elsewhere.rglob("*") if file.is_file()} == kept


def test_an_old_file_that_is_a_link_goes_and_what_it_leads_to_stays(tmp_path):
    config = Config(data=tmp_path / "data", archive_keep_days=30)
    old = old_captures(config)[0]
    target = old.rename(tmp_path / "precious.warc.gz")
    old.symlink_to(target)
    with open_store(config.database) as store:
        retention.prune(config, store, datetime(2026, 3, 2, tzinfo=UTC))
    assert not old.is_symlink()
    assert target.stat().st_size


def test_leftovers_are_cleared_and_never_what_a_link_of_such_a_name_leads_to(tmp_path):
    from pipeline.leftovers import clear

    precious, scratch = tmp_path / "precious", tmp_path / "scratch"
    precious.mkdir()
    scratch.mkdir()
    (precious / "file").touch()
    (scratch / "wacz-999999999-x").symlink_to(precious)
    (scratch / "wacz-999999999-y").mkdir()
    clear(scratch, "wacz-", "-")
    assert (precious / "file").exists()
    assert not (scratch / "wacz-999999999-y").exists()


def test_publishing_into_a_linked_folder_removes_nothing_of_others(store, config, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    others = [elsewhere / name for name in ("index.html", ".htaccess", "all.rss.bak", "old.tmp")]
    for file in others:
        file.write_text("theirs")
    config.data.mkdir(exist_ok=True)
    assert not config.feeds.exists()
    config.feeds.symlink_to(elsewhere)
    store.put_sources([HA_NAM])
    save(store, 1)
    publish(store, config)
    publish(store, config, anew=True)
    assert (elsewhere / "all.rss").exists()
    assert {file.read_text() for file in others} == {"theirs"}


def test_no_file_of_the_data_folder_can_be_written_by_others(tmp_path):
    config = Config(data=tmp_path / "data")
    before = os.umask(0o022)
    try:
        old_captures(config)
        with open_store(config.database) as store:
            publish(store, config)
    finally:
        os.umask(before)
    modes = {file: file.stat().st_mode & 0o022 for file in config.data.rglob("*")}
    assert len(modes) > 10
    assert not [file for file, mode in modes.items() if mode]


# --- metrics -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ['a"} 1\nfake_metric{x="y', "a\\", "a\nb", "\x1b[2J", "đ", 'x"'])
def test_no_name_of_a_failure_makes_a_metric_of_its_own(name, config, store):
    store.put_sources([HA_NAM])
    at = make_entry().updated
    report = RunReport(
        HA_NAM.id, at, finished_at=at + timedelta(1), status=name, rejected=Counter({name: 1})
    )
    store.save_run(replace(report, failures=Counter({name: 2})))
    with TestClient(create_app(config), client=("127.0.0.1", 9)) as client:
        text = client.get("/metrics").text
    families = list(parser.text_string_to_metric_families(text))
    assert len(families) > 20
    assert all(f.name.startswith(("congtin_", "process_", "python_")) for f in families)
    labels = {v for f in families for sample in f.samples for v in sample.labels.values()}
    assert name in labels
