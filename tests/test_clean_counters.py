# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.clean import clean
from pipeline.clean.counters import is_counter, name_without_counters, without_counters
from tests.article_pages import TITLE, article

URL = "http://bacson.example.vn/tin/trong-cay-12.html"
RIGHT = '<p style="text-align:right"><strong>{}</strong></p>'
NAME = "Xã Bắc Sơn mở lớp dạy nghề đan cói cho phụ nữ"
COUNTERS = [
    "Lượt xem 271",
    "Lượt xem: 271",
    "lượt xem : 1.271",
    "271 lượt xem",
    "271 lượt đọc",
    "12 lần xem",
    "Có 12 người đã xem",
    "Đã xem 12",
    "Đã xem: 12 lần",
    "Views: 5",
    "1.2k views",
    "Số lần đọc 3",
    "Số lượt người xem: 3",
    "Lượt xem bài viết: 5",
    "Lượt truy cập: 88",
    "Xem: 12",
    "Hits: 33",
]


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_view_counter_is_told_by_its_words(counter):
    assert is_counter(counter)
    assert is_counter(f"Tác giả: {counter}")


@pytest.mark.parametrize(
    "line", ["Lê An", "Hoàng Lượt", "Trần Thị Xem", "Clip đạt 300.000 lượt xem", "Số 12", ""]
)
def test_what_says_more_is_no_counter(line):
    assert not is_counter(line)


@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("form", ["{} ({})", "{} [{}]", "{} - {}", "{} – {}", "{} | {}", "{} • {}"])
def test_a_counter_behind_a_title_is_cut(form, counter):
    assert without_counters(form.format(NAME, counter)) == NAME


@pytest.mark.parametrize("form", ["[{1}] {0}", "({1}) {0}", "{1} - {0}", "{1} | {0}"])
def test_a_counter_before_a_title_is_cut(form):
    assert without_counters(form.format(NAME, "Đã xem: 12")) == NAME


@pytest.mark.parametrize(
    "name",
    [
        "Clip về bến đò quê đạt 300.000 lượt xem",
        "MV quê hương - 100 triệu lượt xem sau một tháng",
        "Học sinh Bắc Sơn đã đọc 300 cuốn sách",
        "Quý I/2025 - 324 lượt người đến khám bệnh",
        "Tuần 5 - Bài đọc: 3",
        "Hội thi dân vũ lần thứ 12",
        "Kế hoạch tiếp công dân (số 12)",
        "Lịch trực Tết (12 lượt)",
        "Người xem: khán giả của vở chèo năm 1975",
    ],
)
def test_a_title_keeps_numbers_of_its_own(name):
    assert without_counters(name) == name


@pytest.mark.parametrize("line", [*COUNTERS, "Lượt xem", "Số lần đọc:", "| 271 lượt xem |"])
def test_a_counter_names_nobody(line):
    assert name_without_counters(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Minh Hà | 271 lượt xem",
        "Minh Hà (271 lượt xem)",
        "Minh Hà - Lượt xem: 271",
        "Minh Hà, đã xem 12",
        "Minh Hà Lượt xem 271",
        "271 lượt xem | Minh Hà",
        "Minh Hà",
    ],
)
def test_a_name_beside_a_counter_stays(line):
    assert name_without_counters(line) == "Minh Hà"


def test_a_name_keeps_its_brackets():
    assert name_without_counters("Lê An (tổng hợp) | 3 lượt xem") == "Lê An (tổng hợp)"


SPAN = '<span class="author">{}</span>'
META = '<meta name="author" content="{}">'
DATA = '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "x", "author": {{"name": "{}"}}}}</script>'


def described(counter: str) -> dict[str, str]:
    """Every place in which an author is printed."""
    return {
        "a label at the end": article(body=f"<p>Tác giả: {counter}</p>"),
        "a signature": article(body=RIGHT.format(counter)),
        "a byline's class": article(beside=SPAN.format(counter)),
        "a meta tag": article(head=META.format(counter)),
        "JSON-LD": article(head=DATA.format(counter)),
    }


@pytest.mark.parametrize("place", described(""))
@pytest.mark.parametrize("counter", ["Lượt xem 271", "271 lượt xem", "Views: 5", "Số lần đọc 3"])
def test_a_counter_is_no_author_wherever_it_stands(counter, place):
    found = clean(described(counter)[place], URL)
    assert found.author == ""
    assert not any(counter in line for block in found.blocks for line in block.lines)


@pytest.mark.parametrize("place", described(""))
def test_the_author_beside_a_counter_is_read(place):
    assert extract(described("Minh Hà | 271 lượt xem")[place], URL).author == "Minh Hà"


def test_the_counter_beside_a_signature_is_no_text():
    found = [
        extract(article(body=RIGHT.format(f"Minh Hà | {n} lượt xem")), URL) for n in (271, 272)
    ]
    assert found[0].content_hash == found[1].content_hash


def test_another_place_names_the_author_where_one_prints_a_counter():
    html = article(beside=SPAN.format("Lượt xem 271"), head=META.format("Minh Hà"))
    assert extract(html, URL).author == "Minh Hà"


@pytest.mark.parametrize("line", ["Nguồn: Lượt xem 271", "Nguồn: 271 lượt xem"])
def test_a_counter_is_no_source(line):
    assert clean(article(body=f"<p>{line}</p>"), URL).source_credit == ""


def test_the_source_beside_a_counter_is_read():
    found = clean(article(body="<p>Nguồn: Báo Bắc Sơn | 271 lượt xem</p>"), URL)
    assert found.source_credit == "Báo Bắc Sơn"


@pytest.mark.parametrize("counter", [" (lượt xem: {})", " - {} lượt xem", " [Đã xem: {}]", " <span>Lượt xem: {}</span>"])  # fmt: skip
@pytest.mark.parametrize("where", ["in both", "in the heading", "in the head"])
def test_a_counter_is_no_part_of_the_title_and_makes_no_edit(where, counter):
    read = []
    for views in ("324", "325"):
        html = article()
        printed = TITLE + counter.format(views)
        if where != "in the head":
            html = html.replace(f"<h1>{TITLE}", f"<h1>{printed}")
        if where != "in the heading":
            head = printed.replace("<span>", "- ").replace("</span>", "")
            html = html.replace(f"<title>{TITLE}", f"<title>{head} - UBND xã Bắc Sơn")
            html = html.replace(f'content="{TITLE}', f'content="{head}')
        read.append(extract(html, URL))
    assert [found.title for found in read] == [TITLE, TITLE]
    assert read[0].content_hash == read[1].content_hash


def test_a_counter_that_only_styles_hold_apart_is_told_by_the_head():
    html = article().replace(f"<h1>{TITLE}", f"<h1>{TITLE} <i>324 lượt xem</i>")
    assert extract(html, URL).title == TITLE


def test_a_count_of_views_that_is_the_news_stays_in_the_title():
    name = "Phóng sự về bến đò quê đạt 300.000 lượt xem"
    assert extract(article().replace(TITLE, name), URL).title == name


def test_the_line_above_the_text_is_a_title_without_its_counter():
    html = (
        f"<html lang='vi'><head><title>Trang thông tin xã Bắc Sơn</title></head><body><div><b>{NAME} (lượt xem: 9)</b>"
        f"<p>Ngày đăng: 12/05/2025 08:30</p><div>{'<p>Lớp học có ba mươi học viên, mở đến hết tháng sáu tại nhà văn hóa thôn Đông, do nghệ nhân của làng dạy.</p>' * 3}</div></div></body></html>"
    )
    assert extract(html, URL).title == NAME
