import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.urls import normalise_url, same_site

SPELLINGS = [
    ("HTTP://LyNhan.Example.VN:80/Tin-Tuc/a.html#top", "http://lynhan.example.vn/Tin-Tuc/a.html"),
    ("https://a.vn:443", "https://a.vn/"),
    ("http://a.vn:8086/x/", "http://a.vn:8086/x/"),
    ("http://a.vn/tin/../vi/./news/", "http://a.vn/vi/news/"),
    ("http://a.vn/../..", "http://a.vn/"),
    ("http://a.vn/x;jsessionid=A1B2?id=3", "http://a.vn/x?id=3"),
    ("http://a.vn/(S(lit3py55t21z5v55vlm25s55))/tin.aspx", "http://a.vn/tin.aspx"),
    ("http://a.vn/?PHPSESSID=1&id=2&sid=0123456789abcdef0", "http://a.vn/?id=2"),
    ("http://a.vn/?b=1&a=2", "http://a.vn/?b=1&a=2"),
    ("http://a.vn/tin?sid=42", "http://a.vn/tin?sid=42"),
    ("http://a.vn/p?utm_source=x&utm_medium=y&fbclid=z", "http://a.vn/p"),
    ("http://a.vn/vi/news/a.html?nvvithemever=m&nv_redirect=dG9rZW4", "http://a.vn/vi/news/a.html"),
    ("http://a.vn/bai/?replytocom=12#respond", "http://a.vn/bai/"),
    ("http://a.vn/tin%2dt%75c/%c3%a1", "http://a.vn/tin-tuc/%C3%A1"),
    ("http://a.vn/ti\u0302n", "http://a.vn/t%C3%AEn"),
    ("http://a.vn/t%69%CC%82n", "http://a.vn/t%C3%AEn"),
    ("http://a.vn/a%2Fb%20c", "http://a.vn/a%2Fb%20c"),
    ("http://a.vn/%E1", "http://a.vn/%E1"),
    (" http://a.vn/a\n b ", "http://a.vn/a%20b"),
    ("http://a.vn./x", "http://a.vn/x"),
    ("http://huyện.vn/", "http://xn--huyn-nw5a.vn/"),
    ("mailto:a@b.vn", "mailto:a@b.vn"),
    ("http://[broken/", "http://[broken/"),
    ("http://a.vn:99999999/", "http://a.vn:99999999/"),
    ("/tin", "/tin"),
]


@pytest.mark.parametrize(("url", "expected"), SPELLINGS)
def test_every_spelling_of_an_address_becomes_one(url, expected):
    assert normalise_url(url) == expected


@pytest.mark.parametrize("url", [url for url, _ in SPELLINGS])
def test_normalising_twice_changes_nothing(url):
    assert normalise_url(normalise_url(url)) == normalise_url(url)


@given(st.text(max_size=60))
def test_any_string_is_survived_and_settles(tail):
    once = normalise_url("http://a.vn/" + tail)
    assert normalise_url(once) == once


def test_www_and_the_default_port_make_no_other_site():
    assert same_site("http://www.a.vn:80/x", "http://a.vn/y")
    assert not same_site("http://a.vn/", "http://b.a.vn/")
    assert not same_site("", "")
