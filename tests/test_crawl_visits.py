"""One small portal, visited in several ways: to a date, to a limit, cut off, again, turned away."""

import hashlib
import signal
from datetime import datetime, timedelta

import pytest
from commands import Running, congtin, eventually, page, portal, register, rows, stored
from live_portals.visiting import CLOCK

from pipeline.model import VIETNAM

TODAY = datetime.now(VIETNAM).replace(hour=8, minute=30, second=0, microsecond=0)
LISTING = "/tin-tuc"
COUNT, SIZE = 36, 4
PAGES = COUNT // SIZE
SESSION = "/(S(abcdefghij0123456789abcd))"


def address(n):
    return f"/tin-tuc/thon-ha-khanh-thanh-cay-cau-dan-sinh-thu-{n}.html"


def title(n):
    return f"Thôn Hạ khánh thành cây cầu dân sinh thứ {n} của xã Lam Kiều"


def printed(n):
    return (TODAY - timedelta(days=n)).strftime("%d/%m/%Y %H:%M")


def article(n):
    words = "Cây cầu nối hai thôn Hạ và Thượng, giúp người dân đi lại thuận tiện hơn trước. " * 3
    return page(
        f"<h1>{title(n)}</h1><div class=date>{printed(n)}</div>"
        f"<div class=content><p>{words}</p><p>Cầu thứ {n}. {words}</p></div>",
        title(n),
    )


def listing(number, first=0):
    first = first or (number - 1) * SIZE + 1
    items = "".join(
        f'<div class=item><h3><a href="{address(n)}">{title(n)}</a></h3><span>{printed(n)}</span></div>'
        for n in range(first, number * SIZE + 1)
    )
    following = f'<a href="{LISTING}?page={number + 1}">{number + 1}</a>' * (number < PAGES)
    return page(f"<h2>Tin tức</h2>{items}<div class=pagination><b>{number}</b>{following}</div>")


class Site(dict):
    """The portal's answers, which remember what was asked for. The n-th article is n days old."""

    def __init__(self):
        super().__init__(
            {"/": page(f'<ul class=menu><li><a href="{LISTING}">Tin tức</a></li></ul>')}
        )
        self.asked = []
        self[LISTING] = listing(1)
        self |= {f"{LISTING}?page={n}": listing(n) for n in range(2, PAGES + 1)}
        self |= {address(n): article(n) for n in range(1, COUNT + 1)}

    def get(self, path, default=None):
        self.asked.append(path)
        return super().get(path, default)

    def forget(self):
        """What was asked for since the last time."""
        asked, self.asked = self.asked, []
        return asked

    def listings(self):
        return [path for path in self.asked if path.startswith(LISTING) and "html" not in path]


class Tagged(Site):
    """Every page has an ETag, and one that is as it was is not sent again."""

    def get(self, path, default=None):
        status, headers, body = super().get(path, default)
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'

        def answer(request):
            if status == 200 and request["If-None-Match"] == tag:
                return 304, {"ETag": tag}, b""
            return status, {**headers, "ETag": tag}, body

        return answer


def mapped(site, url):
    """The same portal with a sitemap of all articles."""
    places = "".join(f"<url><loc>{url}{address(n)}</loc></url>" for n in range(1, COUNT + 1))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<urlset xmlns="{space}">{places}</urlset>'.encode()
    site["/sitemap.xml"] = (200, {"Content-Type": "application/xml"}, body)


def numbers(data, url):
    """Which articles are stored."""
    places = {url + address(n): n for n in range(1, COUNT + 1)}
    return sorted(places[place] for place in stored(data))


ALL = list(range(1, COUNT + 1))


# --- to a date -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Site, Tagged])
def test_a_date_ends_the_crawl_there_and_a_later_one_brings_the_rest(tmp_path, kind):
    site = kind()
    with portal(site) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        done = congtin("crawl", "--since", (TODAY - timedelta(days=10)).date(), data=data)
        assert done.code == 0
        assert numbers(data, url) == ALL[:10]
        assert site.listings() == [
            LISTING,
            f"{LISTING}?page=2",
            f"{LISTING}?page=3",
            f"{LISTING}?page=4",
        ]
        assert congtin("crawl", data=data).code == 0
        assert numbers(data, url) == ALL


@pytest.mark.parametrize("kind", [Site, Tagged])
def test_what_only_a_sitemap_names_is_brought_by_the_crawl_after_one_to_a_date(tmp_path, kind):
    site = kind()
    del site[LISTING]
    with portal(site) as url:
        mapped(site, url)
        data = register(tmp_path, ("mau", f"{url}/"), sitemaps=[f"{url}/sitemap.xml"])
        congtin("crawl", "--since", (TODAY - timedelta(days=10)).date(), data=data)
        congtin("crawl", data=data)
        assert numbers(data, url) == ALL


# --- to a limit, or cut off -------------------------------------------------------------------------


def test_limits_add_up_and_nothing_is_asked_for_twice(tmp_path):
    site = Site()
    with portal(site) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        counts = []
        for limit in (10, 10, 0):
            assert congtin("crawl", "--limit", limit, data=data).code == 0
            counts.append(len(stored(data)))
    assert [count // 10 for count in counts] == [1, 2, 3]
    assert counts[-1] == COUNT
    asked = [path for path in site.asked if path.endswith(".html")]
    assert len(asked) == len(set(asked)) == COUNT


def test_a_crawl_resumes_on_the_page_where_it_was_cut_off(tmp_path):
    site = Site()
    with portal(site) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        congtin("crawl", "--limit", 6 * SIZE, data=data)
        site.forget()
        congtin("crawl", data=data)
        assert set(site.listings()) & {f"{LISTING}?page={n}" for n in (3, 4, 5)} == set()
        assert numbers(data, url) == ALL


def test_a_crawl_that_was_stopped_loses_nothing(tmp_path):
    site = Site()
    with portal(site) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        with Running("crawl", data=data) as running:
            eventually(lambda: f"{LISTING}?page=3" in site.asked)
            running.end(signal.SIGINT)
        site.forget()
        assert congtin("crawl", data=data).code == 0
        assert numbers(data, url) == ALL


# --- again ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """Visited twice within an hour; in between one article was published."""
    site = Tagged()
    newest = site.pop(address(1))
    site[LISTING] = listing(1, first=2)
    with portal(site) as url:
        data = register(tmp_path_factory.mktemp("again") / "data", ("mau", f"{url}/"))
        congtin("crawl", data=data)
        site.forget()
        quiet = congtin("crawl", "--json", data=data).json[0]
        asked = site.forget()
        site[address(1)], site[LISTING] = newest, listing(1)
        busy = congtin("crawl", "--json", data=data).json[0]
        yield quiet, asked, busy, site.forget()


def test_a_second_visit_asks_on_condition_and_its_304s_are_counted(again):
    quiet, asked, _, _ = again
    assert asked == ["/", LISTING]
    assert quiet["statuses"] == {"304": 2}
    assert quiet["status"] == "finished"


def test_what_is_new_is_found_through_what_was_modified(again):
    _, _, busy, asked = again
    assert asked == ["/", LISTING, address(1)]
    assert (busy["new"], busy["statuses"]) == (1, {"200": 2, "304": 1})


# --- a session in every address ------------------------------------------------------------------------


class Sessions(Site):
    """ASP.NET without cookies: who comes without a session is sent to the same address with one."""

    def get(self, path, default=None):
        self.asked.append(path)
        if not path.startswith(SESSION):
            return 302, {"Location": SESSION + path}, b""
        return dict.get(self, path.removeprefix(SESSION), default)


def test_a_session_in_every_address_costs_one_redirect(tmp_path):
    site = Sessions()
    with portal(site) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 0
        assert numbers(data, url) == ALL
    redirected = [path for path in site.asked if not path.startswith(SESSION)]
    assert redirected in (["/robots.txt", "/"], ["/robots.txt"])


# --- turned away ---------------------------------------------------------------------------------

CAPTCHA = page(
    "<h1>Xác nhận bạn không phải là robot</h1><form action=/captcha method=post>"
    "<img src=/captcha.png><input name=captcha><button>Xác nhận</button></form>",
    "Vui lòng nhập mã captcha để tiếp tục",
)


class Wary(Site):
    """After eight pages of the listing every page is a captcha."""

    wary = True

    def get(self, path, default=None):
        found = super().get(path, default)
        seen = [one for one in self.asked if one != "/robots.txt"]
        return CAPTCHA if self.wary and len(seen) > 8 else found


@pytest.fixture(scope="module")
def wary(tmp_path_factory):
    """Turned away, and a day later no more."""
    site = Wary()
    with portal(site) as url:
        data = register(tmp_path_factory.mktemp("wary") / "data", ("mau", f"{url}/"))
        turned = congtin("crawl", "--json", data=data)
        asked = site.forget()
        site.wary = False
        later = CLOCK.format(now=(datetime.now(VIETNAM) + timedelta(hours=26)).isoformat())
        congtin("crawl", data=data, patch=later)
        yield turned, asked, numbers(data, url)


def test_a_portal_that_turns_us_away_ends_the_run_by_name(wary):
    turned, _, _ = wary
    assert "challenge" in turned.json[0]["status"]
    assert turned.code == 1


def test_a_portal_that_turns_us_away_is_left_alone(wary):
    _, asked, _ = wary
    assert len(asked) < 20


def test_a_portal_that_turned_us_away_is_taken_up_later(wary):
    assert wary[2] == ALL


# --- what stands there instead ----------------------------------------------------------------------


def visited(tmp_path, home, entry="unit_before = '350'", **more):
    """The last run of a portal with a section of its own, whose home page is that."""
    with portal({"/": home, **more}) as url:
        data = register(tmp_path / "data", ("xa", f"{url}/"))
        section = f'sections = [{{ name = "Tin tức", url = "{url}/tin-tuc" }}]\n'
        file = data / "sources.toml"
        file.write_text(f"{file.read_text()}{section}{entry}\n")
        congtin("crawl", data=data)
        return rows(data, "SELECT status, detail, noticed FROM runs ORDER BY id DESC")[0]


def test_a_run_that_met_no_article_says_what_the_home_page_calls_itself(tmp_path):
    broken = page("<h1>Runtime Error</h1><p>Server Error in '/' Application.</p>", "Lỗi chạy")
    status, detail, _ = visited(tmp_path, broken)
    assert (status, detail) == ("finished", "its home page is titled “Lỗi chạy”")


def test_another_unit_s_name_above_the_home_page_is_counted(tmp_path):
    other = page("<p>Chào mừng.</p>", "Cổng thông tin điện tử Quận Lê Chân, thành phố Hải Phòng")
    status, detail, noticed = visited(tmp_path, other)
    assert (status, detail) == ("finished", "its home page calls itself Quận Lê Chân")
    assert '"other-owner"' in noticed


def test_a_home_page_that_says_that_the_portal_is_over_is_counted(tmp_path):
    link = '<a href="https://xa-moi.example/">xa-moi.example</a>'
    notice = f"<p>Cổng thông tin này ngừng cập nhật. Mời truy cập trang mới: {link}</p>"
    menu = f"<a href='/tin-tuc'>Tin tức</a><p>{'Chào mừng đến với xã. ' * 20}</p>"
    over = page(f"{notice}<div>{menu}</div>", "Xã")
    status, detail, noticed = visited(tmp_path, over)
    assert status == "finished"
    assert detail.startswith("its home page says “Cổng thông tin này ngừng cập nhật.")
    assert detail.endswith("; it names https://xa-moi.example/")
    assert '"closing"' in noticed


def test_a_home_page_that_sends_visitors_on_by_script_has_moved(tmp_path):
    sent = page("<script>window.location.href='https://xa-moi.example/'</script>", "Chuyển trang")
    assert visited(tmp_path, sent)[:2] == ("moved", "https://xa-moi.example/")
