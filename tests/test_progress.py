"""What a crawl shows on the terminal while it runs, and what it says of its failures at the end."""

import re
from datetime import timedelta

import pytest
from raw_pages import WHEN

from crawler.activity import Activity
from crawler.cli.commands.runs import _told, _why, print_runs, troubles
from crawler.cli.progress import Progress, total, went_well
from crawler.network.outcomes import NEXT_STEPS
from pipeline.model import RunReport


def run(source="huyen", status="finished", **counts):
    end = None if status == "running" else WHEN + timedelta(minutes=1)
    return RunReport(source, WHEN, end, status, **counts)


def screen(reports, monkeypatch, capsys, *, width=100, height=40, expected=0):
    """The last picture that a terminal of that size shows, as lines."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LINES", str(height))
    progress = Progress(expected)
    for report in reports:
        progress.report(*report)
    with progress._console.capture() as captured:
        progress._console.print(progress._render())
    assert capsys.readouterr() == ("", "")
    return re.sub(r"\x1b\[[0-9;]*m", "", captured.get()).splitlines()


@pytest.fixture
def shown(monkeypatch, capsys):
    return lambda *reports, **size: screen(reports, monkeypatch, capsys, **size)


def test_progress_is_quiet_where_no_terminal_is(capsys):
    with Progress() as progress:
        progress.report(run())
    assert capsys.readouterr() == ("", "")


def test_each_source_has_a_line_with_its_last_counts(shown):
    lines = shown(
        (run(status="running", requests=1), Activity("home")),
        (run(status="running", requests=9, new=3, errors=1), Activity("article", delay=1.5)),
        (run("xa", status="running", requests=4), Activity("listing")),
    )
    assert len([line for line in lines if line.startswith("huyen")]) == 1
    assert lines[0].split()[:5] == ["source", "now", "requests", "new", "errors"]
    assert lines[1].split()[:5] == ["huyen", "articles", "9", "3", "1"]
    assert lines[1].endswith("1.5 s")
    assert lines[2].split()[:3] == ["xa", "listings", "4"]


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        (Activity(), "starting"),
        (Activity("home"), "home page"),
        (Activity("sitemap"), "sitemap"),
        (Activity("article", 2.0, 1.2), "articles"),
        (Activity("article", 2.0, 22.3, "Retry-After"), "waiting 23 s (Retry-After)"),
        (Activity("article", 2.0, 59.0, "HTTP 503"), "waiting 59 s (HTTP 503)"),
        (Activity("", 2.0, 30.0), "waiting 30 s"),
    ],
)
def test_a_line_says_what_the_run_is_at(shown, activity, words):
    assert words in shown((run(status="running"), activity))[1]


def test_an_ended_run_shows_how_it_ended(shown):
    assert shown((run(status="failed-dns"),))[1].split()[:2] == ["huyen", "failed-dns"]


def test_of_many_sources_only_those_under_way_and_the_sum_are_sure_to_be_seen(shown):
    ended = [(run(f"xong-{n}", requests=2, new=1),) for n in range(300)]
    under_way = [(run(f"dang-{n}", "running", requests=1), Activity("article")) for n in range(8)]
    lines = shown(*ended, *under_way, height=14, expected=700)
    assert len(lines) <= 14
    assert [line.split()[0] for line in lines[1:9]] == [f"dang-{n}" for n in range(8)]
    assert lines[9].startswith("xong-299")
    assert lines[-1] == "300 of 700 done · 608 requests · 300 new"


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_none_is_broken(shown, width):
    long = "cong-thong-tin-dien-tu-xa-hop-ly-lynhan-hanam-gov-vn"
    reports = [
        (run(f"xa-{n}", "running", requests=12345), Activity("article", 1.0, 23.0, "Retry-After"))
        for n in range(3)
    ]
    reports.append((run(long, "running", requests=7), Activity("article", 1.0)))
    lines = shown(*reports, width=width, expected=700)
    assert all(len(line) <= width for line in lines)
    assert len(lines) == 1 + 4 + 1
    assert all("waiting 23 s (Retry-After)" in line for line in lines[2:5])


def test_a_wide_terminal_shows_the_pace_and_a_narrow_one_does_without(shown):
    report = (run(status="running", requests=7), Activity("article", 1.5))
    assert "delay" in shown(report, width=200)[0]
    assert "delay" not in shown(report, width=40)[0]
    assert "requests" in shown(report, width=40)[0]


def test_the_sum_names_troubles_only_where_there_are_some():
    assert total([run(requests=3, new=2)]) == "3 requests · 2 new"
    runs = [run(errors=1, gone=2), run(status="challenge"), run(status="stopped")]
    assert total(runs) == "0 requests · 0 new · 2 gone · 1 error · 2 sources in trouble"


@pytest.mark.parametrize(
    ("report", "well"),
    [
        (run(), True),
        (run(status="stopped"), True),
        (run(errors=1), False),
        (run(status="challenge"), False),
        (run(status="killed"), False),
    ],
)
def test_a_run_went_well_when_it_came_to_its_end_without_errors(report, well):
    assert went_well(report) is well


def test_a_refusal_is_named_with_its_evidence_and_the_next_step():
    (line,) = troubles(run(status="challenge", detail="Just a moment..."))
    assert line == f"challenge (Just a moment): {NEXT_STEPS['challenge']}"


def test_each_failure_of_a_run_that_ended_well_is_named_with_a_page_and_the_next_step():
    failures = {"failed-reset": 1, "failed-server-error": 3}
    detail = "failed-server-error: https://x.vn/a?b=1; failed-reset: https://x.vn/c"
    first, second = troubles(run(errors=4, failures=failures, detail=detail))
    assert first == f"failed-reset (1 × https://x.vn/c): {NEXT_STEPS['failed-reset']}"
    assert second.startswith("failed-server-error (3 × https://x.vn/a?b=1): ")


def test_our_own_mistakes_are_to_be_reported():
    (line,) = troubles(
        run(status="broken", detail="an error in Congtin itself: KeyError", errors=1)
    )
    assert "report it" in line
    assert "KeyError" in line


def test_a_run_without_failures_has_nothing_to_say():
    assert list(troubles(run(detail="--limit reached", rejected={"listing": 3}))) == []


def test_the_sum_of_several_sources_stands_below_the_table_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    print_runs([run("a", requests=2), run("b", requests=3)], as_json=False)
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 3
    assert shown.err == "2 sources: 5 requests · 0 new.\n"


def test_a_run_is_told_in_a_few_lines():
    counts = {"requests": 9, "bytes": 12_345, "new": 3, "gone": 1, "statuses": {"200": 8, "500": 1}}
    failed = {"errors": 1, "failures": {"failed-server-error": 1}, "rejected": {"listing": 4}}
    told = list(_told(run(**counts, **failed, detail="failed-server-error: https://x.vn/a")))
    assert told == [
        "2024-03-06 07:00  huyen  finished in 60.0 s",
        "  9 requests, 12 kB: 3 new, 0 changed, 0 unchanged, 1 gone",
        "  statuses: 200 8, 500 1",
        "  rejected: listing 4",
        f"  failed-server-error (1 × https://x.vn/a): {NEXT_STEPS['failed-server-error']}",
    ]


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (run(), ""),
        (run(status="challenge", detail="HTTP 403"), "HTTP 403"),
        (run(rejected={"listing": 2, "login": 1}), "listing 2, login 1"),
        (
            run(failures={"failed-reset": 2}, detail="failed-reset: https://x.vn/a"),
            "failed-reset 2 (https://x.vn/a)",
        ),
        (
            run(status="failed-busy", failures={"failed-reset": 2}, detail="HTTP 429 at x: until"),
            "failed-reset 2; HTTP 429 at x: until",
        ),
    ],
)
def test_a_runs_line_says_why_pages_gave_nothing(report, why):
    assert _why(report) == why
