# ruff: noqa: E501 (pages as one line each)
"""What real Vietnamese portals print around and inside their articles: boxes, cards, buttons, tables of contents."""

import pytest

from pipeline import extract
from pipeline.clean import clean
from pipeline.errors import ListingPage, StaticPage

URL = "http://nammuong.example.vn/tin/mo-phien-cho-21.html"
NAME = "Xã Nậm Mường mở lại phiên chợ vùng cao sau ba năm"
LEAD = "Từ chủ nhật này, phiên chợ Nậm Mường họp lại bên bến đò cũ, mỗi tháng hai lần, sau ba năm phải dừng để làm đường."
FIRST = "Từ tờ mờ sáng, hàng trăm bà con từ tám bản đã gùi rau, mật ong và vải dệt tay xuống chợ, nhiều người phải đi bộ hơn hai giờ."
SECOND = "Khu chợ mới có mái che, hai dãy ki-ốt lợp ngói và một bãi gửi xe rộng, do bà con tự san nền trong vụ nông nhàn năm ngoái."
THIRD = "Ban quản lý chợ cho biết sáu tháng đầu chưa thu phí chỗ ngồi, để người bán có thời gian làm quen và khách xa biết đường trở lại."
DATE = "<p class='ngay'>Ngày đăng: 18/10/2024 07:45</p>"


def page(body: str, title: str = NAME, head: str = "", lang: str = "vi") -> str:
    return (
        f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def article(*, before: str = "", between: str = "", after: str = "") -> str:
    """A page with `before`, `between` and `after` at the head, in the middle and at the end of its text."""
    text = f"{before}{paragraphs(FIRST)}{between}{paragraphs(SECOND, THIRD)}{after}"
    return page(f"<div class='main'><h1>{NAME}</h1>{DATE}<div class='noidung'>{text}</div></div>")


def text(**parts: str) -> list[str]:
    return extract(article(**parts), URL).text.split("\n")


WHOLE = [FIRST, SECOND, THIRD]


# A box of other articles between the sapo and the body.
OTHERS = "".join(
    f"<p><a href='/tin/khac-{n}.html'>Bản Pa Sang chuẩn bị gian hàng thứ {n} cho phiên chợ</a></p>"
    for n in range(2)
)


@pytest.mark.parametrize("heading", ["TIN LIÊN QUAN", "Bài liên quan:", "Đọc thêm"])
def test_a_box_of_other_articles_between_sapo_and_body_does_not_make_the_sapo_the_article(heading):
    sapo = f"<div><p>{LEAD} {SECOND}</p></div><div><p>{heading}</p>{OTHERS}</div>"
    html = page(f"<h1>{NAME}</h1>{DATE}{sapo}<div>{paragraphs(FIRST, SECOND * 3, THIRD)}</div>")
    assert extract(html, URL).text.split("\n") == [f"{LEAD} {SECOND}", FIRST, SECOND * 3, THIRD]


def test_the_same_box_below_the_body_still_ends_it():
    others = "".join(
        f"<p><a href='/tin/khac-{n}.html'>Bản Pa Sang chuẩn bị gian hàng thứ {n} cho phiên chợ</a></p><p>{LEAD * 4}</p>"
        for n in range(2)
    )
    html = page(f"<h1>{NAME}</h1>{DATE}<div>{paragraphs(*WHOLE)}</div><div><p>TIN LIÊN QUAN</p>{others}</div>")  # fmt: skip
    assert extract(html, URL).text.split("\n") == WHOLE


# A .vn host is a portal, whatever language its page is in.
PLAIN = "The commune keeps a register of its wells and springs, open to every household that draws water from them. "
STANDING = page(f"<h1>Wells and springs of the commune</h1><div><p>{PLAIN * 4}</p></div>", "Wells and springs of the commune", lang="en")  # fmt: skip


def test_an_undated_page_of_a_vietnamese_host_is_a_standing_page_even_in_english():
    with pytest.raises(StaticPage):
        extract(STANDING, "http://nammuong.example.vn/en/wells-and-springs")


def test_the_same_undated_page_of_another_host_is_an_article():
    assert extract(STANDING, "http://commune.example.org/wells-and-springs").kind == "article"


# Lists and rows of author, date and buttons above the text.
@pytest.mark.parametrize(
    "meta",
    [
        "<ul><li>Lò Thị Mai</li><li>18/10/2024 07:45</li><li>Bản in</li></ul>",
        "<ul><li>Thứ Sáu, 18/10/2024</li><li>Gửi email</li><li>A+</li><li>A-</li></ul>",
        "<ul><li>|</li><li>Lượt xem: 214</li></ul>",
        "<p>Bản in Gửi email Cỡ chữ A- A+</p>",
        "<p>Tăng | Giảm | Mặc định | Tương phản</p>",
        "<div>Chia sẻ: Facebook Zalo</div>",
    ],
)
def test_lists_and_rows_of_author_date_and_buttons_above_the_text_are_cut(meta):
    assert text(before=meta) == WHOLE


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_that_tells_something_stays_at_the_head(tag):
    lines = ["Gạo nếp nương và mật ong", "Vải dệt tay của bản Pa Sang"]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    assert text(before=f"<{tag}>{listed}</{tag}>") == [*lines, *WHOLE]


def test_a_date_below_such_a_list_is_the_writers_own():
    listed = "<ul><li>Gạo nếp nương và mật ong</li></ul><p>Chủ nhật, 20/10/2024</p>"
    assert text(before=listed)[:2] == ["Gạo nếp nương và mật ong", "Chủ nhật, 20/10/2024"]


@pytest.mark.parametrize("line", ["In dấu chân trên cát", "Nghe kể chuyện chợ xưa", "Tăng giá, giảm cân"])  # fmt: skip
def test_a_short_line_that_only_holds_a_buttons_word_stays(line):
    assert text(before=f"<p>{line}</p>")[0] == line


def test_a_date_line_between_a_leading_picture_and_the_text_is_cut():
    head = "<p><img src='/cho.jpg'></p><p>Thứ Sáu, 18/10/2024 | 07:45</p>"
    found = extract(article(before=head), URL)
    assert found.text.split("\n") == WHOLE
    assert [image.url for image in found.images] == ["http://nammuong.example.vn/cho.jpg"]


# Cards that announce one other page.
TARGET = "/tin/duong-len-ban-20.html"
CARDS = {
    "picture and title linked": f"<table><tr><td><a href='{TARGET}'><img src='/duong.jpg'></a></td><td><a href='{TARGET}'>Đường lên bản Pa Sang đã thông xe</a> Mười hai cây số đường đất nay là bê tông.</td></tr></table>",
    "one link around all": f"<div class='the'><a href='{TARGET}'><img src='/duong.jpg'><h4>Đường lên bản Pa Sang đã thông xe</h4></a><p>Mười hai cây số đường đất nay là bê tông.</p></div>",
    "blocks in the link": f"<blockquote><a href='{TARGET}'><div>Đường lên bản Pa Sang đã thông xe</div></a> Mười hai cây số đường đất nay là bê tông.</blockquote>",
}
CAPTION = "Bà con bản Pa Sang bày vải dệt tay ở dãy ki-ốt đầu chợ."
NO_CARDS = {
    "a caption under a linked picture": (f"<div><a href='/anh/xem-21.html'><img src='/vai.jpg'></a><p>{CAPTION}</p></div>", CAPTION),
    "a linked caption of the large picture": (f"<figure><a href='/anh/vai-lon.jpg'><img src='/vai.jpg'><div>{CAPTION}</div></a></figure>", CAPTION),
    "a caption that links to an anchor": (f"<figure><a href='#album'><img src='/vai.jpg'><div>{CAPTION}</div></a></figure>", CAPTION),
    "a file": ("<div><a href='/tep/noi-quy-cho.pdf'><div>Nội quy phiên chợ Nậm Mường năm 2024</div></a> ban hành kèm thông báo này.</div>", "ban hành kèm thông báo này."),
    "linked words": (f"<blockquote>Ai cũng khen <a href='{TARGET}'>con đường mới lên bản</a>.</blockquote>", "Ai cũng khen con đường mới lên bản."),
}  # fmt: skip


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_of_one_other_page_between_paragraphs_is_cut(card):
    assert text(between=card) == WHOLE


@pytest.mark.parametrize(("markup", "line"), NO_CARDS.values(), ids=NO_CARDS)
def test_what_is_no_card_stays(markup, line):
    found = extract(article(between=markup), URL)
    assert line in found.text
    assert len(found.images) == markup.count("<img")


def test_a_picture_in_a_link_that_opens_a_window_is_kept_with_its_caption():
    picture = f"<figure><a class='modal' href='/anh/vai-lon.jpg'><img src='/vai.jpg'></a><figcaption>{CAPTION}</figcaption></figure>"
    found = extract(article(between=picture), URL)
    assert [(i.url, i.caption) for i in found.images] == [("http://nammuong.example.vn/vai.jpg", CAPTION)]  # fmt: skip


def test_a_window_without_a_picture_is_still_none_of_the_text():
    box = "<div><a class='modal' href='#dat-cho'>Đặt chỗ ngồi cho phiên chợ tới tại đây.</a></div><div class='modal'><p>Mời bà con để lại số điện thoại để ban quản lý gọi lại khi có chỗ.</p></div>"
    assert text(after=box) == WHOLE


# Tables of contents.
INTO = "".join(
    f"<li><a href='#muc-{n}'>{line}</a></li>"
    for n, line in enumerate(["Đường đến chợ", "Hàng hóa", "Giờ họp chợ"])
)
CONTENTS = {
    "ez-toc": f"<div id='ez-toc-container' class='ez-toc-v2'><div class='ez-toc'><p>Trong bài</p><ul>{INTO}</ul></div></div>",
    "lwptoc": f"<div class='lwptoc lwptoc-light'><b>Trong bài</b><ul>{INTO}</ul></div>",
    "addresses of the page itself": f"<div class='toc'><p>Trong bài</p><ul>{INTO.replace('#', URL + '#')}</ul></div>",
}


@pytest.mark.parametrize("box", CONTENTS.values(), ids=CONTENTS)
def test_a_table_of_contents_is_cut(box):
    assert text(before=box) == WHOLE


def test_a_list_with_links_to_other_places_is_no_table_of_contents():
    lines = ["Bản Pa Sang bán vải dệt tay và gùi mây", "Bản Huổi Lướt bán mật ong rừng"]
    items = "".join(f"<li>{line} (<a href='/ban/{n}.html'>bản đồ</a>)</li>" for n, line in enumerate(lines))  # fmt: skip
    found = text(between=f"<div class='toc'><ul>{items}</ul></div>")
    assert found == [FIRST, *(f"{line} (bản đồ)" for line in lines), SECOND, THIRD]


def test_paragraphs_with_footnotes_are_no_table_of_contents():
    line = "Nội dung chính của nội quy chợ gồm năm điều, treo ở cổng chợ và đọc trên loa mỗi phiên"
    notes = "<a href='#ghi-chu'>1</a>, <a href='/noi-quy.html'>2</a>"
    assert f"{line} 1, 2." in text(between=f"<div>{line} {notes}.</div>")


# Boxes of tags.
@pytest.mark.parametrize("label", ["Chủ đề:", "Từ khóa:", "Tags:"])
def test_a_box_of_one_tag_below_the_text_is_cut(label):
    box = f"<div><div>{label}</div><div><a href='/chu-de/cho-phien'>chợ phiên</a></div></div>"
    assert text(after=box) == WHOLE


def test_a_sentence_that_names_a_subject_is_no_box_of_tags():
    line = "Chủ đề: phiên chợ vùng cao, do học sinh lớp bảy chọn."
    assert text(after=f"<p>{line}</p>")[-1] == line


# A listing whose first teaser prints a date.
def test_a_listing_with_the_first_teasers_date_is_a_listing():
    rows = "".join(
        f"<li><a href='/tin/khac-{n}.html'>Bản Pa Sang chuẩn bị gian hàng thứ {n} cho phiên chợ</a></li>"
        for n in range(5)
    )
    name = "Tin tức hoạt động của các bản"
    html = page(f"<div><h1>{name}</h1><div>18/10/2024 07:45</div><p>Các bản gửi tin về cho ban văn hóa xã trước mỗi sáng chủ nhật để đăng trong tuần sau.</p><ul>{rows}</ul></div>", name)  # fmt: skip
    with pytest.raises(ListingPage):
        extract(html, "http://nammuong.example.vn/tin-cac-ban")


def test_a_short_notice_above_as_many_other_titles_is_an_article():
    rows = "".join(
        f"<li><a href='/tin/khac-{n}.html'>Bản Pa Sang chuẩn bị gian hàng thứ {n} cho phiên chợ</a></li>"
        for n in range(5)
    )
    html = page(f"<div><h1>{NAME}</h1><div>18/10/2024 07:45</div>{paragraphs(LEAD, FIRST)}<ul>{rows}</ul></div>")  # fmt: skip
    assert extract(html, URL).text.split("\n") == [LEAD, FIRST]


# Documents.
def document(heading: str, abstract: str) -> str:
    rows = [("Số ký hiệu", "27/TB-UBND"), ("Ngày ban hành", "18/10/2024"), ("Người ký", "Lò Văn Hương")]  # fmt: skip
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    return page(f"<h1>{heading}</h1><table>{cells}{abstract}</table><a href='/27.pdf'>27.pdf</a>", heading)  # fmt: skip


ABOUT = "Về việc họp lại phiên chợ Nậm Mường"


@pytest.mark.parametrize(
    "heading", ["Chi tiết văn bản", "Thông tin văn bản", "Văn bản quy phạm pháp luật", "Thuộc tính"]
)
@pytest.mark.parametrize(
    "abstract",
    [
        f"<tr><td>Trích yếu</td><td>{ABOUT}</td></tr>",
        f"<tr><td colspan=2>Trích yếu nội dung: {ABOUT}</td></tr>",
        f"<tr><td>Tên văn bản:</td><td>{ABOUT}</td></tr>",
    ],
)
def test_a_document_under_a_heading_of_every_document_is_called_what_it_is_about(heading, abstract):
    assert extract(document(heading, abstract), "http://a.example.vn/vb/27").title == ABOUT


def test_a_document_without_a_heading_is_called_what_it_is_about_too():
    html = document("", f"<tr><td>Trích yếu</td><td>{ABOUT}</td></tr>")
    assert extract(html, "http://a.example.vn/vb/27").title == ABOUT


def test_a_document_with_a_heading_of_its_own_keeps_it():
    html = document("Thông báo 27/TB-UBND", f"<tr><td>Trích yếu</td><td>{ABOUT}</td></tr>")
    assert extract(html, "http://a.example.vn/vb/27").title == "Thông báo 27/TB-UBND"


def test_a_document_without_an_abstract_keeps_the_heading_it_has():
    html = document("Chi tiết văn bản", "<tr><td>Lĩnh vực</td><td>Thương mại</td></tr>")
    assert extract(html, "http://a.example.vn/vb/27").title == "Chi tiết văn bản"


# Files and letters.
@pytest.mark.parametrize(
    "tail", ["<p>File đính kèm:</p>", "<p>noi-quy-cho.pdf</p>", "<p>Tệp đính kèm</p><p>noi-quy-cho.docx (1,2 MB)</p>"]
)  # fmt: skip
def test_a_label_or_a_file_name_alone_at_the_end_is_cut(tail):
    assert text(after=tail) == WHOLE


@pytest.mark.parametrize("line", ["File đính kèm: noi-quy-cho.pdf", "Tải nội quy: noi-quy-cho.pdf"])
def test_a_line_that_names_a_file_is_the_writers_own(line):
    assert text(after=f"<p>{line}</p>") == [*WHOLE, line]


def test_a_letter_that_floats_stays_with_its_word():
    line = FIRST.replace("Từ", "<span style='float:left;display:block;font-size:3em'>T</span>ừ", 1)
    assert extract(article().replace(FIRST, line), URL).text.split("\n") == WHOLE


def test_what_is_styled_as_a_block_and_does_not_float_is_a_line_of_its_own():
    line = f"<span style='display: block'>Chợ họp từ sáu giờ sáng.</span>{SECOND}"
    assert extract(article().replace(SECOND, line), URL).text.split("\n") == [FIRST, "Chợ họp từ sáu giờ sáng.", SECOND, THIRD]  # fmt: skip


# What platforms call their parts.
BODY = paragraphs(*WHOLE)
PLATFORMS = {
    "epi": f"<h1 class='article__title cms-title'>{NAME}</h1><div class='article__meta'><time>18/10/2024 07:45</time></div><div class='article__author'><span class='name'>Lò Thị Mai</span></div><div class='article__sapo cms-desc'>{LEAD}</div><div class='article__body cms-body'>{BODY}</div>",
    "mastercms": f"<h1>{NAME}</h1>{DATE}<div class='__MASTERCMS_CONTENT'>{paragraphs(FIRST, SECOND)}<table class='__MB_ARTICLE_A'><tr><td>Đường lên bản Pa Sang đã thông xe, mười hai cây số đường đất nay là bê tông.</td></tr></table>{paragraphs(THIRD)}</div>",
    "tinbai": f"<h1>{NAME}</h1><div class='UI_Tinbai_chitiet_startdate'>18/10/2024 07:45</div><div class='UI_Tinbai_chitiet_noidungngan'>{LEAD}</div><div class='UI_Tinbai_chitiet_noidung'>{BODY}</div>",
    "k2": f"<div class='itemView'><h2 class='itemTitle'>{NAME}</h2><span class='itemDateCreated'>18/10/2024 07:45</span><span class='itemAuthor'>Viết bởi <a href='/itemlist/12'>Lò Thị Mai</a></span><div class='itemIntroText'>{LEAD}</div><div class='itemFullText'>{BODY}</div></div>",
    "webforms": f"<div><span id='ctl00_Main_lblTitle'><b>{NAME}</b></span><span id='ctl00_Main_lblPostedDate'>18/10/2024 07:45</span><span id='ctl00_Main_lblTacGia'>Lò Thị Mai</span><div>{BODY}</div></div>",
    "bm": f"<h1 class='c-detail-head__title'>{NAME}</h1><div class='c-detail-head__time'>18/10/2024 07:45</div><div class='b-maincontent'>{BODY}</div>",
}  # fmt: skip
TELLS = {
    "epi": {"text", "date", "author", "lead"},
    "mastercms": {"text"},
    "tinbai": {"text", "date", "lead"},
    "k2": {"text", "date", "author", "lead"},
    "webforms": {"date", "author"},
    "bm": {"text", "date"},
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platforms_own_names_find_text_date_author_and_lead(platform):
    html, tells = page(f"<div class='main'>{PLATFORMS[platform]}</div>"), TELLS[platform]
    found = extract(html, URL)
    assert found.title == NAME
    assert found.text.split("\n") == ([LEAD, *WHOLE] if "lead" in tells else WHOLE)
    assert str(found.published_at) == "2024-10-18 07:45:00+07:00"
    assert found.author == ("Lò Thị Mai" if "author" in tells else None)
    assert found.lead == (LEAD if "lead" in tells else None)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_of_these_fields_names_the_platform(platform):
    read = clean(page(f"<div class='main'>{PLATFORMS[platform]}</div>"), URL)
    rules = {found.field: found.rule for found in read.found} | {"date": read.dates[0].source}
    told = {name for name, rule in rules.items() if rule.removeprefix("platform:").startswith(f"{platform}:")}  # fmt: skip
    assert told == TELLS[platform]


def test_a_table_of_contents_by_its_heading_is_cut_and_the_text_around_it_stays():
    assert text(before=f"<div><p>Mục lục</p><ol>{INTO}</ol></div>") == WHOLE


def test_a_text_that_begins_with_such_words_is_no_table_of_contents_for_its_footnotes():
    line = "Nội dung chính của nội quy chợ gồm năm điều, treo ở cổng chợ và đọc trên loa mỗi phiên"
    notes = f"<div><p>{line} <a href='#_ftn1'>[1]</a>.</p>{paragraphs(SECOND)}</div>"
    assert f"{line} [1]." in text(between=notes)


@pytest.mark.parametrize("intro", ["", "<p>Danh sách hộ nhận ki-ốt:</p>"])
def test_a_list_of_people_at_the_head_stays(intro):
    names = ["Lò Thị Mai", "Vàng A Sáng", "Giàng Thị Dợ", "Lường Văn Piêng"]
    listed = "".join(f"<li>{name}</li>" for name in names)
    assert text(before=f"{intro}<ul>{listed}</ul>")[-7:] == [*names, *WHOLE]


def test_a_name_in_a_list_that_tells_something_stays():
    lines = ["Lò Thị Mai", "Gùi mây đan của bản Huổi Lướt, đặt trước hai tuần"]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    assert text(before=f"<ul>{listed}</ul>") == [*lines, *WHOLE]


@pytest.mark.parametrize("label", ["Chủ đề:", "Từ khóa:", "Tags:"])
@pytest.mark.parametrize(
    "box",
    [
        "<p><b>{}</b> <a href='/c/cho'>chợ phiên</a>, <a href='/c/ban'>vùng cao</a></p>",
        "<div><span>{}</span> <a href='/c/cho'>chợ phiên vùng cao</a></div>",
        "<div>{} <div><a href='/c/cho'>chợ phiên vùng cao</a></div></div>",
        "<div><div>{}</div> <a href='/c/cho'>chợ phiên</a></div>",
    ],
)
def test_tags_in_one_line_or_box_with_their_label_are_cut(label, box):
    assert text(after=box.format(label)) == WHOLE


def test_a_subheading_that_begins_like_a_button_stays():
    heading = "Chia sẻ cùng bà con"
    assert text(between=f"<h3>{heading}</h3>") == [FIRST, heading, SECOND, THIRD]


def test_the_widgets_of_an_elementor_article_are_its_text_whatever_one_of_them_holds():
    parts = [
        ("text-editor", paragraphs(FIRST, SECOND * 4)),
        ("heading", "<h2 class='elementor-heading-title'>Hai dãy ki-ốt mới</h2>"),
        ("image", "<img src='/vai.jpg'>"),
        ("text-editor", paragraphs(THIRD)),
    ]
    widgets = "".join(
        f"<div class='elementor-element elementor-widget elementor-widget-{kind}'><div class='elementor-widget-container'>{inner}</div></div>"
        for kind, inner in parts
    )
    html = page(f"<h1>{NAME}</h1>{DATE}<div class='elementor-section'>{widgets}</div>")
    found = extract(html, URL)
    assert found.text.split("\n") == [FIRST, SECOND * 4, "Hai dãy ki-ốt mới", THIRD]
    assert len(found.images) == 1


def test_an_accounts_name_below_the_text_is_cut():
    assert text(after="<div>admin admin</div>") == WHOLE


def test_a_line_that_announces_pictures_stays_whatever_links_follow_them():
    line = "Một số hình ảnh tại buổi lễ:"
    links = "<div><a href='/in'>Bản in bài này</a><a href='/len'>Quay lên trên</a></div>"
    assert text(after=f"<p>{line}</p><p><img src='/1.jpg'></p>{links}") == [*WHOLE, line]


def test_text_in_a_label_is_text_and_a_forms_label_is_none():
    label = f"<label id='lbTrich'>{LEAD}</label><br>"
    asked = f"<label for='y'>{LEAD}</label><input id='y'>"
    assert text(before=label)[0] == LEAD
    assert text(after=asked) == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng: 18/10/2024 07:45:00 - Ngày cập nhật: 20/10/2024 10:00:00",
        "Được đăng: 18 Tháng 10 2024 | Viết bởi Quản trị | Lượt xem: 33",
        "00:00 / 03:15",
        "QR Code",
    ],
)
def test_a_row_of_dates_and_counters_is_no_text(line):
    assert text(before=f"<p>{line}</p>") == WHOLE


@pytest.mark.parametrize("names", ["qr-code", "chia-se", "qr"])
def test_pictures_of_buttons_are_none_of_the_articles(names):
    box = f"<div class='{names}'><img src='/fb.png'></div>"
    found = extract(article(before=box), URL)
    assert not found.images


def test_a_notices_time_of_event_at_the_end_stays():
    line = "Thời gian: 7 giờ 30 ngày 28/11/2025"
    assert text(after=f"<p>{line}</p>") == [*WHOLE, line]


@pytest.mark.parametrize(
    "row",
    [
        "Chuyên mục: Chợ quê | Ngày đăng: 18/10/2024 07:45 | Tác giả: Lò Thị Mai",
        "Lượt xem: 120 | Nguồn: Đài xã",
        "Chưa có bình luận nào.",
    ],
)
def test_what_a_portal_tells_of_the_article_under_it_is_no_text(row):
    assert text(after=f"<div>{row}</div>") == WHOLE


def test_a_row_of_prices_at_the_end_stays():
    row = "Rau cải: 15.000 đồng | Mật ong: 200.000 đồng"
    assert text(after=f"<p>{row}</p>") == [*WHOLE, row]
