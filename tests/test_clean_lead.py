# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.clean import clean
from tests.article_pages import PARAGRAPHS, TITLE, article

URL = "http://bacson.example.vn/tin/trong-cay-12.html"
LEAD = (
    "Hơn hai trăm người dân và học sinh xuống bãi ven sông từ sáng sớm để trồng một nghìn cây xanh."
)

SHAPES = {
    "platform's own": {"beside": f'<div class="hometext">{LEAD}</div>', "text": f'<div id="news-bodyhtml">{PARAGRAPHS}</div>'},
    "class sapo": {"text": f'<h2 class="sapo">{LEAD}</h2>{PARAGRAPHS}'},
    "class lead": {"text": f'<p class="lead">{LEAD}</p>{PARAGRAPHS}'},
    "class summary beside": {"beside": f'<div class="summary">{LEAD}</div>'},
    "bold first paragraph": {"text": f"<p><strong>{LEAD}</strong></p>{PARAGRAPHS}"},
    "bold by style": {"text": f'<p><span style="font-weight: bold">{LEAD}</span></p>{PARAGRAPHS}'},
    "bold, before a break": {"text": f"<b>{LEAD}</b><br>{PARAGRAPHS}"},
    "after the leading picture": {"text": f'<p><img src="/a.jpg"></p><p><b>{LEAD}</b></p>{PARAGRAPHS}'},
    "plain between title and text": {"beside": f"<p>{LEAD}</p>", "text": f"<div class=news-content>{PARAGRAPHS * 3}</div>"},
}  # fmt: skip


@pytest.mark.parametrize("parts", SHAPES.values(), ids=SHAPES)
def test_the_lead_is_found_whatever_prints_it_and_stands_once(parts):
    found = extract(article(**parts), URL)
    assert found.text.count(LEAD) == 1
    assert found.text.startswith(LEAD)


@pytest.mark.parametrize(
    "shape", [name for name in SHAPES if name != "plain between title and text"]
)
def test_a_lead_set_apart_is_a_field_of_its_own(shape):
    assert extract(article(**SHAPES[shape]), URL).lead == LEAD


def test_a_lead_repeated_as_first_paragraph_stands_once():
    page = article(
        beside=f'<div class="hometext">{LEAD}</div>',
        text=f'<div id="news-bodyhtml"><p><b>{LEAD}</b></p>{PARAGRAPHS}</div>',
    )
    found = extract(page, URL)
    assert (found.lead, found.text.count(LEAD)) == (LEAD, 1)


def test_a_lead_of_several_blocks_is_not_glued():
    half = LEAD[:45].strip(), LEAD[45:].strip()
    page = article(
        beside=f'<div class="hometext"><p>{half[0]}</p><p>{half[1]}</p></div>',
        text=f'<div id="news-bodyhtml">{PARAGRAPHS}</div>',
    )
    assert extract(page, URL).text.split("\n")[:2] == list(half)


@pytest.mark.parametrize(
    "first",
    [
        "<p><b>Ngày hội trồng cây</b></p>",
        "<p><b>PV: Thưa ông, vì sao năm nay xã chọn trồng cây sao đen mà không phải loài cây nào khác?</b></p>",
        "<p><b>Hỏi: Người dân được hỗ trợ những gì khi nhận chăm sóc hàng cây dọc đường liên thôn</b></p>",
        f"<p>{LEAD}</p>",
        f'<p><b style="font-weight:normal">{LEAD}</b></p>',
    ],
)
def test_other_first_paragraphs_are_no_lead(first):
    assert extract(article(text=first + PARAGRAPHS), URL).lead is None


def test_a_description_that_the_page_does_not_print_is_no_lead():
    page = article(head=f'<meta property="og:description" content="{LEAD}">')
    found = extract(page, URL)
    assert found.lead is None
    assert LEAD not in found.text


def test_the_lead_names_its_rule():
    rules = {
        finding.rule: finding.confidence
        for page in (SHAPES["class sapo"], SHAPES["bold first paragraph"], SHAPES["platform's own"])
        for finding in clean(article(**page), URL).found
        if finding.field == "lead"
    }
    assert rules == {"class": 0.9, "bold": 0.7, "platform:nukeviet:.hometext": 0.95}


def test_the_picture_between_title_and_text_comes_first():
    page = article(beside='<div><img src="/hero.jpg"></div>', body='<p><img src="/b.jpg"></p>')
    assert [image.url.rsplit("/", 1)[-1] for image in extract(page, URL).images] == [
        "hero.jpg",
        "b.jpg",
    ]


def test_the_picture_that_heads_the_title_comes_first():
    page = article(text=PARAGRAPHS * 2).replace(
        "<h1>", '<figure class="post-thumbnail"><img src="/hero.jpg"></figure><h1>'
    )
    assert [image.url.rsplit("/", 1)[-1] for image in extract(page, URL).images] == ["hero.jpg"]


@pytest.mark.parametrize("again", [f"<p><b>{TITLE}</b></p>", f"<h2>{TITLE.upper()}.</h2>"])
def test_a_title_repeated_over_the_text_is_no_text(again):
    assert TITLE.casefold() not in extract(article(text=again + PARAGRAPHS), URL).text.casefold()


def test_the_writers_portrait_is_no_picture_of_the_article():
    page = article(beside='<div class="byline"><img src="/u/an.jpg" width="64"> Lê An</div>')
    assert extract(page, URL).images == ()


HEAD_LINES = {
    "a date line": "<p>Thứ Tư, ngày 20/03/2024 | 08:30 GMT+7</p>",
    "an author and a date": "<p>Lê An</p><p>Thứ Tư, ngày 20/03/2024 | 08:30 GMT+7</p>",
    "a section, a date and counters": "<p>Tin xã</p><p>Lê An</p><p>Thứ Tư, ngày 20/03/2024 | 08:30 GMT+7</p><p>214 người</p><p>Số 12</p>",
}


@pytest.mark.parametrize("lines", HEAD_LINES.values(), ids=HEAD_LINES)
@pytest.mark.parametrize("markup", [f"<p><b>{LEAD}</b></p>", f"<h2 class='sapo'>{LEAD}</h2>"])
def test_a_lead_is_found_below_lines_of_date_author_and_buttons(lines, markup):
    found = extract(article(text=f"{lines}{markup}{PARAGRAPHS}"), URL)
    assert found.lead == LEAD
    assert found.text.count(LEAD) == 1


def test_a_lead_that_begins_with_its_day_is_still_the_lead():
    lead = f"Ngày 20/03/2024, {LEAD[0].lower()}{LEAD[1:]} Đây là năm thứ ba xã tổ chức."
    assert extract(article(text=f"<p><b>{lead}</b></p>{PARAGRAPHS}"), URL).lead == lead


def test_a_bold_line_below_a_paragraph_is_no_lead():
    assert extract(article(text=f"{PARAGRAPHS}<p><b>{LEAD}</b></p>{PARAGRAPHS}"), URL).lead is None


def test_a_bold_line_below_a_date_and_a_paragraph_is_no_lead():
    date = HEAD_LINES["a date line"]
    assert extract(article(text=f"{date}{PARAGRAPHS}<p><b>{LEAD}</b></p>{PARAGRAPHS}"), URL).lead is None  # fmt: skip


def test_the_caption_of_a_picture_within_the_lead_is_none_of_it():
    shown = f"<div id='hometext'><div><img src='/a.jpg'><em>Bà con ra quân</em></div>{LEAD}</div>"
    found = extract(article(beside=shown, text=f"<div class='bodytext'>{PARAGRAPHS}</div>"), URL)
    assert found.lead == LEAD


def test_drupals_name_for_a_field_with_a_summary_makes_no_lead():
    text = f"<div class='field-type-text-with-summary'>{PARAGRAPHS}</div>"
    assert extract(article(text=text), URL).lead is None


@pytest.mark.parametrize("names", ["font-semibold", "my-4 fw-bold"])
def test_a_lead_is_bold_by_a_frameworks_class(names):
    assert extract(article(text=f"<div class='{names}'>{LEAD}</div>{PARAGRAPHS}"), URL).lead == LEAD


@pytest.mark.parametrize("tag", ["div", "section"])
def test_a_first_paragraph_before_the_box_of_all_others_is_the_lead(tag):
    shape = (
        f"<{tag} class='css-1a'>{LEAD}</{tag}><div class='css-2b'>{PARAGRAPHS}{PARAGRAPHS}</div>"
    )
    found = extract(article(text=shape), URL)
    assert (found.lead, found.text.count(LEAD)) == (LEAD, 1)


@pytest.mark.parametrize(
    "shape",
    [
        f"<p>{LEAD}</p>{PARAGRAPHS}{PARAGRAPHS}",
        f"<p>{LEAD}</p><ul><li>{LEAD} Một.</li><li>{LEAD} Hai.</li><li>{LEAD} Ba.</li></ul>",
        f"<p>{LEAD}</p><div>{PARAGRAPHS}</div>{PARAGRAPHS}",
    ],
)
def test_a_first_paragraph_among_others_or_before_a_list_is_none(shape):
    assert extract(article(text=shape), URL).lead is None
