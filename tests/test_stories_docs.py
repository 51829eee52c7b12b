"""The stories of docs/ do what they say: each page's commands are run, and what they give is looked at."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from captures_server import StandIn, serving, shot
from commands import congtin
from raw_pages import article
from story_pages import DOCS, HAS_DATASETTE, Story, commands, run_page

from crawler.farm import PORTALS, Farm

ROOT = DOCS.parent
NINH_BINH = (
    "ninhbinh.gov.vn",
    "hanam.gov.vn",
    "namdinh.gov.vn",
    "kimson.ninhbinh.gov.vn",
    "xuanhung.ninhbinh.gov.vn",
    "baoninhbinh.org.vn",
)


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    """The sample portals, which stand in for real ones."""
    with Farm(base_port=0) as running:
        yield running


def stand_in(folder: Path, farm: Farm, *ids: str, budget: int = 0) -> Path:
    """A folder where those shipped portals are not followed yet, and are sample portals when they are.

    `budget`: requests to each in one run; 0: as many as it takes.
    """
    (folder / "congtin-data").mkdir(parents=True)
    entries = (
        f'[[source]]\nid = "{name}"\nurl = "{portal.url}"\nplatform = ""\nsections = []\nfeeds = []\n'
        f"allow_private = true\nenabled = false\nbudget = {budget}\n"
        for name, portal in zip(ids, farm.portals, strict=False)
    )
    (folder / "congtin-data" / "sources.toml").write_text("\n".join(entries))
    return folder


FIGURES = "scale.md"
"""The one page that tells no story: its commands are benchmarks, which take hours."""


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_a_story_is_led_to_from_the_readme(page: str) -> None:
    assert f"](docs/{page})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands(page) or page == FIGURES


@pytest.fixture(scope="module")
def province(farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = stand_in(tmp_path_factory.mktemp("province"), farm, *NINH_BINH, budget=20)
    assert len(NINH_BINH) == len(PORTALS)
    return run_page("follow-my-province.md", folder)


def test_every_command_ends_well(province: Story) -> None:
    assert [(one.command, one.err) for one in province.ran if one.code] == []


def test_the_list_has_the_provinces_that_it_was_and_what_lies_in_it(province: Story) -> None:
    listed = province.of('congtin sources --place "Ninh Bình"').out
    assert [name for name in NINH_BINH if name not in listed] == []
    assert listed.count("unverified") == len(NINH_BINH)


def test_a_look_says_that_they_answer(province: Story) -> None:
    looked = province.of("congtin sources verify").out
    assert [name for name in NINH_BINH if name not in looked] == []


def test_what_is_enabled_is_followed_and_what_is_disabled_is_not(province: Story) -> None:
    assert province.of("congtin sources enable").out.count("enabled") == len(NINH_BINH)
    assert "disabled  baoninhbinh.org.vn" in province.of("congtin sources disable").out


def test_the_crawl_brings_news_of_all_that_are_followed(province: Story) -> None:
    crawled = province.of("congtin crawl").out
    assert [name for name in NINH_BINH[:-1] if name not in crawled] == []
    assert "baoninhbinh.org.vn" not in crawled


@pytest.mark.parametrize(
    "feed",
    [
        "provinces/ninh-binh",
        "provinces-before/ha-nam",
        "communes/ninh-binh/xa-xuan-hung",
        "districts/ninh-binh/huyen-kim-son",
    ],
)
def test_a_feed_to_subscribe_to_has_the_news(feed: str, province: Story) -> None:
    got = feedparser.parse(province.of(f"curl -s http://127.0.0.1:8000/feeds/{feed}.rss").out)
    assert got.feed.title
    assert len(got.entries) > 5


def test_the_feed_of_a_former_province_is_its_portal_s_alone(province: Story) -> None:
    feeds = ("provinces-before/ha-nam", "provinces/ninh-binh")
    asked = (f"curl -s http://127.0.0.1:8000/feeds/{feed}.rss" for feed in feeds)
    old, now = ({e.link for e in feedparser.parse(province.of(a).out).entries} for a in asked)
    assert len({link.split("/")[2] for link in old}) == 1 < len({u.split("/")[2] for u in now})


def test_a_commune_without_a_portal_has_a_feed_too(province: Story) -> None:
    asked = "curl -s http://127.0.0.1:8000/feeds/communes/ninh-binh/xa-phat-diem.rss"
    assert "Phát Diệm" in feedparser.parse(province.of(asked).out).feed.title


def test_the_list_of_feeds_has_those_of_the_page(province: Story) -> None:
    listed = province.of("curl -s http://127.0.0.1:8000/feeds/subscriptions.opml").out
    for name in ("provinces/ninh-binh", "districts/ninh-binh/huyen-kim-son"):
        assert f"/feeds/{name}." in listed


def test_what_became_of_the_district_is_told(province: Story) -> None:
    told = province.of("congtin places").out
    assert "Huyện Kim Sơn" in told
    assert "Xã Phát Diệm" in told
    assert "Ninh Bình" in told


PHU_QUOC, SUCCESSOR, NAM_TRA_MY = (
    "phuquoc.kiengiang.gov.vn",
    "phuquoc.angiang.gov.vn",
    "namtramy.gov.vn",
)
CAPTURED = ("2019", "2021", "2023", "2026")
"""Years of the captures; in the last one the portal was no more."""


@pytest.fixture(scope="module")
def rescue(farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A portal that is dead, three captures of it before it died and one behind, a WARC file, two heirs."""
    folder = stand_in(tmp_path_factory.mktemp("rescue"), farm, SUCCESSOR, budget=20)
    (folder / "phuquoc.warc.gz").write_bytes(
        warc(f"https://{PHU_QUOC}/tin-tuc/tu-tap-tin-warc-77.html")
    )
    shots = [
        shot(f"{year}0305060708", f"https://{PHU_QUOC}/tin-tuc/bai-viet-so-{number}.html")
        for number, year in enumerate(CAPTURED, 11)
    ]
    heir = farm.portals[1].url
    with serving(StandIn(shots)) as archive:
        return run_page(
            "keep-a-dying-portal.md",
            folder,
            wayback=f"{archive.base}/cdx/search/cdx",
            dead=[PHU_QUOC, NAM_TRA_MY],
            instead={"https://namtramy.example.vn/": f"{heir} --allow-private"},
        )


def warc(url: str, text: str = "Sáng nay, đảo khánh thành cầu cảng mới.") -> bytes:
    """A WARC file with one article, captured in 2024."""
    page = article("Khánh thành công trình cầu mới", text).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:8f0c2b3e-0d5a-4c58-9d1e-6f4f4f3d>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-06T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


def test_every_command_of_the_rescue_ends_well(rescue: Story) -> None:
    assert [(one.command, one.err) for one in rescue.ran if one.code] == []


def test_the_dead_portal_is_told_to_be_gone_and_what_to_do(rescue: Story) -> None:
    told = rescue.of("congtin sources verify").out
    assert "gone" in told
    assert "congtin import --captures phuquoc.kiengiang.gov.vn" in told


def test_the_captures_from_before_its_end_are_listed(rescue: Story) -> None:
    listed = rescue.of("congtin captures").out
    assert [year for year in CAPTURED if f"{year}-03-05" in listed] == list(CAPTURED[:-1])


def articles(story: Story, source: str) -> set[str]:
    """The addresses of what is stored of a source."""
    with sqlite3.connect(story.data / "congtin.db") as database:
        found = database.execute("SELECT url FROM news WHERE source_id = ?", (source,))
        urls = {url for (url,) in found}
    database.close()
    return urls


def test_captures_and_files_are_stored_under_the_portal_that_is_shipped(rescue: Story) -> None:
    stored = articles(rescue, PHU_QUOC)
    assert {url.rsplit("-", 1)[1] for url in stored} == {"11.html", "12.html", "13.html", "77.html"}
    assert PHU_QUOC in rescue.of("congtin runs").out
    assert "4" in rescue.of("congtin search").err


def test_they_are_of_the_unit_whose_portal_it_was(rescue: Story) -> None:
    kept = map(json.loads, (rescue.folder / "rescued.jsonl").read_text().splitlines())
    old = [one for one in kept if one["source_id"] == PHU_QUOC]
    for one in old:  # it became a town on 2021-03-01
        day = one["published_at"] or one["first_seen"]
        named = "Huyện Phú Quốc" if day < "2021-03-01" else "Thành phố Phú Quốc"
        assert one["unit_name"] == named, day
    assert old


def test_the_successor_is_followed_and_brings_its_own(rescue: Story) -> None:
    assert SUCCESSOR in rescue.of("congtin sources enable").out
    assert len(articles(rescue, SUCCESSOR)) > 5


def test_a_new_address_becomes_the_old_portal_s_successor(rescue: Story, farm: Farm) -> None:
    file = (rescue.data / "sources.toml").read_text(encoding="utf-8")
    assert f'id = "{NAM_TRA_MY}"' in file
    assert "successor = " in file
    heirs = [
        source
        for source in congtin("sources", "--json", data=rescue.data).json
        if source["source"]["url"].startswith(farm.portals[1].url.rstrip("/"))
    ]
    assert [one["articles"] for one in heirs] == [len(farm.portals[1].truth)]
    assert heirs[0]["source"]["unit_before"] == "516"


def test_the_backup_is_a_whole_database(rescue: Story) -> None:
    with sqlite3.connect(rescue.folder / "rescued.db") as backup:
        (count,) = backup.execute("SELECT count(*) FROM news").fetchone()
    backup.close()
    assert count == len((rescue.folder / "rescued.jsonl").read_text().splitlines()) > 50


COUNTRY = ("lechan.haiphong.gov.vn", "hatinh.gov.vn", "dakpxi.quangngai.gov.vn")


@pytest.fixture(scope="module")
def country(farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Portals of three provinces, crawled and asked; of a fourth one article is there already."""
    folder = stand_in(tmp_path_factory.mktemp("country"), farm, *COUNTRY)
    text = "Sáng nay, huyện Lý Nhân và TP. Phủ Lý khánh thành cây cầu mới."
    sources = folder / "congtin-data" / "sources.toml"
    followed = sources.read_text()
    (folder / "hanam.warc.gz").write_bytes(
        warc("https://www.hanam.gov.vn/tin/cau-moi-77.html", text)
    )
    assert congtin("import", folder / "hanam.warc.gz", data=folder / "congtin-data").code == 0
    sources.write_text(followed)
    return run_page("query-the-news.md", folder)


def rows(story: Story, beginning: str) -> list[list[str]]:
    """What sqlite3 printed."""
    return [line.split("|") for line in story.of(f'{SQL} "{beginning}').out.splitlines()]


SQL = "sqlite3 congtin-data/congtin.db"


def test_every_command_of_the_queries_ends_well(country: Story) -> None:
    assert [(one.command, one.err) for one in country.ran if one.code] == []


def test_the_news_are_counted_by_province(country: Story, farm: Farm) -> None:
    counts = {
        name: int(count) for name, count in rows(country, "select province, count(*) from news ")
    }
    crawled = ("Hải Phòng", "Hà Tĩnh", "Quảng Ngãi")
    truth = {name: len(portal.truth) for name, portal in zip(crawled, farm.portals, strict=False)}
    assert counts == truth | {"Ninh Bình": 1}


def test_a_reused_host_is_each_unit_s_in_its_time(country: Story) -> None:
    of = {unit: name for unit, name, _ in rows(country, "select unit, unit_name")}
    assert of == {"305": "Quận Lê Chân", "11383@2025": "Phường Lê Chân"}


def test_the_places_that_are_named_can_be_counted(country: Story) -> None:
    named = rows(country, "select province, name")
    assert ["Ninh Bình", "Huyện Lý Nhân", "1"] in named
    assert ["Ninh Bình", "Thành phố Phủ Lý", "1"] in named


def test_the_months_are_in_order(country: Story) -> None:
    months = [month for month, _ in rows(country, "select substr") if month]
    assert months == sorted(months)
    assert months[-1] == "2026-09"


def test_the_search_finds_words_and_counts_them(country: Story) -> None:
    assert "nông thôn mới" in country.of('congtin search "nông thôn mới" --after').out.lower()
    assert "Hà Tĩnh" in country.of('congtin search "nông thôn mới" --counts').out


def test_the_export_is_of_the_former_district(country: Story) -> None:
    lines = (country.folder / "le-chan.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1
    assert "lechan.haiphong.gov.vn" in lines[1]


def asked(story: Story, words: str) -> dict[str, Any]:
    """The API's answer."""
    (found,) = (one for one in story.ran if one.command.startswith("curl") and words in one.command)
    answer: dict[str, Any] = json.loads(found.out)
    return answer


def test_the_api_tells_what_became_of_a_district(country: Story) -> None:
    (unit,) = asked(country, "q=huyện Lý Nhân")["items"]
    assert unit["code"] == "353"
    assert "Xã Lý Nhân" in json.dumps(unit["successors"], ensure_ascii=False)
    assert unit["rss"].endswith("/feeds/districts/ha-nam/huyen-ly-nhan.rss")


def test_the_api_gives_the_articles_of_a_unit_and_of_words(country: Story) -> None:
    assert len(asked(country, "-d unit=305")["items"]) == 5
    found = asked(country, "q=nông thôn mới")["items"]
    assert found
    assert {frozenset(one) for one in found} == {frozenset(("title", "url"))}
    assert len(asked(country, "/api/changes")["items"]) == 5


@pytest.mark.skipif(not HAS_DATASETTE, reason="no Datasette here: pip install datasette")
def test_datasette_answers_the_ready_query(country: Story) -> None:
    assert {row["unit_name"] for row in asked(country, "news_of_a_unit")["rows"]} == {
        "Quận Lê Chân"
    }


def test_the_tables_are_described_for_datasette(country: Story) -> None:
    told = json.loads((country.folder / "metadata.json").read_text(encoding="utf-8"))
    assert "news_of_a_unit" in told["databases"]["congtin"]["queries"]
