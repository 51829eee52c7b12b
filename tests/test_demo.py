"""`congtin demo`: the whole line on the sample portals, again and again."""

import re
import signal
import socket
import urllib.request

from commands import Running, congtin, eventually, free_ports, rows

from crawler.farm import PORTALS


def test_once_ends_with_code_0_and_every_article_of_every_portal(demo_runs):
    assert [run.done.code for run in demo_runs] == [0, 0, 0]
    first = demo_runs[0].done.out
    for portal in PORTALS:
        found, expected, missing, unwanted = re.search(
            rf"^{portal} +\S+ +(\d+) +(\d+) +(\d+) +(\d+)$", first, re.MULTILINE
        ).groups()
        assert found == expected
        assert int(found) >= 40
        assert (missing, unwanted) == ("0", "0")


def test_without_data_everything_is_kept_below_the_working_directory(demo_runs):
    kept = [run.done.out.splitlines()[-1].partition(" articles in ")[2] for run in demo_runs]
    here, there = "congtin-data", demo_runs[0].data
    assert [line.partition(",")[0] for line in kept] == [here, here, str(there)]


def test_every_run_has_the_same_articles_each_once(demo_runs):
    first = demo_runs[0].articles
    assert len(first) == len(set(first)) >= 240
    assert all(run.articles == first for run in demo_runs)


def test_feeds_are_byte_equal_run_after_run(demo_runs):
    first = demo_runs[0].feeds
    assert {"feeds/all.rss", "feeds/all.atom", "feeds/subscriptions.opml"} <= first.keys()
    assert all(run.feeds == first for run in demo_runs)


def test_a_second_run_makes_few_requests(demo_runs):
    runs = rows(demo_runs[0].data, "SELECT requests FROM runs ORDER BY id")
    first, second, third = (
        sum(r for (r,) in runs[n : n + len(PORTALS)]) for n in range(0, len(runs), len(PORTALS))
    )
    assert second < first / 4
    assert third <= second


def test_piped_it_prints_no_progress(demo_runs):
    assert demo_runs[0].done.err == ""
    assert "\x1b" not in demo_runs[0].done.out


def test_a_taken_farm_port_is_named(tmp_path):
    base = free_ports(len(PORTALS))
    with socket.create_server(("127.0.0.1", base + 2)):
        done = congtin("demo", "--once", "--farm-port", base, data=tmp_path / "d")
    assert done.code == 2
    assert str(base + 2) in done.err
    assert "--farm-port" in done.err
    assert not (tmp_path / "d").exists()


def test_a_taken_web_port_is_named_before_anything_is_crawled(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        base = free_ports(len(PORTALS))
        done = congtin("demo", "--port", port, "--farm-port", base, data=tmp_path / "d")
    assert done.code == 2
    assert str(port) in done.err
    assert "--port" in done.err
    assert not (tmp_path / "d").exists()


def test_without_once_it_serves_until_ctrl_c(demo_runs):
    port = free_ports()
    run = demo_runs[0]
    arguments = ("demo", "--farm-port", run.base_port, "--port", port)
    with Running(*arguments, data=run.copy()) as demo:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        feed = urllib.request.urlopen(f"http://127.0.0.1:{port}/feeds/all.rss").read()
        done = demo.end(signal.SIGINT, within=10)
    assert done.code == 0
    assert feed.startswith(b"<?xml")
    assert f"http://127.0.0.1:{port}/" in done.out


def test_ctrl_c_during_the_crawl_ends_it_at_once(tmp_path):
    data = tmp_path / "d"
    with Running("demo", "--farm-port", free_ports(len(PORTALS)), data=data) as demo:
        eventually(lambda: (data / "locks").is_dir() and rows(data, "SELECT id FROM articles"))
        done = demo.end(signal.SIGINT, within=10)
    assert (done.code, done.out) == (130, "")
    assert not (data / "feeds").exists()


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except OSError:
        return False
