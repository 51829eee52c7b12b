"""The rules themselves find what they are there to find: each breach here is one that a validator reports."""

from dataclasses import replace

import pytest
from feed_rules import problems
from feed_samples import BASE, COPY, feed
from sample_entries import make_entry

from pipeline.model import Attachment

PLAN = Attachment("https://lynhan.example.vn/1.pdf", "Kế hoạch")
ENTRY = replace(make_entry(attachments=(PLAN,)), also=(COPY,))

RSS = [
    ('version="2.0"', 'version="0.91"'),
    ("<language>vi</language>", ""),
    ("<language>vi</language>", "<language>Tiếng Việt</language>"),
    ("<language>vi</language>", "<language>vi</language><language>vi</language>"),
    ("<link>https://tin.example.vn/</link>", ""),
    ("<link>https://tin.example.vn/</link>", "<link>/</link>"),
    ("<title>Tin mới nhất – Cổng tin</title>", "<title> </title>"),
    ("<title>Tin mới nhất – Cổng tin</title>", "<title>&lt;b&gt;Tin&lt;/b&gt;</title>"),
    ("Tin mới nhất từ các cổng.</description>", "a &amp;nbsp; b</description>"),
    ("Thu, 02 May 2024", "Fri, 02 May 2024"),
    ("Thu, 02 May 2024", "02/05/2024"),
    (f'href="{BASE}.rss" rel="self"', f'href="{BASE}2.rss" rel="self"'),
    (f'href="{BASE}.rss" rel="self"', f'href="{BASE}.rss" rel="itself"'),
    ('rel="alternate" type="application/feed+json"', 'rel="alternate" type="application/atom+xml"'),
    ("</item>", "</item><ttl>60</ttl>"),
    ("<item>", "<item>loose"),
    ("<item>", "<item><author>Văn Vương</author>"),
    ("<item>", "<item><dc:date>2024-05-01</dc:date>"),
    ('isPermaLink="false"', 'isPermaLink="true"'),
    ("tag:congtin,2025:", "congtin/"),
    ("tag:congtin,2025:", "tag:congtin:"),
    ("<pubDate>Wed, 01 May 2024 13:00:00 +0700", "<pubDate>Wed, 31 Jun 2024 13:00:00 +0700"),
    ("<pubDate>Wed, 01 May 2024 13:00:00 +0700", "<pubDate>Mon, 01 May 1000 13:00:00 +0700"),
    ('length="0"', ""),
    ('length="0"', 'length="-1"'),
    ('type="image/jpeg"/>', 'type="jpeg"/>'),
    ('<enclosure url="https:', '<enclosure url="ftp:'),
    ("<enclosure ", '<enclosure url="https://x.vn/" length="0" type="a/b"/><enclosure '),
    ('medium="document"', 'medium="file"'),
    ("&lt;/p&gt;", "&lt;/div&gt;"),
    ("&lt;p&gt;", "&lt;p onclick=x&gt;"),
    ("&lt;p&gt;", "&lt;p&gt;&lt;script&gt;&lt;/script&gt;"),
    ("&lt;p&gt;", '&lt;p&gt;&lt;a href="/tin"&gt;x&lt;/a&gt;'),
    ("&lt;p&gt;", "&lt;!-- x --&gt;&lt;p&gt;"),
    ("Khánh thành", "Kh\x81ánh thành"),
    ("<atom:updated>2024-05-02T12:01:00+07:00", "<atom:updated>2024-05-02"),
    (
        '<div xmlns="http://www.w3.org/1999/xhtml">',
        '<div xmlns="http://www.w3.org/1999/xhtml"><script/>',
    ),
]
ATOM = [
    ('xml:lang="vi"', ""),
    ("<id>tag:congtin,2025:feeds/all</id>", ""),
    ("<id>tag:congtin,2025:feeds/all</id>", "<id>feeds/all</id>"),
    ("<name>Congtin</name>", ""),
    ("<updated>2024-05-02T12:01:00+07:00</updated>", "<updated>2024-05-02T12:01:00</updated>"),
    ("<updated>2024-05-02T12:01:00+07:00</updated>", "<updated>2024-02-30T12:01:00Z</updated>"),
    ('content type="html"', 'content type="CDATA"'),
    ('content type="html"', "content"),
    ("<summary>", "<summary/><summary>"),
    ('muc=1&amp;trang=2" rel="alternate"', 'muc=1&amp;trang=2" rel="via"'),
    ('rel="enclosure" type="application/pdf"', 'rel="enclosure"'),
    ('rel="related" type="text/html"', 'rel="alternate" type="text/html"'),
    ('title="Báo Đắk Lắk"', 'title=""'),
    ("</entry>", "</entry><icon>https://x.vn/</icon>"),
    ("<published>", "<published>2024-05-01T13:00:00Z</published><published>"),
    ('<category term="văn hóa"/>', "<category/>"),
    ("<entry>", "<entry><pubDate>x</pubDate>"),
]
JSON = [
    ("version/1.1", "version/1"),
    ('"feed_url":"https:', '"feed_url":"http:'),
    ('"authors":', '"author":'),
    ('"title":"Khánh', '"name":"Khánh'),
    ('"id":"tag:congtin,2025:ha', '"id":"tag:congtin:ha'),
    ('"content_html"', '"_content"'),
    ("<p>", "<p onclick=x>"),
    ('"mime_type":"application/pdf",', ""),
    ('"date_modified":"2024-05-02T', '"date_modified":"2024-05-02 '),
    ('"tags":["', '"tags":["","'),
    ('"language":"vi"', '"language":null'),
]


def broken(form, right, wrong):
    body = feed(form, [ENTRY]).body.decode()
    assert right in body
    return problems(form, body.replace(right, wrong, 1).encode(), f"{BASE}.{form}")


@pytest.mark.parametrize(("right", "wrong"), RSS)
def test_a_breach_of_rss_is_found(right, wrong):
    assert broken("rss", right, wrong)


@pytest.mark.parametrize(("right", "wrong"), ATOM)
def test_a_breach_of_atom_is_found(right, wrong):
    assert broken("atom", right, wrong)


@pytest.mark.parametrize(("right", "wrong"), JSON)
def test_a_breach_of_json_feed_is_found(right, wrong):
    assert broken("json", right, wrong)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_an_entry_twice_is_found(form):
    assert problems(form, feed(form, [ENTRY, ENTRY]).body, f"{BASE}.{form}")


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize(
    "around",
    [
        {"is_archive": True},
        {"is_archive": True, "current": f"{BASE}.rss", "self_": f"{BASE}.rss"},
        {"is_archive": True, "is_complete": True, "current": "https://x.vn/a"},
        {"is_complete": True, "next": "https://x.vn/2"},
        {"prev_archive": f"{BASE}.rss", "self_": f"{BASE}.rss"},
    ],
)
def test_a_contradiction_about_archives_and_pages_is_found(form, around):
    assert problems(form, feed(form, [], **around).body, around.get("self_", f"{BASE}.{form}"))
