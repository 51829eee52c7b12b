"""Pictures and files as enclosures: type from the address, length as far as anyone knows it."""

import json

import pytest
from feed_samples import FORMATS, feed, texts
from sample_entries import make_entry

from pipeline.model import Attachment, Image
from pipeline.publish.feeds.enclosures import enclosures, media_type

PICTURE = Image("https://lynhan.example.vn/anh/1.jpg", "Toàn cảnh", "Thu Hà")
PLAN = Attachment("https://lynhan.example.vn/tep/ke-hoach.pdf", "Kế hoạch số 5")
OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("https://x.vn/a.JPG", "", "image/jpeg"),
        ("https://x.vn/a.jpg?w=200#x", "", "image/jpeg"),
        ("https://x.vn/k%E1%BA%BF%20ho%E1%BA%A1ch.docx", "", f"{OFFICE}.wordprocessingml.document"),
        ("https://x.vn/DownloadFile.aspx?id=5&file=ke-hoach.pdf", "", "application/pdf"),
        ("https://x.vn/tai-ve/15", "Quyết định 15.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ("https://x.vn/phim.mp4", "", "video/mp4"),
        ("https://x.vn/a.aspx", "Kế hoạch", "application/octet-stream"),
        ("https://x.vn/", "", "application/octet-stream"),
    ],
)
def test_a_type_is_read_from_the_address_the_name_or_the_query(url, name, expected):
    assert media_type(url, name) == expected


def test_a_picture_of_unknown_ending_counts_as_jpeg():
    (found,) = enclosures(
        make_entry(images=(Image("https://x.vn/Anh.ashx?id=5"),), attachments=()).article
    )
    assert (found.type, found.medium) == ("image/jpeg", "image")


def test_pictures_come_before_files_each_address_once_and_only_what_can_be_opened():
    article = make_entry(
        images=(Image("data:image/png;base64,xx"), PICTURE, PICTURE),
        attachments=(Attachment("javascript:x", "x"), PLAN, Attachment("ftp://x.vn/a", "a")),
    ).article
    assert [found.url for found in enclosures(article)] == [PICTURE.url, PLAN.url]


def test_rss_has_one_enclosure_with_the_length_of_an_unknown_size():
    rendered = feed("rss", [make_entry(images=(PICTURE,), attachments=(PLAN,))])
    assert texts(rendered, "//enclosure/@*") == [PICTURE.url, "0", "image/jpeg"]
    assert texts(rendered, "//m:content/@*") == [PLAN.url, "application/pdf", "document"]


def test_the_first_file_is_the_rss_enclosure_where_there_is_no_picture():
    rendered = feed("rss", [make_entry(images=(), attachments=(PLAN,))])
    assert texts(rendered, "//enclosure/@url") == [PLAN.url]


def test_atom_and_json_name_every_one_and_claim_no_length():
    entry = make_entry(images=(PICTURE,), attachments=(PLAN,))
    atom = feed("atom", [entry])
    assert texts(atom, "//a:link[@rel='enclosure']/@href") == [PICTURE.url, PLAN.url]
    assert texts(atom, "//a:link/@length") == []
    (item,) = json.loads(feed("json", [entry]).body)["items"]
    assert item["image"] == PICTURE.url
    assert item["attachments"] == [
        {"url": PICTURE.url, "mime_type": "image/jpeg", "title": "Toàn cảnh Thu Hà"},
        {"url": PLAN.url, "mime_type": "application/pdf", "title": "Kế hoạch số 5"},
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_of_summaries_still_brings_them(form):
    assert PICTURE.url in feed(form, [make_entry(images=(PICTURE,))], summary=True).body.decode()


@pytest.mark.parametrize("form", FORMATS)
def test_one_broken_address_costs_no_entry(form):
    entry = make_entry(
        images=(Image("http://[::1"), PICTURE), attachments=(Attachment("http://a:x/", "x"),)
    )
    rendered = feed(form, [entry])
    assert not rendered.skipped
    assert PICTURE.url in rendered.body.decode()
