"""The whole line on two recorded portals: added by address, crawled, imported, published, searched."""

import contextlib
import json
import socket
import subprocess
import sys
import unicodedata
from datetime import datetime
from pathlib import Path

import feedparser
import pytest
from commands import congtin, eventually, rows, stored

SITES = Path(__file__).parents[2] / "shared" / "sites"
PORTALS = {8086: "egov-8086", 8089: "wordpress-8089"}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SITES.is_dir(), reason="no recorded portals at ../shared/sites"),
]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    """The recordings served at the ports they were recorded at; a replay that runs is used as it is."""
    if all(answers(port) for port in PORTALS):
        yield
        return
    if any(answers(port) for port in PORTALS):
        pytest.skip(f"a port of {tuple(PORTALS)} is taken by something else")
    log = tmp_path_factory.mktemp("replay") / "requests.jsonl"
    files = [str(SITES / f"{name}.warc.gz") for name in PORTALS.values()]
    command = [sys.executable, str(SITES / "replay.py"), *files, "--log", str(log)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            eventually(lambda: all(answers(port) for port in PORTALS))
            yield
        finally:
            server.terminate()  # SIGINT is ignored by what a shell put into the background


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The recordings, imported."""
    data = tmp_path_factory.mktemp("imported") / "data"
    done = congtin("import", *(SITES / f"{name}.warc.gz" for name in PORTALS.values()), data=data)
    told = "not followed until: congtin sources enable 127-0-0-1-8086 127-0-0-1-8089\n"
    assert (done.code, done.err[-len(told) :]) == (0, told)
    return data


@pytest.fixture(scope="module")
def crawled(replayed, tmp_path_factory):
    """Both portals, added by address alone and crawled."""
    data = tmp_path_factory.mktemp("recorded") / "data"
    for port in PORTALS:
        added = congtin("add", f"http://127.0.0.1:{port}/", "--allow-private", data=data)
        assert added.code == 0, added.err
    done = congtin("crawl", data=data)
    assert (done.code, done.err) == (0, "")
    return data


def truth(port):
    content = json.loads((SITES / f"{PORTALS[port]}.truth.json").read_text())
    return {article["url"]: article for article in content["articles"]}


def folded(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.fixture(params=["crawled", "imported"])
def data(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("port", PORTALS)
def test_exactly_the_articles_are_stored_each_once(port, data):
    found = [url for url in stored(data) if f":{port}/" in url]
    assert found == sorted(truth(port))


@pytest.mark.parametrize("port", PORTALS)
def test_titles_are_right(port, data):
    titles = dict(rows(data, "SELECT url, title FROM articles"))
    for url, article in truth(port).items():
        assert folded(titles[url]) == folded(article.get("title_rendered") or article["title"])


@pytest.mark.parametrize("port", PORTALS)
def test_publication_minutes_are_right(port, data):
    times = dict(rows(data, "SELECT url, published_at FROM articles"))
    for url, article in truth(port).items():
        stored_time = datetime.fromisoformat(f"{times[url]}+00:00"[:19] + "+00:00")
        right = datetime.fromisoformat(article["publish_time"])
        assert stored_time.timestamp() // 60 == right.timestamp() // 60, url


DASHES = str.maketrans({"–": "-", "…": "...", "“": '"', "”": '"'})
"""WordPress sets signs of its own for those that were typed."""


def test_texts_over_several_pages_are_whole(data):
    texts = dict(rows(data, "SELECT url, text FROM articles"))
    several = [one for one in truth(8089).values() if one.get("pages", 1) > 1]
    assert several
    for article in several:
        text = folded(texts[article["url"]].translate(DASHES))
        missing = [
            line
            for line in article["body_paragraphs"]
            if folded(line.translate(DASHES)).removesuffix("...") not in text
        ]
        assert missing == []


def test_publishing_gives_feeds_that_a_reader_takes(crawled):
    assert congtin("publish", data=crawled).code == 0
    for name in ("all.rss", "all.atom"):
        feed = feedparser.parse(str(crawled / "feeds" / name))
        assert feed.bozo == 0
        assert 100 <= len(feed.entries) < 200


def test_searching_finds_what_they_write_about(crawled):
    found = congtin("search", "xây dựng nông thôn mới", "--json", data=crawled).json
    assert found["total"] > 5
    for hit in found["hits"]:
        words = folded(f"{hit['title']} {hit['text']}").lower()
        assert all(word in words for word in ("xây", "dựng", "nông", "thôn", "mới"))


def test_crawled_again_nothing_is_new_and_little_is_asked(crawled):
    before = stored(crawled)
    done = congtin("crawl", "--json", data=crawled)
    assert done.code == 0
    assert [run["new"] + run["changed"] for run in done.json] == [0, 0]
    assert all(run["requests"] < 70 for run in done.json)
    assert stored(crawled) == before
