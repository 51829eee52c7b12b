"""WACZ: a zip of WARC files with a list of what is in it (WACZ 1.1.1, by Webrecorder).

Nothing is unpacked under a name that the zip chose, nothing beyond the bytes that it declares, and no
more of those than packing could have saved on real pages.
"""

import hashlib
import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from pipeline.errors import ArchiveError
from pipeline.leftovers import clear

PACKAGE = "datapackage.json"
SEAL = "datapackage-digest.json"
WARCS = (".warc.gz", ".warc")
MAX_LIST = 32 << 20
"""Bytes of a datapackage.json: it lists pages as well, in some writers' files."""
MAX_RATIO = 100
"""Markup packs 5 to 20 times smaller; a zip that claims more than this is a bomb."""
MAX_NAMES = 8 << 20
"""Bytes of a zip's own list of what is in it: each name in it takes ten times as much when it is read."""
CHUNK = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises for damage, encryption and methods that it does not know."""


@dataclass(frozen=True, slots=True)
class Part:
    """One WARC file to be read: where it lies, and what a person knows it as."""

    file: Path
    label: str


def is_wacz(file: Path) -> bool:
    """Whether the file is a zip, whatever its name says."""
    try:
        with file.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False  # whoever reads it next says why


@contextmanager
def parts_of(file: Path, scratch: Path) -> Iterator[tuple[Part, ...]]:
    """The WARC files of a WACZ, unpacked below `scratch` for as long as the block lasts; a WARC file itself.

    Raises ArchiveError for a WACZ that is damaged, incomplete or not what its digests say.
    """
    if not is_wacz(file):
        yield (Part(file, str(file)),)
        return
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        clear(scratch, "wacz-", "-")
        folder = TemporaryDirectory(dir=scratch, prefix=f"wacz-{os.getpid()}-")
    except OSError as error:
        raise ArchiveError(f"{scratch}: {error.strerror}.") from error
    with folder as name:
        yield tuple(_unpack(file, Path(name)))


def _unpack(file: Path, folder: Path) -> Iterator[Part]:
    try:
        _refuse_names(file)
        with zipfile.ZipFile(file) as bundle:
            digests = _digests(bundle)
            warcs = [i for i in bundle.infolist() if _is_warc(i.filename)]
            _refuse(file, bundle, warcs, digests)
            for number, info in enumerate(warcs):
                suffix = ".warc.gz" if info.filename.endswith(".gz") else ".warc"
                unpacked = folder / f"{number}{suffix}"
                with bundle.open(info) as stream:
                    _copy(stream, unpacked, digests.get(info.filename, ""), info)
                yield Part(unpacked, f"{file}, {info.filename}")
    except OSError as error:
        raise ArchiveError(f"{error.filename or file}: {error.strerror or error}.") from error
    except BROKEN as error:
        raise ArchiveError(f"{file}: no whole WACZ file ({error}). Fetch it again.") from error


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(WARCS)


def _refuse_names(file: Path) -> None:
    """Raise ValueError for a zip whose list of names is larger than any WACZ's: zipfile holds it whole."""
    with file.open("rb") as stream:
        end = zipfile._EndRecData(stream)  # type: ignore[attr-defined] # as zipfile itself finds it
    if end and end[zipfile._ECD_SIZE] > MAX_NAMES:  # type: ignore[attr-defined]
        raise ValueError("more names in it than pages ever need")


def _refuse(
    file: Path, bundle: zipfile.ZipFile, warcs: list[zipfile.ZipInfo], digests: dict[str, str]
) -> None:
    """Raise ValueError for a bundle without pages, with one missing, or larger than can be true."""
    names = set(bundle.namelist())
    if not warcs:
        raise ValueError("no archive/*.warc.gz in it")
    missing = sorted(name for name in digests if _is_warc(name) and name not in names)
    if missing:
        raise ValueError(f"{missing[0]} is listed and not there")
    if sum(info.file_size for info in warcs) > MAX_RATIO * file.stat().st_size:
        raise ValueError("it claims to unpack to more than pages ever do")


def _digests(bundle: zipfile.ZipFile) -> dict[str, str]:
    """Path -> "sha256:…" of every file that the bundle lists. Raises ValueError where it lists none."""
    if PACKAGE not in bundle.namelist():
        raise ValueError(f"without {PACKAGE}, so no WACZ file")
    data = _read(bundle, PACKAGE)
    if SEAL in bundle.namelist():
        told = _object(_read(bundle, SEAL)).get("hash", "")
        _compare(hashlib.sha256(data).hexdigest(), str(told), PACKAGE)
    resources = _object(data).get("resources")
    resources = resources if isinstance(resources, list) else ()
    listed = [one for one in resources if isinstance(one, dict)]
    return {str(one.get("path", "")): str(one.get("hash") or "") for one in listed}


def _object(data: bytes) -> dict[str, Any]:
    parsed = json.loads(data)
    if not isinstance(parsed, dict):
        raise ValueError(f"{PACKAGE} is no list of files")
    return parsed


def _read(bundle: zipfile.ZipFile, name: str) -> bytes:
    with bundle.open(name) as stream:
        data = stream.read(MAX_LIST + 1)
    if len(data) > MAX_LIST:
        raise ValueError(f"{name} is larger than a list can be")
    return data


def _copy(stream: IO[bytes], target: Path, told: str, info: zipfile.ZipInfo) -> None:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
    _compare(digest.hexdigest(), told, info.filename)


def _compare(digest: str, told: str, name: str) -> None:
    """Raise ValueError where a SHA-256 is told and is another; other algorithms are left unchecked."""
    algorithm, _, value = told.partition(":")
    if algorithm == "sha256" and value.lower() != digest:
        raise ValueError(f"{name} is not what its digest says")
