"""The title of a listing's item, whatever anchors lead to its article."""

import pytest

from crawler.farm import FARM_NOW
from crawler.pages.links import anchors, read_page
from pipeline.model import RawPage

URL = "https://huyen.example.vn/tin-tuc/"
TITLE = "Cầu mới thông xe"
LONG = "Sáng 5/3, cầu mới bắc qua sông đã thông xe sau hai năm thi công, " * 3


def title(markup: str) -> str:
    body = f"<html><body>{markup}</body></html>".encode()
    return anchors(read_page(RawPage("s", URL, URL, 200, (), body, FARM_NOW)))[0].text


@pytest.mark.parametrize(
    "item",
    [
        f'<a href="/a-1.html"><img alt="Ảnh cầu mới qua sông"></a><h3><a href="/a-1.html">{TITLE}</a></h3>',
        f'<h3><a href="/a-1.html">{TITLE}</a></h3><a href="/a-1.html">Xem tiếp</a>',
        f'<h3><a href="/a-1.html">{TITLE}</a></h3><p><a href="/a-1.html">{LONG}</a></p>',
        f'<a href="/a-1.html">{TITLE}</a><p><a href="/a-1.html">{LONG}</a></p>',
        f'<a href="/a-1.html"><img><h3>{TITLE}</h3><p>{LONG}</p><time>5/3/2024</time></a>',
        f'<a href="/a-1.html"><span class="news-title">{TITLE}</span><span>{LONG}</span></a>',
        f'<p class="tieu-de"><a href="/a-1.html">{TITLE}</a></p><a href="/a-1.html">{LONG[:70]}</a>',
        f'<div><a href="/a-1.html"></a><h4>{TITLE}</h4><p>{LONG}</p></div>',
        f'<div><img><h4>{TITLE}</h4><a href="/a-1.html">Xem chi tiết »</a></div>',
        f'<div><h4>{TITLE}</h4><a href="/a-1.html"><img alt="anh1"></a></div>',
    ],
)
def test_the_items_title_is_found(item: str) -> None:
    assert title(item) == TITLE


def test_without_a_heading_the_longest_text_names_the_link() -> None:
    assert title(f'<a href="/a-1.html">Tin</a><a href="/a-1.html">{TITLE}</a>') == TITLE


def test_a_heading_of_several_items_names_none_of_them() -> None:
    row = "".join(f'<a href="/a-{n}.html">Xem tiếp</a>' for n in range(1, 6))
    assert title(f"<div><h2>Văn hóa</h2>{row}</div>") == "Xem tiếp"


def test_a_title_is_composed() -> None:
    assert title('<a href="/a-1.html">Ti\u00ea\u0301p d\u00e2n</a>') == "Tiếp dân"
