"""How many articles of its own each listing showed, as the watch counts them."""

from crawler.visit.settling import is_block
from crawler.visit.showing import counted

HOME, NEWS, CULTURE, LAND = (f"http://a.vn/{path}" for path in ("", "tin", "van-hoa", "dat-dai"))


def urls(*numbers: int) -> tuple[str, ...]:
    return tuple(f"http://a.vn/bai-{n}" for n in numbers)


def shown(now, heads=None, linked=None):
    return counted(now, heads or {}, HOME, linked, lambda url: not url.endswith("-0"))


def test_each_listing_counts_its_articles() -> None:
    assert shown({HOME: urls(0, 1, 2), NEWS: urls(1, 2, 3)}) == {HOME: 2, NEWS: 3}


def test_a_block_that_stands_on_most_pages_is_no_listing_s_own() -> None:
    latest = urls(7, 8)
    now = dict.fromkeys((NEWS, CULTURE, LAND, HOME, "http://a.vn/xa"), latest)
    assert shown(now | {NEWS: (*latest, *urls(1, 2))}) == {
        HOME: 2,
        NEWS: 2,
        CULTURE: 0,
        LAND: 0,
        "http://a.vn/xa": 0,
    }


def test_a_block_in_place_of_a_list_counts_nothing() -> None:
    now = {HOME: urls(7, 8, 9), NEWS: urls(7, 8), CULTURE: urls(1, 2, 3)}
    assert shown(now, {NEWS: urls(7, 6, 5, 4)})[NEWS] == 0
    assert shown(now, {NEWS: urls(7, 6, 5)})[NEWS] == 2  # not so much less than before


def test_a_listing_without_articles_that_nobody_names_any_more_is_forgotten() -> None:
    now = {HOME: urls(1), NEWS: ()}
    assert shown(now, {NEWS: urls(3, 4)}, {NEWS}) == {HOME: 1, NEWS: 0}
    assert shown(now, {NEWS: urls(3, 4)}, set()) == {HOME: 1}
    assert shown(now, {NEWS: urls(3, 4)}) == {HOME: 1, NEWS: 0}  # no menu was read


def test_a_listing_whose_articles_stand_in_another_now_was_moved() -> None:
    heads = {NEWS: urls(3, 4, 5, 6)}
    assert shown({HOME: urls(1), NEWS: (), CULTURE: urls(4, 3, 2)}, heads) == {HOME: 1, CULTURE: 3}
    assert (
        shown({HOME: urls(3, 4), NEWS: (), "http://a.vn/index.php": urls(3, 4)}, heads)[NEWS] == 0
    )


def test_half_a_list_that_others_show_is_a_block() -> None:
    before, others = urls(1, 2, 3, 4), frozenset(urls(1, 2, 9))
    assert is_block(urls(1, 2), before, others)
    assert not is_block(urls(1, 2, 9), before, others)
    assert not is_block(urls(1, 5), before, others)
    assert not is_block((), before, others)
