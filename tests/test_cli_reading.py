"""Verbs that read: search, export, extract, sources; and what every verb owes a pipe."""

import csv
import io
import json
import os
import subprocess
from datetime import datetime
from pathlib import Path

import databases
import pytest
from commands import PROGRAM, congtin, rows
from databases import change
from typer.testing import CliRunner

from crawler.cli import app

VERBS = "demo add sources crawl import reprocess extract search export publish serve run runs doctor".split()
SEED_LIKE = (
    "<html><head><title>Huyện Mẫu tổng kết năm học</title></head><body><div class='content'>"
    "<h1>Huyện Mẫu tổng kết năm học</h1><span>Ngày đăng: 21/11/2025 08:30</span>"
    + "<p>Sáng 21/11, Ủy ban nhân dân huyện Mẫu tổ chức hội nghị tổng kết năm học với sự tham gia "
    "của đông đảo cán bộ, giáo viên và phụ huynh trong toàn huyện.</p>" * 5 + "</div></body></html>"
)


@pytest.fixture(scope="module")
def data(demo_runs):
    return demo_runs[0].data


def test_search_prints_title_time_address_and_snippet(data):
    done = congtin("search", "xây dựng nông thôn mới", "--limit", 3, data=data)
    assert done.code == 0
    assert done.out.count("http://127.0.0.1:") == 3
    assert done.out.count("«") >= 3
    assert "3 of " in done.err


def test_search_without_accents_finds_what_has_them(data):
    plain = congtin("search", "nong thon", "--json", data=data).json
    accented = congtin("search", "nông thôn", "--json", data=data).json
    assert plain["total"] >= accented["total"] > 0


def test_search_json_holds_whole_entries_and_keeps_to_its_filters(data):
    found = congtin("search", "xã", "--json", "--after", "2026-01-01", "--limit", 5, data=data).json
    assert found["query"] == "xã"
    assert 0 < len(found["hits"]) <= 5 <= found["total"]
    for hit in found["hits"]:
        assert {"key", "title", "text", "url", "snippet", "source_id"} <= hit.keys()
        assert datetime.fromisoformat(hit["published_at"]).year >= 2026


def test_search_that_finds_nothing_says_so(data):
    done = congtin("search", "khôngcóchữnàynhưvậy", data=data)
    assert (done.code, done.out, done.err) == (0, "", "Nothing found.\n")


def test_search_names_near_places_for_a_place_that_is_none(data):
    done = congtin("search", "xã", "--place", "huyện Lý Nhâm", data=data)
    assert done.err.startswith(
        "Nothing found. No unit is called 'huyện Lý Nhâm'; near: Huyện Lý Nhân"
    )


@pytest.mark.parametrize("more", [(), ("  ",), ("--counts",), ("--json", "--order", "newest")])
def test_search_that_asks_nothing_is_refused(data, more):
    done = congtin("search", *more, data=data)
    assert (done.code, done.out) == (2, "")
    assert "Nothing asked: give words, a field or an option" in done.err


@pytest.mark.parametrize("asked", [("--once",), ("NOT khôngcóchữnàynhưvậy",)])
def test_search_without_a_word_wanted_lists_by_date(asked, data):
    found = congtin("search", "--json", *asked, data=data).json
    days = [hit["published_at"] for hit in found["hits"]]
    assert found["total"] > 5
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("query", ['a* OR ("', ""])
def test_search_takes_whatever_is_typed(query, data):
    done = congtin("search", query, data=data)
    assert done.code in (0, 2)


@pytest.mark.parametrize("more", [(), ("--json",), ("--counts",)])
def test_search_says_which_word_is_no_date(data, more):
    done = congtin("search", "xã after:2024-13 before:mai", *more, data=data)
    assert (done.code, done.out) == (2, "")
    assert "after:2024-13, before:mai: write a date like 2025-07-01, 2025-07 or 2025." in done.err
    assert "Traceback" not in done.err


def test_export_jsonl_holds_every_article_once(data, demo_runs):
    done = congtin("export", data=data)
    entries = [json.loads(line) for line in done.out.splitlines()]
    assert sorted(entry["url"] for entry in entries) == demo_runs[0].articles
    assert len({entry["id"] for entry in entries}) == len(entries)


def test_export_csv_is_read_back_field_by_field(data):
    done = congtin("export", "--format", "csv", data=data)
    written = list(csv.DictReader(io.StringIO(done.out, newline="")))
    stored = dict(rows(data, "SELECT url, title FROM articles"))
    assert {row["url"]: row["title"].removeprefix("'") for row in written} == stored
    assert all(None not in row and None not in row.values() for row in written)


def test_export_csv_gives_a_spreadsheet_no_formula(demo_runs):
    data = demo_runs[0].copy()
    change(
        data,
        "UPDATE articles SET title = '=HYPERLINK(\"http://x\")' WHERE id = (SELECT min(id) FROM articles)",
    )
    done = congtin("export", "--format", "csv", data=data)
    titles = [row["title"] for row in csv.DictReader(io.StringIO(done.out, newline=""))]
    assert '\'=HYPERLINK("http://x")' in titles
    assert not any(title.startswith(("=", "+", "-", "@", "\t", "\r")) for title in titles)


def test_export_keeps_to_one_source_and_to_its_dates(data):
    source = rows(data, "SELECT source_id FROM articles LIMIT 1")[0][0]
    done = congtin("export", "--source", source, "--before", "2026-01-01", data=data)
    entries = [json.loads(line) for line in done.out.splitlines()]
    assert entries
    assert {entry["source_id"] for entry in entries} == {source}
    assert all(entry["published_at"] < "2026" for entry in entries)


def test_sources_json_tells_what_is_stored_and_how_the_last_run_went(data):
    listed = congtin("sources", "--json", data=data).json
    assert len(listed) == 6
    for one in listed:
        assert one["articles"] >= 40
        assert one["last_run"]["status"] == "finished"
        assert one["source"]["allow_private"] is True


def test_sources_piped_is_one_line_for_each(data):
    done = congtin("sources", data=data)
    assert len(done.out.splitlines()) == 1 + 6
    assert "\x1b" not in done.out
    assert done.err == ""


def test_runs_tells_the_last_runs_newest_first(data):
    told = congtin("runs", "--json", data=data).json
    assert [run["id"] for run in told] == sorted((run["id"] for run in told), reverse=True)
    assert len(told) == rows(data, "SELECT count(*) FROM runs")[0][0] >= 6
    for run in told:
        assert run["status"] == "finished"
        assert run["duration"] > 0
        assert sum(run["statuses"].values()) == run["requests"] > 0
        assert run["bytes"] > 0


def test_runs_keeps_to_the_sources_named_and_to_its_limit(data):
    first, second = [one["source"]["id"] for one in congtin("sources", "--json", data=data).json][
        :2
    ]
    told = congtin("runs", first, second, "--json", data=data).json
    assert {run["source_id"] for run in told} == {first, second}
    assert len(congtin("runs", first, second, "--limit", 1, "--json", data=data).json) == 1
    unknown = congtin("runs", "nowhere", data=data)
    assert (unknown.code, unknown.out) == (2, "")


def test_runs_piped_is_one_line_for_each_with_the_reasons(data):
    lines = congtin("runs", "--limit", 6, data=data).out.splitlines()
    assert len(lines) == 1 + 6
    assert lines[0].split()[:4] == ["source", "started", "status", "requests"]
    assert all("200 " in line for line in lines[1:])


def test_extract_prints_json_text_or_html(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(SEED_LIKE)
    article = congtin("extract", file).json
    assert article["title"] == "Huyện Mẫu tổng kết năm học"
    assert article["published_at"] == "2025-11-21T08:30:00+07:00"
    assert congtin("extract", file, "--text").out == article["text"] + "\n"
    assert congtin("extract", file, "--html").out == article["html"] + "\n"


EXPLAINED = SEED_LIKE.replace(
    "</div></body>",
    "<p>Đọc thêm: <a href='/2.html'>Huyện Mẫu khai giảng năm học mới tại các xã</a></p></div></body>",
)


def test_extract_explains_which_rule_gave_each_field_and_what_was_cut(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(EXPLAINED, "utf-8")
    lines = congtin("extract", file, "--explain").out.splitlines()
    assert any(line.startswith("title") and "h1 as the head" in line for line in lines)
    assert any(line.startswith("published_at") and "label:ngày đăng" in line for line in lines)
    assert "container  div.content" in lines
    cut = next(line for line in lines if "Huyện Mẫu khai giảng" in line)
    assert cut.startswith("a link to another article")


def test_an_explanation_as_json_holds_the_article_and_the_reasons(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(EXPLAINED, "utf-8")
    found = congtin("extract", file, "--explain", "--json").json
    assert found["article"] == congtin("extract", file).json
    assert found["article"]["provenance"]["title"]["confidence"] > 0.9
    assert found["dates"][0]["at"] == "2025-11-21T08:30:00+07:00"
    reasons = [cut["reason"] for cut in found["cuts"]]
    assert reasons == ["the title", "a link to another article", "at the edge"]


def test_extract_goes_on_behind_a_file_that_gives_nothing(tmp_path):
    (tmp_path / "good.html").write_text(SEED_LIKE)
    (tmp_path / "file.pdf").write_bytes(b"%PDF-1.4\n")
    names = ("missing.html", "file.pdf", "good.html", ".")
    done = congtin("extract", *names, "--text", cwd=tmp_path)
    assert done.code == 1
    assert done.out.startswith("Sáng 21/11") or "Ủy ban nhân dân" in done.out
    first, second, third = done.err.splitlines()
    assert first.startswith("congtin: missing.html: cannot be read")
    assert second.startswith("congtin: file.pdf: not-html")
    assert third.startswith("congtin: .: cannot be read")


def test_extract_without_a_page_says_what_it_wants():
    done = congtin("extract")
    assert done.code == 2
    assert "--jsonl" in done.err


def test_extract_jsonl_answers_every_line_in_order_whatever_it_holds(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(SEED_LIKE)
    lines = [
        json.dumps({"id": 1, "url": "http://x.vn/a-1.html", "html": SEED_LIKE}),
        "",
        "no json",
        json.dumps({"id": "two", "url": "http://x.vn/b-2.html", "path": str(file)}),
        json.dumps({"id": 3}),
        json.dumps({"id": 4, "path": "/nowhere/at/all.html"}),
        json.dumps({"id": 5, "html": "<p>ngắn</p>"}),
        json.dumps(["a", "list"]),
        json.dumps({"id": 6, "html": 7}),
        '{"id": "\\ud800", "html": "<p>\\ud800</p>"}',
        "[" * 100_000,
        json.dumps({"id": 7, "url": "http://[::1", "html": SEED_LIKE}),
    ]
    stdin = "\n".join(lines).encode() + b"\n\xff\xfe broken bytes\n"
    done = congtin("extract", "--jsonl", stdin=stdin)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert done.err == ""
    assert [answer["id"] for answer in answers[:3]] == [1, None, "two"]
    assert [answer["id"] for answer in answers[3:6]] == [3, 4, 5]
    assert len(answers) == 12
    assert ["article" in answer for answer in answers] == [
        True, False, True, *[False] * 7, answers[10].get("article") is not None, False,
    ]  # fmt: skip
    assert answers[0]["article"]["title"] == "Huyện Mẫu tổng kết năm học"
    assert all(answer.get("error") or answer.get("article") for answer in answers)


DB_VERBS = [f"db {verb}" for verb in ("upgrade", "copy", "backup", "schema", "datasette")]


@pytest.mark.parametrize("verb", [*VERBS, *DB_VERBS])
def test_the_help_of_every_verb_has_an_example(verb):
    shown = CliRunner().invoke(app, [*verb.split(), "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert f"congtin {verb}" in shown.output.split("Example", 1)[1]


def test_help_names_every_verb_setting_and_exit_code():
    done = congtin("--help", env={"COLUMNS": "200"})
    assert done.code == 0
    for word in (*VERBS, "CONGTIN_DATA", "CONGTIN_CONTACT", "130", "6 the feed files"):
        assert word in done.out


@pytest.mark.parametrize("verb", ["export", "search xã", "sources", "db schema"])
def test_a_reader_that_has_read_enough_ends_a_verb_quietly(data, verb):
    reader, writer = os.pipe()
    os.close(reader)
    command = [PROGRAM, *verb.split(), "--data", data]
    with os.fdopen(writer) as closed:
        done = subprocess.run(
            command,
            stdout=closed,
            stderr=subprocess.PIPE,
            env={**os.environ, **databases.settings(data)},
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", [["export"], ["export", "--format", "csv"]])
def test_a_pipe_that_closes_early_ends_it_quietly(words, data):
    with subprocess.Popen(
        [PROGRAM, *words, "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read().decode()
    assert process.returncode == 0
    assert "Traceback" not in error
    assert "Broken pipe" not in error


def test_an_output_that_is_full_is_told(data):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, "export", "--data", str(data)], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "congtin: the output: No space left on device. Free some space, then try again.\n"
    )


def test_vietnamese_is_written_as_utf_8_whatever_the_locale(data):
    done = congtin("search", "nông thôn", data=data, env={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert "«nông thôn»" in done.out
