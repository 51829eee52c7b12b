"""Feeds on demand: searches, filters, topics, every copy, summaries; in pages."""

import random
from dataclasses import replace

import feedparser
import pytest
from feed_reader import ids, links
from sample_entries import DAK_LAK, HA_NAM, make_config
from web_client import save

from pipeline.publish.publishing.files import publish


@pytest.fixture
def config(tmp_path, database_url):
    return make_config(tmp_path, database_url=database_url, feed_size=2)


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


def get(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def titles(answer):
    feed = feedparser.parse(answer.content)
    assert feed.bozo == 0, feed.bozo_exception
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Hội nghị", "Cầu mới", "Đường mới"]),
        ('q="cau moi"', ["Cầu mới"]),
        ("q=duong", ["Đường mới"]),
        ("source=dak-lak", ["Hội nghị"]),
        ("place=ha-nam/ly-nhan", ["Cầu mới", "Đường mới"]),
        ("province=Ninh+Bình&q=cầu", ["Cầu mới"]),
        ("topic=giao-thong", ["Cầu mới"]),
        ("author=Thu+Hà", ["Đường mới"]),
        ("author=thu-ha&province=ninh+binh", ["Đường mới"]),
        ("q=-duong", ["Hội nghị", "Cầu mới"]),
        ("after=2024-05-01T14:30:00", ["Hội nghị"]),
        ("before=2024-05-01T13:30:00", ["Đường mới"]),
        ("q=khongco", []),
    ],
)
def test_any_search_and_filter_is_a_feed(client, store, config, asked, found):
    save(store, 1, title="Đường mới", author="Thu Hà", tags=())
    save(store, 2, title="Cầu mới", tags=("Giao thông",))
    save(store, 3, DAK_LAK, title="Hội nghị", tags=())
    got = []
    for page in (1, 2):
        got += titles(get(client, f"/feeds/search.rss?{asked}&page={page}"))
    assert got == found


def test_pages_lead_to_each_other_and_give_every_article_once(client, store, config):
    keys = {save(store, number) for number in range(1, 6)}
    path, found = "/feeds/search.atom?q=nh%C3%A0", []
    pages = 0
    while path:
        body = get(client, path).content
        found += ids(body)
        around = links(body)
        assert around["first"] == "https://tin.example.vn/feeds/search.atom?q=nh%C3%A0"
        assert around["last"].endswith("&page=3")
        assert ("previous" in around) == (pages > 0)
        path = around.get("next", "").removeprefix("https://tin.example.vn")
        pages += 1
    assert pages == 3
    assert sorted(identity.rpartition("/")[2] for identity in found) == sorted(keys)


def test_a_json_feed_of_a_search_names_its_next_page(client, store, config):
    for number in (1, 2, 3):
        save(store, number)
    answer = get(client, "/feeds/search.json?q=nhà")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    following = answer.json()["next_url"].removeprefix("https://tin.example.vn")
    assert len(get(client, following).json()["items"]) == 1


@pytest.mark.parametrize(
    "query", ["page=0", "page=51", "page=x", "after=gestern", "q=" + "a" * 301]
)
def test_what_cannot_be_asked_is_refused(client, store, query):
    assert client.get(f"/feeds/search.rss?{query}").status_code == 422


def test_a_parameter_that_there_is_not_is_named(client, store):
    answer = client.get("/feeds/search.rss?q=nhà&aftr=2026")
    assert answer.status_code == 422
    assert "aftr: no such parameter. There are: q, source" in answer.text


def test_a_topic_without_files_is_answered_on_demand(client, store, config):
    save(store, 1, tags=("Lễ hội",), title="Hội làng")
    publish(store, config)
    assert not (config.feeds / "topics").exists()
    answer = get(client, "/feeds/topics/le-hoi.rss")
    assert titles(answer) == ["Hội làng"]
    assert feedparser.parse(answer.content).feed.title == "Lễ hội – Cổng tin"


@pytest.mark.parametrize("path", ["topics/gibt-es-nicht.rss", "sources/nobody.rss?all=1"])
def test_an_unknown_feed_is_not_found(client, store, config, path):
    publish(store, config)
    assert client.get(f"/feeds/{path}").status_code == 404


SYLLABLES = (
    "xã huyện đường cầu sông bờ đê ruộng lúa nhà dân công đất xây dựng nối liền khởi hoàn thành vốn "
    "góp tiền của sức mới làng thôn xóm chợ trường trạm điện nước mương cống"
).split()
LONG = " ".join(random.Random(1).choices(SYLLABLES, k=220))


def copies(store):
    """One text printed by two portals; the first to print it is Đắk Lắk's."""
    words = {
        "title": "Khánh thành đường ven sông",
        "text": LONG,
        "html": f"<p>{LONG}</p>",
        "lead": None,
    }
    first = save(store, 1, DAK_LAK, **words, url="https://baodaklak.example.vn/1", content_hash="a")
    second = save(store, 2, HA_NAM, **words, content_hash="a")
    return first, second


def keys_of(answer):
    return [identity.rpartition("/")[2] for identity in ids(answer.content)]


def test_a_story_stands_once_and_with_all_every_copy(client, store, config):
    first, second = copies(store)
    publish(store, config)
    assert keys_of(get(client, "/feeds/all.rss")) == [first]
    assert keys_of(get(client, "/feeds/all.rss?all=1")) == [second, first]
    assert keys_of(get(client, "/feeds/search.rss?q=khánh")) == [first]
    assert keys_of(get(client, "/feeds/search.rss?q=khánh&all=1")) == [second, first]


def test_a_portals_own_feed_has_what_another_printed_first(client, store, config):
    """Whoever follows a district wants what the district prints, whoever printed it before."""
    _, second = copies(store)
    publish(store, config)
    assert keys_of(get(client, "/feeds/sources/ha-nam-ly-nhan.rss")) == [second]
    assert keys_of(get(client, "/feeds/provinces/ninh-binh.rss")) == [second]


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_summaries_are_of_the_published_articles_without_their_texts(client, store, config, form):
    body = "do nhân dân góp công xây dựng"
    for number in (1, 2, 3):
        save(store, number)
    publish(store, replace(config, feed_size=50))
    whole = get(client, f"/feeds/all.{form}")
    short = get(client, f"/feeds/all.{form}?summary=1")
    assert (whole.text.count(body) > 0, short.text.count(body)) == (True, 0)
    assert len(short.content) < len(whole.content)
    if form != "json":
        assert ids(short.content) == ids(whole.content)


def test_the_feed_says_under_which_address_it_is_had(client, store, config):
    publish(store, config)
    body = get(client, "/feeds/search.atom?place=hà+nam&q=&page=1").content
    assert links(body)["self"] == "https://tin.example.vn/feeds/search.atom?place=h%C3%A0+nam"


def test_an_entry_that_cannot_stand_in_a_feed_is_left_out_on_demand_too(client, store, config):
    save(store, 1, title="\x01", text="nhà")
    save(store, 2, title="Tin lành", text="nhà")
    assert titles(get(client, "/feeds/search.rss")) == ["Tin lành"]


def test_a_search_answers_304_while_nothing_changed(client, store, config):
    save(store, 1)
    first = get(client, "/feeds/search.rss?q=nhà")
    again = client.get("/feeds/search.rss?q=nhà", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    save(store, 2)
    again = client.get("/feeds/search.rss?q=nhà", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("asked", ["search.atom?place=ha-nam", "all.atom?all=1"])
def test_an_article_of_an_earlier_day_is_never_hidden_behind_a_date(client, store, config, asked):
    """What comes late moves no date: such a feed is known by its ETag alone."""
    save(store, 2)
    first = get(client, f"/feeds/{asked}")
    assert "last-modified" not in first.headers
    save(store, 1)
    since = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert len(titles(get(client, f"/feeds/{asked}", **since))) == 2


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_search_for_a_date_that_is_none_is_no_empty_feed(client, store, form):
    save(store, 1)
    answer = client.get(f"/feeds/search.{form}", params={"q": "cầu after:2024-13"})
    assert answer.status_code == 422
    assert "after:2024-13 is no date" in answer.text
