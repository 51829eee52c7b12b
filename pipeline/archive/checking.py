"""A WARC file of the archive read whole: is each record there, does it hold what its digest says."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.digests import by_digest, responses
from pipeline.archive.reading import Damage
from pipeline.archive.records import digest_of
from pipeline.archive.storage import IMPORTED, Archive
from pipeline.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read of one file."""

    file: str
    answers: int
    """Whole ones, revisits with the payload of their original."""
    problems: tuple[str, ...] = ()
    """Each names file and byte."""
    too_long: int = 0
    """Answers that are no pages, being longer than one may be; their packed bytes are compared as well."""


def check(root: Path, name: str) -> Checked:
    """Read every record of that file. What is damaged is named, never raised."""
    answers = too_long = 0
    problems: list[str] = []
    try:
        for answer in Archive(root).answers(name):
            if not isinstance(answer, Damage):
                answers += 1
            elif answer.is_too_long:
                too_long += 1
            else:
                problems.append(str(answer))
        if not name.startswith(
            f"{IMPORTED}/"
        ):  # others digest chunks and packed bodies in other ways
            problems += _altered(root, name)
    except (ArchiveError, OSError) as error:
        problems.append(str(error))
    return Checked(name, answers, tuple(problems), too_long)


def _altered(root: Path, name: str) -> list[str]:
    """Records whose payload is not the one that their own header names (SHA-1; others are not compared)."""
    return [
        f"{root / name}: damaged at byte {one.place.offset}: the payload's digest is another"
        for one in responses(root, name)
        if one.digest.lower().startswith("sha1:")
        and by_digest(digest_of(one.payload)) != by_digest(one.digest)
    ]
