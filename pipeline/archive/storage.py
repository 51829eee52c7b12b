"""Where answers are kept: `archive/SOURCE/SOURCE-YYYYMMDD.warc.gz`, one file a day and source.

One file a day and source keeps a portal's answers together (to copy, hand on or delete as one) in
files large enough to keep for years. Each record is a gzip member of its own, so a crash can only
tear the last one; the next writer cuts the torn tail off before it appends.
"""

import hashlib
import io
import shutil
from datetime import UTC
from pathlib import Path

from filelock import FileLock
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive.members import torn_tail
from pipeline.archive.reading import ASKED_FOR, parse
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, RawPage, WarcLocation


class Archive:
    """WARC files under `root`. Safe against `kill -9` and against a second writer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mended: set[Path] = set()

    def write(self, page: RawPage) -> WarcLocation:
        """Append one answer and say where it lies. Raises ArchiveError when the disk refuses."""
        day = page.fetched_at.astimezone(VIETNAM)
        name = f"{page.source_id}/{page.source_id}-{day:%Y%m%d}.warc.gz"
        member = _record(page)
        try:
            return self._append(name, member)
        except OSError as error:
            self._mended.discard(self.root / name)  # it may have taken half of the answer
            raise ArchiveError(
                f"{self.root / name}: {error.strerror or error}. Free space or mend permissions, "
                "then crawl again: nothing before this answer is lost."
            ) from error

    def read(self, location: WarcLocation, source_id: str) -> RawPage:
        """The answer at a location. Raises ArchiveError when the file or the record is gone."""
        file = self.root / location.file
        try:
            with file.open("rb") as stream:
                stream.seek(location.offset)
                page = parse(stream.read(location.length), source_id, location)
            if page is None:
                raise ValueError("another type of record")
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"{file}: no readable answer at byte {location.offset} ({error}). "
                "Restore the file from a backup, or crawl the source again."
            ) from error
        return page

    def adopt(self, file: Path) -> str:
        """Keep a copy of a WARC file of others and give its name here, the same for the same bytes."""
        try:
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
            suffix = ".warc.gz" if file.name.endswith(".gz") else ".warc"
            kept = self.root / "imported" / f"{digest}{suffix}"
            if not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                partial = kept.with_suffix(".partial")
                shutil.copyfile(file, partial)
                partial.replace(kept)
        except OSError as error:
            raise ArchiveError(f"{error.filename or file}: {error.strerror}.") from error
        return kept.relative_to(self.root).as_posix()

    def _append(self, name: str, member: bytes) -> WarcLocation:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):
            if file not in self._mended:
                _cut_torn_tail(file)
                self._mended.add(file)
            with file.open("ab") as out:
                offset = out.tell()
                out.write(member)
        return WarcLocation(name, offset, len(member))


def _record(page: RawPage) -> bytes:
    """One response record as a gzip member; headers and body as they came over the wire."""
    buffer = io.BytesIO()
    own = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if page.url != page.final_url:
        own[ASKED_FOR] = page.url
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")  # 1.0 has no fractions of seconds
    record = writer.create_warc_record(
        page.final_url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.status} ", list(page.headers), protocol="HTTP/1.1"),
        warc_headers_dict=own,
    )
    writer.write_record(record)
    return buffer.getvalue()


def _cut_torn_tail(file: Path) -> None:
    if not file.exists():
        return
    with file.open("r+b") as stream:
        if (tail := torn_tail(stream)) is not None:
            stream.truncate(tail)
