# ruff: noqa: E501 (an attack a line)
"""Files that are taken in, made to fill the machine or to leave the folder."""

import gzip
import json
import resource

import pytest
from commands import congtin
from hostile.portal import DEEP, MEMBER, XML_BOMB
from raw_pages import article, raw
from sample_entries import make_entry

from crawler.onboarding.discover import source_id
from crawler.sources.checking import ID
from pipeline.archive import Archive

MEMORY = 2 << 30
BOMB = MEMBER * 110
"""1.8 GB in 1.8 MB: with the program itself more than there is."""


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def warc(folder, **fields):
    """A WARC file with one answer."""
    Archive(folder).write(raw(**fields))
    return next(folder.rglob("*.warc.gz"))


def line(**fields):
    return json.dumps({**make_entry().to_dict(), **fields}).encode() + b"\n"


@pytest.mark.parametrize(("name", "body"), [
    ("x.jsonl", DEEP.encode() + b"\n"),
    ("x.jsonl", b'{"id": ' + b"9" * 5_000_000 + b"}\n"),
    ("x.jsonl.gz", BOMB),
    ("x.jsonl", line(title="Tin \x1b[2J")),
    ("x.jsonl", line(source_id="../../x")),
    ("x.jsonl", line(id="tag:x,2025:../../../etc/passwd")),
    ("x.warc.gz", BOMB),
    ("x.wacz", b"PK\x03\x04" + b"\0" * 1000),
])  # fmt: skip
def test_a_file_made_to_do_harm_is_refused_within_bounds(name, body, tmp_path):
    file = tmp_path / name
    file.write_bytes(body)
    done = congtin("import", file, data=tmp_path / "data", preexec=bounded)
    assert done.code != 0
    assert "MemoryError" not in done.err
    assert congtin("export", data=tmp_path / "data").out == ""


@pytest.mark.parametrize(
    "text", [XML_BOMB + "<opml><body/></opml>", "<opml>" + "<outline>" * 300_000]
)
def test_an_opml_bomb_is_refused_within_bounds(text, tmp_path):
    file = tmp_path / "x.opml"
    file.write_text(text)
    done = congtin("sources", "import", file, data=tmp_path / "data", preexec=bounded)
    assert done.code == 2
    assert "MemoryError" not in done.err


def test_a_bomb_inside_a_warc_record_costs_only_its_page(tmp_path):
    packed = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    file = warc(tmp_path / "made", body=BOMB, headers=packed)
    done = congtin("import", file, data=tmp_path / "data", preexec=bounded)
    assert "MemoryError" not in done.err
    assert congtin("export", data=tmp_path / "data").out == ""


@pytest.mark.parametrize(
    "host", ["_", "..", "imported", "-", "xn--a", "A" * 300, "con", "a.b..c", "%2e%2e%2f", "[::1]"]
)
def test_whatever_a_host_is_called_its_id_is_a_name_of_one_folder(host):
    found = source_id(f"http://{host}/")
    assert ID.fullmatch(found), found
    assert found != "imported"


def test_a_captured_host_without_letters_breaks_nothing(tmp_path):
    url = "http://_/tin-tuc/khanh-thanh-cau-215.html"
    file = warc(tmp_path / "made", url=url, body=article().encode())
    data = tmp_path / "data"
    congtin("import", file, data=data)
    assert congtin("sources", data=data).code == 0
    assert all(path.resolve().is_relative_to(data) for path in data.rglob("*"))


def test_an_export_of_a_gzip_that_is_cut_off_is_told(tmp_path):
    file = tmp_path / "x.jsonl.gz"
    file.write_bytes(gzip.compress(line())[:-20])
    done = congtin("import", file, data=tmp_path / "data")
    assert done.code != 0
    assert "cannot be read" in done.err


ADDRESSES = (
    "http://[::1/tin-tuc/a-1.html", "http://a.example.[[vn/a-1.html", "http://a:b/tin-tuc/a-1.html", "http://a.vn:99999/tin-tuc/a-1.html",
    "http://a.vn:0/tin-tuc/a-1.html", "http:///tin-tuc/a-1.html", "http://", "https://:443/", "javascript:alert(1)", "file:///etc/passwd", "x",
    "http://\x1b[2J/a-1.html", "http://..%2f/tin-tuc/a-1.html", f"http://{'a' * 300}.vn/tin-tuc/a-1.html", "http://a.vn/\x7f\x1b[2J/a-1.html",
    f"http://a.vn/{'x' * 50_000}", "dns:a.vn", "\udcff\udcfe", "<http://[x/>",
)  # fmt: skip


def record(url, *, length="", more=""):
    """A record of another's writing, byte for byte."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article().encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\n{more}"
        f"Content-Length: {length or len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode("utf-8", "surrogateescape") + http + b"\r\n\r\n")


TRUE = "http://huyen.example.vn/tin-tuc/khanh-thanh-cau-215.html"


def test_an_address_that_is_none_costs_its_own_page_and_no_other(tmp_path):
    file, data = tmp_path / "x.warc.gz", tmp_path / "data"
    lied = (
        record(
            "http://b.example.vn/tin/khanh-thanh-2.html", more=f"WARC-Congtin-Asked-For: {u}\r\n"
        )
        for u in ADDRESSES[:4]
    )
    file.write_bytes(b"".join((*map(record, ADDRESSES), *lied, record(TRUE))))
    done = congtin("import", file, data=data)
    assert "damaged at byte" in done.err
    assert TRUE in [
        json.loads(line)["url"] for line in congtin("export", data=data).out.splitlines()
    ]
    assert congtin("sources", data=data).code == 0
    assert all(path.resolve().is_relative_to(data) for path in data.rglob("*"))


@pytest.mark.parametrize("length", ["9" * 5000, "٣"])
def test_a_length_that_is_none_stops_no_later_import(length, tmp_path):
    file, data = tmp_path / "x.warc.gz", tmp_path / "data"
    file.write_bytes(record(TRUE) + record(TRUE.replace("215", "216"), length=length))
    for _ in range(2):
        congtin("import", file, data=data)
    assert TRUE in congtin("export", data=data).out
