"""Sections of news, told from everything else that a menu names."""

import pytest

from crawler.onboarding.menus import MenuEntry
from crawler.onboarding.sections import ENOUGH, MOST, chosen, judge_entries, subject, to_visit

HOST = "https://xa.example.vn"
SUBJECTS = {
    "news": """
Tin tức|Tin hoạt động|TIN TRONG HUYỆN|Sự kiện nổi bật|Thời sự|Hoạt động của lãnh đạo
Người tốt việc tốt|Gương điển hình|Xây dựng Đảng|Xây dựng nông thôn mới
Thông tin tuyên truyền|Tin tức - Sự kiện|News
    """,
    "topic": """
Kinh tế|Văn hóa - Xã hội|Văn hoá|Giáo dục|Y tế|An ninh - Quốc phòng|Pháp luật
Cải cách hành chính|Chuyển đổi số|Thông báo|Chỉ đạo điều hành|Đoàn thể
Thể thao - Du lịch|Thông tin cần biết
    """,
    "aside": """
Trang chủ|Giới thiệu|Giới thiệu chung|Liên hệ|Lịch công tác|Lịch tiếp dân|Văn bản
Văn bản chỉ đạo điều hành|Thủ tục hành chính|Dịch vụ công trực tuyến|Hỏi đáp|Hỏi - Đáp
Hỏi đáp pháp luật|Góp ý|Sơ đồ cổng|Thư viện ảnh|Video hoạt động|Hình ảnh|Bộ máy tổ chức
Chức năng nhiệm vụ|Danh bạ|Bản đồ hành chính|Hộp thư điện tử|RSS|Đăng nhập|English
Tiếng Việt|Thăm dò ý kiến|Quy chế hoạt động|Contact|Trang nhất
    """,
    "supply": """
Lịch sử hình thành|Ban lãnh đạo|Đấu thầu|Quy hoạch|Ngân sách|Dự án đầu tư|Tuyển dụng
Nghị quyết|Báo cáo
    """,
    "plain": """
Đất Cồn Chim|Khai giảng năm học mới|Trang tin học
    """,
}
NAMES = [
    (name.strip(), kind)
    for kind, names in SUBJECTS.items()
    for line in names.strip().splitlines()
    for name in line.split("|")
]


@pytest.mark.parametrize(("name", "kind"), NAMES)
def test_a_name_tells_its_subject(name, kind):
    assert subject(name) == kind


def entry(path: str, name: str, **more) -> MenuEntry:
    return MenuEntry(f"{HOST}{path}", name, **more)


def sections(entries, articles=(), **more) -> list[str]:
    judged = judge_entries(entries, [f"{HOST}{path}" for path in articles], **more)
    return [one.entry.name for one in chosen(judged)]


def test_news_and_subjects_of_news_are_sections_and_the_rest_is_not():
    names = ("Tin tức", "Giới thiệu", "Y tế", "Văn bản", "Đất Cồn Chim", "Quy hoạch")
    entries = [entry(f"/m/{n}", name) for n, name in enumerate(names)]
    assert sections(entries) == ["Tin tức", "Y tế"]


@pytest.mark.parametrize("above", ["Văn bản", "Thủ tục hành chính", "Hỏi đáp"])
def test_what_stands_below_something_else_than_news_is_none(above):
    assert sections([entry("/a", "Y tế", under=(above,))]) == []


def test_what_stands_below_news_is_a_section_whatever_its_name():
    assert sections([entry("/a", "Đất Cồn Chim", under=("Tin tức",))]) == ["Đất Cồn Chim"]


def test_articles_under_its_address_make_a_section():
    articles = ("/dat-con-chim/a-1.html", "/dat-con-chim/b-2.html", "/khac/c-3.html")
    assert sections([entry("/dat-con-chim/", "Đất Cồn Chim")], articles) == ["Đất Cồn Chim"]


def test_the_title_of_a_block_of_articles_is_a_section():
    assert sections([entry("/q?c=1", "Đất Cồn Chim", heads=3)]) == ["Đất Cồn Chim"]


def test_entries_whose_addresses_are_built_like_those_of_news_are_sections():
    news = [
        entry(f"/{slug}-c11.aspx", name)
        for slug, name in (("tin-tuc", "Tin tức"), ("y-te", "Y tế"))
    ]
    odd = entry("/dat-con-chim-c13.aspx", "Đất Cồn Chim")
    other = entry("/dat-con-chim-p13.aspx", "Đất Gò Sậy")
    assert sections([*news, odd, other]) == ["Tin tức", "Y tế", "Đất Cồn Chim"]


def test_a_page_that_lists_articles_is_a_section_and_one_that_does_not_is_none():
    entries = [entry("/a", "Đất Cồn Chim"), entry("/b", "Tin tức"), entry("/c", "Y tế")]
    seen = {f"{HOST}/a": 8, f"{HOST}/b": 0, f"{HOST}/c": None}
    assert sections(entries, seen=seen) == ["Đất Cồn Chim"]


def test_where_no_page_answers_names_decide():
    seen = dict.fromkeys((f"{HOST}/a", f"{HOST}/b"))
    assert sections([entry("/a", "Tin tức"), entry("/b", "Văn bản")], seen=seen) == ["Tin tức"]


def test_what_stands_beside_the_news_is_no_section_however_many_articles_it_lists():
    assert sections([entry("/a", "Văn bản mới")], seen={f"{HOST}/a": 20}) == []


def test_an_article_with_a_short_title_is_no_section():
    assert sections([entry("/tin-vui-12", "Tin vui", like_article=True)]) == []
    everywhere = frozenset([f"{HOST}/tin-vui-12"])
    assert sections([entry("/tin-vui-12", "Tin vui", like_article=True)], everywhere=everywhere)


def test_a_name_counts_once_and_page_order_stays():
    entries = [entry("/b", "Y tế"), entry("/a", "Tin tức"), entry("/c", "Y TẾ")]
    assert sections(entries) == ["Y tế", "Tin tức"]


def test_of_very_many_sections_those_below_others_are_left_out():
    above = [entry(f"/muc{n}", f"Tin mục {n}") for n in range(30)]
    below = [entry(f"/muc{n}/con", f"Tin con {n}") for n in range(30)]
    assert len(above + below) > MOST
    assert sections(above + below) == [one.name for one in above]


def test_what_looks_most_like_news_is_visited_first():
    entries = [
        entry("/a", "Đất Cồn Chim"),
        entry("/b", "Y tế"),
        entry("/c", "Tin tức"),
        entry("/d", "Văn bản"),
    ]
    judged = judge_entries(entries, ())
    assert [one.name for one in to_visit(judged, 3)] == ["Tin tức", "Y tế", "Đất Cồn Chim"]
    assert [one.score >= ENOUGH for one in judged] == [False, True, True, False]
