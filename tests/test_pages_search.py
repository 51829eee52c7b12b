"""The search page: what it finds, how it pages, and what it makes of anything typed."""

import pytest
from sample_entries import DAK_LAK, HA_NAM
from web_client import page_of, save, words


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


def test_search_finds_without_accents_and_marks_the_words(client, store):
    save(store, 1)
    page = page_of(client.get("/search", params={"q": "nong thon moi"}))
    assert "1 kết quả" in words(page)
    assert [mark.text for mark in page.xpath("//mark")] == ["nông thôn mới"]


def test_search_keeps_to_the_days_asked_for(client, store):
    save(store, 1)
    asked = {"q": "nông thôn", "after": "2024-05-01", "before": "2024-05-01"}
    assert "1 kết quả" in words(page_of(client.get("/search", params=asked)))
    assert "0 kết quả" in words(
        page_of(client.get("/search", params=asked | {"after": "2024-05-02", "before": ""}))
    )


def test_search_pages_keep_what_was_asked(client, store):
    for n in range(25):
        save(store, n)
    asked = {"q": "xây dựng", "place": "Ninh Bình", "order": "oldest"}
    page = page_of(client.get("/search", params=asked))
    following = page.xpath("//a[@rel='next']/@href")[0]
    second = page_of(client.get(f"/search{following}"))
    assert len(second.xpath("//article")) == 5
    assert second.xpath("//input[@name='place']/@value") == ["Ninh Bình"]
    assert second.xpath("//option[@selected]/@value") == ["oldest"]


@pytest.mark.parametrize("q", ['"', "AND OR NOT", "*:^(", "🐃", "a" * 300, "'; DROP TABLE x"])
def test_no_query_breaks_the_search(client, store, q):
    save(store)
    assert client.get("/search", params={"q": q}).status_code == 200


def test_a_query_comes_back_escaped(client):
    page = page_of(client.get("/search", params={"q": '"><script>alert(1)</script>'}))
    assert page.xpath("//script") == []


@pytest.mark.parametrize("path", ["/search", "/subscribe"])
@pytest.mark.parametrize(
    ("language", "told"), [("vi", "không phải là ngày"), ("en", "no date. Write 2025-07-01")]
)
def test_a_date_that_is_none_is_told_and_nothing_is_offered(client, store, path, language, told):
    save(store, 1)
    answer = client.get(path, params={"q": "nông before:<mai> after:2025-13", "lang": language})
    assert answer.status_code == 422
    page = page_of(answer)
    (alert,) = page.xpath("//*[@role='alert']")
    assert "before:<mai>, after:2025-13: " in words(alert)
    assert told in words(alert)
    (field,) = page.xpath("//input[@id='words']")
    assert field.get("aria-invalid") == "true"
    assert alert.get("id") in field.get("aria-describedby").split()
    assert (
        page.xpath("//*[@role='status']|//aside|//article|//section[@aria-labelledby='dia-chi']")
        == []
    )
    assert not [href for href in page.xpath("//link/@href") if "/feeds/search" in href]
