import pytest

from pipeline.model import Block, CleanPage, Image
from pipeline.normalise import normalise
from pipeline.normalise.lead import lead_once

LEAD = "Sáng 13/6, gần 200 người dân và đoàn viên trong xã đã cùng dọn hơn ba cây số bờ kênh."
MORE = "Ngay từ sáu giờ, mọi người đã có mặt ở đầu cầu với cuốc, xẻng và thuyền vớt bèo."
PICTURE = Block("figure", ("Vớt bèo",), Image("http://a.vn/1.jpg", "Vớt bèo"))


def paragraphs(*texts: str) -> list[Block]:
    return [Block("paragraph", (text,)) for text in texts]


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        LEAD.upper(),
        LEAD.replace("Sáng", "Sa\u0301ng").replace(" ", "\u00a0"),
        f"(Tin xã) - {LEAD}",
        LEAD.rstrip("."),
        f"{LEAD} (Lê An)",
        LEAD[:50] + "…",
    ],
    ids=["same", "capitals", "decomposed", "dateline", "no stop", "a little more", "cut"],
)
@pytest.mark.parametrize("before", [[], [PICTURE]], ids=["first", "behind a picture"])
def test_a_paragraph_that_repeats_the_lead_goes(first, before):
    assert lead_once(LEAD, [*before, *paragraphs(first, MORE)]) == (
        LEAD,
        [*before, *paragraphs(MORE)],
    )


def test_paragraphs_that_give_the_lead_in_parts_go():
    assert lead_once(f"{LEAD} {MORE}", paragraphs(LEAD, MORE, "Hết.")) == (
        f"{LEAD} {MORE}",
        paragraphs("Hết."),
    )


@pytest.mark.parametrize("end", ["…", "...", " ..."])
def test_of_a_cut_lead_and_its_whole_paragraph_the_paragraph_is_printed(end):
    whole = f"(Tin xã) - {LEAD} {MORE}"
    assert lead_once(LEAD[:-6] + end, paragraphs(whole, MORE)) == ("", paragraphs(whole, MORE))


@pytest.mark.parametrize(
    "first",
    [MORE, f"{LEAD} {MORE}", "Sáng 13/6, xã họp.", "", PICTURE.lines[0]],
    ids=["other words", "the lead and much more", "the same beginning", "empty", "short"],
)
def test_other_paragraphs_stay(first):
    assert lead_once(LEAD, paragraphs(first, MORE)) == (LEAD, paragraphs(first, MORE))


def test_a_repetition_far_below_stays():
    blocks = paragraphs(MORE, MORE, MORE, MORE, LEAD)
    assert lead_once(LEAD, blocks) == (LEAD, blocks)


def test_a_cut_lead_stays_a_field_and_stands_once_in_text_and_markup():
    cut = LEAD[:60] + "…"
    found = normalise(
        CleanPage("http://a.vn/1", "Tin", lead=cut, blocks=tuple(paragraphs(LEAD, MORE)))
    )
    assert found.lead == cut
    assert found.text == f"{LEAD}\n{MORE}"
    assert found.html.count("Sáng 13/6") == 1


def test_a_lead_that_only_the_page_head_has_stands_before_the_paragraphs():
    found = normalise(CleanPage("http://a.vn/1", "Tin", lead=LEAD, blocks=tuple(paragraphs(MORE))))
    assert found.text == f"{LEAD}\n{MORE}"
    assert found.html.startswith(f"<p><strong>{LEAD}</strong></p>")
