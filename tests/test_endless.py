"""Address spaces without end, told by rules that know no portal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.addresses import Shape, shape
from crawler.pages.endless import is_endless, is_variant
from pipeline.normalise.urls import normalise_url

HOST = "https://huyen.example.vn"
LIFERAY = (
    "/tin-tuc?p_p_id=101_INSTANCE_a&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1"
    "&p_p_col_pos=1&p_p_col_count=2&_101_INSTANCE_a_delta=20&_101_INSTANCE_a_keywords="
    "&_101_INSTANCE_a_advancedSearch=false&p_r_p_564233524_resetCur=false&_101_INSTANCE_a_cur=2"
)
"""A pager's link: of its sixteen parameters one says the page."""


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc?sort=date",
        "/tin-tuc?orderby=views&dir=desc",
        "/tin-tuc?sapxep=moinhat",
        "/tin-tuc?_x_orderByCol=title",
        "/tin-tuc?c=3&direction=asc",
        "/tin-tuc?f[0]=loai:3",
        "/tin-tuc?filter[nam]=2024",
    ],
)
def test_another_order_or_cut_is_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc?theme=dark",
        "/?giaodien=2",
        "/tin-tuc?view=grid",
        "/tin-tuc?mode=compact&page=2",
        "/tin-tuc?fontsize=16",
        "/tin-tuc?mobile=1",
        "/tin-tuc?format=pdf",
        "/tin-tuc?p_p_id=x&p_p_state=pop_up",
    ],
)
def test_another_dress_is_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/2031-05",
        "/lich/2024/05/19",
        "/su-kien/2031/12/",
        "/tin-tuc/2024/05/19",
        "/2024/05/",
        "/tin-tuc?month=5&year=2031",
        "/tin-tuc?ngay=19/05/2024",
        "/lich.aspx?thang=5&nam=2024",
        "/tin-tuc?catid=3&month=2031-06",
    ],
)
def test_a_calendars_days_and_months_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/banners/click/?id=12",
        "/go/215",
        "/redirect.aspx",
        "/tin-tuc?click=17",
        "/xem?to=https://bao.example.vn/a",
        "/share?u=https%3A%2F%2Fhuyen.example.vn%2Fa",
    ],
)
def test_counted_clicks_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/print/215",
        "/tin-tuc/cau-moi-215.html/print",
        "/in-bai-viet?id=215",
        "/tin-tuc/cau-moi-215.html?print=1",
        "/tin-tuc/cau-moi-215.html?in_bai=1",
        "/chitiet.aspx?id=215&mode=print",
        "/chitiet.aspx?id=215&action=sendmail",
        "/node/215/reply",
        "/sendmail.aspx?id=215",
        "/tin/-/asset_publisher/a/content/cau-moi?_101_INSTANCE_a_viewMode=print",
        "/tin-tuc/cau-moi?type=98",
    ],
)
def test_copies_to_print_save_mail_and_answer_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/van-hoa/tin-tuc/van-hoa/a.html",
        "/tin/tin/tin/",
        "/a1/tin/b2/tin/c3/tin/x",
        "/" + "x/".join(str(n) for n in range(20)),
        "/tin-tuc?tag=a&tag=a",
        "/tin-tuc?c=1&c=2&c=3",
        "/tin-tuc?" + "&".join(f"k{n}=1" for n in range(30)),
        "/tin-tuc?q=" + "x" * 2000,
    ],
)
def test_paths_that_circle_and_queries_that_grow_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path", ["/tin-tuc?limit=50", "/tin-tuc?catid=3&pagesize=100", "/tin-tuc?per_page=30"]
)
def test_pages_of_another_length_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


def test_choices_that_are_combined_are_left_out() -> None:
    assert is_endless(f"{HOST}/van-kien?loai=1&linhvuc=2&coquan=3&capbanhanh=4")


@pytest.mark.parametrize(
    "path", ["/en/", "/en/news/bridge-opened-215.html", "/zh-cn/xinwen", "/en"]
)
def test_editions_in_other_languages_are_left_out(path: str) -> None:
    assert is_endless(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/vi/tin-tuc/",
        "/vi/news/van-hoa/cau-moi-thong-xe-215.html",
        "/english-club-cua-truong-215.html",
        "/2024/05/19/hoi-nghi-tong-ket/",
        "/tin-tuc/2024/05/hoi-nghi-tong-ket.html",
        "/portal/Pages/2024-5-19/hoi-nghi-x1.aspx",
        "/tin-tuc/tin-tuc/cau-moi-215.html",
        "/tin-tuc?page=2&limit=20",
        "/tin-tuc?start=20&limit=20",
        LIFERAY,
        "/index.php?option=com_content&view=article&id=215&catid=3&Itemid=9&lang=vi",
        "/index.php?mod=news&view=list&cat=3",
        "/index.php?language=vi&nv=news&op=cau-moi-215",
        "/chitiet.aspx?id=215&ngay=19-05-2024",
        "/trang/TinTuc/21/432/cau-moi.html",
        "/tin/tabid/92/ctl/ViewDetails/mid/416/ItemID/8241/Default.aspx",
        "/webcenter/portal/x/pages_tin/chi-tiet?dDocName=PORTAL48&_afrLoop=1",
        "/khen-thuong/gui-thu-khen-den-cac-em-hoc-sinh-215.html",
        "/tin/reply-cua-mot-ban-doc-gui-toa-soan-215.html",
    ],
)
def test_the_portals_own_pages_are_kept(path: str) -> None:
    assert not is_endless(HOST + path)


def test_an_endless_address_is_skipped_whatever_its_link_says() -> None:
    text = "Huyện tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ"
    assert shape(f"{HOST}/tin-tuc/hoi-nghi-tong-ket-215.html?fontsize=2", text) is Shape.SKIP


def test_where_to_come_back_to_never_hides_an_article() -> None:
    link = f"{HOST}/tin/-/asset_publisher/a/content/cau-moi?inheritRedirect=false&redirect=https%3A%2F%2Fx%2F"
    plain = f"{HOST}/tin/-/asset_publisher/a/content/cau-moi"
    assert normalise_url(link) == plain
    assert not is_endless(normalise_url(link))


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_path_or_query_makes_it_fail(path: str, query: str) -> None:
    assert is_endless(f"{HOST}/{path}?{query}") in (True, False)


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/tin-tuc?kieu=anh", "/tin-tuc"),
        ("/tin-tuc?cat=3&kieu=anh", "/tin-tuc?cat=3"),
        ("/tin-tuc?kieu=anh&cat=3", "/tin-tuc?cat=3"),
        ("/tin-tuc/tin-tuc", "/tin-tuc"),
        ("/tin-tuc/?kieu=anh", "/tin-tuc"),
        ("/tin-tuc/", "/tin-tuc"),
    ],
)
def test_an_address_with_more_parameters_a_slash_or_a_segment_said_twice_is_a_variant(
    path: str, other: str
) -> None:
    assert is_variant(f"{HOST}{path}", f"{HOST}{other}")
    assert not is_variant(f"{HOST}{other}", f"{HOST}{path}")


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/tin-tuc", "/tin-tuc"),
        ("/tin-tuc?cat=4", "/tin-tuc?cat=3"),
        ("/tin-tuc?cat=4&kieu=anh", "/tin-tuc?cat=3"),
        ("/van-hoa?kieu=anh", "/tin-tuc"),
        ("/tin-tuc/xa-hoi", "/tin-tuc"),
    ],
)
def test_another_section_or_the_address_itself_is_no_variant(path: str, other: str) -> None:
    assert not is_variant(f"{HOST}{path}", f"{HOST}{other}")
