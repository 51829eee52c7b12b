"""The stories of docs/ do what they say: each page's commands are run, and what they give is looked at."""

import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from captures_server import StandIn, serving, shot
from raw_pages import article
from story_pages import DOCS, Story, commands, run_page

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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


def stand_in(folder: Path, farm: Farm, *ids: str) -> Path:
    """A folder where those shipped portals are not followed yet, and are sample portals when they are."""
    (folder / "congtin-data").mkdir(parents=True)
    entries = (
        f'[[source]]\nid = "{name}"\nurl = "{portal.url}"\nplatform = ""\nsections = []\nfeeds = []\n'
        "allow_private = true\nenabled = false\n"
        for name, portal in zip(ids, farm.portals, strict=False)
    )
    (folder / "congtin-data" / "sources.toml").write_text("\n".join(entries))
    return folder


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_a_story_is_led_to_from_the_readme(page: str) -> None:
    assert f"](docs/{page})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands(page)


@pytest.fixture(scope="module")
def province(farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = stand_in(tmp_path_factory.mktemp("province"), farm, *NINH_BINH)
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
    assert len(got.entries) > 20


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
    folder = stand_in(tmp_path_factory.mktemp("rescue"), farm, SUCCESSOR)
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


def warc(url: str) -> bytes:
    """A WARC file with one article, captured in 2024."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    page = io.BytesIO(article("Phú Quốc khánh thành cầu cảng mới").encode())
    date = {"WARC-Date": "2024-03-06T00:00:00Z"}
    record = writer.create_warc_record(
        url, "response", payload=page, http_headers=headers, warc_headers_dict=date
    )
    writer.write_record(record)
    return out.getvalue()


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
    assert {one["unit_name"] for one in old} == {"Thành phố Phú Quốc"}


def test_the_successor_is_followed_and_brings_its_own(rescue: Story, farm: Farm) -> None:
    assert SUCCESSOR in rescue.of("congtin sources enable").out
    assert len(articles(rescue, SUCCESSOR)) == len(farm.portals[0].truth)


def test_a_new_address_becomes_the_old_portal_s_successor(rescue: Story, farm: Farm) -> None:
    file = (rescue.data / "sources.toml").read_text(encoding="utf-8")
    assert f'id = "{NAM_TRA_MY}"' in file
    assert "successor = " in file
    heirs = [
        source
        for source in json.loads(rescue.listed)
        if source["source"]["url"].startswith(farm.portals[1].url.rstrip("/"))
    ]
    assert [one["articles"] for one in heirs] == [len(farm.portals[1].truth)]
    assert heirs[0]["source"]["unit_before"] == "516"


def test_the_backup_is_a_whole_database(rescue: Story) -> None:
    with sqlite3.connect(rescue.folder / "rescued.db") as backup:
        (count,) = backup.execute("SELECT count(*) FROM news").fetchone()
    backup.close()
    assert count == len((rescue.folder / "rescued.jsonl").read_text().splitlines()) > 80
