"""The JSON API's account of what became of articles, and following it while others write."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit
from web_client import TestClient, save

from pipeline.publish.web import create_app
from pipeline.store import open_store


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


def edit(store, number=1, days=2, **fields):
    """A later visit that finds the article reworded."""
    article = make_article(number, **{"content_hash": f"edited-{days}"} | fields)
    visit = replace(make_visit(article), fetched_at=NOON + timedelta(days=days))
    return store.save(article, visit).key


def everything(client, since="", **asked):
    """All changes, as a follower reads them, and where it stands then."""
    seen, more = [], True
    while more:
        answer = client.get("/api/changes", params={"since": since, **asked}).json()
        seen += answer["items"]
        since, more = answer["next"], answer["more"]
    return seen, since


def test_an_article_that_was_never_edited_has_no_former_version(client, store):
    key = save(store)
    assert client.get(f"/api/articles/{key}/revisions").json() == {"key": key, "items": []}


def test_a_former_version_is_whole_and_says_until_when_it_stood_and_why(client, store):
    key = save(store)
    before = client.get(f"/api/articles/{key}").json()
    edit(store, title="Khánh thành hai nhà văn hóa")
    (former,) = client.get(f"/api/articles/{key}/revisions").json()["items"]
    assert former["article"] == {name: before[name] for name in former["article"]} | {
        "provenance": {}
    }
    assert former["reason"] == "publisher"
    assert former["seen_at"] < former["replaced_at"]


def test_the_diff_is_of_the_last_version_and_the_present_one_unless_others_are_asked_for(
    client, store
):
    key = save(store, title="một hai ba")
    edit(store, days=2, title="một bốn ba")
    edit(store, days=3, title="một năm ba")
    first, last = (
        v["number"] for v in client.get(f"/api/articles/{key}/revisions").json()["items"]
    )

    def words(**asked):
        answer = client.get(f"/api/articles/{key}/diff", params=asked).json()
        pieces = dict.fromkeys(("removed", "added"), "")
        for piece in answer["title"]:
            if piece["kind"] != "same":
                pieces[piece["kind"]] += piece["text"]
        return answer["from"], answer["to"], pieces["removed"], pieces["added"]

    assert words() == (last, None, "bốn", "năm")
    assert words(**{"from": first}) == (first, None, "hai", "năm")
    assert words(**{"from": first, "to": last}) == (first, last, "hai", "bốn")


def test_the_pieces_of_a_diff_give_both_texts_again(client, store):
    key = save(store)
    before = client.get(f"/api/articles/{key}").json()
    edit(store, text="Văn bản đã viết lại.\nĐoạn hai.")
    answer = client.get(f"/api/articles/{key}/diff").json()
    assert "".join(p["text"] for p in answer["text"] if p["kind"] != "added") == before["text"]
    assert (
        "".join(p["text"] for p in answer["text"] if p["kind"] != "removed")
        == "Văn bản đã viết lại.\nĐoạn hai."
    )


@pytest.mark.parametrize(
    "address",
    ["none/revisions", "none/diff", "{key}/diff?from=999999", "{key}/diff?to=999999"],
)
def test_versions_that_there_are_not_are_404(client, store, address):
    key = save(store)
    edit(store)
    answer = client.get(f"/api/articles/{address.format(key=key)}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_an_article_without_former_versions_has_no_diff(client, store):
    assert client.get(f"/api/articles/{save(store)}/diff").status_code == 404


def test_an_article_that_stands_alone_is_a_story_of_one(client, store):
    key = save(store)
    answer = client.get(f"/api/stories/{key}").json()
    assert answer == {"key": key, "items": [client.get(f"/api/articles/{key}").json()]}
    assert client.get("/api/stories/none").status_code == 404


def test_changes_tell_exactly_what_changed_in_its_order(client, store):
    first, second = save(store, 1), save(store, 2)
    save(store, 1)
    edit(store, 1, title="Tên mới")
    later = replace(make_visit(make_article(2)), fetched_at=NOON + timedelta(days=3), status=404)
    store.mark_gone(later)
    items, _ = everything(client)
    told = [(item["kind"], item["key"]) for item in items]
    assert told == [("new", first), ("new", second), ("edited", first), ("gone", second)]
    edited = items[2]
    article = client.get(f"/api/articles/{first}").json()
    for name in ("id", "key", "source_id", "url", "title", "updated", "page"):
        assert edited[name] == article[name]
    assert edited["at"].endswith("+07:00")


def test_a_follower_gets_each_change_once(client, store):
    save(store, 1)
    first, since = everything(client, limit=1)
    assert everything(client, since) == ([], since)
    save(store, 2)
    edit(store, 1, title="Tên mới")
    second, since = everything(client, since, limit=1)
    assert [item["kind"] for item in first + second] == ["new", "new", "edited"]
    assert everything(client, since)[0] == []


def test_the_next_to_ask_for_moves_on_where_nothing_matches(client, store):
    for n in range(3):
        save(store, n)
    answer = client.get("/api/changes", params={"kinds": "gone"}).json()
    assert (answer["items"], answer["more"]) == ([], False)
    assert everything(client, answer["next"])[0] == []


def test_changes_from_a_moment_on(client, store):
    save(store, 1)
    (item,), _ = everything(client)
    assert len(everything(client, item["at"])[0]) == 1
    assert everything(client, "2100-01-01")[0] == []
    assert len(everything(client, "2024-01-01")[0]) == 1


def test_changes_of_some_kinds_and_of_a_source(client, store):
    save(store, 1)
    save(store, 2, DAK_LAK)
    edit(store, 1, title="Tên mới")
    assert [i["kind"] for i in everything(client, kinds="edited,gone")[0]] == ["edited"]
    assert [i["source_id"] for i in everything(client, source="dak-lak")[0]] == ["dak-lak"]


@pytest.mark.parametrize(
    "asked", ["since=yesterday", "since=c-1", "kinds=new,old", "limit=1001", "after=2024-05-01"]
)
def test_a_wrong_question_about_changes_is_422(client, asked):
    assert client.get(f"/api/changes?{asked}").status_code == 422


def test_nothing_is_missed_or_told_twice_while_several_write(config, store):
    """Each writer has a store of its own, as a crawl process has."""
    writers, each = 4, 12

    def work(writer):
        with open_store(config.database) as own:
            for n in range(each):
                save(own, 100 * writer + n)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, writers + 1)]
    seen, since = [], ""
    with TestClient(create_app(config)) as client:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            some, since = everything(client, since, limit=3)
            seen += some
        seen += everything(client, since)[0]
    assert len(seen) == writers * each
    assert len({item["key"] for item in seen}) == writers * each
