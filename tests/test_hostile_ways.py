"""By whatever way bytes come in, nobody is led inside and no answer fills the machine: each verb that visits
a portal is shown every kind of portal that tries.
"""

import json
import resource
from contextlib import ExitStack

import pytest
from commands import congtin
from fetching import SHORT, SMALL, Asked, fetch
from hostile.luring import BOMBS, LOCATIONS, homes, inside, luring, moved, said

MEMORY = 3 << 30
"""Bytes of address space: what a crawl of nine sources takes with all its threads, and some bombs cut off."""
QUICK = """
import crawler.settings
crawler.settings.DOWNLOAD_TIMEOUT = 5
from crawler.fetch import FetchSpider
FetchSpider.custom_settings["DOWNLOAD_TIMEOUT"] = 5
"""


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


# --- one address -------------------------------------------------------------------------------


WITHOUT_STAYING = """
crawler.settings.DOWNLOADER_MIDDLEWARES["crawler.middlewares.StayHome"] = None
"""
"""What is left where nothing keeps a visit to its portal is the guard."""
ENDS = {"200", "302", "offsite", "private", "too-large", "failed-redirects"}
UNREADABLE = {"failed-connection", "failed-dns-gone", "failed-unreachable"}
"""Of what is no address, and of addresses that nobody has."""


@pytest.fixture(scope="module", params=["", WITHOUT_STAYING], ids=["staying", "guarded"])
def redirected(request):
    """What came of a redirect to each place, and what was asked inside."""
    with inside() as (host, asked), ExitStack() as stack:
        port = host.rpartition(":")[2]
        places = [place.format(host=host, port=port) for place in LOCATIONS]
        paths = [f"/{number}" for number in range(len(places))]
        answers = {path: moved(place) for path, place in zip(paths, places, strict=True)}
        lure = stack.enter_context(luring(answers | {"/robots.txt": moved(f"http://{host}/")}))
        (came,) = fetch(Asked(lure.url, (*paths, "/after")), patch=SHORT + request.param)
        yield came, asked, lure.asked


def test_no_redirect_in_any_spelling_leads_inside(redirected):
    _, asked, _ = redirected
    assert asked == []


def test_every_redirect_ends_with_a_name_and_the_next_page_is_asked_for(redirected):
    came, _, paths = redirected
    assert len(came) == len(LOCATIONS) + 1
    assert {one.name for one in came} <= ENDS | UNREADABLE
    assert {one.name for one in came} & {"offsite", "private"}
    assert paths[-1] == "/after"


def test_what_a_redirect_gives_is_never_a_file_of_ours(redirected):
    came, _, _ = redirected
    assert not [one for one in came if "root:" in one.detail]


def test_every_coding_alone_and_over_others_is_cut_off():
    names = list(BOMBS)
    answers = {f"/{number}": BOMBS[name] for number, name in enumerate(names)}
    with luring(answers) as lure:
        (came,) = fetch(Asked(lure.url, (*answers, "/after")), patch=SMALL)
    found = dict(zip(names, (one.name for one in came), strict=False))
    assert found == dict.fromkeys(names, "too-large")
    assert came[-1].name == "200"


FORMS = ('content="0;url={}"', "content=\"0; URL='{}'\"", 'content="1 {}"')
PLACES = ("http://{}/x", "//{}/x", "file:///etc/passwd", "data:text/html,x")


def test_no_refresh_leads_inside():
    with inside() as (host, asked):
        wanted = [form.format(place.format(host)) for form in FORMS for place in PLACES]
        answers = {
            f"/{number}": said(f'<html><head><meta http-equiv="refresh" {refresh}><p>x</p></html>')
            for number, refresh in enumerate(wanted)
        }
        with luring(answers) as lure:
            (came,) = fetch(Asked(lure.url, tuple(answers)), patch=SHORT)
    assert asked == []
    assert {one.name for one in came} == {"200", "offsite"}


# --- verbs -------------------------------------------------------------------------------------


@pytest.fixture
def portals(tmp_path):
    """A portal of each kind, registered; what was asked inside while the test lasts must be nothing.

    By another name than the server inside has: another port of the same one may be looked at.
    """
    with inside() as (host, asked), ExitStack() as stack:
        kinds = {k: stack.enter_context(luring(a)) for k, a in homes(host).items()}
        for lure in kinds.values():
            lure.url = lure.url.replace("127.0.0.1", "localhost")
        entries = (
            f'[[source]]\nid = "p{n}"\nname = "Xã {n}"\nurl = "{lure.url}"\nallow_private = true\n'
            for n, lure in enumerate(kinds.values())
        )
        (tmp_path / "sources.toml").write_text("".join(entries))
        yield kinds
        assert asked == []


@pytest.mark.parametrize("words", [
    ("doctor", "--json"), ("sources", "verify", "--json"), ("crawl", "--json"),
])  # fmt: skip
def test_a_verb_that_visits_all_comes_to_its_end(portals, tmp_path, words):
    done = congtin(*words, data=tmp_path, patch=QUICK, preexec=bounded)
    assert done.code in (0, 1), done.err
    assert "MemoryError" not in done.err
    assert json.loads(done.out)
    assert all(lure.asked for lure in portals.values())


@pytest.mark.parametrize("verb", ["add", "extract"])
def test_a_verb_that_visits_one_comes_to_its_end(portals, tmp_path, verb):
    for kind in ("leads inside", "is a bomb in a bomb"):
        lure = portals[kind]
        address = lure.url if verb == "add" else f"{lure.url}tin/bai-viet-so-12.html"
        words = (verb, address, "--allow-private", *(("--dry-run",) if verb == "add" else ()))
        done = congtin(*words, data=tmp_path / "new", patch=QUICK, preexec=bounded)
        assert done.code in (0, 1), (kind, done.err)
        assert "MemoryError" not in done.err
        assert "root:" not in done.out
