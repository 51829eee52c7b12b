"""Markup as feeds and pages print it: complete and sanitised last."""

from lxml import html
from sample_entries import make_article

from pipeline.publish.markup import page_html

HOSTILE = (
    '<p onclick="alert(1)">Chữ</p><script>alert(2)</script><iframe src="//e.vn"></iframe>'
    '<img src="https://x.vn/a.jpg" onerror="alert(3)"><a href="javascript:alert(4)">bấm</a>'
    '<form action="/x"><input name="p"></form><svg onload="alert(5)"><style>p{}</style></svg>'
    '<img src="data:image/png;base64,AAAA"><a href="/rel">gần</a>'
)


def test_pictures_in_the_body_load_late_and_tell_no_portal_who_reads():
    markup = page_html(make_article(html='<p><img src="https://x.vn/a.jpg" loading="eager"></p>'))
    picture = html.fragment_fromstring(markup, create_parent=True).xpath(".//img")[0]
    assert (picture.get("loading"), picture.get("referrerpolicy")) == ("lazy", "no-referrer")


def test_small_data_pictures_and_relative_links_are_dropped():
    markup = page_html(make_article(html=HOSTILE, images=()))
    assert "data:" not in markup
    assert "/rel" not in markup
