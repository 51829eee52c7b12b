"""WACZ files: their WARC files are imported, and nothing of a zip is trusted."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from raw_pages import SITE, article, raw

from crawler.imports import import_file, import_files
from pipeline.archive import Archive, parts_of
from pipeline.config import Config
from pipeline.model import RawPage
from pipeline.store import Store, open_store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    config.data.mkdir()
    with open_store(config.database) as opened:
        yield opened


def page(number: int) -> RawPage:
    markup = article(f"Bài viết số {number} của huyện", f"Sáng nay có việc thứ {number} ở huyện.")
    return raw(markup, f"{SITE}/tin-tuc/bai-viet-{number}.html")


def warc(tmp_path: Path, *pages: RawPage) -> bytes:
    """The bytes of a WARC file with those answers."""
    folder = tmp_path / f"warc-{len(list(tmp_path.iterdir()))}"
    for one in pages:
        Archive(folder).write(replace(one, source_id="x"))
    return next(folder.rglob("*.warc.gz")).read_bytes()


def wacz(tmp_path: Path, files: dict[str, bytes], *, name: str = "x.wacz", **changed: str) -> Path:
    """A WACZ of those files; `changed`: digests to be told in place of the true ones, by last name."""
    listed = [
        {
            "path": path,
            "hash": changed.get(
                path.rpartition("/")[2].partition(".")[0],
                f"sha256:{hashlib.sha256(data).hexdigest()}",
            ),
        }
        for path, data in files.items()
    ]
    package = json.dumps({"profile": "data-package", "resources": listed}).encode()
    file = tmp_path / name
    with zipfile.ZipFile(file, "w") as bundle:
        for path, data in files.items():
            bundle.writestr(path, data)
        bundle.writestr("datapackage.json", package)
        told = changed.get("seal", f"sha256:{hashlib.sha256(package).hexdigest()}")
        bundle.writestr("datapackage-digest.json", json.dumps({"hash": told}))
    return file


def titles(store: Store) -> set[str]:
    return {entry.article.title for entry in store.iter_entries()}


def test_every_warc_file_of_a_wacz_is_imported(
    config: Config, store: Store, tmp_path: Path
) -> None:
    files = {f"archive/data-{n}.warc.gz": warc(tmp_path, page(n)) for n in (1, 2)}
    done = import_file(config, wacz(tmp_path, files | {"pages/pages.jsonl": b"{}"}), store)
    assert done.problems == ()
    assert titles(store) == {f"Bài viết số {n} của huyện" for n in (1, 2)}
    assert len(list((config.archive / "imported").glob("*.warc.gz"))) == 2
    assert list((config.data / "scratch").iterdir()) == []


def test_a_revisit_may_refer_to_another_file_of_the_wacz(
    config: Config, store: Store, tmp_path: Path
) -> None:
    theirs = Archive(tmp_path / "theirs")
    first = replace(page(1), source_id="x")
    for one in (first, replace(first, fetched_at=first.fetched_at.replace(year=2025))):
        theirs.write(one)
    early, late = sorted(theirs.root.rglob("*.warc.gz"))
    files = {"archive/a.warc.gz": late.read_bytes(), "archive/b.warc.gz": early.read_bytes()}
    done = import_file(config, wacz(tmp_path, files), store)
    assert done.problems == ()
    (entry,) = store.iter_entries()
    assert (entry.first_seen.year, entry.last_seen.year) == (2024, 2025)


def test_a_file_that_is_damaged_inside_is_named_by_its_place_in_the_wacz(
    config: Config, store: Store, tmp_path: Path
) -> None:
    file = wacz(tmp_path, {"archive/a.warc.gz": warc(tmp_path, page(1), page(2))[:-40]})
    done = import_file(config, file, store)
    assert store.count() == 1
    assert done.problems[0].startswith(f"{file}, archive/a.warc.gz: damaged at byte ")


def test_names_that_lead_out_of_the_zip_lead_nowhere(
    config: Config, store: Store, tmp_path: Path
) -> None:
    content = warc(tmp_path, page(1))
    names = ("archive/../../../../evil.warc.gz", "archive//etc/evil.warc.gz", "../evil.warc.gz")
    file = wacz(tmp_path, dict.fromkeys(names, content))
    import_file(config, file, store)
    assert list(tmp_path.rglob("evil*")) == []
    assert not Path("/etc/evil.warc.gz").exists()


CONTENT = {"archive/a.warc.gz": b"x" * 100}


def bomb(tmp_path: Path) -> Path:
    file = wacz(tmp_path, {})
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("archive/a.warc", bytes(50_000_000))
    return file


def cut(tmp_path: Path) -> Path:
    file = wacz(tmp_path, CONTENT)
    file.write_bytes(file.read_bytes()[:-60])
    return file


def unlisted(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as bundle:
        bundle.writestr("archive/a.warc.gz", b"x")
    return tmp_path / "x.wacz"


def missing(tmp_path: Path) -> Path:
    buffer = io.BytesIO(wacz(tmp_path, CONTENT | {"archive/b.warc.gz": b"y"}).read_bytes())
    with (
        zipfile.ZipFile(buffer) as whole,
        zipfile.ZipFile(tmp_path / "less.wacz", "w") as less,
    ):
        for info in whole.infolist():
            if info.filename != "archive/b.warc.gz":
                less.writestr(info, whole.read(info))
    return tmp_path / "less.wacz"


BAD = {
    "a bomb": (bomb, "more than pages ever do"),
    "cut short": (cut, "no whole WACZ"),
    "without a list": (unlisted, "without datapackage.json"),
    "a file missing": (missing, "archive/b.warc.gz is listed and not there"),
    "another file": (lambda p: wacz(p, CONTENT, a="sha256:00"), "a.warc.gz is not what its digest"),
    "another list": (lambda p: wacz(p, CONTENT, seal="sha256:00"), "datapackage.json is not what"),
    "no page in it": (lambda p: wacz(p, {"pages/x": b""}), "no archive/*.warc.gz in it"),
    "no WARC in it": (lambda p: wacz(p, CONTENT), "no WARC file"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_whole_wacz_is_refused_and_not_kept(
    config: Config, store: Store, tmp_path: Path, kind: str
) -> None:
    make, told = BAD[kind]
    file = make(tmp_path)  # type: ignore[operator]
    done = import_files(config, [file], store)
    (refusal,) = done.refusals
    assert str(refusal).startswith(str(file))
    assert str(told) in str(refusal)
    assert "wacz-" not in str(refusal)
    assert not (config.archive / "imported").exists()


def test_another_digest_than_sha256_is_left_unchecked(tmp_path: Path) -> None:
    file = wacz(tmp_path, CONTENT, a="md5:00")
    with parts_of(file, tmp_path / "scratch") as parts:
        assert [part.file.read_bytes() for part in parts] == list(CONTENT.values())
