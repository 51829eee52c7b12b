"""Pages in two languages: which one a reader gets, and that no word of the other is left."""

import ast
import re

import pytest
from many_pages import fill
from sample_entries import HA_NAM
from web_client import page_of, save, words

from pipeline.publish.catalog import ALL
from pipeline.publish.delivery import failures
from pipeline.publish.rendering import HERE
from pipeline.publish.words.english import ENGLISH
from pipeline.publish.words.health import STATES, SYMPTOMS
from pipeline.publish.words.language import chosen
from pipeline.publish.words.reasons import REASONS
from pipeline.publish.words.telling import FIELDS

VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
SOURCES = sorted([*HERE.rglob("*.py"), *(HERE / "templates").glob("*.html")])
CALL = re.compile(r'\bt\(\s*"([^"]+)"')


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM])
    return store


@pytest.mark.parametrize(
    ("asked", "cookie", "preferred", "language"),
    [
        ("", "", "", "vi"),
        ("en", "", "", "en"),
        ("vi", "en", "en", "vi"),
        ("", "en", "vi", "en"),
        ("fr", "", "", "vi"),
        ("", "xx", "en", "en"),
        ("", "", "en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("", "", "fr, vi;q=0.5, en;q=0.4", "vi"),
        ("", "", "en;q=0, vi", "vi"),
        ("", "", "de, *", "vi"),
        ("", "", "en;q=x;;,,", "vi"),
    ],
)
def test_a_reader_gets_the_language_asked_for_else_chosen_else_preferred(
    asked, cookie, preferred, language
):
    assert chosen({"lang": asked}, {"lang": cookie}, preferred) == language


def test_a_choice_is_kept_in_a_cookie(client, store):
    save(store)
    assert page_of(client.get("/?lang=en")).get("lang") == "en"
    assert page_of(client.get("/sources")).get("lang") == "en"
    assert page_of(client.get("/?lang=vi")).get("lang") == "vi"
    assert page_of(client.get("/sources")).get("lang") == "vi"


def test_the_switch_stays_on_the_page_with_its_query(client, store):
    page = page_of(client.get("/search?q=nông+thôn&order=newest"))
    (link,) = page.xpath("//header//a[@hreflang='en']/@href")
    english = page_of(client.get("/search" + link))
    assert english.get("lang") == "en"
    assert english.xpath("//input[@name='q']/@value") == ["nông thôn"]
    assert english.xpath("//option[@selected]/@value") == ["newest"]


def test_caches_are_told_what_the_language_hangs_on(client, store):
    response = client.get("/", headers={"accept-language": "en"})
    assert response.headers["content-language"] == "en"
    assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", response.headers["vary"]))


def test_a_page_that_the_reader_has_is_not_sent_again(client, store):
    save(store)
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = {"if-none-match": first.headers["etag"], "accept-language": "en"}
    assert client.get("/", headers=other).status_code == 200


def test_english_pages_say_nothing_vietnamese_but_what_they_quote(client, store, config):
    for path in fill(store, config).paths:
        page = page_of(client.get(path, headers={"accept-language": "en"}))
        assert page.get("lang") == "en"
        for node in page.iter():
            if node.tag in ("code", "option", "script") or not isinstance(node.tag, str):
                continue
            if not node.xpath("ancestor-or-self::*[@lang][1][@lang='vi']"):
                said = " ".join([*node.xpath("./text()"), node.get("aria-label") or ""])
                assert not _is_ours(said), (path, said)


def _is_ours(said):
    """Vietnamese, and no title or name of the samples as a page's head has them."""
    quoted = ("Cổng tin", "Khánh thành", "Cổng thông tin", "Tìm “", "Search “", "Báo Đắk Lắk")
    return VIETNAMESE.search(said) and not any(name in said for name in quoted)


def test_articles_stay_vietnamese_and_say_so(client, store):
    key = save(store)
    page = page_of(client.get(f"/articles/{key}?lang=en"))
    assert page.xpath("//h1/@lang") == ["vi"]
    assert "Wednesday, 1 May 2024, 13:00" in words(page)


@pytest.mark.parametrize("path", ["/nope", "/sources?page=0", "/articles/none", "/places/x"])
def test_failures_speak_one_language_at_a_time(client, store, path):
    english = words(page_of(client.get(path, headers={"accept-language": "en"})))
    assert not VIETNAMESE.search(english)
    assert VIETNAMESE.search(words(page_of(client.get(path))))


def said_in_code():
    """Every phrase that templates and modules hand to `t`, and those of the tables they take some from."""
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            yield from CALL.findall(text)
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else "t"
                first = node.args[0] if node.args else None
                if name == "t" and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
    yield from (*REASONS.values(), *FIELDS.values(), *failures._TITLES.values(), ALL.heading)
    yield from (*STATES.values(), *SYMPTOMS.values())


def test_every_phrase_has_an_english_one():
    assert {phrase for phrase in said_in_code() if phrase not in ENGLISH} == set()


def test_no_english_phrase_is_left_over():
    assert set(ENGLISH) - set(said_in_code()) == set()


def test_english_phrases_hold_the_same_values():
    for phrase, english in ENGLISH.items():
        for said in (english,) if isinstance(english, str) else english:
            held = set(re.findall(r"{(\w+)}", said))
            assert held <= set(re.findall(r"{(\w+)}", phrase)), phrase
