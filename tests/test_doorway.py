"""Where a portal's home is."""

import pytest

from crawler.farm import FARM_NOW
from crawler.onboarding.doorway import home_above, links_to, settled_address, way_in
from crawler.pages.links import read_page
from pipeline.model import RawPage

URL = "http://xa.example.vn/"


def page(markup: str, url: str = URL):
    raw = RawPage("s", url, url, 200, (("Content-Type", "text/html"),), markup.encode(), FARM_NOW)
    return read_page(raw)


INTRO = (
    '<meta http-equiv="refresh" content="0;url=/trang-chu">',
    "<meta http-equiv='Refresh' content=\"5; URL='trang-chu'\">",
    '<frameset cols="*"><frame src="trang-chu"></frameset>',
    '<iframe src="/trang-chu" width="100%"></iframe>',
    "<script>window.location = '/trang-chu'</script>",
    "<body onload=\"document.location.href='/trang-chu'\">",
    '<script>location.replace("/trang-chu");</script>',
    '<img src="a.jpg"><a href="/trang-chu"><img src="b.gif"></a>',
    '<a href="/en">English</a><a href="/trang-chu">Tiếng Việt</a>',
    '<a href="/hoi-dap">Hỏi đáp</a><a href="/trang-chu">Vào cổng thông tin</a>',
)
HOME = (
    '<meta http-equiv="refresh" content="900;url=/trang-chu"><a href="/tin">Tin tức</a><a href="/y">Y tế</a>',
    '<meta http-equiv="refresh" content="0;url=/"><a href="/tin">Tin tức</a><a href="/y">Y tế</a>',
    '<meta http-equiv="refresh" content="600"><a href="/tin">Tin tức</a><a href="/y">Y tế</a>',
    '<a href="/trang-chu">Trang chủ</a><a href="/tin">Tin tức</a><a href="/y">Y tế</a>',
    '<script>if (mobile) location.href="/m";</script><a href="/tin">Tin tức</a><a href="/y">Y tế</a>',
    "<p>Đang nâng cấp.</p>",
)


@pytest.mark.parametrize("markup", INTRO)
def test_an_intro_page_leads_on(markup):
    assert way_in(page(markup)) == f"{URL}trang-chu"


@pytest.mark.parametrize("markup", HOME)
def test_a_home_page_leads_nowhere_else(markup):
    assert way_in(page(markup)) == ""


@pytest.mark.parametrize(
    ("markup", "home"),
    [
        ('<a href="/xa-a">Trang chủ</a>', "/xa-a"),
        ('<a href="/xa-a/" title="Trang chủ"><i></i></a><a href="/">x</a>', "/xa-a/"),
        ('<a href="/vi/"><i class="fa fa-home"></i></a>', "/vi/"),
        ('<div class="logo"><a href="/"><img src="l.png"></a></div>', "/"),
        ('<a href="/khac">Khác</a>', "/"),
    ],
)
def test_a_page_inside_names_its_home(markup, home):
    assert home_above(page(markup, f"{URL}tin/a"), article=True) == f"{URL[:-1]}{home}"


@pytest.mark.parametrize(
    "path", ["", "index.html", "web/guest", "vi/", "Pages/default.aspx", "portal/"]
)
def test_a_home_has_none_above(path):
    assert home_above(page('<a href="/khac">Trang chủ</a>', f"{URL}{path}"), article=False) == ""


def test_a_home_that_its_own_menu_names_has_none_above():
    assert home_above(page('<a href="/xa-a/">Trang chủ</a>', f"{URL}xa-a"), article=False) == ""


def test_a_portal_in_a_folder_has_none_above():
    inside = '<a href="/xa-a/tin">Tin</a><a href="/xa-a/van-ban">Văn bản</a><a href="/">Tỉnh</a>'
    assert home_above(page(inside, f"{URL}xa-a"), article=False) == ""


def test_a_page_tells_whether_it_links_to_an_address():
    assert links_to(page('<a href="/tin/">Tin</a>'), "http://www.xa.example.vn/tin")
    assert not links_to(page('<a href="/tin/">Tin</a>'), f"{URL}tin/1")


@pytest.mark.parametrize(
    ("asked", "final", "kept"),
    [
        (URL, URL, URL),
        (URL, f"{URL}web/guest", URL),
        (URL, "https://xa.example.vn/", "https://xa.example.vn/"),
        (URL, "https://www.xa.example.vn/vi/", "https://www.xa.example.vn/vi/"),
        (URL, "https://xa.example.vn/;jsessionid=1A2B3C", "https://xa.example.vn/"),
    ],
)
def test_the_address_kept_is_the_one_given_unless_scheme_or_host_moved(asked, final, kept):
    assert settled_address(RawPage("s", asked, final, 200, (), b"", FARM_NOW)) == kept
