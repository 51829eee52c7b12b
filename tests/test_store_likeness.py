"""Whether two texts are one printed twice, on labelled pairs of our own."""

from collections import Counter

import pytest
from reprint_forms import negatives
from reprint_pairs import positives
from reprint_texts import BRIDGE, News
from reprint_unseen import OTHERS as UNSEEN_OTHERS
from reprint_unseen import REPRINTS as UNSEEN_REPRINTS

from pipeline.store.likeness import is_reprint, read
from pipeline.store.signature import bands, runs_of

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
