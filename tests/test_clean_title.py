# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline.clean.page import parse
from pipeline.clean.title import find_title

URL = "http://a.example.vn/tin/hoi-nghi-1.html"
NAME = "Xã Bắc Lý tổng kết phong trào thi đua năm 2025"


def title(html: str) -> str:
    return find_title(parse(html, URL)).text


@pytest.mark.parametrize(
    "html",
    [
        f"<title>{NAME} - Trang thông tin điện tử xã Bắc Lý</title><h1>Trang thông tin điện tử xã Bắc Lý</h1><h2>{NAME}</h2>",
        f"<title>{NAME}</title><h1><a href='/'>Cổng thông tin</a></h1><div class='tieude'>{NAME}</div>",
        f"<title>Cổng thông tin điện tử xã Bắc Lý</title><table><tr><td><p class='Title'>{NAME}</p></td></tr></table>",
        f"<title>{NAME} | Báo Mẫu</title><td><b>{NAME}</b></td>",
        f"<meta property='og:title' content='{NAME}'><title>Trang chủ</title><p>Chữ</p>",
        f"<title>Tin tức » {NAME} » UBND xã Bắc Lý</title><p>Không có thẻ tiêu đề</p>",
        f"<title>{NAME[:30]}...</title><h1>{NAME}</h1>",
        f"<title>\n {NAME} \n</title><body><svg><title>In</title></svg><h1>{NAME}</h1>",
    ],
)
def test_the_title_is_the_articles_and_never_the_sites(html):
    assert title(html) == NAME


def test_mixed_case_goes_before_capitals():
    assert title(f"<meta property='og:title' content='{NAME}'><h1>{NAME.upper()}</h1>") == NAME


def test_capitals_stay_where_nothing_else_is_printed():
    assert title(f"<title>{NAME.upper()}</title><h1>{NAME.upper()}</h1>") == NAME.upper()


def test_a_teasers_linked_heading_is_not_the_title():
    html = f"<title>{NAME}</title><h2><a href='/khac.html'>Một bài khác của trang, có liên kết riêng</a></h2><h2>{NAME}</h2>"
    assert title(html) == NAME
