"""A revisit record and the response that holds its payload: found, compared, put together."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.archive.digests import (
    Digests,
    by_capture,
    by_digest,
    files,
    keys,
    responses,
)
from pipeline.archive.fields import Kept, kept
from pipeline.archive.members import unpack
from pipeline.archive.reading import Revisit, parse
from pipeline.archive.records import digest_of
from pipeline.model import RawPage, WarcLocation


class Originals:
    """Finds the originals of revisits in one archive. Writes nothing."""

    def __init__(self, root: Path, digests: Digests) -> None:
        self._root = root
        self._digests = digests
        self._scanned: dict[str, dict[bytes, WarcLocation]] = {}

    def fill(self, revisit: Revisit) -> RawPage:
        """The page with the payload of its original. Raises ValueError where that is not in the archive.

        The place that we noted ourselves is tried first, then the index, then the files themselves;
        each place is read and must hold the payload that the revisit names.
        """
        page = revisit.page
        for place in self._places(revisit):
            found = self.kept(place)
            if found and _is_original(found, revisit):
                answer = self._answer(place, page.source_id)
                if answer:
                    return _filled(page, answer)
        raise ValueError(
            "a revisit of an answer that is not in the archive; import the file that holds it as well"
        )

    def kept(self, place: WarcLocation) -> Kept | None:
        """The response at a place, None for anything else that is or is not there."""
        with contextlib.suppress(OSError, ValueError):
            return kept(unpack(self._bytes(place)), place)
        return None

    def _places(self, revisit: Revisit) -> Iterator[WarcLocation]:
        if revisit.place:
            yield revisit.place
        folder = _folder(revisit.page)
        wanted = [by_digest(revisit.digest)] if revisit.digest else []
        if revisit.url and revisit.date:
            wanted.append(by_capture(revisit.url, revisit.date))
        yield from self._digests.find(folder, *wanted)
        scanned = self._scan(folder)
        yield from (scanned[key] for key in wanted if key in scanned)

    def _scan(self, folder: str) -> dict[bytes, WarcLocation]:
        """What the folder's files hold, read once: for an archive whose index is lost."""
        if folder not in self._scanned:
            found: dict[bytes, WarcLocation] = {}
            for name, _ in files(self._root, folder):
                for response in responses(self._root, name):
                    for key in keys(response):
                        found.setdefault(key, response.place)
            self._scanned[folder] = found
        return self._scanned[folder]

    def _answer(self, place: WarcLocation, source_id: str) -> RawPage | None:
        with contextlib.suppress(OSError, ValueError):
            answer = parse(self._bytes(place), source_id, place)
            return answer if isinstance(answer, RawPage) else None
        return None

    def _bytes(self, place: WarcLocation) -> bytes:
        with (self._root / place.file).open("rb") as stream:
            stream.seek(place.offset)
            return stream.read(place.length)


def _folder(page: RawPage) -> str:
    return page.warc.file.partition("/")[0] if page.warc else ""


def _is_original(found: Kept, revisit: Revisit) -> bool:
    """Whether the response holds the payload that the revisit names."""
    if not revisit.digest:
        return (found.url, found.date[:19]) == (revisit.url, revisit.date[:19])
    return by_digest(found.digest or digest_of(found.payload)) == by_digest(revisit.digest)


def _filled(page: RawPage, original: RawPage) -> RawPage:
    """The later answer's own headers, where it kept any, with the body that both have."""
    if page.status:
        return replace(page, body=original.body)
    return replace(page, body=original.body, status=original.status, headers=original.headers)
