"""Files and answers of a few bytes that cost without end to read, where nothing that is read is large: the
work is counted, never timed.
"""

import contextlib
import gzip
import io
import json
import os
import zipfile
import zlib

import pytest
from commands import congtin
from hostile.luring import BOMBS, CODINGS, bomb

from crawler.imports import MOST_TOLD
from crawler.pages.syndication import MAX_TAGS, read_feed, read_sitemap
from crawler.sources import opml
from crawler.spiders.archive import MOST_DAMAGES, split_damage
from pipeline.archive import Damage, coding, members, parts_of, plain, read_file
from pipeline.archive.coding import MAX_LAYERS, PIECE, unpacked
from pipeline.archive.members import GIVEN_UP, MAX_MEMBER, torn_tail
from pipeline.archive.wacz import MAX_NAMES
from pipeline.errors import ArchiveError, ConfigError

EMPTY = gzip.compress(b"")
RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"

# --- bodies ------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", BOMBS)
def test_every_coding_in_a_warc_is_cut_off_at_its_bound(names):
    with pytest.raises(ValueError, match="a body of more than 1 MiB"):
        unpacked(bomb(names, 8 << 20), names, 1 << 20)


@pytest.mark.parametrize("name", CODINGS)
def test_what_is_whole_is_unpacked(name):
    body = b"<p>" + os.urandom(1 << 18)
    assert unpacked(CODINGS[name](body), name, 1 << 20) == body


def test_a_body_packed_thousands_of_times_is_not_unpacked():
    assert unpacked(EMPTY, ", ".join(["gzip"] * MAX_LAYERS), 1000) == b""
    with pytest.raises(ValueError, match="packed 5000 times over"):
        unpacked(EMPTY, "gzip," * 5000, 1000)


def test_members_one_behind_the_other_are_each_read_once(monkeypatch):
    handed = []

    class Inflater:
        def __init__(self, wbits):
            self._inflater = zlib._decompressobj(wbits=wbits)

        def decompress(self, data, most):
            handed.append(len(data))
            return self._inflater.decompress(data, most)

        def __getattr__(self, name):
            return getattr(self._inflater, name)

    class Zlib:
        error, _decompressobj = zlib.error, zlib.decompressobj
        decompressobj = Inflater

    monkeypatch.setattr(zlib, "_decompressobj", zlib.decompressobj, raising=False)
    monkeypatch.setattr(coding, "zlib", Zlib)
    body = gzip.compress(b"a") * 20_000 + gzip.compress(b"b")
    assert unpacked(body, "gzip", 1 << 20) == b"a" * 20_000 + b"b"
    assert sum(handed) <= len(handed) * PIECE
    assert len(handed) < 20_010


# --- WARC --------------------------------------------------------------------------------------


def names_over_a_bomb(count: int) -> bytes:
    """Headers of gzip, each of which has all behind it as its name, and the same bomb behind that."""
    return b"\x1f\x8b\x08\x08\1\1\1\1\1\1" * count + b"\0" + gzip.compress(bytes(1 << 20))[10:-9]


def test_a_bomb_behind_many_headers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(members, "MAX_WASTE", 8 << 20)
    file = tmp_path / "x.warc.gz"
    file.write_bytes(names_over_a_bomb(1000))
    with file.open("rb") as stream:
        found = list(members.members(stream))
        assert torn_tail(stream) is None
    assert found[-1].problem == GIVEN_UP
    assert len(found) < 20
    assert sum(one.length for one in found) == file.stat().st_size


def test_damage_between_whole_records_is_passed_over(tmp_path):
    file = tmp_path / "x.warc.gz"
    torn = gzip.compress(os.urandom(100_000))[:-5000]
    file.write_bytes((gzip.compress(RECORD) + torn) * 50 + gzip.compress(RECORD))
    with file.open("rb") as stream:
        assert sum(one.data == RECORD for one in members.members(stream)) == 51


class Counted(io.BytesIO):
    """Counts what is read of it."""

    read_in_all = 0

    def read(self, size=-1):
        data = super().read(size)
        self.read_in_all += len(data)
        return data

    def readline(self, size=-1):
        data = super().readline(size)
        self.read_in_all += len(data)
        return data


@pytest.mark.parametrize("line", [b"\nWARC/", b"WARC/1.0\r\nA: b\r\n", b"WARC/1.0\r\n\r\n"])
def test_a_file_of_nothing_but_beginnings_is_read_bit_by_bit(line):
    stream = Counted(line * 5000)
    found = list(plain.records(stream))
    assert found
    assert not [one for one in found if one.data]
    assert stream.read_in_all < len(found) * 3 * plain.NEAR


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 18, "-1", "1e3", "0x2", "²"])
def test_a_length_that_is_none_is_damage(tmp_path, digits):
    file = tmp_path / "x.warc"
    record = b"WARC/1.0\r\nContent-Length: " + digits.encode() + b"\r\n\r\nab"
    file.write_bytes(record)
    with pytest.raises(ArchiveError, match="no WARC file"):
        list(read_file(file))
    done = congtin("import", file, data=tmp_path / "data") if digits == "9" * 5000 else None
    assert done is None or done.code != 0


def test_damages_without_end_are_neither_kept_nor_told(tmp_path):
    damages: list[Damage] = []
    many = (Damage(tmp_path, n, f"reason {n}") for n in range(MOST_DAMAGES + 50))
    assert list(split_damage(many, damages)) == []
    assert len(damages) == MOST_DAMAGES


def test_reasons_that_quote_the_file_flood_no_terminal(tmp_path):
    from crawler.imports import _told

    told = _told("x.warc", [Damage(tmp_path, n, f"reason {n}") for n in range(5000)])
    assert len(told) == MOST_TOLD + 1
    assert "4990 more kinds" in told[-1]


# --- WACZ --------------------------------------------------------------------------------------


def bundle(file, method=zipfile.ZIP_STORED, **more):
    with zipfile.ZipFile(file, "w", method) as made:
        made.writestr("datapackage.json", json.dumps({"resources": [], **more}))
        made.writestr("archive/a.warc", os.urandom(3000))
        yield made
    return file


@pytest.mark.parametrize("method", [
    zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA,
])  # fmt: skip
def test_a_part_that_is_damaged_is_told_whatever_packed_it(tmp_path, method):
    file = tmp_path / "x.wacz"
    list(bundle(file, method))
    data = bytearray(file.read_bytes())
    start = data.find(b"archive/a.warc") + 34
    data[start : start + 400 : 7] = bytes(255 - byte for byte in data[start : start + 400 : 7])
    file.write_bytes(data)
    with pytest.raises(ArchiveError), parts_of(file, tmp_path / "scratch"):
        pass
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5000, '"\\ud800"', "null", "[]"])
def test_a_list_that_is_none_is_told(tmp_path, text):
    file = tmp_path / "x.wacz"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("datapackage.json", text)
        made.writestr("archive/a.warc", b"x")
    with pytest.raises(ArchiveError), parts_of(file, tmp_path / "scratch"):
        pass


@pytest.mark.parametrize("resources", [7, "x", {"a": 1}, [7, None, {"path": 7, "hash": []}], None])
def test_a_list_of_something_else_lists_nothing(tmp_path, resources):
    file = tmp_path / "x.wacz"
    list(bundle(file, resources=resources))
    with parts_of(file, tmp_path / "scratch") as parts:
        assert len(parts) == 1


def test_more_names_than_pages_ever_need_are_not_read(tmp_path):
    file, name = tmp_path / "x.wacz", "pages/" + "x" * 60_000
    for made in bundle(file):
        for number in range(MAX_NAMES // len(name) + 1):
            made.writestr(f"{name}{number}", b"")
    with pytest.raises(ArchiveError, match="more names"), parts_of(file, tmp_path / "scratch"):
        pass


def test_a_zip_in_a_zip_is_no_warc_file(tmp_path):
    inner, outer = tmp_path / "inner.wacz", tmp_path / "x.wacz"
    list(bundle(inner))
    for made in bundle(outer):
        made.writestr("archive/inner.wacz", inner.read_bytes())
        made.writestr("archive/inner.warc.gz", inner.read_bytes())
    done = congtin("import", outer, data=tmp_path / "data")
    assert done.code != 0
    assert not (tmp_path / "data" / "archive" / "imported").exists()


# --- XML ---------------------------------------------------------------------------------------

MANY = b"<a/>" * (MAX_TAGS + 1)


@pytest.mark.parametrize("read", [read_feed, read_sitemap])
@pytest.mark.parametrize(
    "form", [b"<urlset>%s</urlset>", b"<rss><channel>%s</channel></rss>", b"<feed>%s"]
)
def test_a_document_of_nothing_but_tags_is_not_read(read, form, monkeypatch):
    monkeypatch.setattr(
        "crawler.pages.syndication.etree.fromstring", None
    )  # called, it would break
    for body in (form % MANY, gzip.compress(form % MANY)):
        if read is read_sitemap or not body.startswith(b"\x1f"):
            assert read(body).articles == ()


def test_a_sitemap_in_gzip_in_gzip_is_none():
    sitemap = b"<urlset><url><loc>http://a.vn/1</loc></url></urlset>"
    assert read_sitemap(gzip.compress(sitemap)).articles == ("http://a.vn/1",)
    assert read_sitemap(gzip.compress(gzip.compress(sitemap))).articles == ()
    assert read_sitemap(gzip.compress(gzip.compress(bytes(MAX_MEMBER)))).articles == ()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DTD = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "file:///etc/passwd">]>'
INSIDE = ("&l11;", "&f;", "%p;", "<x>" * 100_000, "&#0;", "\x00")


@pytest.mark.parametrize(
    "inside", INSIDE, ids=["laughs", "file", "parameter", "depth", "nul", "raw nul"]
)
@pytest.mark.parametrize("form", [
    "{}<rss><channel><item><title>{}</title><link>http://a.vn/1</link></item></channel></rss>",
    "{}<urlset><url><loc>http://a.vn/1</loc></url><url><loc>{}</loc></url></urlset>",
    '{}<opml><body><outline text="{}" type="rss" xmlUrl="http://a.vn/rss"/></body></opml>',
])  # fmt: skip
def test_no_entity_gives_more_than_it_is(form, inside):
    body = form.format(DTD, inside).encode()
    names: list[str] = []
    with contextlib.suppress(ConfigError):
        names += [one.name for one in opml.read(body, "x.opml", "https://tin.example.vn")]
    listed = [read_feed(body), read_sitemap(body)]
    told = [
        *names,
        *(text for one in listed for text in (*one.articles, *one.titles.values())),
    ]
    assert sum(map(len, told)) < 1000
    assert not [text for text in told if "root:" in text]
