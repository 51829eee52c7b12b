from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.errors import ListingPage
from pipeline.model import PageRules

PAGES = Path(__file__).parent / "pages"
VN = timezone(timedelta(hours=7))


def article(name: str, url: str = "http://songmoi.example.vn/x/1", **more):
    return extract((PAGES / f"{name}.html").read_bytes(), url, **more)


def test_a_liferay_page_gives_every_field():
    found = article("liferay", "http://songmoi.example.vn/web/guest/tin-hoat-dong?p_p_id=101")
    assert found.title == "Phường Sông Mới ra quân làm sạch bờ kênh"
    assert found.published_at == datetime(2025, 6, 14, 7, 45, tzinfo=VN)
    assert found.published_precision == "minute"
    assert found.published_source == "liferay:.assetPublishDate"
    assert found.author == "Lê Hoài"
    assert found.section == "Tin hoạt động"
    assert (
        found.lead
        == "Sáng 13/6/2025, gần 200 người dân và đoàn viên đã cùng dọn hơn ba cây số bờ kênh."
    )
    assert [(i.url, i.caption, i.credit) for i in found.images] == [
        (
            "http://songmoi.example.vn/documents/10/kenh.jpg",
            "Người dân vớt bèo trên kênh. Ảnh: Lê Hoài",
            "Lê Hoài",
        )
    ]
    assert [a.name for a in found.attachments] == ["ke-hoach-lam-sach.pdf"]
    assert found.language == "vi-vn"
    assert found.url.endswith("/-/asset_publisher/AbC/content/ra-quan-lam-sach-bo-kenh")


def test_the_text_is_lead_paragraphs_and_captions_in_reading_order():
    lines = article("liferay").text.split("\n")
    assert [line[:12] for line in lines[:4]] == [
        "Sáng 13/6/20",
        "Ngay từ sáu ",
        "Người dân vớ",
        "Sau buổi sán",
    ]


@pytest.mark.parametrize(
    "word",
    ["Thống kê", "Đăng nhập", "Các tin khác", "máy tính", "Bản quyền", "Xếp hạng", "Trang chủ"],
)
def test_nothing_around_the_article_comes_with_it(word):
    found = article("liferay")
    assert word not in found.text
    assert word not in found.html


def test_a_table_layout_page_is_read_without_any_semantic_markup():
    found = article("table_layout", "http://dongtien.example.vn/Pages/x.aspx")
    assert found.title == "Nông dân xã Đồng Tiến trồng dưa lưới theo hướng hữu cơ"
    assert found.published_at == datetime(2025, 8, 5, 15, 20, tzinfo=VN)
    assert found.section == "Tin kinh tế"
    assert found.text.split("\n") == [
        "Vụ hè năm nay, mười hai hộ trong xã chuyển sang trồng dưa lưới trong nhà màng.",
        "Mỗi nhà màng rộng một nghìn mét vuông, cho thu hoạch ba vụ trong năm, giá bán ổn định.",
        "Hợp tác xã cung ứng giống, hướng dẫn kỹ thuật và bao tiêu toàn bộ sản phẩm cho các hộ.",
        "Vụ | Sản lượng (tấn)",
        "Xuân | 21",
        "Hè | 18",
        "Theo tính toán, trừ chi phí, mỗi nhà màng lãi khoảng sáu mươi triệu đồng mỗi vụ.",
    ]


def test_a_short_notice_of_line_breaks_with_a_file_is_an_article():
    found = article("breaks", "http://phuloc.example.vn/tb")
    assert found.title == "Thông báo tạm ngừng cấp nước"
    assert (found.published_at, found.published_precision) == (
        datetime(2025, 4, 2, tzinfo=VN),
        "day",
    )
    assert found.text.startswith("Để sửa chữa đường ống chính")
    assert "Đề nghị bà con chủ động tích trữ nước để sinh hoạt." in found.text.split("\n")
    assert [a.url for a in found.attachments] == ["http://phuloc.example.vn/files/tb-15.pdf"]


def test_a_listing_is_an_error_and_no_article():
    with pytest.raises(ListingPage) as caught:
        article("listing", "http://phuloc.example.vn/tin-tuc")
    assert caught.value.url == "http://phuloc.example.vn/tin-tuc"


def test_a_date_later_than_the_fetch_is_not_believed():
    found = article("liferay", fetched_at=datetime(2025, 1, 1, tzinfo=VN))
    assert found.published_at is None


def test_a_sources_own_rules_go_before_the_general_ones():
    rules = PageRules(container=".sapo-wrapper", title=".site-title", published="#header .date")
    found = article("liferay", rules=rules)
    assert found.title == "Phường Sông Mới"
    assert found.published_at == datetime(2026, 11, 23, 8, 0, tzinfo=VN)
    assert (
        found.text
        == "Sáng 13/6/2025, gần 200 người dân và đoàn viên đã cùng dọn hơn ba cây số bờ kênh."
    )


def test_what_a_source_removes_is_gone():
    found = article("liferay", rules=PageRules(remove=("em",)))
    assert "Người dân vớt bèo" not in found.text


@pytest.mark.parametrize(
    "link",
    ["http://songmoi.example.vn/", "http://other.example.vn/bai", "javascript:x", "http://[", ""],
)
def test_a_canonical_link_home_or_away_is_not_followed(link):
    html = (
        (PAGES / "breaks.html")
        .read_text()
        .replace("</head>", f'<link rel="canonical" href="{link}"></head>')
    )
    assert (
        extract(html, "http://songmoi.example.vn/tb?id=7&utm_source=z").url
        == "http://songmoi.example.vn/tb?id=7"
    )


def test_a_lead_repeated_as_the_first_paragraph_stands_once():
    html = (PAGES / "liferay.html").read_text()
    lead = "Sáng 13/6/2025, gần 200 người dân và đoàn viên đã cùng dọn hơn ba cây số bờ kênh."
    html = html.replace(
        '<div class="journal-content-article">',
        f'<div class="journal-content-article"><p>{lead}</p>',
    )
    found = extract(html, "http://songmoi.example.vn/x")
    assert found.text.count(lead) == 1
    assert found.html.count(lead) == 1


def test_the_same_page_with_other_counters_keeps_its_hash():
    html = (PAGES / "liferay.html").read_text()
    other = html.replace("Đang truy cập: 12", "Đang truy cập: 987").replace("07/2025", "06/2024")
    assert (
        extract(html, "http://a.vn/x").content_hash == extract(other, "http://a.vn/x").content_hash
    )


def test_a_page_that_closes_its_body_too_early_is_read_to_its_end():
    html = (
        (PAGES / "breaks.html")
        .read_text()
        .replace('<div id="col">', '</body></html><title>…</title><div id="col">')
    )
    assert extract(html, "http://a.vn/x").text.startswith("Để sửa chữa")


def test_an_article_is_json_ready():
    found = article("liferay").to_dict()
    assert found["published_at"] == "2025-06-14T07:45:00+07:00"
    assert found["images"][0]["credit"] == "Lê Hoài"
