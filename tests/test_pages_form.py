"""What holds of every page: headings, labels, landmarks, pictures, feeds; and nothing in it is active."""

from itertools import pairwise

import pytest
from many_pages import fill
from web_client import page_of


@pytest.fixture
def pages(client, store, config):
    """Every page by its path, in both languages."""
    filled = fill(store, config, "<b>&\u202e\"'></title><script>alert(1)</script>")
    return {
        (path, language): page_of(client.get(path, headers={"accept-language": language}))
        for path in filled.paths
        for language in ("vi", "en")
    }


def test_headings_go_down_one_level_at_a_time_from_one_h1(pages):
    for path, page in pages.items():
        levels = [int(node.tag[1]) for node in page.xpath("//h1|//h2|//h3|//h4") if _is_ours(node)]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(sorted_by_page(levels))), path


def sorted_by_page(levels):
    """In reading order, from the h1 on: what stands above it is the list that leads to it."""
    return levels[levels.index(1) :]


def _is_ours(node):
    return not node.xpath("ancestor::div[@class='body']")


def test_every_field_has_a_label_and_every_id_is_its_own(pages):
    for path, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        named = set(page.xpath("//label/@for"))
        for field in page.xpath("//input[not(@type='hidden')]|//select"):
            assert field.get("id") in named or field.xpath("ancestor::label"), path
        for list_id in page.xpath("//@aria-labelledby | //@aria-describedby | //@list"):
            assert list_id in ids, (path, list_id)


def test_landmarks_of_one_kind_have_names_that_tell_them_apart(pages):
    for path, page in pages.items():
        for kind in ("//nav", "//aside", "//*[@role='search']"):
            names = [node.get("aria-label") for node in page.xpath(kind)]
            assert all(names), (path, kind)
            assert len(names) == len(set(names)), (path, names)
        assert len(page.xpath("//main")) == len(page.xpath("//header[@class='masthead']")) == 1


def test_the_page_one_is_on_is_marked_in_the_menu(pages):
    for path, language in (("/places", "vi"), ("/topics", "en"), ("/subscribe", "vi"), ("/", "en")):
        assert pages[path, language].xpath("//nav/a[@aria-current='page']/@href") == [path]


def test_pictures_tell_no_portal_who_reads_and_wait_until_they_are_seen(pages):
    for path, page in pages.items():
        for picture in page.xpath("//img[not(starts-with(@src, '/static/'))]"):
            assert picture.get("referrerpolicy") == "no-referrer", path
            assert picture.get("loading") == "lazy", path


def test_nothing_in_a_page_is_active_or_comes_from_elsewhere(pages):
    for path, page in pages.items():
        assert page.xpath("//script | //style | //object | //embed | //base | //*[@style]") == []
        assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //iframe/@src")
        assert all(address.startswith("/") for address in loaded), path


def test_every_page_offers_a_feed_in_all_three_formats(pages):
    for path, page in pages.items():
        types = page.xpath("//link[@rel='alternate'][contains(@href, '/feeds/')]/@type")
        assert set(types) == {
            "application/rss+xml",
            "application/atom+xml",
            "application/feed+json",
        }, path
