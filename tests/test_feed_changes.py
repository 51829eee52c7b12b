"""Whatever became of an article, the feeds it stands in tell it at the next publishing."""

import os
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from sample_entries import DAK_LAK, HA_NAM, make_article, make_config, make_visit

from pipeline.model import Source
from pipeline.publish.catalog import FORMATS
from pipeline.publish.publishing.files import publish

SUCCESSOR = Source(
    id="ninh-binh-ly-nhan",
    name="Xã Lý Nhân",
    url="https://lynhan.ninhbinh.example.vn/",
    province="Ninh Bình",
)
TEXT = "\n".join(
    f"Đoạn {n}: bà con xã Hợp Lý góp {n * 37} ngày công làm đường vào thôn số {n}."
    for n in range(20)
)


@pytest.fixture
def config(tmp_path, database_url, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    return make_config(tmp_path, database_url=database_url)


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK, SUCCESSOR])
    return store


class Told:
    """One article, published; what the feeds tell of it after each publishing."""

    def __init__(self, store, config):
        self.store, self.config = store, config
        self.article = make_article(1, text=TEXT, html="", content_hash="nguyên bản")
        self.visit = make_visit(self.article)
        store.save(self.article, self.visit)
        self.seen = store.last_change()
        publish(store, config)

    def save(self, day, source=HA_NAM, *, reextracted=False, **given):
        article = replace(self.article, **given)
        visit = replace(make_visit(article, source), fetched_at=self.at(day))
        return self.store.save(article, visit, reextracted=reextracted)

    def vanish(self, day):
        line = replace(self.visit, outcome="gone", fetched_at=self.at(day))
        assert self.store.mark_gone(line)

    def at(self, day):
        return self.visit.fetched_at + timedelta(days=day)

    def kinds(self):
        return {change.kind for change in self.store.changes(self.seen)}

    def published(self, name="all"):
        """The documents of a feed in each format; they are those that nothing reused would give."""
        publish(self.store, self.config)
        found = {form: (self.config.feeds / f"{name}.{form}").read_text() for form in FORMATS}
        assert publish(self.store, self.config, anew=True).written == ()
        return found


@pytest.fixture
def told(store, config):
    return Told(store, config)


def test_an_edited_article(told):
    told.save(1, title="Tiêu đề đã sửa", content_hash="bản sửa")
    assert told.kinds() == {"edited"}
    assert all("Tiêu đề đã sửa" in body for body in told.published().values())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "Tiêu đề đọc lại", "content_hash": "đọc lại"}, "Tiêu đề đọc lại"),
        ({"tags": ("lễ hội làng",)}, "lễ hội làng"),
        ({"section": "Chuyện làng"}, "Chuyện làng"),
        ({"html": "<p><em>Chữ nghiêng</em></p>"}, "Chữ nghiêng"),
    ],
)
def test_an_article_read_anew_by_another_rule(told, given, words):
    told.save(1, reextracted=True, **given)
    assert told.kinds() == {"re-extracted"}
    assert all(words in body for body in told.published().values())


def test_an_article_that_is_gone_and_back(told):
    told.vanish(1)
    assert told.kinds() == {"gone"}
    assert all("Cổng đã gỡ bài này" in body for body in told.published().values())
    told.save(2)
    assert told.kinds() == {"gone", "restored"}
    assert not any("Cổng đã gỡ bài này" in body for body in told.published().values())


def test_an_article_at_a_new_address(told):
    told.vanish(1)
    moved = f"{HA_NAM.url}tin-moi/khanh-thanh-nha-van-hoa-1.html"
    told.save(2, url=moved)
    assert "moved" in told.kinds()
    check_moved(told.published(), told.article.url, moved)


def test_an_article_that_a_portals_successor_prints(told):
    told.store.put_sources([replace(HA_NAM, successor=SUCCESSOR.id)])
    publish(told.store, told.config)
    moved = f"{SUCCESSOR.url}tin/1"
    told.save(1, SUCCESSOR, url=moved)
    assert "moved" in told.kinds()
    check_moved(told.published(), told.article.url, moved)
    check_moved(told.published(f"sources/{SUCCESSOR.id}"), told.article.url, moved)
    check_moved(told.published(f"sources/{HA_NAM.id}"), told.article.url, moved)


def check_moved(documents, before, now):
    """The article stands in them at its new address and no more at the other."""
    for form, body in documents.items():
        assert now in body, form
        assert before.partition("?")[0] not in body, form


def test_an_article_that_another_portal_prints_too(told):
    told.save(1, DAK_LAK, url=f"{DAK_LAK.url}tin/9", published_at=told.at(1))
    assert told.kinds() == {"new", "story"}
    for body in told.published().values():
        assert "Cũng đăng trên" in body
        assert f"{DAK_LAK.url}tin/9" in body
    assert len(feedparser.parse(told.published()["rss"]).entries) == 1


def test_an_article_whose_source_has_another_name(told):
    told.store.put_sources([replace(HA_NAM, name="Trang mới của Lý Nhân")])
    assert all("Trang mới của Lý Nhân" in body for body in told.published().values())
