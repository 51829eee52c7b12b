import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.urls import leads_inside, normalise_url, same_site

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


@pytest.mark.parametrize(
    "host",
    """localhost LOCALHOST. a.localhost 127.0.0.1 10.222.0.1:22061 192.168.1.1 172.16.9.9 169.254.169.254
    0.0.0.0 127.1 2130706433 0x7f.1 0177.0.0.1 100.64.0.1
    [::1] [fe80::1] [fd00::7] [::ffff:10.0.0.1]""".split(),
)
def test_what_only_a_reader_s_own_network_would_answer_is_told(host: str) -> None:
    assert leads_inside(f"http://{host}/img7.png", "https://a.gov.vn/tin.html")
    assert not leads_inside(f"http://{host}/img7.png", f"http://{host}/tin.html"), "its own host"
    assert not leads_inside(f"http://{host}/img7.png", ""), "nobody knows whose it is"


@pytest.mark.parametrize(
    "url",
    """http://203.162.0.11/a.png http://a.vn/a.png http://cafe.vn/1.png http://[2405:4800::1]/a.png
    http://10.vn/a.png http://localhost.vn/a.png http://1.2.3.4.5/a.png http://[x/ /a.png""".split(),
)
def test_what_others_answer_is_not(url: str) -> None:
    assert not leads_inside(url, "https://a.gov.vn/tin.html")
