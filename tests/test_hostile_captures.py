# ruff: noqa: E501 (an attack a line)
"""A public archive's index and pages are others' words too: a broken row costs itself, never the program."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from captures_server import SITE, StandIn, serving, shot
from commands import congtin
from hostile.luring import BOMBS

from crawler.captures import Asker, CaptureError, Query, captures
from crawler.captures import asking as bounds
from crawler.captures.index import Capture
from crawler.captures.replay import NotToBeHad, fetch
from crawler.cli.terminal import STEERING
from pipeline.archive import coding

GOOD = {
    "timestamp": "20190304050607",
    "url": f"{SITE}/tin-1.html",
    "mime": "text/html",
    "status": "200",
}
ROWS = {
    "no moment": {"timestamp": ""},
    "a moment beyond time": {"timestamp": "99991231235959"},
    "a moment before time": {"timestamp": "00000101000000"},
    "no day": {"timestamp": "20190230000000"},
    "digits that are none": {"timestamp": "²" * 14},
    "a number without end": {"status": "9" * 5000},
    "a length without end": {"length": "9" * 5000},
    "no number": {"offset": [1], "length": {"a": 1}, "status": None},
    "lines": {"url": f"{SITE}/a\r\nX-Evil: 1"},
    "escapes": {"url": f"{SITE}/\x1b[2J"},
    "a surrogate": {"url": f"{SITE}/\ud800"},
    "another scheme": {"url": "file:///etc/passwd"},
    "no brackets": {"url": "http://[::1/"},
    "no port": {"url": "http://a.vn:99999999/"},
    "numbers": {"url": 7, "timestamp": 20190304050607},
    "a name that climbs": {"filename": "../../../etc/passwd", "length": "9", "offset": "0"},
    "a name in lines": {"filename": "a\r\nX-Evil: 1", "length": "9", "offset": "0"},
    "a name in Vietnamese": {"filename": "tệp \ud800.warc.gz", "length": "9", "offset": "0"},
}


def asker():
    return Asker("Congtin test", delay=0.0, sleep=lambda _: None)


@pytest.fixture
def archive():
    with serving(StandIn([], indexes={"CC-MAIN-2019-10-index": []})) as opened:
        yield opened


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_broken_row_costs_no_other(row, archive):
    archive.indexes["CC-MAIN-2019-10-index"] = [GOOD | row, GOOD]
    asked = Query("huyen.example.vn", index=f"{archive.base}/collinfo.json")
    found = list(captures(asked, asker()))
    assert found
    for one in found:
        assert one.url.isprintable()
        with pytest.raises(NotToBeHad):
            fetch(one, asker(), replay="", files=archive.base)
    assert all(path.isprintable() for path in archive.log)
    assert "X-Evil" not in str(archive.agents)


BROKEN = {
    "depth": "[" * 100_000, "numbers": "[1, 2]", "rows of numbers": "[[1], 2]", "a text": '"x"', "objects": '{"a": 1}\n[]',
    "a huge number": f'[["timestamp"], [{"9" * 5000}]]', "no JSON": "<html>", "surrogates": '["\\ud800"]', "nothing": " ",
}  # fmt: skip


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("path", ["/cdx/search/cdx", "/collinfo.json"])
def test_an_index_that_is_none_is_told_or_empty(body, path, archive, monkeypatch):
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, {}, body.encode()))
    with contextlib.suppress(CaptureError):
        assert list(captures(Query("h", index=archive.base + path), asker())) == []


@pytest.mark.parametrize(
    "address", ["http://[::1/", "[1]", 7, None, "\udcff", "http://169.254.169.254/x"]
)
def test_an_index_of_indexes_leads_nowhere_else(address, archive, monkeypatch):
    listed = json.dumps([{"cdx-api": address}]).encode()
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, {}, listed))
    asked = Query("h", index=f"{archive.base}/collinfo.json")
    with contextlib.suppress(CaptureError):
        assert list(captures(asked, asker())) == []
    assert archive.log in ([], ["/collinfo.json"])


@pytest.mark.parametrize(
    "address",
    ["http://é.\udcff/", "http:///x", "file:///etc/passwd", "http://a.vn:x/", "http://[/"],
)
def test_an_address_that_cannot_be_asked_for_is_told(address):
    with pytest.raises(CaptureError):
        asker().get(address)


def test_an_answer_without_end_is_cut_off(archive, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_BODY", 1 << 16)
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, {}, bytes(1 << 17)))
    with pytest.raises(CaptureError, match="an answer of more than"):
        asker().get(archive.base)


def test_an_answer_that_drips_is_given_up(archive, monkeypatch):
    monkeypatch.setattr(bounds, "LONGEST", -1.0)
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, {}, b"x"))
    with pytest.raises(CaptureError, match="no whole answer"):
        asker().get(archive.base)


@pytest.mark.parametrize("names", BOMBS)
def test_a_capture_that_is_a_bomb_is_not_to_be_had(names, archive, monkeypatch):
    monkeypatch.setattr("crawler.captures.replay.MAX_MEMBER", 1 << 20)
    _, _, body = BOMBS[names].partition(b"\r\n\r\n")
    assert coding.unpacked(b"", names, 1) == b""
    more = {"X-Archive-Orig-Content-Encoding": names}
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, more, body))
    capture = Capture(f"{SITE}/tin-1.html", datetime(2019, 3, 4, tzinfo=UTC), 200, "text/html", "")
    with pytest.raises(NotToBeHad, match="more than 1 MiB"):
        fetch(capture, asker(), replay=f"{archive.base}/web", files="")


def test_what_verbs_print_of_an_archive_steers_no_terminal(tmp_path):
    shots = [shot("20190304050607", "/tin-1.html"), shot("20190304050608", "/\x9b2J\u202e.html")]
    with serving(StandIn(shots)) as one:
        index = f"{one.base}/cdx/search/cdx"
        for words in (
            ("captures", "huyen.example.vn"),
            ("import", "--captures", "huyen.example.vn"),
        ):
            done = congtin(*words, "--index", index, data=tmp_path)
            assert not STEERING.search(done.out + done.err)
            assert done.code == 0, done.err
