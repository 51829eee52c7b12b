"""A payload is kept once: later answers are revisit records, read back whole wherever their original lies."""

import gzip
import io
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import brotli
import pytest
from backports import zstd
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive import IMPORTED, Archive, Damage, Revisit, digests, read_file
from pipeline.archive.coding import unpacked
from pipeline.archive.records import ORIGINAL, digest_of
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, RawPage, WarcLocation

WHEN = datetime(2026, 3, 5, 8, 0, tzinfo=VIETNAM)
URL = "https://huyen.example.vn/tin-1.html"
BODY = b"<p>B\xc3\xa0i vi\xe1\xba\xbft</p>" * 50
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("X-Served", "1"))
DAY = timedelta(days=1)


def page(url: str = URL, body: bytes = BODY, when: datetime = WHEN, **fields: Any) -> RawPage:
    return replace(RawPage("huyen", url, url, 200, HEADERS, body, when), **fields)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def again(archive: Archive) -> Archive:
    """Another program at the same archive."""
    return Archive(archive.root)


def kinds(archive: Archive) -> list[str]:
    """The types of all records, file by file."""
    found = []
    for file in sorted(archive.root.rglob("*.warc.gz")):
        with file.open("rb") as stream:
            found += [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    return [kind for kind in found if kind != "warcinfo"]


# --- written -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "later",
    [
        page(when=WHEN + DAY),
        page(when=WHEN + timedelta(seconds=1)),
        page("https://huyen.example.vn/chuyen-muc/tin-1.html"),
        page(when=WHEN + 400 * DAY, headers=(("Content-Type", "text/html"), ("X-Served", "2"))),
    ],
    ids=["another day", "the same day", "another address", "other headers"],
)
def test_the_same_payload_is_kept_once_and_read_back_with_the_later_answers_headers(
    archive: Archive, later: RawPage
) -> None:
    archive.write(page())
    where = again(archive).write(later)
    assert kinds(archive) == ["response", "revisit"]
    assert again(archive).read(where, "huyen") == replace(later, warc=where)


def test_an_archive_named_by_a_relative_path_keeps_a_payload_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `--data D` names it: SQLite's read-only addresses must be absolute."""
    monkeypatch.chdir(tmp_path)
    for when in (WHEN, WHEN + DAY):
        Archive(Path("D/archive")).write(page(when=when))
    assert kinds(Archive(Path("D/archive"))) == ["response", "revisit"]


def test_other_payloads_other_sources_and_empty_bodies_are_kept_whole(archive: Archive) -> None:
    for one in (page(), page(body=BODY + b"!"), page(source_id="khac")):
        archive.write(one)
    archive.write(page(body=b""))
    archive.write(page(body=b"", when=WHEN + DAY))
    assert kinds(archive) == ["response"] * 5


def test_a_revisit_names_its_original_as_the_standard_wants_it(archive: Archive) -> None:
    archive.write(page())
    where = archive.write(page("https://huyen.example.vn/khac.html", when=WHEN + DAY))
    with (archive.root / where.file).open("rb") as stream:
        stream.seek(where.offset)
        header = next(iter(ArchiveIterator(stream))).rec_headers.get_header
    assert header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
    assert header("WARC-Refers-To-Target-URI") == URL
    assert header("WARC-Refers-To-Date") == "2026-03-05T01:00:00.000000Z"
    assert header("WARC-Refers-To").startswith("<urn:uuid:")
    assert header("WARC-Payload-Digest") == digest_of(BODY)
    assert header("Content-Type") == "application/http; msgtype=response"


def test_a_second_crawl_of_the_same_pages_costs_a_twentieth(archive: Archive) -> None:
    texts = [b"".join(b"<p>%d</p>" % (n * k) for k in range(9000)) for n in range(1, 9)]
    sizes = [0]
    for day in range(2):
        for number, text in enumerate(texts):
            archive.write(page(f"{URL}?{number}", text, WHEN + day * DAY))
        files = archive.root.rglob("*.warc.gz")
        sizes.append(sum(file.stat().st_size for file in files) - sizes[-1])
    assert sizes[2] * 20 < sizes[1]


def test_every_file_opens_by_saying_who_wrote_it_and_how(tmp_path: Path) -> None:
    about = {"operator": "toa-soan@example.vn", "http-header-user-agent": "Congtin"}
    where = Archive(tmp_path, about=about).write(page())
    with (tmp_path / where.file).open("rb") as stream:
        info = next(iter(ArchiveIterator(stream)))
        text = info.content_stream().read().decode()
    assert info.rec_headers.get_header("WARC-Filename") == "huyen-20260305.warc.gz"
    for line in ("software: Congtin/", "operator: toa-soan@example.vn", "robots: classic"):
        assert line in text
    assert "format: WARC File Format 1.1\r\n" in text


@pytest.mark.parametrize(
    ("status", "line"),
    [(200, "HTTP/1.1 200 OK"), (404, "HTTP/1.1 404 Not Found"), (299, "HTTP/1.1 299 ")],
)
def test_the_status_line_has_its_reason(archive: Archive, status: int, line: str) -> None:
    where = archive.write(page(status=status))
    data = gzip.decompress((archive.root / where.file).read_bytes())
    assert f"\r\n\r\n{line}\r\n".encode() in data


def test_a_body_kept_without_chunks_promises_none(archive: Archive) -> None:
    where = archive.write(page(headers=(*HEADERS, ("Transfer-Encoding", "chunked"))))
    assert archive.read(where, "huyen").body == BODY
    data = gzip.decompress((archive.root / where.file).read_bytes())
    assert b"\r\nTransfer-Encoding:" not in data


def test_fastwarc_reads_and_verifies_what_is_written(archive: Archive) -> None:
    fastwarc = pytest.importorskip("fastwarc.warc")
    packed = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    for one in (page(ip="2001:db8::7"), page(when=WHEN + timedelta(hours=1))):
        archive.write(one)
    archive.write(page(body=gzip.compress(BODY), headers=packed))
    file = archive.root / "huyen" / "huyen-20260305.warc.gz"
    with file.open("rb") as stream:
        for record in fastwarc.ArchiveIterator(stream, parse_http=False):
            assert record.verify_block_digest()
    with file.open("rb") as stream:
        seen = []
        for record in fastwarc.ArchiveIterator(stream):
            kind = record.headers["WARC-Type"]
            assert kind != "response" or record.verify_payload_digest()
            seen.append(kind)
    assert seen == ["warcinfo", "response", "revisit", "response"]


def test_bodies_are_kept_packed_as_they_came_and_read_unpacked(archive: Archive) -> None:
    packed = brotli.compress(BODY)
    where = archive.write(page(body=packed, headers=(*HEADERS, ("Content-Encoding", "br"))))
    assert packed in gzip.decompress((archive.root / where.file).read_bytes())
    assert archive.read(where, "huyen").body == BODY


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:]),
    "deflate": zlib.compress,
    "Deflate": lambda body: zlib.compress(body)[2:-4],  # as servers of Microsoft send it
    "br": brotli.compress,
    "zstd": zstd.compress,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
    "identity": lambda body: body,
    "utf-8": lambda body: body,
}
CODING = pytest.mark.parametrize("coding", PACKERS)


@CODING
def test_a_body_is_unpacked_by_its_content_encoding(coding: str) -> None:
    assert unpacked(PACKERS[coding](BODY), coding, len(BODY)) == BODY


@CODING
def test_a_body_that_is_not_what_its_header_says_stays_as_it_is(coding: str) -> None:
    assert unpacked(b"<p>Tin</p>", coding, 1000) == b"<p>Tin</p>"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_of_a_body_cut_short_there_is_what_can_be_had(coding: str) -> None:
    text = Random(1).randbytes(200_000).hex().encode()
    packed = PACKERS[coding](text)
    part = unpacked(packed[: len(packed) // 2], coding, len(text))
    assert text.startswith(part)
    assert len(part) > 1000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_unpacks_without_end_is_no_body(coding: str) -> None:
    with pytest.raises(ValueError, match="a body of more than 1 MiB"):
        unpacked(PACKERS[coding](bytes(3 << 20)), coding, 1 << 20)


# --- the index is a hint -----------------------------------------------------------------------


def lose(root: Path) -> None:
    (root / digests.NAME).unlink()


def damage(root: Path) -> None:
    (root / digests.NAME).write_bytes(b"no database at all " * 99)


def spoil(root: Path) -> None:
    file = root / digests.NAME
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\x07" * 4096
    file.write_bytes(content)


HARM = pytest.mark.parametrize("harm", [lose, damage, spoil])


@HARM
def test_without_the_index_a_revisit_is_read_all_the_same(archive: Archive, harm: Any) -> None:
    archive.write(page())
    where = archive.write(page(when=WHEN + DAY))
    harm(archive.root)
    assert again(archive).read(where, "huyen").body == BODY


@HARM
def test_the_index_is_made_again_from_the_files(archive: Archive, harm: Any) -> None:
    archive.write(page())
    harm(archive.root)
    for day in (
        1,
        2,
    ):  # a damaged one is found at the first write and made again by the next program
        again(archive).write(page(when=WHEN + day * DAY))
    assert kinds(archive)[-1] == "revisit"


def test_what_a_killed_program_wrote_but_did_not_note_is_found(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write(page("https://huyen.example.vn/dau.html", b"dau"))
    with monkeypatch.context() as killed:
        killed.setattr(digests.Digests, "note", lambda *_: None)
        archive.write(page())
    again(archive).write(page(when=WHEN + DAY))
    assert kinds(archive) == ["response", "response", "revisit"]


def test_a_revisit_never_refers_to_a_record_that_is_gone(archive: Archive) -> None:
    first = archive.write(page())
    (archive.root / first.file).unlink()
    where = archive.write(page(when=WHEN + DAY))
    assert kinds(archive) == ["response"]
    assert archive.read(where, "huyen").body == BODY


def test_a_record_cut_off_as_torn_is_no_original(archive: Archive) -> None:
    archive.write(page("https://huyen.example.vn/dau.html", b"dau"))
    torn = archive.write(page())
    with (archive.root / torn.file).open("r+b") as stream:
        stream.truncate(torn.offset + 50)
    where = again(archive).write(page())
    assert kinds(archive) == ["response", "response"]
    assert archive.read(where, "huyen").body == BODY


def test_a_full_disk_for_the_index_costs_no_answer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "NAME", "nowhere/digests.db")
    blind = Archive(archive.root)
    places = [blind.write(page(when=WHEN + day * DAY)) for day in range(2)]
    assert kinds(archive) == ["response", "response"]
    assert [blind.read(place, "huyen").body for place in places] == [BODY] * 2


def test_whether_a_capture_is_kept_is_asked_by_address_and_second(archive: Archive) -> None:
    where = archive.write(page(), taken_from="https://web.example.org/")
    assert where.file == "huyen/huyen-captured-2026.warc.gz"
    assert again(archive).holds("huyen", URL, WHEN + timedelta(milliseconds=300)) == where
    assert archive.holds("huyen", URL, WHEN + timedelta(seconds=1)) is None
    assert archive.holds("huyen", f"{URL}x", WHEN) is None


# --- revisits of others ------------------------------------------------------------------------

REFERS = {"WARC-Refers-To-Target-URI": URL, "WARC-Refers-To-Date": "2026-03-05T01:00:00Z"}
DIGEST = {"WARC-Payload-Digest": digest_of(BODY)}
PROFILE = {
    "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
}
NOT_MODIFIED = {"WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified"}


def record(kind: str, url: str = URL, *, http: bool = True, **own: str) -> bytes:
    """A record as other programs write it; a response holds BODY."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    body = BODY if kind == "response" else b""
    made = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1")
        if http
        else None,
        warc_headers_dict={"WARC-Date": "2026-03-05T01:00:00Z"} | own,
    )
    writer.write_record(made)
    return buffer.getvalue()


def adopted(archive: Archive, tmp_path: Path, *pieces: bytes, name: str = "x.warc.gz") -> str:
    (tmp_path / name).write_bytes(b"".join(pieces))
    return archive.adopt(tmp_path / name)


LATER = "https://huyen.example.vn/sau.html"


@pytest.mark.parametrize(
    "own",
    [PROFILE | DIGEST | REFERS, PROFILE | DIGEST, PROFILE | REFERS],
    ids=["address and digest (Browsertrix)", "digest alone (wget)", "address alone"],
)
@pytest.mark.parametrize("http", [True, False], ids=["with headers", "without headers"])
def test_a_revisit_of_others_gives_the_payload_it_refers_to(
    archive: Archive, tmp_path: Path, own: dict[str, str], http: bool
) -> None:
    name = adopted(
        archive, tmp_path, record("response"), record("revisit", LATER, http=http, **own)
    )
    pages = [one for one in archive.answers(name) if isinstance(one, RawPage)]
    assert [(one.final_url, one.status, one.body) for one in pages] == [
        (URL, 200, BODY),
        (LATER, 200, BODY),
    ]
    assert pages[1].warc is not None
    assert again(archive).read(pages[1].warc, "").header("content-type") == HEADERS[0][1]


def test_the_original_may_lie_in_another_imported_file(archive: Archive, tmp_path: Path) -> None:
    name = adopted(archive, tmp_path, record("revisit", LATER, **PROFILE | DIGEST))
    (lost,) = archive.answers(name)
    assert isinstance(lost, Damage)
    assert "import the file that holds it" in lost.reason
    adopted(archive, tmp_path, record("response"), name="y.warc.gz")
    (found,) = again(archive).answers(name)
    assert isinstance(found, RawPage)
    assert found.body == BODY


def test_an_answer_that_was_not_modified_says_nothing(archive: Archive, tmp_path: Path) -> None:
    name = adopted(
        archive, tmp_path, record("response"), record("revisit", **NOT_MODIFIED | REFERS)
    )
    assert [type(one) for one in archive.answers(name)] == [RawPage]


def test_the_place_that_a_file_names_counts_only_if_the_payload_is_there(
    archive: Archive, tmp_path: Path
) -> None:
    other = archive.write(page(body=b"other words"))
    lie = {ORIGINAL: f"{other.file} {other.offset} {other.length}"}
    name = adopted(archive, tmp_path, record("revisit", LATER, **PROFILE | DIGEST | lie))
    (answer,) = archive.answers(name)
    assert isinstance(answer, Damage)


@pytest.mark.parametrize(
    "file", ["../secret.warc.gz", "/tmp/secret.warc.gz", "a/../../secret.warc.gz"]
)
def test_a_place_outside_the_archive_is_none(tmp_path: Path, file: str) -> None:
    name = tmp_path / "x.warc.gz"
    name.write_bytes(record("revisit", **PROFILE | DIGEST | {ORIGINAL: f"{file} 0 999"}))
    (found,) = read_file(name)
    assert isinstance(found, Revisit)
    assert found.place is None


def test_our_own_files_resolve_wherever_they_are_imported(archive: Archive, tmp_path: Path) -> None:
    archive.write(page())
    archive.write(page(when=WHEN + DAY))
    other = Archive(tmp_path / "other")
    names = [other.adopt(file) for file in sorted(archive.root.rglob("*.warc.gz"))]
    assert {name.partition("/")[0] for name in names} == {IMPORTED}
    found = [one for name in names for one in other.answers(name) if isinstance(one, RawPage)]
    assert [(one.fetched_at, one.body) for one in found] == [(WHEN, BODY), (WHEN + DAY, BODY)]


def test_a_place_in_a_file_that_is_gone_is_named(archive: Archive) -> None:
    archive.write(page())
    where = archive.write(page(when=WHEN + DAY))
    (archive.root / "huyen" / "huyen-20260305.warc.gz").unlink()
    with pytest.raises(ArchiveError, match="a revisit of an answer that is not in the archive"):
        again(archive).read(where, "huyen")
    assert again(archive).files("huyen") == [where.file]
    assert isinstance(where, WarcLocation)
