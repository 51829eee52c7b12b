"""Whether two texts are one printed twice, on labelled pairs of our own."""

from collections import Counter
from types import ModuleType

import pytest
import reprint_judged
import reprint_judged_later
from reprint_forms import negatives
from reprint_pairs import positives
from reprint_texts import BRIDGE, News
from reprint_unseen import OTHERS as UNSEEN_OTHERS
from reprint_unseen import REPRINTS as UNSEEN_REPRINTS

from pipeline.store.stories.likeness import is_reprint, read
from pipeline.store.stories.signature import bands, runs_of

REPRINTS = list(positives())
OTHERS = list(negatives())


def judged(one: News, other: News) -> bool:
    return is_reprint(read(one.title, one.text), read(other.title, other.text))


def meet(one: News, other: News) -> bool:
    """Whether the two are compared at all."""
    return bool(set(bands(runs_of(one.text))) & set(bands(runs_of(other.text))))


def test_there_are_pairs_enough_of_every_kind() -> None:
    assert len(REPRINTS) >= 200
    assert len(OTHERS) >= 75
    assert min(Counter(kind for kind, _, _ in REPRINTS).values()) >= 5


def test_every_reprint_is_found() -> None:
    missed = [
        kind for kind, one, other in REPRINTS if not (judged(one, other) and meet(one, other))
    ]
    assert missed == []


def test_nothing_else_is_taken_for_one() -> None:
    assert [kind for kind, one, other in OTHERS if judged(one, other)] == []


def test_it_makes_no_difference_which_comes_first() -> None:
    for _, one, other in (*REPRINTS, *OTHERS):
        assert judged(one, other) == judged(other, one)


@pytest.mark.parametrize(
    ("change", "is_one"),
    [
        (("240 mét", "250 mét"), True),
        (("Sáng 14/3", "Sáng 21/3"), False),
        (("Trần Thị Mười", "Trần Thị Sáu"), True),
    ],
    ids=["a figure put right", "another day", "a name put right"],
)
def test_a_long_text_may_mend_one_figure_or_name_but_no_date(
    change: tuple[str, str], is_one: bool
) -> None:
    assert judged(BRIDGE, News(BRIDGE.title, BRIDGE.text.replace(*change))) == is_one


def test_two_mended_figures_in_a_text_of_this_length_are_another_text() -> None:
    other = BRIDGE.text.replace("240 mét", "250 mét").replace("47 hộ", "52 hộ")
    assert not judged(BRIDGE, News(BRIDGE.title, other))


def test_titles_that_differ_in_a_number_tell_one_body_from_another() -> None:
    one, other = (News(f"Thông báo kết luận phiên họp thứ {n}", BRIDGE.text) for n in (3, 4))
    assert not judged(one, other)
    assert judged(one, one)


def test_texts_of_a_few_words_are_never_compared() -> None:
    assert bands(runs_of("Chi tiết xem trong tệp đính kèm. " * 9)) == ()


def test_pairs_written_after_the_rules_were_settled_are_judged_no_worse_than_at_first() -> None:
    """What failed: a name and a rounded figure put right in 110 words, a form without names or numbers."""
    assert sum(judged(one, other) and meet(one, other) for one, other in UNSEEN_REPRINTS) >= 10
    assert sum(judged(one, other) for one, other in UNSEEN_OTHERS) <= 1


@pytest.mark.parametrize("pairs", [reprint_judged, reprint_judged_later])
def test_pairs_judged_as_a_reader_would_are_told_apart(pairs: ModuleType) -> None:
    """At first, untouched: 39 of 41 and 14 of 15 found, and one of 41 and of 15 taken for a reprint."""
    taken = {
        name: {one for one, (a, b) in given.items() if judged(News(*a), News(*b))}
        for name, given in (("again", pairs.AGAIN), ("apart", pairs.APART))
    }
    assert taken == {"again": set(pairs.AGAIN), "apart": set()}


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("ông Vũ Văn Lâm ở thôn Cả", "ông Vũ Văn L. ở thôn Cả", True),
        ("ông Vũ Văn Lâm ở thôn Cả", "ông Vũ Văn H. ở thôn Cả", False),
        ("thu được 1.200 tạ", "thu được 1200 tạ", True),
        ("thu được 1.200 tạ", "thu được 1300 tạ", False),
        ("giải lần thứ VII", "giải lần thứ 7", True),
        ("giải lần thứ VII", "giải lần thứ 8", False),
        ("từ ngày 1/4 đến ngày 15/4", "từ 01/4 đến 15/4/2025", True),
        ("từ ngày 1/4 đến ngày 15/4", "từ 02/4 đến 16/4/2025", False),
    ],
)
def test_what_is_written_otherwise_is_not_another_name_number_or_date(
    one: str, other: str, is_one: bool
) -> None:
    """In a text so short that not one name or number may be mended."""
    around = BRIDGE.text.split()
    before, behind = " ".join(around[:50]), " ".join(around[50:100])
    texts = (News(BRIDGE.title, f"{before} nay {said} vậy {behind}") for said in (one, other))
    assert judged(*texts) == is_one


def test_a_short_text_further_down_is_a_quotation_unless_the_title_is_the_same() -> None:
    """A decision without its preamble, and a round-up."""
    words = BRIDGE.text.split()
    tail = " ".join(words[len(words) // 2 :])
    assert judged(BRIDGE, News(BRIDGE.title, tail))
    assert not judged(BRIDGE, News("Điểm tin trong tuần của huyện", tail))


def test_titles_that_say_what_only_their_own_texts_say_are_of_two_texts() -> None:
    form = " ".join(BRIDGE.text.split()[:110])
    cook, guard = (
        News(f"Thông báo tuyển dụng {who}", f"{form} cần tuyển {who} theo hợp đồng. {form}")
        for who in ("người nấu ăn", "nhân viên bảo vệ")
    )
    assert not judged(cook, guard)
    assert judged(cook, News("Thông báo tuyển dụng lao động", cook.text))
