"""`congtin import`: a WARC file gives the same articles as a crawl of the same pages."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from raw_pages import ADDRESS, SITE, TITLE, WHEN, article, raw

from crawler.imports import import_file
from crawler.sources import add_source, load_sources
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.errors import ArchiveError
from pipeline.model import RawPage, RunReport, Source
from pipeline.normalise.urls import normalise_url
from pipeline.reprocess import reprocess
from pipeline.store import Store, open_store

RECORDED = Path(__file__).parent.parent.parent / "shared" / "sites"
HOME = raw(
    "<title>Trang chủ - Cổng thông tin điện tử huyện Lam Kiều</title>"
    '<nav><a href="/tin-tuc/">Tin tức</a></nav>',
    f"{SITE}/",
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    config.data.mkdir()
    with open_store(config.database) as opened:
        yield opened


def captured(tmp_path: Path, *pages: RawPage) -> Path:
    """A WARC file of others with those answers."""
    archive = Archive(tmp_path / "theirs")
    for page in pages:
        archive.write(replace(page, source_id="x"))
    return next((tmp_path / "theirs" / "x").glob("*.warc.gz"))


class Watcher:
    def __init__(self) -> None:
        self.reports: list[RunReport] = []

    def report(self, run: RunReport) -> None:
        self.reports.append(run)


def test_a_site_unknown_so_far_becomes_a_source_drafted_from_its_home(
    config: Config, store: Store, tmp_path: Path
) -> None:
    done = import_file(config, captured(tmp_path, raw(), HOME), store)
    source = load_sources(config.sources_file)["huyen-example-vn"]
    assert (source.name, source.level) == ("Cổng thông tin điện tử huyện Lam Kiều", "district")
    assert [section.name for section in source.sections] == ["Tin tức"]
    assert [(run.source_id, run.new, run.status) for run in done.runs] == [
        ("huyen-example-vn", 1, "finished")
    ]
    assert store.entries()[0][0].article.title == TITLE


def test_a_site_without_a_captured_home_becomes_a_source_by_its_address(
    config: Config, store: Store, tmp_path: Path
) -> None:
    import_file(config, captured(tmp_path, raw()), store)
    assert load_sources(config.sources_file)["huyen-example-vn"].url == f"{SITE}/"


def test_a_known_source_is_used_whatever_its_home_says(
    config: Config, store: Store, tmp_path: Path
) -> None:
    known = Source("lam-kieu", "Huyện Lam Kiều", "https://www.huyen.example.vn/trang-chu")
    add_source(config.sources_file, known)
    done = import_file(config, captured(tmp_path, HOME, raw()), store)
    assert [run.source_id for run in done.runs] == ["lam-kieu"]
    assert load_sources(config.sources_file) == {"lam-kieu": known}


def test_the_capture_is_the_time_of_the_visit(config: Config, store: Store, tmp_path: Path) -> None:
    import_file(config, captured(tmp_path, raw()), store)
    assert store.entries()[0][0].first_seen == WHEN


def test_the_same_file_again_changes_nothing(config: Config, store: Store, tmp_path: Path) -> None:
    file = captured(tmp_path, HOME, raw())
    import_file(config, file, store)
    before = store.entries()
    again = import_file(config, file, store)
    assert (again.runs[0].new, again.runs[0].unchanged) == (0, 1)
    assert store.entries() == before
    assert len(list((config.archive / "imported").iterdir())) == 1


def test_what_was_imported_is_reprocessed_from_the_kept_copy(
    config: Config, store: Store, tmp_path: Path
) -> None:
    file = captured(tmp_path, raw())
    import_file(config, file, store)
    file.unlink()
    source = load_sources(config.sources_file)["huyen-example-vn"]
    assert reprocess(config.archive, source, store).unchanged == 1


def test_what_a_crawl_would_not_bring_home_is_left_out(
    config: Config, store: Store, tmp_path: Path
) -> None:
    wrong = (
        raw(url=f"{SITE}/print/khanh-thanh-cau-moi-qua-song-215.html"),
        raw(url=f"{SITE}/login"),
        raw(url=f"{SITE}/tin-tuc/da-go-bai-viet-nay-roi-99.html", status=404),
        raw(
            url=f"{SITE}/tin-tuc/anh-ve-cay-cau-moi-98.html",
            headers=(("Content-Type", "image/png"),),
        ),
    )
    done = import_file(config, captured(tmp_path, raw(), *wrong), store)
    assert [run.requests for run in done.runs] == [1]


def test_a_variant_of_an_address_counts_only_without_the_plain_one(
    config: Config, store: Store, tmp_path: Path
) -> None:
    variant = raw(url=f"{ADDRESS}?nvvithemever=m")
    done = import_file(config, captured(tmp_path, raw(), variant), store)
    assert done.runs[0].requests == 1


def test_a_host_that_only_gave_pictures_becomes_no_source(
    config: Config, store: Store, tmp_path: Path
) -> None:
    picture = raw(
        b"\x89PNG", "https://cdn.example.vn/a.png", headers=(("Content-Type", "image/png"),)
    )
    import_file(config, captured(tmp_path, raw(), picture), store)
    assert list(load_sources(config.sources_file)) == ["huyen-example-vn"]


def test_a_host_without_an_article_becomes_no_source(
    config: Config, store: Store, tmp_path: Path
) -> None:
    frame = raw(
        "<title>Quảng cáo</title><p>Mua ngay", "https://quang-cao.example.com/khung-12.html"
    )
    done = import_file(config, captured(tmp_path, raw(), frame), store)
    assert [run.source_id for run in done.runs] == ["huyen-example-vn"]
    assert list(load_sources(config.sources_file)) == ["huyen-example-vn"]


def test_what_an_import_makes_known_is_not_followed(
    config: Config, store: Store, tmp_path: Path
) -> None:
    file = captured(tmp_path, raw())
    assert import_file(config, file, store).registered == ("huyen-example-vn",)
    assert not load_sources(config.sources_file)["huyen-example-vn"].enabled
    assert import_file(config, file, store).registered == ()


def test_captures_of_two_sites_become_two_runs(
    config: Config, store: Store, tmp_path: Path
) -> None:
    other = raw(
        article("Xã Lam Sơn ra quân làm thuỷ lợi đầu năm"), "https://xa.example.vn/thuy-loi-7.html"
    )
    done = import_file(config, captured(tmp_path, raw(), other), store)
    assert {run.source_id: run.new for run in done.runs} == {
        "huyen-example-vn": 1,
        "xa-example-vn": 1,
    }


def test_a_file_cut_in_the_middle_gives_its_whole_records_and_names_the_rest(
    config: Config, store: Store, tmp_path: Path
) -> None:
    file = captured(
        tmp_path, HOME, raw(), raw(url=f"{SITE}/tin-tuc/bai-bi-cat-o-cuoi-tep-216.html")
    )
    file.write_bytes(file.read_bytes()[:-30])
    done = import_file(config, file, store)
    assert done.runs[0].new == 1
    assert len(done.problems) == 1
    assert done.problems[0].startswith(f"{file}: damaged at byte ")


@pytest.mark.parametrize("content", [b"", b"hello", gzip.compress(b"hello", mtime=0)])
def test_what_is_no_warc_file_is_named_and_not_kept(
    config: Config, store: Store, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.warc.gz"
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="no WARC file"):
        import_file(config, file, store)
    assert not config.archive.exists()


def test_a_file_that_is_not_there_is_named(config: Config, store: Store, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc: No such file"):
        import_file(config, tmp_path / "none.warc", store)


def test_a_file_without_any_web_page_says_so(config: Config, store: Store, tmp_path: Path) -> None:
    done = import_file(config, captured(tmp_path, raw(url=f"{SITE}/login")), store)
    assert done.runs == ()
    assert "no captured web page" in done.problems[0]


def test_progress_is_reported_on_the_way_and_at_the_end(
    config: Config, store: Store, tmp_path: Path
) -> None:
    pages = [
        raw(article(f"Tin số {n} của huyện"), f"{SITE}/tin-so-{n}-cua-huyen-{n}.html")
        for n in range(45)
    ]
    watcher = Watcher()
    import_file(config, captured(tmp_path, *pages), store, observer=watcher)
    assert [run.requests for run in watcher.reports] == [20, 40, 45]
    assert [run.status for run in watcher.reports] == ["running", "running", "finished"]
    assert store.runs("huyen-example-vn")[0].requests == 45


@pytest.mark.shared
@pytest.mark.parametrize("site", ["egov-8086", "wordpress-8089"])
def test_a_recorded_portal_gives_every_public_article_and_nothing_else(
    config: Config, store: Store, site: str
) -> None:
    file = RECORDED / f"{site}.warc.gz"
    if not file.exists():
        pytest.skip("../shared is not there")
    truth = json.loads((RECORDED / f"{site}.truth.json").read_text(encoding="utf-8"))
    wanted = {normalise_url(article["url"]) for article in truth["articles"]}
    done = import_file(config, file, store)
    assert sum(run.new for run in done.runs) == len(wanted)
    found = {
        line.canonical for line in store.visits(done.runs[0].source_id) if line.outcome == "article"
    }
    assert found == wanted
