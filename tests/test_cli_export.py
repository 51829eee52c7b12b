"""`congtin export`: JSON Lines, CSV and Parquet of all articles, or of those that are asked for."""

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import random_stores
from sample_entries import make_entry
from store_samples import FULL, OTHER, SOURCE, article, at, fill, visit
from typer.testing import CliRunner, Result

from crawler.cli import app
from crawler.cli.writers import CSV_FIELDS, FIELDS, write_csv
from pipeline.errors import ConfigError
from pipeline.model import NamedPlace
from pipeline.store import Store

Run = Callable[..., Result]


@pytest.fixture
def export(database_url: str, tmp_path: Path) -> Run:
    """Run the verb on the test's database."""

    def run(*words: object) -> Result:
        flags = ["--database-url", database_url, "--data", str(tmp_path)]
        return CliRunner().invoke(app, ["export", *map(str, words), *flags])

    return run


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, FULL, article(2, "Họp xã", "Hội đồng họp.", published_at=at(2), section="Kinh tế"))
    fill(
        store, article(3, "Lễ hội", "Làng mở hội.", published_at=at(3), tags=("cầu",)), source=OTHER
    )
    gone = article(4, "Cũ", "Đã gỡ.", published_at=at(4), author="Văn Vương")
    store.save(gone, visit(gone, at(5)))
    store.mark_gone(visit(gone, at(6), outcome="gone"))
    return store


def lines(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def table(done: Result) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout, newline="")))


def test_json_lines_are_the_entries_oldest_first(filled: Store, export: Run) -> None:
    assert lines(export()) == [json.loads(json.dumps(e.to_dict())) for e in filled.iter_entries()]
    assert len(lines(export())) == 4


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["hoi"], ["Họp xã", "Lễ hội"]),
        (["hội", "--source", "kimbang"], ["Lễ hội"]),
        (["source:kimbang"], ["Lễ hội"]),
        (["--source", "kimbang"], ["Lễ hội"]),
        (["--section", "Kinh tế"], [FULL.title, "Họp xã"]),
        (["--topic", "cau"], [FULL.title, "Lễ hội"]),
        (["--author", "Văn Vương"], ["Cũ"]),
        (["--province", "Ninh Bình", "--after", "2024-05-03"], ["Lễ hội", "Cũ"]),
        (["--before", "2024-05-03"], [FULL.title, "Họp xã"]),
        (["không-có-chữ-này"], []),
    ],
)
def test_only_what_is_asked_for_comes_out(
    filled: Store, export: Run, words: list[str], titles: list[str]
) -> None:
    assert [row["title"] for row in lines(export(*words))] == titles


def test_once_leaves_out_reprints(store: Store, export: Run) -> None:
    words = " ".join(f"Câu thứ {n} kể chuyện làng trong lễ hội mùa xuân." for n in range(40))
    store.put_sources([SOURCE, OTHER])
    for number, source in enumerate((SOURCE, OTHER)):
        each = article(number, "Lễ hội mùa xuân", words, published_at=at(1 + number))
        store.save(each, visit(each, at(5), source.id))
    rows = lines(export())
    assert [row["story"] == rows[0]["key"] for row in rows] == [True, True]
    assert [len(row["also"]) for row in rows] == [1, 1]  # type: ignore[arg-type]
    assert [row["source_id"] for row in lines(export("--once"))] == ["lynhan"]


def test_fields_are_those_asked_for_in_their_order(filled: Store, export: Run) -> None:
    rows = lines(export("--fields", "title, key,gone_at"))
    assert [list(row) for row in rows] == [["title", "key", "gone_at"]] * 4
    assert [row["gone_at"] is None for row in rows] == [True, True, True, False]
    assert export("--format", "csv", "--fields", "url").stdout.splitlines()[0] == "url"


def test_every_field_of_an_entry_can_be_asked_for(filled: Store, export: Run) -> None:
    entry = next(filled.iter_entries())
    assert set(FIELDS) == entry.to_dict().keys()
    asked = lines(export("--fields", ",".join(FIELDS)))[0]
    assert asked == json.loads(json.dumps(entry.to_dict()))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--fields", "title,nonsense"], "nonsense: there are id, key"),
        (["--format", "xml"], "choose jsonl, csv or parquet"),
        (["--format", "parquet"], "--output"),
        (["--after", "gestern"], "2025-07-01"),
        (["--output", "/nowhere/at/all.jsonl"], "No such file"),
    ],
)
def test_a_wrong_option_is_told(filled: Store, export: Run, words: list[str], why: str) -> None:
    error = export(*words).exception
    assert isinstance(error, ConfigError)
    assert why in str(error)


def test_csv_has_a_column_for_each_field_and_no_formula(store: Store, export: Run) -> None:
    fill(store, FULL, article(2, '=HYPERLINK("http://x")', author="+84 91", tags=("@a", "b")))
    first, second = table(export("--format", "csv"))
    assert list(first) == CSV_FIELDS
    assert (first["title"], first["tags"]) == (FULL.title, "cầu; giao thông")
    assert (second["title"], second["author"], second["tags"]) == (
        '\'=HYPERLINK("http://x")', "'+84 91", "'@a; b",
    )  # fmt: skip


def test_csv_joins_the_addresses_of_pictures(store: Store, export: Run) -> None:
    fill(store, FULL)
    (row,) = table(export("--format", "csv", "--fields", "images,attachments,provenance"))
    assert row == {
        "images": "http://lynhan.test/a.jpg; http://lynhan.test/b.jpg",
        "attachments": "http://lynhan.test/a.pdf",
        "provenance": "{}",
    }


def test_parquet_is_typed_and_holds_the_same(store: Store, export: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    random_stores.fill(store, 3, articles=12)
    file = tmp_path / "tin.parquet"
    assert export("--format", "parquet", "--output", file).exit_code == 0
    read = parquet.read_table(file)
    assert str(read.schema.field("published_at").type) == "timestamp[us, tz=Asia/Ho_Chi_Minh]"
    assert read.schema.names == FIELDS
    for row, entry in zip(read.to_pylist(), store.iter_entries(), strict=True):
        given = entry.to_dict()
        assert row["published_at"] == entry.article.published_at
        assert row["images"] == given["images"]
        assert dict(row["provenance"]) == given["provenance"]
        texts = ("id", "key", "title", "text", "html", "section", "tags", "attachments", "story")
        assert {name: row[name] for name in texts} == {name: given[name] for name in texts}


def test_an_empty_store_gives_an_empty_parquet_file(
    store: Store, export: Run, tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export("--format", "parquet", "-o", tmp_path / "tin.parquet")
    assert parquet.read_table(tmp_path / "tin.parquet").num_rows == 0


def test_parquet_without_pyarrow_says_what_to_install(
    filled: Store, export: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = export("--format", "parquet", "-o", tmp_path / "tin.parquet")
    assert isinstance(done.exception, ConfigError)
    assert "pip install 'congtin[parquet]'" in str(done.exception)
    assert not list(tmp_path.glob("*parquet*"))


def test_a_file_is_written_whole_or_not_at_all(
    filled: Store, export: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tin.jsonl"
    file.write_text("before")

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("crawler.cli.writers.json.dumps", cut_off)
        export("--output", file)
    assert file.read_text() == "before"
    assert not list(tmp_path.glob(".*"))
    assert export("--output", file).stdout == ""
    assert file.read_text(encoding="utf-8") == export().stdout


def test_a_table_tells_whose_an_article_is_and_which_places_it_names():
    place = NamedPlace("353", "Huyện Lý Nhân", "district", "huyện Lý Nhân")
    entry = replace(make_entry(1, places=(place,)), unit="353", unit_name="Huyện Lý Nhân")
    told = io.StringIO(newline="")
    write_csv([entry], (), told)
    (row,) = csv.DictReader(io.StringIO(told.getvalue()))
    assert (row["unit"], row["unit_name"], row["places"]) == ("353", *["Huyện Lý Nhân"] * 2)
