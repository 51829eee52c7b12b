"""What the terminal shows: tables and JSON on stdout, progress on stderr."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from raw_pages import WHEN

from crawler.cli.display import (
    RUN_HEADERS,
    local,
    note,
    print_json,
    print_table,
    run_json,
    run_row,
)
from pipeline.model import RunReport

RUN = RunReport(
    "huyen",
    WHEN,
    WHEN + timedelta(seconds=2.25),
    "finished",
    requests=9,
    new=3,
    changed=1,
    errors=2,
    rejected={"listing": 2, "login": 1},
    detail="import",
)


def test_a_run_is_a_line_under_its_headers() -> None:
    row = dict(zip(RUN_HEADERS, run_row(RUN), strict=True))
    assert row == {
        "source": "huyen",
        "status": "finished",
        "requests": 9,
        "new": 3,
        "changed": 1,
        "gone": 0,
        "rejected": 3,
        "errors": 2,
        "seconds": 2.2,
        "detail": "import",
    }


def test_a_run_under_way_has_taken_no_time_yet() -> None:
    row = dict(zip(RUN_HEADERS, run_row(RunReport("huyen", WHEN)), strict=True))
    assert row["seconds"] == 0.0


def test_a_runs_json_has_its_times_with_offset() -> None:
    made = json.loads(json.dumps(run_json(RUN)))
    assert made["started_at"] == "2024-03-06T07:00:00+07:00"
    assert made["rejected"] == {"listing": 2, "login": 1}
    assert made["duration"] == 2.25
    under_way = run_json(RunReport("huyen", WHEN))
    assert under_way["finished_at"] is None
    assert under_way["duration"] is None


def test_times_are_shown_as_vietnams_clocks_show_them() -> None:
    assert local(datetime(2024, 3, 5, 17, 30, tzinfo=UTC)) == "2024-03-06 00:30"
    assert local(None) == "-"


def test_json_is_one_document_with_vietnamese_as_it_is_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_json({"title": "Huyện Lý Nhân"})
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"title": "Huyện Lý Nhân"}
    assert "Huyện Lý Nhân" in shown.out
    assert shown.err == ""


def test_a_table_in_a_pipe_has_a_line_for_every_row_however_long(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = "https://huyen.example.vn/" + "rat-dai-" * 60
    print_table(("address", "n"), [(long, 1), ("Tin mới", None)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[0].split() == ["address", "n"]
    assert lines[1].split() == [long, "1"]
    assert lines[2].split() == ["Tin", "mới", "None"]


@pytest.mark.parametrize("title", ["Tin [mới] nhất", "Nhịp cầu :smile:", "Tin [/b] cũ", "[red]Tin"])
def test_a_cell_is_shown_as_it_is_and_never_read_as_markup(
    capsys: pytest.CaptureFixture[str], title: str
) -> None:
    print_table(("title",), [(title,)])
    assert capsys.readouterr().out.splitlines()[1].rstrip() == title


def test_a_note_goes_to_the_person_and_not_into_the_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    note("Huyện Lý Nhân: xong")
    assert capsys.readouterr() == ("", "Huyện Lý Nhân: xong\n")
