"""What is kept of an article: its history, its story, its page as it was archived."""

from dataclasses import replace
from datetime import timedelta

import pytest
from many_pages import WARD, fill
from sample_entries import HA_NAM, NOON, make_article, make_visit
from web_client import page_of, save, words

from pipeline.model import RawPage
from pipeline.publish.pages.archived import harmless

HOSTILE = "<script>alert(1)</script><p>Trang cũ</p>"


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM])
    return store


@pytest.fixture
def filled(store, config):
    return fill(store, config, page=HOSTILE)


def test_an_edit_is_shown_word_by_word_with_its_time_and_reason(client, store):
    article = make_article(
        1, title="Khánh thành cầu Đông Hưng", text="Cầu dài 120 mét, nối hai xã."
    )
    visit = make_visit(article)
    key = store.save(article, visit).key
    for day, length in ((1, "125"), (2, "130")):
        text = article.text.replace("120", length)
        edited = replace(article, text=text, content_hash=length)
        store.save(edited, replace(visit, fetched_at=NOON + timedelta(days=1 + day)))
    page = page_of(client.get(f"/articles/{key}/history"))
    assert "2 lần đổi" in words(page)
    assert [title.text_content() for title in page.xpath("//main//h2")] == [
        "Lần 2 · 12:00, 04/05/2024",
        "Lần 1 · 12:00, 03/05/2024",
    ]
    assert page.xpath("//del/text()") == ["125", "120"]
    assert page.xpath("//ins/text()") == ["130", "125"]
    assert words(page).count("Nơi đăng sửa bài") == 2


def test_a_new_reading_is_no_edit_of_the_publisher(client, store):
    article = make_article(1)
    visit = make_visit(article)
    key = store.save(article, visit).key
    store.save(replace(article, author="Thu Hà"), visit, reextracted=True)
    shown = words(page_of(client.get(f"/articles/{key}/history")))
    assert "Congtin đọc lại trang" in shown
    assert "Cũng khác: tác giả" in shown


def test_an_article_that_never_changed_says_so(client, store):
    key = save(store)
    assert "chưa đổi lần nào" in words(page_of(client.get(f"/articles/{key}/history")))


def test_long_histories_come_in_pages_and_stay_light(client, store):
    article = make_article(1)
    visit = make_visit(article)
    key = store.save(article, visit).key
    for day in range(1, 21):
        text = "\n".join(f"Đoạn {n} sửa lần {day}. " * 20 for n in range(200))
        edited = replace(article, text=text, content_hash=str(day))
        store.save(edited, replace(visit, fetched_at=NOON + timedelta(days=1 + day)))
    response = client.get(f"/articles/{key}/history")
    assert len(response.content) < 100_000
    page = page_of(response)
    assert len(page.xpath("//h2")) == 8
    following = page.xpath("//a[@rel='next']/@href")[0]
    assert page_of(client.get(f"/articles/{key}/history{following}")).xpath("//h2")


def test_a_story_tells_who_printed_it_first_and_what_others_changed(client, filled):
    for key in (filled.first, filled.reprint):
        page = page_of(client.get(f"/stories/{key}"))
        assert page.xpath("//ol/li/h2/a/@href") == [
            f"/articles/{filled.first}",
            f"/articles/{filled.reprint}",
        ]
        assert f"Đăng đầu tiên: {HA_NAM.name}." in words(page)
        assert "".join(page.xpath("//ins/text()")).strip() == "Nguồn tin địa phương."


def test_a_reprint_names_the_first_publisher_and_the_first_its_reprints(client, filled):
    reprint = page_of(client.get(f"/articles/{filled.reprint}"))
    assert "Nơi khác đã đăng bài này trước" in words(reprint)
    assert f"/articles/{filled.first}" in reprint.xpath("//header//a/@href")
    first = page_of(client.get(f"/articles/{filled.first}"))
    copies = first.xpath("//section[@aria-labelledby='cung-dang']")[0]
    assert WARD.name in copies.text_content()
    assert copies.xpath(".//a/@href") == [f"/articles/{filled.reprint}", f"/stories/{filled.first}"]


@pytest.mark.parametrize(
    "path", ["/stories/none", "/articles/none/history", "/articles/none/archived"]
)
def test_what_is_not_there_is_404(client, filled, path):
    assert client.get(path).status_code == 404


def test_an_article_that_stands_alone_has_no_story(client, filled):
    assert client.get(f"/stories/{filled.edited}").status_code == 404


def test_an_archived_page_is_framed_and_locked_in(client, filled):
    outer = client.get(f"/articles/{filled.edited}/archived")
    (frame,) = page_of(outer).xpath("//iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("title")
    assert "frame-src 'self'" in outer.headers["content-security-policy"]
    inner = client.get(frame.get("src"))
    assert inner.content == HOSTILE.encode()
    policy = inner.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
    assert "allow" not in policy
    assert inner.headers["x-content-type-options"] == "nosniff"


def test_its_source_is_plain_text(client, filled):
    response = client.get(f"/articles/{filled.edited}/archived/source")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == HOSTILE


@pytest.mark.parametrize(
    ("declared", "body", "sent"),
    [
        ("text/html; charset=windows-1258", b"\xe9", "text/html; charset=windows-1258"),
        ("text/html; charset=windows-1258", "é".encode(), "text/html; charset=utf-8"),
        ("image/svg+xml", b"\xe9", "text/html"),
        ("text/html; charset=x\r\nset-cookie: a", b"\xe9", "text/html"),
        ("", b"\xe9", "text/html"),
    ],
)
def test_an_archived_page_is_html_in_its_own_charset_whatever_it_claims(declared, body, sent):
    raw = RawPage("a", "u", "u", 200, (("Content-Type", declared),), body, NOON)
    assert harmless(raw).headers["content-type"] == sent


def test_what_was_never_archived_is_404_and_has_no_link(client, store):
    key = save(store)
    for part in ("", "/page", "/source"):
        assert client.get(f"/articles/{key}/archived{part}").status_code == 404
    links = page_of(client.get(f"/articles/{key}")).xpath("//a/@href")
    assert f"/articles/{key}/archived" not in links
    assert f"/articles/{key}/history" in links


def test_an_archive_that_lost_the_file_is_404(client, config, filled):
    for file in config.archive.rglob("*.warc.gz"):
        file.unlink()
    assert client.get(f"/articles/{filled.edited}/archived/page").status_code == 404
