"""Captures of public archives: listed by host and dates, fetched once, ingested at their own time."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from captures_server import SITE, Shot, StandIn, serving, shot
from raw_pages import article

from crawler.captures import Asker, Capture, CaptureError, Query, captures, index
from crawler.captures.index import sources_of
from crawler.captures.taking import import_captures
from crawler.imports import Imported
from crawler.sources import add_source, load_sources
from pipeline.archive import Archive, digests
from pipeline.archive.records import response
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import VIETNAM, RawPage, Source
from pipeline.reprocess import reprocess
from pipeline.store import Store, open_store

pytest.importorskip("cdx_toolkit")

HOME = Shot(
    "20190101000000",
    f"{SITE}:80/",
    "<title>Cổng thông tin điện tử huyện Lam Kiều</title>".encode(),
)
SHOTS = [
    HOME,
    shot("20180305060708", "/tin-tuc/mot-bai-viet-cu-101.html"),
    shot("20190305060708", "http://www.huyen.example.vn:80/tin-tuc/mot-bai-viet-khac-102.html"),
    shot("20200305060708", "https://huyen.example.vn/tin-tuc/mot-bai-viet-nua-103.html"),
    shot("20200401000000", "/tin-tuc/bai-da-mat-104.html", status="404"),
    shot("20200401000001", "/anh/cau-moi-105.png", mime="image/png"),
    shot("20210305060708", "/tin-tuc/bai-viet-sau-cung-106.html"),
]


@pytest.fixture
def wayback() -> Iterator[StandIn]:
    with serving(StandIn(list(SHOTS))) as archive:
        yield archive


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path / "data", contact="toa-soan@example.vn")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    config.data.mkdir()
    with open_store(config.database) as opened:
        yield opened


def asker(**more: Any) -> Asker:
    return Asker("Congtin test", **more)


def query(archive: StandIn, **more: str) -> Query:
    return Query("huyen.example.vn", index=f"{archive.base}/cdx/search/cdx", **more)


def take(archive: StandIn, config: Config, store: Store, **more: Any) -> Imported:
    limit = more.pop("limit", 0)
    return import_captures(config, query(archive, **more), store, asker(), limit=limit)


# --- listed ------------------------------------------------------------------------------------


def test_an_index_is_read_page_by_page_to_its_end(wayback: StandIn) -> None:
    found = list(captures(query(wayback), asker()))
    assert [capture.stamp for capture in found] == [s.stamp for s in SHOTS]
    assert len(wayback.log) == 4


def test_captures_have_their_own_moment_and_no_needless_port(wayback: StandIn) -> None:
    found = list(captures(query(wayback), asker()))[2]
    assert found.at == datetime(2019, 3, 5, 6, 7, 8, tzinfo=UTC)
    assert found.at.utcoffset() == VIETNAM.utcoffset(None)
    assert found.url == "http://www.huyen.example.vn/tin-tuc/mot-bai-viet-khac-102.html"
    assert (found.status, found.mime) == (200, "text/html")


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2019", "", [2019, 2019, 2020, 2020, 2020, 2021]),
        ("", "2018", [2018]),
        ("201903", "20200305", [2019, 2020]),
        ("20200401", "20200401", [2020, 2020]),
        ("2022", "", []),
    ],
)
def test_captures_are_chosen_by_date_with_both_ends(
    wayback: StandIn, first: str, last: str, years: list[int]
) -> None:
    found = captures(query(wayback, first=first, last=last), asker())
    assert [capture.at.year for capture in found] == years


def test_a_server_that_knows_no_pages_is_asked_no_more_than_twice(wayback: StandIn) -> None:
    wayback.paged = False
    assert len(list(captures(query(wayback), asker()))) == len(SHOTS)
    assert len(wayback.log) == 2


def test_of_common_crawl_only_the_indexes_of_those_dates_are_asked(tmp_path: Path) -> None:
    def row(stamp: str) -> dict[str, str]:
        url = f"{SITE}/{stamp}"
        return {"timestamp": stamp, "url": url, "mime": "text/html", "status": "200", "digest": ""}

    names = [f"CC-MAIN-{year}-10-index" for year in range(2015, 2024)]
    indexes = {name: [row(f"{name[8:12]}0304050607")] for name in names}
    indexes[names[5]] = []  # "No Captures found" is no failure
    with serving(StandIn([], indexes=indexes)) as archive:
        asked = Query("h", "2019", "202103", index=f"{archive.base}/collinfo.json")
        found = [capture.at.year for capture in captures(asked, asker())]
        assert found == [2019, 2021]
        assert not any("2016" in path or "2023-" in path for path in archive.log)


def test_only_the_host_that_was_named_is_asked(tmp_path: Path) -> None:
    with serving(StandIn([], indexes={"CC-MAIN-2019-10-index": []})) as archive:
        named = f"{archive.base}/collinfo.json"
        archive.base = "http://169.254.169.254"
        assert list(captures(Query("h", index=named), asker())) == []
        assert archive.log == ["/collinfo.json"]


@pytest.mark.parametrize("body", ["<html>", "[[1", '{"a"', "null"])
def test_an_index_that_cannot_be_read_is_named(
    wayback: StandIn, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandIn, "answer", lambda *_: (200, {}, body.encode()))
    with pytest.raises(CaptureError, match="an index that cannot be read"):
        list(captures(query(wayback), asker()))


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cdx_toolkit", None)
    with pytest.raises(ConfigError, match=r"pip install 'congtin\[captures\]'"):
        list(captures(Query("h"), asker()))


@pytest.mark.parametrize(
    ("asked", "replay", "files"),
    [
        (Query("h"), "https://web.archive.org/web", ""),
        (Query("h", index="cc"), "", "https://data.commoncrawl.org"),
        (Query("h", index="http://a/cdx/search/cdx"), "http://a/web", ""),
        (Query("h", index="http://a/all/cdx"), "http://a/all", ""),
        (Query("h", index="http://a/collinfo.json"), "", "http://a"),
        (Query("h", index="http://a/x", replay="http://b/w"), "http://b/w", ""),
        (Query("h", index="cc", files="http://b"), "", "http://b"),
    ],
)
def test_where_captures_are_is_known_from_the_index(asked: Query, replay: str, files: str) -> None:
    assert sources_of(asked) == (replay, files)


def test_an_index_of_which_that_is_not_known_asks_for_it() -> None:
    with pytest.raises(ConfigError, match="--replay URL or --files URL"):
        sources_of(Query("h", index="http://a/x"))


# --- asked -------------------------------------------------------------------------------------


def test_retry_after_is_obeyed_to_the_second_and_requests_keep_their_distance(
    wayback: StandIn,
) -> None:
    slept: list[float] = []
    wayback.busy = [(429, "7"), (503, "")]
    list(captures(query(wayback), asker(delay=100.0, sleep=slept.append)))
    assert [wait for wait in slept if wait in (7.0, 30.0)] == [7.0, 30.0]
    assert sum(90 < wait <= 100 for wait in slept) == len(wayback.log) - 1


def test_a_server_that_wants_too_much_time_is_left_alone(wayback: StandIn) -> None:
    wayback.busy = [(503, "86400")]
    with pytest.raises(CaptureError, match="HTTP 503"):
        list(captures(query(wayback), asker(sleep=lambda _: None)))
    assert len(wayback.log) == 1


def test_a_server_that_is_not_there_is_named_after_a_few_tries() -> None:
    slept: list[float] = []
    with pytest.raises(CaptureError, match=r"127\.0\.0\.1:9.*Try again later"):
        asker(sleep=slept.append).get("http://127.0.0.1:9/x")
    assert slept == [15.0, 30.0, 60.0, 120.0]


def test_the_visitor_is_named(wayback: StandIn) -> None:
    list(captures(query(wayback), asker()))
    assert wayback.agents == {"Congtin test"}


# --- taken -------------------------------------------------------------------------------------


def test_a_portal_that_is_gone_becomes_a_source_with_its_captured_articles(
    wayback: StandIn, config: Config, store: Store
) -> None:
    done = take(wayback, config, store)
    (source,) = load_sources(config.sources_file).values()
    assert source.name == "Cổng thông tin điện tử huyện Lam Kiều"
    assert [(run.source_id, run.new, run.status) for run in done.runs] == [
        (source.id, 4, "finished")
    ]
    assert done.problems == ()
    assert {entry.first_seen.astimezone(UTC).year for entry in store.iter_entries()} == {
        2018,
        2019,
        2020,
        2021,
    }


def test_relative_dates_count_from_the_capture(config: Config, store: Store) -> None:
    old = article().replace("Ngày đăng: 05/03/2024 08:30", "Đăng 2 ngày trước")
    one = Shot("20190310050000", f"{SITE}/tin-tuc/khanh-thanh-cau-moi-7.html", old.encode())
    with serving(StandIn([one])) as archive:
        take(archive, config, store)
    (entry,) = store.iter_entries()
    assert entry.article.published_at is not None
    assert f"{entry.article.published_at:%Y-%m-%d}" == "2019-03-08"


def test_captures_belong_to_the_source_that_is_known(
    wayback: StandIn, config: Config, store: Store
) -> None:
    add_source(config.sources_file, Source("lam-kieu", "Lam Kiều", "https://www.huyen.example.vn/"))
    done = take(wayback, config, store)
    assert [run.source_id for run in done.runs] == ["lam-kieu"]


def test_what_the_archive_holds_is_not_fetched_again(
    wayback: StandIn, config: Config, store: Store
) -> None:
    take(wayback, config, store)
    before = [entry.to_dict() for entry in store.iter_entries()]
    wayback.log.clear()
    again = take(wayback, config, store)
    assert wayback.pages == []
    assert [(run.new, run.changed) for run in again.runs] == [(0, 0)]
    assert [entry.to_dict() for entry in store.iter_entries()] == before


def test_an_import_that_broke_off_goes_on_where_it_was(
    wayback: StandIn, config: Config, store: Store
) -> None:
    take(wayback, config, store, limit=3)
    assert store.count() == 2  # one was the home page
    fetched = set(wayback.pages)
    wayback.log.clear()
    take(wayback, config, store)
    assert store.count() == 4
    assert not set(wayback.pages) & (fetched - {f"/web/{HOME.stamp}id_/{SITE}/"})


def test_a_server_that_fails_half_way_loses_nothing(
    wayback: StandIn, config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = Asker.get

    def failing(self: Asker, url: str, *more: Any, **named: Any) -> Any:
        if len(wayback.pages) >= 3:
            raise CaptureError(f"{url}: HTTP 503. Try again later.")
        return get(self, url, *more, **named)

    with monkeypatch.context() as broken:
        broken.setattr(Asker, "get", failing)
        done = take(wayback, config, store)
    assert "HTTP 503" in done.problems[0]
    assert 0 < store.count() < 4
    take(wayback, config, store)
    assert store.count() == 4


def test_a_rewritten_page_is_never_ingested(wayback: StandIn, config: Config, store: Store) -> None:
    wayback.rewrites = True
    done = take(wayback, config, store)
    assert store.count() == 0
    assert any("rewritten" in problem for problem in done.problems)


def test_pages_are_asked_for_as_they_were_captured_and_nothing_else_is(
    wayback: StandIn, config: Config, store: Store
) -> None:
    take(wayback, config, store)
    assert all("id_/" in path for path in wayback.pages)
    assert not any("png" in path or "da-mat" in path for path in wayback.pages)


def test_the_same_payload_of_an_address_is_fetched_once(config: Config, store: Store) -> None:
    first = shot("20180305060708", "/tin-tuc/bai-viet-101.html", "Bài viết không đổi qua các năm")
    later = [replace(first, stamp=f"20{year}0305060708") for year in (19, 20, 21)]
    with serving(StandIn([*later, first])) as archive:
        take(archive, config, store)
        assert len(archive.pages) == 1
    (entry,) = store.iter_entries()
    assert entry.first_seen.year == 2018


def test_captures_are_kept_as_warc_and_read_again_offline(
    wayback: StandIn, config: Config, store: Store
) -> None:
    take(wayback, config, store)
    (source,) = load_sources(config.sources_file).values()
    archive = Archive(config.archive)
    names = archive.files(source.id)
    assert [name.rpartition("-")[2] for name in names] == [
        f"{year}.warc.gz" for year in range(2018, 2022)
    ]
    first = gzip.decompress((config.archive / names[0]).read_bytes()).decode()
    assert f"WARC-Source-URI: {wayback.base}/web/20180305060708id_/{SITE}/tin-tuc/" in first
    assert "WARC-Date: 2018-03-05T06:07:08" in first
    assert "\r\nContent-Type: text/html; charset=utf-8\r\n" in first
    assert "\r\nContent-Encoding:" not in first
    before = [entry.to_dict() for entry in store.iter_entries()]
    (config.archive / digests.NAME).unlink()
    done = reprocess(config.archive, source, store)
    assert (done.unchanged, done.changed, done.unreadable) == (4, 0, 0)
    assert [entry.to_dict() for entry in store.iter_entries()] == before


def test_captures_of_common_crawl_are_cut_out_of_its_files(config: Config, store: Store) -> None:
    pages = [
        RawPage("", one.url, one.url, 200, (("Content-Type", "text/html"),), one.body, when)
        for one, when in (
            (
                shot("20190305060708", "/tin-tuc/bai-viet-101.html"),
                datetime(2019, 3, 5, 6, 7, 8, tzinfo=UTC),
            ),
            (
                shot("20190306060708", "/tin-tuc/bai-viet-102.html"),
                datetime(2019, 3, 6, 6, 7, 8, tzinfo=UTC),
            ),
        )
    ]
    name, content, rows = "crawl-data/x/00001.warc.gz", b"", []
    for page in pages:
        data = response(page)
        rows.append(
            {
                "timestamp": f"{page.fetched_at:%Y%m%d%H%M%S}",
                "url": page.url,
                "mime": "text/html",
                "status": "200",
                "digest": str(len(content)),
                "filename": name,
                "offset": str(len(content)),
                "length": str(len(data)),
            }
        )
        content += data
    stand_in = StandIn([], {name: content}, {"CC-MAIN-2019-10-index": rows})
    with serving(stand_in) as archive:
        asked = Query("huyen.example.vn", index=f"{archive.base}/collinfo.json")
        done = import_captures(config, asked, store, asker())
        assert [run.new for run in done.runs] == [2]
        assert all(asked.startswith("bytes=") for asked in archive.ranges)
    assert sorted(entry.first_seen for entry in store.iter_entries()) == [
        page.fetched_at for page in pages
    ]


def test_a_capture_that_is_not_to_be_had_is_named_and_the_others_are_taken(
    wayback: StandIn, config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = StandIn._page

    def without(self: StandIn, target: str) -> Any:
        return (302, {"Location": "/web/2/"}, b"") if "cu-101" in target else page(self, target)

    monkeypatch.setattr(StandIn, "_page", without)
    done = take(wayback, config, store)
    assert store.count() == 3
    assert done.problems == (
        f"20180305060708 {SITE}/tin-tuc/mot-bai-viet-cu-101.html: not-to-be-had: HTTP 302",
    )


def test_a_host_without_captures_says_so(config: Config, store: Store) -> None:
    with serving(StandIn([])) as archive:
        done = take(archive, config, store)
    assert done.problems == ("huyen.example.vn: no captured page between those dates.",)
    assert load_sources(config.sources_file) == {}


def test_a_capture_is_told_as_json(wayback: StandIn) -> None:
    first = next(captures(query(wayback), asker()))
    assert isinstance(first, Capture)
    assert first.to_dict() == {
        "at": "2019-01-01T07:00:00+07:00",
        "timestamp": "20190101000000",
        "url": f"{SITE}/",
        "status": 200,
        "mime": "text/html",
        "digest": HOME.digest,
        "length": 9,
    }
    assert index.WAYBACK.endswith(index.WAYBACK_PATH)
