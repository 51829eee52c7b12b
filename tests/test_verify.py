"""`congtin sources verify`: who answers, who moved, who is gone, who turns us away, and what to do then."""

import contextlib
import shlex
from datetime import UTC, date, datetime

import databases
import pytest
from commands import congtin, free_ports, page, portal, register, rows, silent
from live_portals import NukeViet, serve
from live_portals.portal import Answer

from crawler.fetch import Refusal
from crawler.looks import second_way
from crawler.pages.hijacked import is_dealer
from crawler.sources import load_sources
from crawler.verdicts import after_look, found_as
from crawler.verify import _Notes
from pipeline.model import RawPage, Source, Verification
from pipeline.store import Store, open_store

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
CONTACT = {"CONGTIN_CONTACT": "mailto:you@example.org"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
CAPTCHA = "<div class=g-recaptcha></div><p>Xác minh bạn không phải là robot</p>"
PARKED = page("<p>This domain is for sale. Buy this domain.</p>", "huyencu.vn")
CLOSED = (
    "<p>Từ 01/7/2025 Cổng thông tin điện tử huyện ngừng hoạt động. Tin của xã: "
    "<a href='https://xa.example.vn/'>xa.example.vn</a></p>"
)
EXPIRED = page("<p>Website Not Active</p>", "NotActive")
BETS = page(
    "".join(
        f"<p><a href='/tin/{n}-soi-keo-nha-cai.html'>Soi kèo nhà cái đêm nay số {n}</a></p>"
        for n in range(30)
    ),
    "Nhà cái BET88 – Casino uy tín số 1",
)
ENGLISH = page(
    "<p>Best roofing services in Ohio, call us today for a free quote.</p>" * 9, "Roofing"
)
NAME = "Cổng thông tin điện tử huyện Mẫu"
SHORT = """
from crawler.fetch import WalkSpider
WalkSpider.custom_settings["DOWNLOAD_TIMEOUT"] = 2
"""


def redirect(to: str):
    return 302, {"Location": to, **HTML}, b""


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """One look at portals of every fate: what was found by the source's name, and where each was."""
    with contextlib.ExitStack() as servers:
        alive = servers.enter_context(serve(NukeViet(NOW, size=12, seed="alive")))
        heir = servers.enter_context(serve(NukeViet(NOW, size=12, seed="heir")))

        def at(answer, **more):
            return servers.enter_context(portal({"/": answer, **more}))

        parked, bets, english = at(PARKED), at(BETS), at(ENGLISH)
        urls = {
            "song": alive.url,
            "song-sau-trong": f"{at((302, {'Location': '/vi/'}, b''), **{'/vi/': news()})}",
            "trang-cu-mat": f"{at(news())}/cu/Pages/index.aspx",
            "doi": at(redirect(f"{heir.url}/")),
            "doi-bang-script": at(page(f"<script>window.location='{heir.url}/'</script>", "")),
            "sang-cho-ban": at(redirect(parked)),
            "sang-ca-cuoc": at(redirect(bets)),
            "sang-nuoc-ngoai": at(redirect(english)),
            "sang-dang-nhap": at(redirect("https://sso.example.vn/login?returnUrl=1")),
            "sang-cho-chet": at(redirect(f"http://127.0.0.1:{free_ports()}/")),
            "ca-cuoc": bets,
            "cho-ban": parked,
            "het-han": at(EXPIRED),
            "dong-cua": at(page(CLOSED, "Thông báo")),
            "mat-410": at((410, HTML, b"<title>410</title>")),
            "khong-ai-nghe": f"http://127.0.0.1:{free_ports()}",
            "chan": at(page(CAPTCHA, "Just a moment...")),
            "cam": at((403, HTML, b"<title>403</title>")),
            "hong": at((500, HTML, b"<title>500</title>")),
            "cham": servers.enter_context(silent()),
            "khong-tin": at(page("<p>Chào mừng.</p>")),
        }  # fmt: skip
        data = register(
            tmp_path_factory.mktemp("verify") / "data",
            *((name, url if url.endswith("aspx") else f"{url}/") for name, url in urls.items()),
        )
        done = congtin("sources", "verify", "--json", data=data, patch=SHORT, env=CONTACT)
        yield {one["source_id"]: one for one in done.json}, urls, data, done, alive, heir


def news() -> tuple:
    items = "".join(
        f"<li><a href='/tin-tuc/bai-viet-so-{n}-nong-thon-{n}.html'>Xã {n} về đích nông thôn mới năm nay</a>"
        for n in range(20, 40)
    )
    return page(f"<ul>{items}</ul>", "UBND huyện Lý Nhân")


FATES = [
    ("song", "answers", ""),
    ("song-sau-trong", "answers", ""),
    ("trang-cu-mat", "answers", ""),
    ("doi", "moved", "moved"),
    ("doi-bang-script", "moved", "moved"),
    ("sang-cho-ban", "gone", "parked"),
    ("sang-ca-cuoc", "gone", "hijacked"),
    ("sang-nuoc-ngoai", "gone", "hijacked"),
    ("sang-dang-nhap", "refused", "login"),
    ("sang-cho-chet", "gone", "failed-refused"),
    ("ca-cuoc", "gone", "hijacked"),
    ("cho-ban", "gone", "parked"),
    ("het-han", "gone", "suspended"),
    ("dong-cua", "gone", "closed"),
    ("mat-410", "gone", "gone"),
    ("khong-ai-nghe", "gone", "failed-refused"),
    ("chan", "refused", "challenge"),
    ("cam", "refused", "forbidden"),
    ("hong", "refused", "failed-server-error"),
    ("cham", "refused", "failed-timeout"),
    ("khong-tin", "no-news", "no-news"),
]


@pytest.mark.parametrize(("name", "found", "reason"), FATES)
def test_each_portal_is_found_as_it_is(looked, name, found, reason):
    seen = looked[0][name]
    assert (seen["found"], seen["reason"]) == (found, reason)


def test_all_is_written_down(looked):
    kept = rows(looked[2], "SELECT source_id, found, reason, final_url FROM verifications")
    assert {row[0]: row[1:] for row in kept} == {
        name: (seen["found"], seen["reason"], seen["final_url"]) for name, seen in looked[0].items()
    }
    assert looked[3].code == 1


def test_what_answers_is_told_by_its_name_and_platform(looked):
    seen = looked[0]["song"]
    assert (seen["title"], seen["platform"]) == (NAME, "nukeviet")
    assert seen["next_step"] == ""


def test_a_path_of_the_same_host_is_no_move(looked):
    found, urls = looked[:2]
    assert found["song-sau-trong"]["final_url"] == f"{urls['song-sau-trong']}/vi/"
    assert found["trang-cu-mat"]["final_url"] == urls["trang-cu-mat"].split("/cu/")[0] + "/"


@pytest.mark.parametrize("name", ["doi", "doi-bang-script"])
def test_of_a_portal_that_moved_the_command_is_told_that_goes_on(looked, name):
    found, *_, heir = looked
    seen = found[name]
    assert (seen["final_url"], seen["title"]) == (f"{heir.url}/", NAME)
    assert f"congtin add {heir.url}/ --succeeds {name} --allow-private" in seen["next_step"]


@pytest.mark.parametrize("name", [name for name, found, _ in FATES if found == "gone"])
def test_of_a_portal_that_is_gone_the_archives_are_told(looked, name):
    found, urls = looked[:2]
    host = urls[name].split("/")[2]
    day = found[name]["at"][:10]
    assert f"congtin import --captures {host} --to {day}" in found[name]["next_step"]


def test_of_a_portal_that_says_it_is_over_what_it_names_can_be_added(looked):
    step = looked[0]["dong-cua"]["next_step"]
    assert "congtin add https://xa.example.vn/ --succeeds dong-cua" in step


@pytest.mark.parametrize(
    "name", [name for name, found, _ in FATES if found in ("refused", "no-news")]
)
def test_of_a_portal_that_turns_us_away_no_archive_is_told(looked, name):
    step = looked[0][name]["next_step"]
    assert step.endswith(".")
    assert "import --captures" not in step


def test_robots_txt_is_asked_for_first_and_the_home_once(looked):
    alive, heir = looked[4:]
    assert [one.target for one in alive.log] == ["/robots.txt", "/"]
    assert {one.target for one in heir.log} == {"/robots.txt", "/"}
    assert all(
        one.agent.startswith("Congtin/") and "you@example.org" in one.agent for one in alive.log
    )


def test_crawl_and_doctor_say_the_same_of_a_portal_that_moved_or_is_gone(looked, tmp_path):
    found, urls = looked[:2]
    names = ("doi", "khong-ai-nghe", "cho-ban")
    data = register(tmp_path / "data", *((name, f"{urls[name]}/") for name in names))
    crawled = congtin("crawl", data=data, env=CONTACT)
    assert crawled.code == 1
    runs = dict(rows(data, "SELECT source_id, status FROM runs"))
    assert runs == {name: found[name]["reason"] for name in names}
    examined = congtin("doctor", "--json", data=data)
    for name in names:
        step = found[name]["next_step"]
        assert f"congtin: {name}: {runs[name]}" in crawled.err
        assert step in crawled.err
        checks = {c["subject"]: c for c in examined.json}
        for subject in (f"{name}: last run", f"{name}: portal"):
            assert (checks[subject]["cause"], checks[subject]["next_step"]) == (runs[name], step)


# --- what is asked for ----------------------------------------------------------------------------


def test_robots_txt_is_obeyed_and_a_wish_to_be_left_alone_is_kept(tmp_path):
    asked = []

    def busy(headers):
        asked.append(headers["User-Agent"])
        return 503, {"Retry-After": "7200"}, b""

    shut = 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /"
    with portal({"/robots.txt": shut, "/": news()}) as forbidden, portal({"/": busy}) as tired:
        data = register(tmp_path / "data", ("cam-may", f"{forbidden}/"), ("ban", f"{tired}/"))
        first = congtin("sources", "verify", "--json", data=data)
        again = congtin("sources", "verify", "ban", "--json", data=data)
    assert {one["source_id"]: one["reason"] for one in first.json} == {
        "cam-may": "robots",
        "ban": "failed-busy",
    }
    assert len(asked) == 1
    assert (again.json, again.code) == ([], 1)
    assert "wants to be left alone until" in again.err


def test_a_public_source_is_never_led_inside(tmp_path):
    """The name is made to lead to loopback: the guard refuses it before anything is asked for."""
    with portal({"/": news()}) as inside:
        data = register(tmp_path / "data", ("trong", f"{inside}/"))
        (data / "sources.toml").write_text(
            (data / "sources.toml").read_text().replace("allow_private = true", "")
        )
        done = congtin("sources", "verify", "--json", data=data)
    assert [(one["found"], one["reason"]) for one in done.json] == [("refused", "private")]


def test_no_other_machine_of_ones_own_network_is_asked_for_a_redirect(tmp_path):
    with portal({"/": redirect("http://10.255.255.1/")}) as url:
        data = register(tmp_path / "data", ("ra-ngoai", f"{url}/"))
        done = congtin("sources", "verify", "--json", data=data)
    assert [(one["found"], one["reason"]) for one in done.json] == [("refused", "private")]


@contextlib.contextmanager
def moved_whole():
    """A portal that redirects every path, robots.txt included, to the same one at another port."""
    with (
        serve(NukeViet(NOW, size=12, seed="moi")) as heir,
        serve(NukeViet(NOW, size=1, seed="cu")) as old,
    ):
        old.answer = lambda call: Answer(b"", 301, headers=(("Location", heir.url + call.target),))
        yield old.url, heir.url


ASKED = [
    (("sources", "verify", "--json"), lambda done: done.json[0]["reason"], "moved"),
    (("crawl", "--json"), lambda done: done.json[0]["status"], "moved"),
    (("doctor", "--json"), lambda done: done.json[-1]["cause"], "moved"),
]


@pytest.mark.parametrize(("words", "told", "reason"), ASKED, ids=[a[0][-2] for a in ASKED])
def test_a_portal_whose_robots_txt_moved_along_is_moved_and_not_private(
    tmp_path, words, told, reason
):
    with moved_whole() as (old, heir):
        done = congtin(*words, data=register(tmp_path / "data", ("cu", f"{old}/")))
    assert (told(done), done.code) == (reason, 1)
    assert f"{heir}/" in done.out


@pytest.mark.parametrize("more", [(), ("--reuses", "cu"), ("--succeeds", "khac")])
def test_adding_such_a_portal_tells_where_it_leads(tmp_path, more):
    with moved_whole() as (old, heir):
        data = register(tmp_path / "data", ("cu", f"{old}/tin/"), ("khac", "http://127.0.0.1:9/"))
        done = congtin("add", f"{old}/", "--allow-private", *more, data=data)
    assert done.code == 1
    assert f"offsite ({heir}/)" in done.err
    assert "Add --allow-private" not in done.err


def robots_at(url: str) -> dict:
    return {"/": news(), "/robots.txt": redirect(f"{url}/robots.txt")}


def forbidding(asked: list) -> dict:
    def answer(headers):
        asked.append(headers["Host"])
        return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /"

    return {"/robots.txt": answer}


def test_a_robots_txt_that_leads_inside_is_never_asked_for_there(tmp_path):
    asked: list = []
    with portal(forbidding(asked)) as inside, portal(robots_at(inside)) as url:
        data = register(tmp_path / "data", ("song", f"{url}/"))
        done = congtin("sources", "verify", "--json", data=data)
    assert (done.json[0]["found"], asked) == ("answers", [])


def test_a_robots_txt_at_another_public_host_is_obeyed(tmp_path):
    public = "import crawler.network.guard as guard; guard.is_private = lambda address: False"
    asked: list = []
    with portal(forbidding(asked)) as other, portal(robots_at(other)) as url:
        data = register(tmp_path / "data", ("song", f"{url}/"))
        file = data / "sources.toml"
        file.write_text(file.read_text().replace("allow_private = true", ""))
        done = congtin("sources", "verify", "--json", data=data, patch=public)
    assert (done.json[0]["reason"], len(asked)) == ("robots", 1)


def test_a_shipped_portal_that_nobody_follows_is_looked_at_as_well(tmp_path):
    shipped = """
import crawler.sources.reading as reading, crawler.sources as sources, crawler.cli.commands.verifying as v
from pipeline.model import Source
one = {{"mau.gov.vn": Source("mau.gov.vn", "Mẫu", "{url}", allow_private=True)}}
v.load_registry = lambda file: one
"""
    with portal({"/": news()}) as url:
        patch = shipped.format(url=f"{url}/")
        done = congtin("sources", "verify", "--all", "--json", data=tmp_path, patch=patch)
    assert done.code == 0
    (seen,) = done.json
    assert (seen["found"], seen["next_step"]) == ("answers", "congtin sources enable mau.gov.vn")
    assert rows(tmp_path, "SELECT source_id FROM verifications") == [("mau.gov.vn",)]
    assert rows(tmp_path, "SELECT id FROM sources") == []


@pytest.mark.parametrize(
    ("words", "looked_at"),
    [
        (["--level", "newspaper"], ["bao"]),
        (["--level", "district,newspaper"], ["bao", "huyen"]),
        (["--status", "gone"], ["huyen"]),
        (["--level", "newspaper", "--status", "gone"], []),
        (["huyen", "bao", "--level", "district"], ["huyen"]),
    ],
)
def test_portals_are_chosen_by_level_and_status(tmp_path, words, looked_at):
    one = '[[source]]\nid = "{0}"\nname = "{0}"\nurl = "https://{0}.example/"\nlevel = "{1}"\n'
    (tmp_path / "sources.toml").write_text(
        one.format("bao", "newspaper") + one.format("huyen", "district")
    )
    known = load_sources(tmp_path / "sources.toml")
    with open_store(databases.url_of(tmp_path)) as store:
        store.put_sources(known.values())
        look = Verification(
            "huyen", known["huyen"].url, datetime.now(UTC), "gone", "failed-dns-gone"
        )
        store.save_verification(look)
    patch = """
import crawler.cli.commands.verifying as v, crawler.verify
from crawler.verify import Verified
v.load_registry = v.load_sources
def verify(config, chosen, store, **_):
    print(*sorted(one.id for one in chosen))
    return Verified((), (), "")
crawler.verify.verify = verify
"""
    done = congtin("sources", "verify", *words, data=tmp_path, patch=patch)
    assert done.out.split() == looked_at
    assert ("No known portal fits." in done.err) == (not looked_at)


def test_sources_that_ended_are_not_asked_for_unless_named(tmp_path):
    with portal({"/": news()}) as url:
        data = register(tmp_path / "data", ("cu", f"{url}/"))
        file = data / "sources.toml"
        file.write_text(file.read_text() + "active_until = 2025-06-30\n")
        assert congtin("sources", "verify", "--json", data=data).json == []
        assert [
            one["found"] for one in congtin("sources", "verify", "cu", "--json", data=data).json
        ] == ["answers"]


# --- another way in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "reason", "second"),
    [
        ("https://ly.vn/a", "failed-refused", "http://ly.vn/a"),
        ("http://ly.vn/", "failed-timeout-connect", "https://ly.vn/"),
        ("https://ly.vn/", "failed-tls-none", "http://ly.vn/"),
        ("http://ly.vn:8080/", "failed-refused", ""),
        ("https://www.ly.vn/", "failed-dns-gone", "https://ly.vn/"),
        ("https://ly.vn/", "failed-dns-gone", "https://www.ly.vn/"),
        ("http://10.0.0.1/", "failed-dns-gone", ""),
        ("https://ly.vn/", "challenge", ""),
    ],
)
def test_where_the_first_way_is_shut_another_is_tried(url, reason, second):
    assert second_way(url, Refusal(url, reason, "")) == second


@pytest.mark.parametrize(
    ("url", "status", "second"),
    [
        ("https://ly.vn/Pages/trang-chu.aspx", 404, "https://ly.vn/"),
        ("https://ly.vn/", 404, ""),
        ("https://ly.vn/vi/", 500, ""),
    ],
)
def test_where_the_page_is_gone_the_root_is_tried(url, status, second):
    assert second_way(url, RawPage("ly", url, url, status, (), b"", NOW)) == second


# --- whose fault ------------------------------------------------------------------------------------


def seen(name: str, reason: str) -> Verification:
    return Verification(name, f"https://{name}.gov.vn/", NOW, found_as(reason), reason)


def noted(store: Store, *reasons: str, resolves: bool = False, monkeypatch=None) -> tuple[int, str]:
    """How many were written down, and the problem."""
    monkeypatch.setattr("crawler.verify._resolves", lambda host: resolves)
    notes = _Notes(store, lambda _: None)
    for number, reason in enumerate(reasons):
        notes.take(seen(f"x{number}", reason))
    problem = notes.settle([Source("khac", "Khác", "https://khac.gov.vn/")])
    return len(store.verifications()), problem


GONE, LATER = "failed-dns-gone", "failed-dns"


@pytest.mark.parametrize("reasons", [(GONE,) * 3, (LATER,) * 3, (GONE, LATER), (GONE,)])
def test_where_no_name_at_all_can_be_looked_up_nothing_is_written_down(store, reasons, monkeypatch):
    written, problem = noted(store, *reasons, monkeypatch=monkeypatch)
    assert written == 0
    assert "DNS" in problem


def test_where_nothing_is_reached_nothing_is_written_down(store, monkeypatch):
    written, problem = noted(
        store, "failed-unreachable", "failed-unreachable", monkeypatch=monkeypatch
    )
    assert written == 0
    assert "connection" in problem


@pytest.mark.parametrize(
    ("reasons", "resolves"),
    [
        ((GONE, GONE, GONE), True),
        ((GONE, "", GONE), False),
        ((GONE, "challenge"), False),
        (("", GONE), False),
        ((GONE, "failed-timeout-connect"), False),
        (("failed-timeout-connect",), False),
        (("failed-refused", "failed-refused"), False),
    ],
)
def test_what_others_show_to_be_the_portals_own_is_written_down(
    store, reasons, resolves, monkeypatch
):
    assert noted(store, *reasons, resolves=resolves, monkeypatch=monkeypatch) == (len(reasons), "")


# --- whose page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "dealer"),
    [
        ("Nhà cái BET88", True),
        ("Casino trực tuyến uy tín", True),
        ("SLOT GACOR hari ini", True),
        ("Soi cầu lô đề miền Bắc", True),
        ("UBND huyện Lý Nhân", False),
        ("Cổng thông tin điện tử phường Lê Chân", False),
        ("Trang thông tin điện tử: phòng chống cá độ bóng đá", False),
        ("", False),
    ],
)
def test_a_dealer_in_bets_is_told_by_what_it_calls_itself(name, dealer):
    assert is_dealer(name) is dealer


def test_an_address_that_a_portal_chose_runs_nothing_in_a_shell():
    source = Source("ly", "Lý", "https://ly.gov.vn/")
    to = "https://ly.example/$(touch${IFS}x);ls&'"
    looked = Verification("ly", source.url, NOW, "moved", "moved", final_url=to)
    step = after_look(source, looked, followed=True)
    words = shlex.split(step[step.index("congtin ") :])
    assert words == ["congtin", "add", to, "--succeeds", "ly"]


@pytest.mark.parametrize(
    ("keys", "step"),
    [
        (
            {"active_until": date(2025, 6, 30)},
            "congtin import --captures ly.gov.vn --to 2025-06-30",
        ),
        ({}, "congtin import --captures ly.gov.vn --to 2026-03-04"),
    ],
)
def test_captures_are_wanted_up_to_the_portals_last_day(keys, step):
    source = Source("ly", "Lý", "https://ly.gov.vn/", **keys)
    looked = Verification("ly", source.url, NOW, "gone", "parked")
    assert step in after_look(source, looked, followed=True)


def test_of_a_portal_that_was_succeeded_the_successor_is_told():
    source = Source("ly", "Lý", "https://ly.gov.vn/", successor="nhan")
    looked = Verification("ly", source.url, NOW, "moved", "moved", final_url="https://nhan.vn/")
    assert after_look(source, looked, followed=True).endswith("nhan.")
