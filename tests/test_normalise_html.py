# ruff: noqa: E501 (pages as one line each)
import re

import pytest

from pipeline.model import CleanPage, Image
from pipeline.normalise import normalise
from pipeline.normalise.html import sanitise

BASE = "https://a.example.vn/tin/bai.html"
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil></sCrIpT>",
    '<img src=x onerror="alert(1)">',
    "<img src=javascript:alert(1)>",
    '<img src="java\tscript:alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" &#1;javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
    "<svg onload=alert(1)><p>x</p></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<iframe src="javascript:alert(1)"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil/x.swf>",
    "<form action=//evil><input name=a onfocus=alert(1) autofocus></form>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<style>@import '//evil'</style>",
    '<link rel="stylesheet" href="//evil">',
    '<meta http-equiv="refresh" content="0;url=//evil">',
    '<base href="//evil/">',
    "<p onclick=alert(1)>x</p>",
    "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<!--><script>alert(1)</script>-->",
    "<p>x<script",
    '<video src="javascript:alert(1)" onplay=alert(1)></video>',
    '<a href="https://x" ping="//evil" target="_blank" onmouseover=alert(1)>x</a>',
]
ALIVE = re.compile(
    r"<script|<style|<iframe|<svg|<object|<embed|<form|<base|<meta|<link|\son\w+=|javascript:|vbscript:|data:text|//evil|style=",
    re.IGNORECASE,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_survives(attack):
    assert not ALIVE.search(sanitise(f"<p>Trước</p>{attack}<p>Sau</p>", BASE))


def test_plain_markup_stays():
    markup = "<h2>Mục</h2>\n<p>Một <strong>hai</strong></p>\n<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert sanitise(markup, BASE) == markup


def test_links_and_pictures_become_absolute():
    html = sanitise('<a href="../x.pdf">x</a><img src="/a.jpg" alt="A">', BASE)
    assert 'href="https://a.example.vn/x.pdf"' in html
    assert 'src="https://a.example.vn/a.jpg"' in html


def test_a_large_data_picture_is_dropped_and_a_small_one_kept():
    assert "<img" not in sanitise(f'<img src="data:image/png;base64,{"A" * 5000}">', BASE)
    assert "<img" in sanitise('<img src="data:image/png;base64,AAAA">', BASE)


def test_a_tracking_pixel_is_dropped():
    assert sanitise('<img src="https://www.google-analytics.com/collect?x=1">', BASE) == ""


def test_elements_left_empty_go():
    assert sanitise("<p> </p><p><span><em></em></span></p><p>x</p>", BASE) == "<p>x</p>"


def test_an_address_that_cannot_be_read_is_dropped_and_its_words_stay():
    assert sanitise('<p><a href="http://[x">Điều lệ</a></p>', BASE) == "<p>Điều lệ</p>"


@pytest.mark.parametrize("size", ['width="1" height="1"', 'height="0"', 'alt="x>" width="1"'])
def test_a_picture_that_only_counts_readers_is_dropped(size):
    assert sanitise(f'<p>x<img src="https://a.example/c" {size}></p>', BASE) == "<p>x</p>"


def test_a_picture_without_address_goes_whole_whatever_its_name_holds():
    assert sanitise('<p>x</p><img alt="a > b src=&quot;c"><p>y</p>', BASE) == "<p>x</p><p>y</p>"


def test_a_size_that_is_no_number_is_dropped_and_the_picture_kept():
    assert sanitise('<img src="/a.jpg" width="100%" height="20">', BASE) == (
        '<img src="https://a.example.vn/a.jpg" height="20">'
    )


@pytest.mark.parametrize("markup", ["<p title='x'>a</p>", '<h2 lang="en" id="x" class="y">a</h2>'])
def test_no_attribute_stays_that_is_not_listed(markup):
    assert "=" not in sanitise(markup, BASE)


def test_a_lone_surrogate_in_the_base_address_harms_no_link():
    assert sanitise('<p><a href="/b">b</a></p>', "http://a.vn/\ud800") == (
        '<p><a href="http://a.vn/b" rel="noopener noreferrer">b</a></p>'
    )


@pytest.mark.parametrize("host", ["localhost:8080", "10.222.0.1:22061", "[::1]"])
def test_nothing_makes_a_reader_s_browser_ask_inside_its_own_network(host):
    within = f"http://{host}/x"
    for markup in (
        f'<img src="{within}">',
        f'<video src="{within}" poster="{within}"></video>',
        f'<audio src="{within}"></audio>',
        f'<video><source src="{within}"></video>',
    ):
        assert host not in sanitise(markup, BASE)
        assert within in sanitise(markup, f"http://{host}/tin.html"), "its own host"
    assert within in sanitise(f'<a href="{within}">x</a>', BASE), "a link is followed by choice"


def test_an_article_s_pictures_are_those_that_its_readers_can_have():
    addresses = [
        "http://localhost:8080/upload/x.jpg",
        "http://10.0.0.1/x.jpg",
        "https://a.vn/x.jpg",
    ]
    page = CleanPage(BASE, "Tin", images=tuple(Image(address) for address in addresses))
    assert [image.url for image in normalise(page).images] == ["https://a.vn/x.jpg"]
