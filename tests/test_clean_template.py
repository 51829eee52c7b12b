"""What repeats across a source's pages is learned and cut; what recurs in articles by right never is."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from template_pages import FOOT, SITE, address, counters, page, paragraphs, sentence, title_of

from pipeline import extract
from pipeline.clean import shape_of
from pipeline.clean.layout.outline import outline
from pipeline.clean.page import parse
from pipeline.clean.template.learning import FEWEST, SAMPLE, apply, learn
from pipeline.clean.template.shape import Line, Shape
from pipeline.model import Article, Template
from pipeline.store.templates import to_json

NEXT = 77
"""An article that nothing was learned from."""


def shapes(*options: dict[str, str], pages: int = 20) -> list[Shape]:
    """The shapes of as many pages, each with its own options or all with the same."""
    given = options if len(options) > 1 else [*options, {}][:1] * pages
    return [shape_of(page(n, **own), address(n)) for n, own in enumerate(given)]


def read(number: int = NEXT, template: Template = Template(), **options: str) -> list[str]:
    """The lines of an article's text; what its head prints is other rules' business."""
    text = extract(page(number, **options), address(number), template=template).text
    return [line for line in text.split("\n") if line not in HEAD]


HEAD = ("Tác giả: Ban biên tập", "Tin tức")


def cut(template: Template, markup: str) -> str:
    """What the template cuts from a page, before any other rule."""
    root = parse(markup, SITE).root
    tree = outline(root)
    title = next(root.iter("h1"))
    return "\n".join("\n".join(tree.elements[p].itertext()) for p in apply(template, tree, title))


def related(number: int) -> str:
    """The five articles before this one, title and excerpt: a list that slides from page to page."""
    items = (
        f'<div class="r1"><a href="{address(n)}">{title_of(n)}</a><p>{sentence(f"excerpt {n}")}</p></div>'
        for n in range(number - 5, number)
    )
    return f'<div class="r0"><b>Bạn đã biết</b>{"".join(items)}</div>'


def test_what_stands_around_the_articles_is_cut_from_the_next_page() -> None:
    assert read() == [*paragraphs(NEXT), *counters(NEXT), *FOOT]
    assert read(template=learn(shapes())) == paragraphs(NEXT)


def test_a_menu_dies_whole() -> None:
    gone = cut(learn(shapes()), page(NEXT))
    assert all(name in gone for name in ("Trang chủ", "Ban Thường vụ Huyện ủy", "Văn bản"))


def test_a_list_that_slides_dies_with_items_never_seen() -> None:
    template = learn(shapes(*({"beside": related(n)} for n in range(20))))
    markup = page(NEXT, beside=related(NEXT))
    assert title_of(NEXT - 1) in cut(template, markup)
    assert sentence(f"excerpt {NEXT - 2}") in cut(template, markup)


def test_a_list_of_links_dies_though_no_link_comes_twice() -> None:
    def links(number: int) -> str:
        names = (sentence(f"link {number} {n}", 8) for n in range(4))
        return (
            f'<ul class="q">{"".join(f"<li><a href=/{hash(n)}>{n}</a></li>" for n in names)}</ul>'
        )

    template = learn(shapes(*({"last": links(n)} for n in range(20))))
    assert sentence(f"link {NEXT} 1", 8) in cut(template, page(NEXT, last=links(NEXT)))


NOTICE = "Ghi rõ nguồn Cổng thông tin huyện Lam Kiều khi phát hành lại thông tin từ trang này."
CALL = "Quý độc giả có tin, bài cộng tác xin gửi về hộp thư của Ban biên tập trang thông tin."


@pytest.mark.parametrize(
    "options",
    [
        {"last": f"<p>{NOTICE}</p>"},
        {"last": f'<p class="n1"><i>{NOTICE}</i></p>'},
        {"first": f"<p>{NOTICE}</p>"},
        {"last": f"<p>{CALL}</p>"},
        {"last": '<p class="n2">Trang tin này do nhân dân huyện Lam Kiều góp sức dựng nên.</p>'},
    ],
    ids=["among paragraphs", "in a slot of its own", "before the text", "a call", "no known words"],
)
def test_a_fixed_notice_in_the_text_is_cut(options: dict[str, str]) -> None:
    template = learn(shapes(options))
    assert read(**options) != paragraphs(NEXT)
    assert read(template=template, **options) == paragraphs(NEXT)


def test_a_fixed_notice_between_breaks_is_cut_alone() -> None:
    bodies = {n: "<br>".join([*paragraphs(n), NOTICE]) for n in (*range(20), NEXT)}
    template = learn(shapes(*({"body": bodies[n]} for n in range(20))))
    assert NOTICE in read(body=bodies[NEXT])
    assert read(template=template, body=bodies[NEXT]) == paragraphs(NEXT)


def test_a_counter_in_the_text_is_cut_whatever_it_counts() -> None:
    def counter(number: int) -> dict[str, str]:
        return {"last": f"<p>Lượt người quan tâm tin này: {number * 31 + 2} người</p>"}

    template = learn(shapes(*(counter(n) for n in range(20))))
    assert len(read(**counter(NEXT))) > len(paragraphs(NEXT)) + len([*counters(NEXT), *FOOT])
    assert read(template=template, **counter(NEXT)) == paragraphs(NEXT)


def test_a_picture_on_every_page_is_none_of_the_articles() -> None:
    banner = '<p><img src="/upload/chao-mung.jpg" width="600" height="200"></p>'
    own = '<p><img src="/upload/{}.jpg" width="600" height="400"></p>'
    template = learn(shapes(*({"first": banner + own.format(n)} for n in range(20))))
    markup = page(NEXT, first=banner + own.format(NEXT))
    shown = extract(markup, address(NEXT), template=template).images
    assert [image.url for image in shown] == [f"{SITE}/upload/{NEXT}.jpg"]


FORMULA = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
OPENING = "Trong tuần qua, trên địa bàn huyện Lam Kiều đã diễn ra nhiều hoạt động đáng chú ý."
CLOSING = "Đề nghị các đồng chí tham dự đầy đủ, đúng thành phần và đúng thời gian quy định."
BY_RIGHT = {
    "a committee": {"last": "<p>Ban Thường vụ Huyện ủy</p>"},
    "a committee first": {"first": "<p>BAN THƯỜNG VỤ HUYỆN ỦY</p>"},
    "an office that signs": {"last": "<p>Ban biên tập.</p>"},
    "a signature": {"last": '<p style="text-align:right"><b>Văn Vương</b></p>'},
    "a signature in its slot": {"last": '<p class="x1">Văn Vương</p>'},
    "a photo credit": {
        "last": '<figure><img src="/a{}.jpg"><figcaption>Ảnh: Văn Vương</figcaption></figure>'
    },
    "a label": {"last": "<p>Tin, ảnh: Văn Vương</p>"},
    "a source": {"last": "<p>Nguồn: Cổng thông tin điện tử Chính phủ nước Việt Nam</p>"},
    "a column's opening": {"first": f"<p>{OPENING}</p>"},
    "a column's opening in its slot": {"first": f'<p class="x2"><b>{OPENING}</b></p>'},
    "a column's heading": {"first": "<h2>Chuyện tuần này ở Lam Kiều</h2>"},
    "a legal formula": {"first": f"<p>{FORMULA}</p>"},
    "a legal formula in its slot": {"first": f'<p class="x3"><i>{FORMULA}</i></p>'},
    "a closing sentence": {"last": f"<p>{CLOSING}</p>"},
    "a title": {"title": "Lịch công tác tuần"},
    "a schedule's head": {
        "last": "<table><tr><td>Thứ</td><td>Buổi sáng</td><td>Buổi chiều</td><td>Chủ trì</td></tr>"
        "<tr><td>Hai</td><td>Giao ban {}</td><td>Tiếp dân {}</td><td>Thường trực</td></tr></table>"
    },
}


@pytest.mark.parametrize("share", [1, 3], ids=["on every page", "on every third page"])
@pytest.mark.parametrize("case", BY_RIGHT)
def test_what_recurs_by_right_is_never_eaten(case: str, share: int) -> None:
    def own(number: int) -> dict[str, str]:
        return {
            key: value.replace("{}", sentence(f"cell {number}", 3).lower())
            for key, value in BY_RIGHT[case].items()
        }

    template = learn(shapes(*(own(n) if n % share == 0 else {} for n in range(24))))
    markup = page(NEXT, **own(NEXT))
    plain = extract(markup, address(NEXT))
    learned = extract(markup, address(NEXT), template=template)
    around = {*FOOT, *counters(NEXT)}
    assert template.slots
    assert [line for line in plain.text.split("\n") if line not in around] == learned.text.split(
        "\n"
    )
    assert fields(learned) == fields(plain)


def fields(article: Article) -> tuple[object, ...]:
    """What an article has beside its text."""
    return (
        article.title,
        article.published_at,
        article.author,
        article.source_credit,
        article.images,
        article.attachments,
    )


def test_date_author_and_section_beside_the_title_stay_though_they_look_alike_everywhere() -> None:
    gone = cut(learn(shapes()), page(NEXT))
    assert not any(kept in gone for kept in ("Ngày đăng", "Ban biên tập\n", "Tin tức"))


@pytest.mark.parametrize("where", ["last", "beside"])
def test_files_offered_under_the_same_words_are_kept(where: str) -> None:
    box = '<div class="x4"><p>Tệp đính kèm</p><a href="/tep/{}.pdf">Tải về</a></div>'
    template = learn(shapes(*({where: box.format(n)} for n in range(20))))
    markup = page(NEXT, **{where: box.format(NEXT)})
    kept = extract(markup, address(NEXT), template=template).attachments
    assert [file.url for file in kept] == [f"{SITE}/tep/{NEXT}.pdf"]


def test_an_article_printed_twice_is_kept() -> None:
    template = learn([*shapes(), shape_of(page(3), f"{SITE}/in-lai/tin-thu-3.html")])
    assert read(3, template) == paragraphs(3)


def test_a_slot_that_suddenly_holds_a_long_text_is_kept() -> None:
    template = learn(shapes())
    long = "".join(f"<p>{line}</p>" for line in paragraphs(NEXT) * 2)
    markup = page(NEXT).replace('<div class="k10">', f'<div class="k10">{long}')
    assert paragraphs(NEXT)[0] not in cut(template, markup)


def test_few_pages_teach_nothing() -> None:
    assert learn(shapes(pages=FEWEST - 1)) == Template(pages=FEWEST - 1)


def test_copies_of_one_page_are_one_page() -> None:
    assert learn(shapes(pages=1) * 30) == Template(pages=1)


def test_the_same_pages_give_the_same_bytes_in_any_order_and_number() -> None:
    seen = shapes(*({"beside": related(n), "last": f"<p>{NOTICE}</p>"} for n in range(50)))
    expected = to_json(learn(seen))
    for seed in range(8):
        chance = Random(seed)
        mixed = [*seen, *chance.choices(seen, k=20)]
        chance.shuffle(mixed)
        assert to_json(learn(mixed)) == expected


def test_copies_that_differ_give_the_same_bytes_in_any_order() -> None:
    one, other = shapes(), shapes({"last": f"<p>{NOTICE}</p>"})
    again = [
        replace(shape, lines=tuple(_counted_on(line) for line in shape.lines)) for shape in one
    ]
    copies = [one, other, again]
    expected = to_json(learn([shape for pages in copies for shape in pages]))
    for order in permutations(copies):
        assert to_json(learn([shape for pages in order for shape in pages])) == expected


def _counted_on(line: Line) -> Line:
    """The line with every counter a digit longer: the same key, another text."""
    return replace(line, text=line.text.replace("cập: ", "cập: 9"))


def test_a_template_is_learned_from_a_bounded_sample() -> None:
    assert learn(shapes(pages=SAMPLE + 15)).pages == SAMPLE


def test_without_a_template_nothing_is_cut() -> None:
    assert cut(Template(), page(NEXT)) == ""
