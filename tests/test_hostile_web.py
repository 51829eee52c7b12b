# ruff: noqa: E501 (an attack a line)
"""What readers of the website may send: nothing changes a link, leaves the folder, splits an answer or breaks it."""

import pytest
from sample_entries import DAK_LAK, HA_NAM, make_entry
from xss_corpus import ATTACKS

from pipeline.model import PageVisit

PATHS = ("/", "/search?q=x", "/sources", "/feeds", "/api/articles", "/operators/feed.atom")
CLIMBS = (
    "/feeds/../../congtin.db", "/feeds/%2e%2e/%2e%2e/etc/passwd", "/feeds/..%2f..%2fcongtin.db", "/static/../web.py",
    "/static/%2e%2e/web.py", "/static/..%5c..%5cweb.py", "/feeds/sources/..%2f..%2fx.rss", "/feeds//etc/passwd", "/feeds/all.rss%00.html",
    "/sources/..%2f..", "/articles/%2e%2e%2f", "/feeds/all/archive/99999999999999999999.rss",
)  # fmt: skip
QUERIES = (
    "a" * 50_000, "(" * 5000, '"' * 5001, "NEAR(a b, 5)", "a* b* c*", "^a {b} : c", "%' OR 1=1 --", "_" * 500, "\x00", "\ud83d", "OR " * 3000,
    "-" * 5000, "source:" * 900, "after:9999-99-99", "a AND (" * 500, "\\" * 999, "tsquery | & !", "'; DROP TABLE articles; --", "\u202e\x1b[2J",
    "a OR " * 2000 + "b",
)  # fmt: skip
FORGED = {"Host": "forged.invalid", "X-Forwarded-Host": "forged.invalid", "X-Forwarded-Proto": "gopher",
          "Forwarded": "host=forged.invalid", "X-Original-URL": "/forged.invalid", "X-Forwarded-Prefix": "//forged.invalid"}  # fmt: skip


@pytest.fixture
def filled(client, store):
    store.put_sources([HA_NAM, DAK_LAK])
    for number in range(3):
        attack = ATTACKS[number]
        article = make_entry(
            number, title=f"Tin {attack}", section=attack, author=attack, tags=(attack,)
        ).article
        store.save(
            article,
            PageVisit(HA_NAM.id, article.url, article.url, 200, "article", make_entry().updated),
        )
    return client


@pytest.mark.parametrize("path", PATHS)
def test_no_header_of_a_request_gets_into_an_answer(filled, path):
    plain, forged = filled.get(path), filled.get(path, headers=FORGED)
    assert plain.status_code == forged.status_code
    assert "forged.invalid" not in forged.text
    assert "forged.invalid" not in str(forged.headers)


@pytest.mark.parametrize("path", CLIMBS)
def test_no_path_climbs_out_of_its_folder(filled, path):
    answer = filled.get(path)
    assert answer.status_code in (307, 308, 400, 404, 422)
    assert "root:" not in answer.text
    assert b"SQLite format" not in answer.content


@pytest.mark.parametrize("query", QUERIES)
def test_whatever_is_asked_is_answered_and_never_an_error_of_ours(filled, query):
    said = query.encode("utf-8", "surrogatepass")
    for path in ("/search", "/api/articles", "/api/search", "/feeds/search.rss"):
        answer = filled.get(path, params={"q": said})
        assert answer.status_code in (200, 400, 404, 422), path


@pytest.mark.parametrize("address", ["//forged.invalid", "/\\forged.invalid", "/%0d%0aX-Evil:%201", "/sources/%0d%0aX-Evil:1",
                                     "/feeds/sources/%0d%0aSet-Cookie:a.rss", "/units//forged.invalid"])  # fmt: skip
def test_nothing_redirects_elsewhere_and_no_header_is_split(filled, address):
    answer = filled.get(f"http://testserver{address}", follow_redirects=False)
    assert "forged.invalid" not in answer.headers.get("location", "").split("?")[0]
    assert "x-evil" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/search?q=tin", "/sources", f"/sources/{HA_NAM.id}", "/topics"]
)
def test_an_attack_in_any_field_stands_as_text_on_every_page(filled, path):
    answer = filled.get(path)
    assert answer.status_code == 200
    for attack in ATTACKS[:3]:
        assert attack not in answer.text
    assert (
        "script-src" in answer.headers["content-security-policy"]
        or "default-src 'none'" in answer.headers["content-security-policy"]
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
def test_nothing_writes_over_http(filled, method):
    for path in PATHS:
        assert filled.request(method, path.split("?")[0]).status_code == 405
