"""Addresses that give no portal: every verb that goes there says what came, and what to do."""

import contextlib
import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import unseen_portals
from commands import congtin, free_ports, page, portal, register, silent

from crawler.cli.commands.sources import check_address
from pipeline.errors import ConfigError

HTML = {"Content-Type": "text/html"}
CAPTCHA = (
    "<h1>Just a moment...</h1><p>Checking your browser before accessing. Please complete the "
    "captcha.</p><div class='g-recaptcha'></div>"
)
LOGIN = (
    "<form action=/login method=post><h1>Đăng nhập</h1><input name=username>"
    "<input type=password name=password><button>Đăng nhập</button></form>"
)


@dataclass(frozen=True)
class Bad:
    """An answer to the home page's request, the failure's name and a word of its evidence."""

    name: str
    reason: str
    evidence: str
    answer: tuple | None = None
    home: str = ""
    """What it is called where it is a known portal's home."""

    @property
    def at_home(self):
        return self.home or self.reason


BAD = (
    Bad("refused", "failed-refused", "refused"),
    Bad("timeout", "failed-timeout", "took longer"),
    Bad("dns", "failed-dns", "khong-ton-tai.invalid"),
    Bad("404", "gone", "HTTP 404", (404, HTML, b"<title>404</title>")),
    Bad("500", "failed-server-error", "HTTP 500", (500, HTML, b"<title>500</title>")),
    Bad("503", "failed-busy", "HTTP 503", (503, HTML | {"Retry-After": "9999"}, b"")),
    Bad("403", "forbidden", "HTTP 403", (403, HTML, b"<title>403</title>")),
    Bad("captcha", "challenge", "", page(CAPTCHA, "Just a moment...")),
    Bad("login", "login", "", page(LOGIN, "Đăng nhập")),
    Bad("pdf", "not-html", "", (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4\n1 0 obj")),
    Bad("empty", "empty", "", (200, HTML, b"")),
    Bad("no-news", "no-news", "", page("<p>Chào mừng.</p>")),
    Bad(
        "away",
        "offsite",
        "http://",
        (302, {"Location": "http://khong-ton-tai.invalid/"}, b""),
        home="moved",
    ),
    Bad("loop", "failed-", "redirect", (302, {"Location": "/"}, b"")),
)
SHORT = """
import crawler.settings
from crawler.fetch import FetchSpider
crawler.settings.DOWNLOAD_TIMEOUT = 1
FetchSpider.custom_settings["DOWNLOAD_TIMEOUT"] = 1
"""
"""Patience cut down in the command's process: what is told is the same after 45 seconds."""


ARTICLE = "tin-tuc/mot-bai-viet-ve-xay-dung-nong-thon-moi-12345.html"
each = pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)


@pytest.fixture(scope="module")
def urls():
    """The address of each bad portal."""
    with contextlib.ExitStack() as servers:
        found = {}
        for bad in BAD:
            if bad.answer:
                answers = {"/": bad.answer, f"/{ARTICLE}": bad.answer}
                found[bad.name] = f"{servers.enter_context(portal(answers))}/"
        found["refused"] = f"http://127.0.0.1:{free_ports()}/"
        found["timeout"] = f"{servers.enter_context(silent())}/"
        found["dns"] = "http://khong-ton-tai.invalid/"
        yield found


@pytest.fixture(scope="module")
def added(urls, tmp_path_factory):
    """`add` of each, with the folder it was told to use."""

    def add(name):
        data = tmp_path_factory.mktemp("add") / "d"
        return congtin("add", urls[name], "--allow-private", data=data, patch=SHORT), data

    with ThreadPoolExecutor(3) as pool:
        return dict(zip(urls, pool.map(add, urls), strict=True))


@pytest.fixture(scope="module")
def crawled(urls, tmp_path_factory):
    """One crawl of them all."""
    data = register(tmp_path_factory.mktemp("bad") / "data", *urls.items())
    return congtin("crawl", "--json", data=data, patch=SHORT), data


@pytest.fixture(scope="module")
def examined(crawled):
    """`doctor` after it."""
    return congtin("doctor", "--json", data=crawled[1], patch=SHORT)


@pytest.fixture(scope="module")
def extracted(urls):
    """`extract` of them all."""
    pages = (f"{url}{ARTICLE}" for url in urls.values())
    return congtin("extract", *pages, "--allow-private", patch=SHORT)


@each
def test_add_names_the_failure_and_writes_nothing(bad, urls, added):
    done, data = added[bad.name]
    assert done.code == 1
    assert done.out == ""
    assert f"{urls[bad.name]}: {bad.reason}" in done.err
    assert bad.evidence in done.err
    assert done.err.strip().endswith(".")
    assert len(done.err.splitlines()) == 1
    assert not data.exists()


@each
def test_crawl_ends_the_run_with_the_failures_name(bad, crawled):
    done, _ = crawled
    run = next(run for run in done.json if run["source_id"] == bad.name)
    assert run["status"].startswith(bad.at_home)
    assert run["new"] == 0
    assert bad.evidence in run["detail"]


def test_crawl_of_nothing_but_bad_portals_has_code_1_and_stores_nothing(crawled):
    done, data = crawled
    assert done.code == 1
    assert done.err == ""
    listed = congtin("sources", "--json", data=data).json
    assert [one["articles"] for one in listed] == [0] * len(BAD)


@each
def test_doctor_calls_the_portal_broken_and_says_what_to_do(bad, examined):
    assert examined.code == 1
    check = next(one for one in examined.json if one["subject"] == f"{bad.name}: portal")
    assert check["state"] == "broken"
    assert check["found"].startswith(bad.at_home)
    assert check["next_step"]


@each
def test_extract_names_the_failure(bad, urls, extracted):
    assert extracted.code == 1
    assert extracted.out == ""
    named = f" {urls[bad.name]}{ARTICLE}: "
    line = next(line for line in extracted.err.splitlines() if named in line)
    reason = "empty" if bad.name == "no-news" else bad.reason
    assert f"{named}{reason}" in line


def test_a_crawls_table_tells_the_next_step(urls, tmp_path):
    data = register(tmp_path / "d", ("refused", urls["refused"]))
    done = congtin("crawl", data=data)
    assert done.code == 1
    assert "failed-refused" in done.out
    (line,) = done.err.splitlines()
    assert line.startswith("congtin: refused: failed-refused (")
    assert "refused" in line.partition("(")[2]
    assert "): Nothing listens there. Check the address and the port. " in line
    host = urls["refused"].removeprefix("http://").rstrip("/")
    assert f"congtin import --captures {host} --to " in line


@pytest.mark.parametrize(
    ("verb", "url"),
    [("add", "http://127.0.0.1/"), ("add", "http://[::1]/"), ("extract", "http://localhost:81/a")],
)
def test_a_private_address_is_refused_unless_allowed(verb, url, tmp_path):
    done = congtin(verb, url, data=tmp_path / "d")
    assert done.code == 2
    assert "--allow-private" in done.err
    assert not (tmp_path / "d").exists()


def test_crawl_and_doctor_name_a_private_address(urls, tmp_path):
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nid = "inside"\nname = "inside"\nurl = "{urls["no-news"]}"\ndelay = 0\n'
    )
    done = congtin("crawl", "--json", data=tmp_path)
    assert done.code == 1
    assert [run["status"] for run in done.json] == ["private"]
    checks = {one["subject"]: one for one in congtin("doctor", "--json", data=tmp_path).json}
    assert checks["inside: portal"]["found"].startswith("private")


NO_ADDRESS = (
    "",
    "xx",
    "ftp://x.vn/",
    "https://",
    "http://a b.vn/",
    "http://[::1/",
    "http://x:99999/",
)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ConfigError, match=r"is no web address. Write it like https://"):
        check_address(url)


@pytest.mark.parametrize("verb", ["add", "extract"])
def test_add_and_extract_say_what_an_address_looks_like(verb, tmp_path):
    done = congtin(verb, "http://[::1/x", data=tmp_path / "d")
    assert done.code == 2
    assert done.err.startswith("congtin: 'http://[::1/x' is no web address.")
    assert not (tmp_path / "d").exists()


def test_a_portal_that_is_added_twice_is_named(tmp_path):
    data = register(tmp_path / "d", ("there", "http://127.0.0.1:9/"))
    before = (data / "sources.toml").read_bytes()
    done = congtin("add", "http://127.0.0.1:9/", "--allow-private", data=data)
    assert done.code == 2
    assert "'there'" in done.err
    assert (data / "sources.toml").read_bytes() == before


@pytest.fixture(scope="module")
def modern():
    """The address of a portal of cards whose pages all answer."""
    answers = {}
    with portal(answers) as address:
        answers.update(unseen_portals.at(unseen_portals.modern(), address))
        yield f"{address}/"


def test_add_writes_an_entry_that_says_how_it_was_found(modern, tmp_path):
    done = congtin("add", modern, "--allow-private", "--yes", data=tmp_path)
    assert (done.code, done.out.startswith("Added 127-0-0-1-")) == (0, True)
    text = (tmp_path / "sources.toml").read_text()
    (entry,) = tomllib.loads(text)["source"]
    assert [one["name"] for one in entry["sections"]] == list(unseen_portals.MODERN_NAMES.values())
    assert entry["sitemaps"] == [f"{modern}sitemap-news.xml"]
    assert "# pager: load-more, /ajax/tin?" in text
    assert congtin("sources", "--json", data=tmp_path).json[0]["source"]["url"] == modern


def test_add_shows_what_it_found_with_a_sample(modern, tmp_path):
    shown = congtin("add", modern, "--allow-private", "--yes", data=tmp_path).err
    for word in ("sections", "pager", "feeds", "sitemaps", "charset", "dates", "delay", "sample"):
        assert f"\n{word} " in shown
    assert "Thời sự  /thoi-su-c4.html  14 articles" in shown
    assert "Nhân dân " in shown


def test_a_dry_run_prints_the_entry_and_writes_nothing(modern, tmp_path):
    done = congtin("add", modern, "--allow-private", "--dry-run", data=tmp_path / "d")
    assert (done.code, done.err) == (0, "")
    assert tomllib.loads(done.out)["source"][0]["url"] == modern
    assert not (tmp_path / "d" / "sources.toml").exists()


def test_add_prints_the_same_as_data(modern, tmp_path):
    done = congtin("add", modern, "--allow-private", "--dry-run", "--json", data=tmp_path / "d")
    assert done.json["pager"]["kind"] == "load-more"
    assert done.json["sections"][0]["articles"] == 14
    assert done.json["sample"]["title"].startswith("Nhân dân ")
    assert tomllib.loads(done.json["entry"])["source"][0]["url"] == modern
    assert not (tmp_path / "d" / "sources.toml").exists()


@pytest.mark.parametrize(("typed", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_a_terminal_is_asked_before_anything_is_written(modern, typed, code, tmp_path):
    ours, theirs = os.openpty()
    os.write(ours, typed)
    done = congtin("add", modern, "--allow-private", data=tmp_path, terminal=theirs)
    os.close(ours)
    assert done.code == code
    assert "Add this source?" in done.err
    assert (tmp_path / "sources.toml").exists() is (code == 0)


def test_a_page_inside_a_portal_that_is_known_is_named(modern, tmp_path):
    data = register(tmp_path / "d", ("there", modern))
    done = congtin("add", f"{modern}thoi-su-c4.html", "--allow-private", "--yes", data=data)
    assert done.code == 2
    assert "is a source already: 'there'" in done.err


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("lynhan.hanam.gov.vn", "https://lynhan.hanam.gov.vn/"),
        ("a.vn:443/x", "https://a.vn/x"),
        ("127.0.0.1:8086", "http://127.0.0.1:8086/"),
    ],
)
def test_an_address_may_be_typed_without_its_scheme(typed, address):
    assert check_address(typed) == address
