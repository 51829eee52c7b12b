"""The archive: what is written is read back, through crashes, damage and other writers' files."""

import gzip
import io
import multiprocessing
import threading
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive import Archive, Damage, members, plain, read_file, reading
from pipeline.archive.members import torn_tail
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, RawPage, WarcLocation

WHEN = datetime(2026, 3, 5, 23, 59, 58, 123456, tzinfo=VIETNAM)
WrittenList = list[tuple[int, WarcLocation]]
URL = "https://huyen.example.vn/tin"
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
)


def page(number: int = 1, body: bytes | None = None, **fields: object) -> RawPage:
    url = f"{URL}-{number}.html"
    text = f"<p>Tin {number}</p>".encode() if body is None else body
    made = RawPage("huyen", url, url, 200, HEADERS, text, WHEN)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def file_of(archive: Archive) -> Path:
    return archive.root / "huyen" / "huyen-20260305.warc.gz"


def whole(file: Path) -> list[str]:
    """The addresses of a file's whole records."""
    return [r.final_url for r in read_file(file) if isinstance(r, RawPage)]


def damages(file: Path) -> list[Damage]:
    return [record for record in read_file(file) if isinstance(record, Damage)]


def urls(*numbers: int) -> list[str]:
    return [f"{URL}-{number}.html" for number in numbers]


def test_an_answer_is_read_back_as_it_was_written(archive: Archive) -> None:
    asked = page(url="https://huyen.example.vn/cu", status=206, ip="203.0.113.7")
    where = archive.write(asked)
    assert archive.read(where, "huyen") == replace(asked, warc=where)


def test_a_file_is_for_one_source_and_one_day_in_vietnam(archive: Archive) -> None:
    late = WHEN.astimezone(UTC)
    assert archive.write(page(fetched_at=late)).file == "huyen/huyen-20260305.warc.gz"
    other = archive.write(page(source_id="khac", fetched_at=late.replace(hour=17, minute=0)))
    assert other.file == "khac/khac-20260306.warc.gz"


def test_records_follow_each_other_without_gaps(archive: Archive) -> None:
    first, second = archive.write(page(1)), archive.write(page(2))
    assert second.offset == first.offset + first.length
    assert file_of(archive).stat().st_size == second.offset + second.length


def test_warcio_itself_reads_and_verifies_the_file(archive: Archive) -> None:
    archive.write(page(body=b"\x00\xff" * 999))
    with file_of(archive).open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        bodies = [(record.rec_type, record.content_stream().read()) for record in records]
    assert bodies[0][0] == "warcinfo"
    assert bodies[1:] == [("response", b"\x00\xff" * 999)]


HEADER = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":"), min_size=1
)
VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
PLAIN = st.tuples(HEADER.map(lambda name: f"X-{name}"), VALUE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    body=st.binary(max_size=2000),
    headers=st.lists(PLAIN, max_size=4).map(tuple),
    status=st.integers(100, 599),
    when=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(VIETNAM)),  # noqa: DTZ001
)
def test_whatever_came_is_kept(
    archive: Archive, body: bytes, headers: tuple[tuple[str, str], ...], status: int, when: datetime
) -> None:
    made = page(body=body, headers=headers, status=status, fetched_at=when)
    where = archive.write(made)
    assert archive.read(where, "huyen") == replace(made, warc=where)


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_a_torn_tail_is_cut_off_before_the_next_answer_is_written(
    archive: Archive, cut: int
) -> None:
    archive.write(page(1))
    last = archive.write(page(2))
    with file_of(archive).open("r+b") as stream:
        stream.truncate(last.offset + last.length - cut)
    again = Archive(archive.root).write(page(3))
    assert again.offset == last.offset
    assert whole(file_of(archive)) == urls(1, 3)
    assert not damages(file_of(archive))


def test_a_torn_answer_that_held_a_packed_file_is_cut_off_whole(archive: Archive) -> None:
    first = archive.write(page(1))
    inner = b"WARC/1.1 ..." + gzip.compress(b"a sitemap") + bytes(99)
    torn = gzip.compress(inner, compresslevel=0)[:-20]  # level 0: the inner file stands as it is
    with file_of(archive).open("ab") as stream:
        stream.write(torn)
    with file_of(archive).open("rb") as stream:
        assert torn_tail(stream) == first.offset + first.length


def test_a_whole_file_is_not_cut(archive: Archive) -> None:
    archive.write(page(1))
    before = file_of(archive).read_bytes()
    Archive(archive.root).write(page(2))
    assert file_of(archive).read_bytes().startswith(before)


def test_an_empty_file_left_by_a_crash_is_written_on(archive: Archive) -> None:
    file_of(archive).parent.mkdir(parents=True)
    file_of(archive).touch()
    archive.write(page(1))
    assert whole(file_of(archive)) == urls(1)
    assert not damages(file_of(archive))


def _write_many(root: Path, first: int, start: Barrier, answers: "Queue[WrittenList]") -> None:
    archive = Archive(root)
    start.wait(30)
    answers.put([(n, archive.write(page(n))) for n in range(first, first + 80)])


def test_two_writers_at_once_lose_nothing(archive: Archive) -> None:
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(2), spawn.Queue()
    arguments = [(archive.root, first, start, answers) for first in (0, 100)]
    writers = [spawn.Process(target=_write_many, args=given) for given in arguments]
    for writer in writers:
        writer.start()
    written = [answers.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
    for number, where in (pair for pairs in written for pair in pairs):
        assert archive.read(where, "huyen").final_url == urls(number)[0]
    assert sorted(whole(file_of(archive))) == sorted(urls(*range(80), *range(100, 180)))


def test_a_writer_waits_for_the_one_before_it(archive: Archive) -> None:
    archive.write(page(1))
    writer = threading.Thread(target=archive.write, args=(page(2),))
    with FileLock(file_of(archive).parent / ".lock"):
        writer.start()
        writer.join(0.2)
        assert whole(file_of(archive)) == urls(1)
    writer.join()
    assert whole(file_of(archive)) == urls(1, 2)


def test_a_disk_that_refuses_is_named(archive: Archive) -> None:
    archive.root.parent.mkdir(exist_ok=True)
    archive.root.write_text("in the way")
    with pytest.raises(ArchiveError, match=r"huyen-20260305\.warc\.gz: .*Free space") as caught:
        archive.write(page())
    assert caught.value.exit_code == 5


@pytest.mark.parametrize(
    "where",
    [
        WarcLocation("huyen/none.warc.gz", 0, 10),
        WarcLocation("huyen/huyen-20260305.warc.gz", 7, 300),
        WarcLocation("huyen/huyen-20260305.warc.gz", 0, 90),
        WarcLocation("huyen/huyen-20260305.warc.gz", 9999, 10),
        WarcLocation("huyen/huyen-20260305.warc.gz", 0, 0),
    ],
)
def test_an_answer_that_is_not_there_is_named(archive: Archive, where: WarcLocation) -> None:
    archive.write(page())
    said = "no readable answer at byte" if (archive.root / where.file).exists() else "is not here"
    with pytest.raises(ArchiveError, match=said):
        archive.read(where, "huyen")


# --- files of others ---------------------------------------------------------------------------


def record(number: int, body: bytes = b"<p>Tin</p>", *, packed: bool = True, **own: str) -> bytes:
    """One response record as another writer would write it."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    kind = own.pop("kind", "response")
    http = StatusAndHeaders("200 OK", list(own.items()), protocol="HTTP/1.1")
    made = writer.create_warc_record(
        f"{URL}-{number}.html",
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http if kind in ("response", "request") else None,
        warc_headers_dict={
            "WARC-Date": "2026-03-05T16:59:58Z",
            "WARC-Record-ID": f"<urn:uuid:{number:032x}>",
        },
    )
    writer.write_record(made)
    return buffer.getvalue()


def saved(tmp_path: Path, *pieces: bytes, name: str = "x.warc.gz") -> Path:
    file = tmp_path / name
    file.write_bytes(b"".join(pieces))
    return file


PACKED = pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])


@PACKED
def test_responses_are_read_with_their_place_and_other_records_left_out(
    tmp_path: Path, packed: bool
) -> None:
    one, two = record(1, packed=packed), record(2, packed=packed)
    other = record(9, packed=packed, kind="request") + record(9, packed=packed, kind="resource")
    file = saved(tmp_path, one, other, two)
    pages = [found for found in read_file(file, "kept.warc") if isinstance(found, RawPage)]
    assert [found.final_url for found in pages] == urls(1, 2)
    assert pages[0].fetched_at == datetime(2026, 3, 5, 23, 59, 58, tzinfo=VIETNAM)
    assert pages[1].warc == WarcLocation("kept.warc", len(one + other), len(two))


@PACKED
def test_a_plain_or_packed_record_is_read_again_from_its_place(
    tmp_path: Path, packed: bool
) -> None:
    saved(tmp_path, record(1, packed=packed), record(2, b"Hai", packed=packed), name="y.warc")
    last = [found for found in read_file(tmp_path / "y.warc") if isinstance(found, RawPage)][-1]
    assert last.warc is not None
    assert Archive(tmp_path).read(last.warc, "huyen") == replace(last, source_id="huyen")
    assert last.body == b"Hai"


@PACKED
def test_a_file_cut_in_the_middle_gives_its_whole_records_and_names_the_rest(
    tmp_path: Path, packed: bool
) -> None:
    one, two = record(1, packed=packed), record(2, packed=packed)
    file = saved(tmp_path, one, two[:-60])
    assert whole(file) == urls(1)
    assert [(d.offset, d.reason) for d in damages(file)] == [
        (len(one), "the file ends in the middle of a record")
    ]
    assert str(damages(file)[0]).startswith(f"{file}: damaged at byte {len(one)}: the file ends")


@PACKED
def test_behind_a_damaged_stretch_reading_goes_on(tmp_path: Path, packed: bool) -> None:
    two = bytearray(record(2, packed=packed))
    two[5 if not packed else len(two) // 2 :][:12] = b"\x07" * 12
    two[0 if not packed else 20 : 12 if not packed else 32] = b"\x07" * 12
    one = record(1, packed=packed)
    file = saved(tmp_path, one, bytes(two), record(3, packed=packed))
    assert whole(file) == urls(1, 3)
    assert damages(file)[0].offset == len(one)


@PACKED
def test_a_damaged_start_hides_no_later_record(tmp_path: Path, packed: bool) -> None:
    one = record(1, packed=packed)
    broken = one[:20] + b"\x07" * 30 + one[50:] if packed else b"XXXX" + one[4:]
    file = saved(tmp_path, broken, record(2, packed=packed))
    assert whole(file) == urls(2)
    assert damages(file)[0].offset == 0


def test_a_record_shorter_than_it_says_is_damage(tmp_path: Path) -> None:
    text = gzip.decompress(record(1))
    file = saved(tmp_path, record(0), gzip.compress(text[:-30]), record(2))
    assert whole(file) == urls(0, 2)
    assert [damage.reason for damage in damages(file)] == ["the record is shorter than it says"]


@pytest.mark.parametrize("gone", [b"WARC-Date", b"WARC-Target-URI"])
def test_a_response_without_time_or_address_is_damage(tmp_path: Path, gone: bytes) -> None:
    text = gzip.decompress(record(1)).replace(gone, b"X" * len(gone))
    file = saved(tmp_path, gzip.compress(text), record(2))
    assert whole(file) == urls(2)
    assert [damage.offset for damage in damages(file)] == [0]
    assert damages(file)[0].reason in ("a response without WARC-Date", "no readable WARC record")


@pytest.mark.parametrize(
    "date", [b"0001-01-01T00:00:00+14:00", b"yesterday, at noon", b"2026-99-99T00:00:00Z"]
)
def test_a_response_of_no_time_is_damage(tmp_path: Path, date: bytes) -> None:
    text = gzip.decompress(record(1)).replace(b"2026-03-05T16:59:58Z", date)
    file = saved(tmp_path, gzip.compress(text), record(2))
    assert whole(file) == urls(2)
    assert len(damages(file)) == 1


def test_packed_and_chunked_bodies_are_read_as_the_browser_would(tmp_path: Path) -> None:
    chunked = b"3\r\nTin\r\n0\r\n\r\n"
    file = saved(
        tmp_path,
        record(1, gzip.compress(b"Tin"), **{"Content-Encoding": "gzip"}),
        record(2, chunked, **{"Transfer-Encoding": "chunked"}),
    )
    assert [found.body for found in read_file(file) if isinstance(found, RawPage)] == [b"Tin"] * 2


def test_a_record_that_unpacks_without_end_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MAX_MEMBER", 100_000)
    file = saved(tmp_path, record(1), record(2, b" " * 200_000), record(3))
    assert whole(file) == urls(1, 3)
    assert damages(file)[0].reason.startswith("a record of more than")


def test_a_body_that_unpacks_without_end_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_MEMBER", 100_000)
    bomb = gzip.compress(b" " * 5_000_000)
    file = saved(tmp_path, record(1), record(2, bomb, **{"Content-Encoding": "gzip"}), record(3))
    assert whole(file) == urls(1, 3)
    assert damages(file)[0].reason.startswith("a body of more than")


def test_a_plain_record_too_large_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "MAX_MEMBER", 1000)
    pieces = (record(1, packed=False), record(2, b" " * 2000, packed=False))
    file = saved(tmp_path, *pieces, record(3, packed=False), name="x.warc")
    assert whole(file) == urls(1, 3)
    assert damages(file)[0].offset == len(pieces[0])


def test_records_packed_as_one_are_named_and_the_way_out_said(tmp_path: Path) -> None:
    text = record(1, packed=False) + record(2, packed=False)
    file = saved(tmp_path, gzip.compress(text))
    assert whole(file) == urls(1)
    assert "gunzip" in damages(file)[0].reason
    assert not damages(saved(tmp_path, text, name="unpacked.warc"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\n\nworld",
        b"\x1f\x8b\x08nothing",
        gzip.compress(b"hello", mtime=0),
        b"<html>" * 9,
        b"WARC/1.0",
    ],
)
def test_what_is_no_warc_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = saved(tmp_path, content)
    with pytest.raises(ArchiveError, match=r"x\.warc\.gz: no WARC file \("):
        list(read_file(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc: No such file"):
        list(read_file(tmp_path / "none.warc"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data(), packed=st.booleans())
def test_no_damage_costs_another_record_or_raises_anything_else(
    tmp_path: Path, data: st.DataObject, packed: bool
) -> None:
    pieces = [record(n, b"<p>Tin</p>" * 9, packed=packed) for n in (1, 2, 3)]
    middle = bytearray(pieces[1])
    start = data.draw(st.integers(0, len(middle) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=30))
    middle[start : start + len(junk)] = junk
    found = whole(saved(tmp_path, pieces[0], bytes(middle), pieces[2]))
    assert found[0] == urls(1)[0]
    assert found[-1] == urls(3)[0] or not packed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.binary(max_size=400))
def test_no_bytes_make_reading_fail_unnamed(tmp_path: Path, junk: bytes) -> None:
    file = saved(tmp_path, record(1), junk)
    assert whole(file)[0] == urls(1)[0]
    with pytest.raises(ArchiveError, match="no WARC file"):
        list(read_file(saved(tmp_path, junk)))


# --- adopting ----------------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    return saved(tmp_path, record(1), name="captures.warc.gz")


def test_an_adopted_file_is_kept_byte_by_byte_under_its_digest(
    archive: Archive, foreign: Path
) -> None:
    name = archive.adopt(foreign)
    assert name.startswith("imported/")
    assert name.endswith(".warc.gz")
    assert (archive.root / name).read_bytes() == foreign.read_bytes()


def test_the_same_bytes_are_kept_once_whatever_their_name(
    archive: Archive, foreign: Path, tmp_path: Path
) -> None:
    twin = saved(tmp_path, foreign.read_bytes(), name="twin.warc.gz")
    assert archive.adopt(foreign) == archive.adopt(twin)
    assert len(list((archive.root / "imported").iterdir())) == 1


def test_other_bytes_get_another_name(archive: Archive, foreign: Path, tmp_path: Path) -> None:
    other = saved(tmp_path, record(2), name="captures2.warc.gz")
    assert archive.adopt(foreign) != archive.adopt(other)


def test_a_half_copied_file_of_a_crash_is_copied_again(archive: Archive, foreign: Path) -> None:
    name = archive.adopt(foreign)
    kept = archive.root / name
    kept.rename(kept.with_suffix(".partial"))
    kept.with_suffix(".partial").write_bytes(b"half")
    assert archive.adopt(foreign) == name
    assert kept.read_bytes() == foreign.read_bytes()


def test_a_file_that_cannot_be_adopted_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc: No such file"):
        archive.adopt(tmp_path / "none.warc")
