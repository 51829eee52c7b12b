"""Where answers are kept: `archive/SOURCE/SOURCE-YYYYMMDD.warc.gz`, one file a day and source.

One file a day and source keeps a portal's answers together (to copy, hand on or delete as one) in
files large enough to keep for years. Each record is a gzip member of its own, so a crash can only
tear the last one; the next writer cuts the torn tail off before it appends. A payload that the source
gave before, under any address, is kept once: later answers are `revisit` records of a few hundred bytes.

Captures of others are scattered over the years, so theirs is one file a year: `SOURCE-captured-YYYY`.

Where several machines write, each has files of its own, with its name behind the day: folders can be merged
(`SOURCE-YYYYMMDD-NAME`), or be one folder shared by all.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from pipeline.archive.coding import TooLong
from pipeline.archive.digests import Digests, by_capture, by_digest, files
from pipeline.archive.fields import Kept
from pipeline.archive.members import torn_tail
from pipeline.archive.reading import Damage, Revisit, parse, read_file
from pipeline.archive.records import digest_of, response, revisit, warc_date, warcinfo
from pipeline.archive.revisits import Originals
from pipeline.config import Config
from pipeline.durable import sync
from pipeline.errors import ArchiveError
from pipeline.leftovers import clear
from pipeline.model import VIETNAM, RawPage, WarcLocation

IMPORTED = "imported"
"""The folder of files that others wrote."""


class Archive:
    """WARC files under `root`. Safe against `kill -9` and against a second writer.

    `about`: what the files say of whom they were written for, as `warcinfo` names it ("operator").
    `writer`: a name that stands in the names of files written, where several machines write.
    """

    def __init__(
        self, root: Path, *, about: Mapping[str, str] | None = None, writer: str = ""
    ) -> None:
        self.root = root
        self._writer = f"-{writer}" if writer else ""
        self._about = dict(about or {})
        self._mended: set[Path] = set()
        self._digests = Digests(root)
        self._caught_up: set[str] = set()
        self._originals = Originals(root, self._digests)

    @classmethod
    def of(cls, config: Config) -> "Archive":
        """The archive of these settings, whose files say who answers for the crawl."""
        about = {"operator": config.contact, "http-header-user-agent": config.user_agent}
        return cls(config.archive, about=about, writer=config.worker_name)

    def write(self, page: RawPage, *, taken_from: str = "") -> WarcLocation:
        """Append one answer and say where it lies. Raises ArchiveError when the disk refuses.

        `taken_from`: the address of the archive that captured it, where it was not fetched from the portal.
        """
        day = page.fetched_at.astimezone(VIETNAM)
        part = f"captured-{day:%Y}" if taken_from else f"{day:%Y%m%d}"
        name = f"{page.source_id}/{page.source_id}-{part}{self._writer}.warc.gz"
        try:
            return self._append(name, page, taken_from)
        except OSError as error:
            self._mended.discard(self.root / name)  # it may have taken half of the answer
            raise ArchiveError(
                f"{self.root / name}: {error.strerror or error}. Free space or mend permissions, "
                "then crawl again: nothing before this answer is lost."
            ) from error

    def read(self, location: WarcLocation, source_id: str) -> RawPage:
        """The answer at a location, a revisit with the payload of its original.

        Raises ArchiveError when the file, the record or the original is gone.
        """
        file = self.root / location.file
        try:
            with file.open("rb") as stream:
                stream.seek(location.offset)
                page = parse(stream.read(location.length), source_id, location)
            if isinstance(page, Revisit):
                page = self._originals.fill(page)
            if page is None:
                raise ValueError("another type of record")
        except FileNotFoundError:
            raise ArchiveError(missing(file)) from None
        except TooLong as error:
            raise ArchiveError(
                f"{file}: the answer at byte {location.offset} is longer than a page may be ({error})."
            ) from error
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"{file}: no readable answer at byte {location.offset} ({error}). "
                "Restore the file from a backup, or crawl the source again."
            ) from error
        return page

    def answers(self, name: str) -> Iterator[RawPage | Damage]:
        """Every answer of a file, revisits filled in; what cannot be read or filled is a Damage."""
        for record in read_file(self.root / name, name):
            if not isinstance(record, Revisit):
                yield record
                continue
            try:
                yield self._originals.fill(record)
            except ValueError as error:
                place = record.page.warc
                offset = place.offset if place else 0
                yield Damage(self.root / name, offset, str(error), isinstance(error, TooLong))

    def files(self, folder: str) -> list[str]:
        """The names of a folder's WARC files: of a source's id, or of the imported ones."""
        return [name for name, _ in files(self.root, folder)]

    def holds(self, source_id: str, url: str, when: datetime) -> WarcLocation | None:
        """Where the capture of that address at that second lies, if it is kept."""
        self._catch_up(source_id)
        date = warc_date(when)
        for place in self._digests.find(source_id, by_capture(url, date)):
            found = self._kept(place)
            if found and (found.url, found.date[:19]) == (url, date[:19]):
                return place
        return None

    def adopt(self, file: Path) -> str:
        """Keep a copy of a WARC file of others and give its name here, the same for the same bytes."""
        try:
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
            suffix = ".warc.gz" if file.name.endswith(".gz") else ".warc"
            kept_as = self.root / IMPORTED / f"{digest}{suffix}"
            if not kept_as.exists():
                kept_as.parent.mkdir(parents=True, exist_ok=True)
                clear(kept_as.parent, f"{digest}.", ".partial")
                partial = kept_as.with_name(f"{digest}.{os.getpid()}.partial")
                shutil.copyfile(file, partial)
                sync(partial)
                partial.replace(kept_as)
        except OSError as error:
            raise ArchiveError(f"{error.filename or file}: {error.strerror}.") from error
        self._digests.catch_up(IMPORTED)
        return kept_as.relative_to(self.root).as_posix()

    def _append(self, name: str, page: RawPage, taken_from: str) -> WarcLocation:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock_of(self.root, page.source_id)):
            if file not in self._mended:
                self._mend(file)
            self._catch_up(page.source_id)
            original = self._original(page)
            data = (
                revisit(page, original, taken_from=taken_from)
                if original
                else response(page, taken_from=taken_from)
            )
            with file.open("ab") as out:
                size = out.tell()
                head = b"" if size else warcinfo(Path(name).name, page.source_id, self._about)
                out.write(head + data)
            place = WarcLocation(name, size + len(head), len(data))
            written = None if original else _written(page, place)
            self._digests.note(page.source_id, name, size, written)
        return place

    def _mend(self, file: Path) -> None:
        """Cut the torn tail of a file that is written to for the first time, and of the one before it.

        Who was killed before midnight tore yesterday's file, and nobody writes to that any more.
        """
        folder = file.parent.name
        ours = (file.parent / Path(name).name for name in self.files(folder))
        others = [one for one in ours if one != file and _is_written_by_us(one, folder)]
        last = max(others, key=lambda one: one.stat().st_mtime_ns, default=file)
        for one in dict.fromkeys((file, last)):
            if one not in self._mended:
                cut_torn_tail(one)
            self._mended.add(one)

    def _catch_up(self, folder: str) -> None:
        if folder not in self._caught_up:
            self._digests.catch_up(folder)
            self._caught_up.add(folder)

    def _original(self, page: RawPage) -> Kept | None:
        """The record that holds the very bytes of the page's payload: it is read, whatever the index says."""
        if not page.body:
            return None
        for place in self._digests.find(page.source_id, by_digest(digest_of(page.body))):
            found = self._kept(place)
            if found and found.payload == page.body:
                return found
        return None

    def _kept(self, place: WarcLocation) -> Kept | None:
        return self._originals.kept(place)


def missing(file: Path) -> str:
    """What is to say of an archived file that is not there."""
    return (
        f"{file}: the file is not here. Another machine may hold it (the name's end says which): copy it "
        "from there, share the folder, or read it there; else restore it from a backup."
    )


def _written(page: RawPage, place: WarcLocation) -> Kept:
    """What the index needs of a response just written."""
    digest = digest_of(page.body)
    return Kept(place, "", page.final_url, warc_date(page.fetched_at), digest)


def lock_of(root: Path, folder: str) -> Path:
    """The lock of whoever writes in a folder: one at a time, and nobody while old files go."""
    return root / folder / ".lock"


def _is_written_by_us(file: Path, folder: str) -> bool:
    return file.name.startswith(f"{folder}-") and file.name.endswith(".warc.gz")


def cut_torn_tail(file: Path) -> None:
    """Cut off what a crash left half of."""
    if not file.exists():
        return
    with file.open("r+b") as stream:
        if (tail := torn_tail(stream)) is not None:
            stream.truncate(tail)
