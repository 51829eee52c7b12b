"""How long captures are kept: which WARC files are old enough to go, and how one goes without harm.

A file goes whole or stays. What a later answer needs of it (a `revisit` keeps no payload of its own) is
first carried, byte for byte, into `SOURCE-carried-YYYYMMDD.warc.gz`, which grows old like any other. The
order makes it safe to be killed anywhere: carried and on the disk, then the ledger, then the file.
"""

import gzip
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.archive.digests import Digests, files, keys, responses
from pipeline.archive.fields import Kept
from pipeline.archive.members import MAGIC
from pipeline.archive.records import warcinfo
from pipeline.archive.references import References
from pipeline.archive.revisits import Originals
from pipeline.archive.storage import IMPORTED, cut_torn_tail, lock_of
from pipeline.durable import sync
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, WarcLocation

SAFE_DAYS = 2
"""What was archived today or yesterday never goes, however small an archive is wanted."""
PATIENCE = 60.0
"""Seconds that a run's writing is waited for."""

_DAY = re.compile(r"(?:carried-)?(\d{8})(?:-[\w.-]+)?\.warc(?:\.gz)?")
"""A day's file behind its source's id: `pipeline.archive.storage`, with a machine's name where there are
several."""

Forget = Callable[[str, Mapping[int, WarcLocation]], int]
"""Is told, before a file goes, which of its records lie elsewhere now, by the byte where they began; gives
how many addresses have no capture any more."""


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A WARC file of the archive."""

    name: str
    size: int
    day: date
    """Of its answers where it is a day's file (as its name says), else of its last change."""

    @property
    def folder(self) -> str:
        """A source's id, or "imported"."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one folder's old files."""

    folder: str
    files: tuple[str, ...] = ()
    size: int = 0
    """Bytes that they took."""
    carried: int = 0
    """Records that later answers need, carried into another file."""
    carried_size: int = 0
    addresses: int = 0
    """Addresses of the ledger that have no capture any more. Their articles stay."""
    needed: tuple[str, ...] = ()
    """Old files that stay, since an imported file needs them."""
    busy: bool = False
    """A run was writing all the while: nothing was done."""


def all_files(root: Path) -> list[ArchiveFile]:
    """Every WARC file, by folder and name. Raises ArchiveError."""
    try:
        folders = sorted(path.name for path in root.glob("*") if path.is_dir())
        found = ((root, name, size) for folder in folders for name, size in files(root, folder))
        return [ArchiveFile(name, size, _day(root, name)) for root, name, size in found]
    except OSError as error:
        raise ArchiveError(f"{error.filename or root}: {error.strerror}.") from error


def own_files(root: Path) -> list[ArchiveFile]:
    """Those that lie in the archive itself: what a linked folder holds elsewhere is not ours to drop."""
    return [file for file in all_files(root) if not (root / file.folder).is_symlink()]


def _day(root: Path, name: str) -> date:
    folder, _, own = name.partition("/")
    if found := _DAY.fullmatch(own.removeprefix(f"{folder}-")):
        try:
            return datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=VIETNAM).date()
        except ValueError:
            pass  # eight digits that are no day: of another's naming
    return datetime.fromtimestamp((root / name).stat().st_mtime, VIETNAM).date()


def old_files(
    found: Sequence[ArchiveFile],
    today: date,
    *,
    keep_days: int = 0,
    max_size: int = 0,
    imported: bool = False,
) -> list[ArchiveFile]:
    """Those that go, the oldest first. `keep_days`, `max_size` (bytes): 0 sets no bound.

    Days count back from the last day of which anything is kept, where that is before today: a clock gone
    wrong, or a crawler at rest, empties no archive. Imported files count for the size, and go only if said.
    """
    if not found:
        return []
    last = min(today, max(file.day for file in found))
    may_go = [file for file in found if imported or file.folder != IMPORTED]
    may_go = [file for file in may_go if (last - file.day).days >= SAFE_DAYS]
    may_go.sort(key=lambda file: (file.day, file.name))
    excess = sum(file.size for file in found) - max_size if max_size else 0
    going = []
    for file in may_go:
        old = keep_days and file.day < last - timedelta(days=keep_days)
        if old or excess > 0:
            going.append(file)
            excess -= file.size
    return going


def drop(
    root: Path,
    folder: str,
    going: Iterable[ArchiveFile],
    today: date,
    forget: Forget,
    *,
    writer: str = "",
) -> Dropped:
    """Let one folder's files go. Raises ArchiveError where the disk refuses: what was done by then holds.

    `writer`: a name for the names of files written, where several machines write.
    """
    going = list(going)
    references = References(root)
    try:
        _warm(references, root, folder, {file.name for file in going})
        with FileLock(lock_of(root, folder), timeout=PATIENCE):
            name = f"{folder}-carried-{today:%Y%m%d}{f'-{writer}' if writer else ''}.warc.gz"
            return _Dropping(root, folder, name, references).all(going, forget)
    except Timeout:
        return Dropped(folder, busy=True)
    except OSError as error:
        raise ArchiveError(
            f"{error.filename or root / folder}: {error.strerror or error}. Mend permissions or free space, "
            "then prune again: nothing that is still needed was dropped."
        ) from error


def _warm(references: References, root: Path, folder: str, going: set[str]) -> None:
    """Read what takes long before any run has to wait."""
    references.of(name for name, _ in files(root, folder) if name not in going)
    references.of(name for name, _ in files(root, IMPORTED))


class _Dropping:
    """One folder's old files under way; nobody else writes there meanwhile."""

    def __init__(self, root: Path, folder: str, carrier: str, references: References) -> None:
        self._root = root
        self._folder = folder
        self._references = references
        self._digests = Digests(root)
        self._originals = Originals(root, self._digests)
        self._carrier = f"{folder}/{carrier}"

    def all(self, going: Sequence[ArchiveFile], forget: Forget) -> Dropped:
        """Each in turn."""
        names = {file.name for file in going}
        stay = [name for name, _ in files(self._root, self._folder) if name not in names]
        wanted = self._references.of(stay).keys
        imported = [name for name, _ in files(self._root, IMPORTED) if name not in names]
        named = self._references.of(imported).files
        done = Dropped(self._folder)
        for file in going:
            if not (self._root / file.name).is_file():
                continue  # another prune was faster
            if file.name in named or (self._folder == IMPORTED and self._holds(file.name, wanted)):
                done = replace(done, needed=(*done.needed, file.name))
                continue
            done = self._one(done, file, wanted, forget, set(stay))
        self._digests.catch_up(self._folder)
        return done

    def _holds(self, name: str, wanted: frozenset[bytes]) -> bool:
        return any(wanted.intersection(keys(one)) for one in responses(self._root, name))

    def _one(
        self,
        done: Dropped,
        file: ArchiveFile,
        wanted: frozenset[bytes],
        forget: Forget,
        stay: set[str],
    ) -> Dropped:
        moved: dict[int, WarcLocation] = {}
        size = carried = 0
        for response in responses(self._root, file.name) if wanted else ():
            if not wanted.intersection(keys(response)):
                continue
            place = self._elsewhere(response, stay)
            if place is None:
                place = self._carry(response)
                stay.add(place.file)
                size, carried = size + place.length, carried + 1
            moved[response.place.offset] = place
        if carried:
            sync(self._root / self._carrier)
            sync(self._root / self._folder)
        addresses = forget(file.name, moved)
        (self._root / file.name).unlink(missing_ok=True)
        (self._root / f"{file.name}.lock").unlink(missing_ok=True)  # of earlier versions
        self._references.forget(file.name)
        return replace(
            done,
            files=(*done.files, file.name),
            size=done.size + file.size,
            carried=done.carried + carried,
            carried_size=done.carried_size + size,
            addresses=done.addresses + addresses,
        )

    def _elsewhere(self, response: Kept, stay: set[str]) -> WarcLocation | None:
        """Where the same payload lies in a file that stays: a killed prune may have carried it."""
        for place in self._digests.find(self._folder, keys(response)[0]):
            if place.file in stay:
                found = self._originals.kept(place)
                if found and found.payload == response.payload:
                    return place
        return None

    def _carry(self, response: Kept) -> WarcLocation:
        """The record once more, byte for byte, in a file that stays."""
        with (self._root / response.place.file).open("rb") as stream:
            stream.seek(response.place.offset)
            data = stream.read(response.place.length)
        data = data if data.startswith(MAGIC) else gzip.compress(data)
        carrier = self._root / self._carrier
        cut_torn_tail(carrier)
        with carrier.open("ab") as out:
            size = out.tell()
            head = b"" if size else warcinfo(carrier.name, self._folder, {})
            out.write(head + data)
        place = WarcLocation(self._carrier, size + len(head), len(data))
        self._digests.note(self._folder, self._carrier, size, replace(response, place=place))
        return place
