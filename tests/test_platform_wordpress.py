import pytest

from crawler.pages.addresses import Shape, shape
from crawler.platforms.wordpress import PLATFORM


@pytest.mark.parametrize("query", ["tag=giao-duc", "author=3", "m=202605", "feed=rss2"])
def test_plain_permalinks_of_archives_that_repeat_the_listings_are_skipped(query):
    assert shape(f"http://a.vn/?{query}", platform=PLATFORM) is Shape.SKIP


@pytest.mark.parametrize(("query", "wanted"), [("p=12", Shape.ARTICLE), ("cat=3", Shape.LISTING)])
def test_plain_permalinks_of_posts_and_categories_are_not(query, wanted):
    assert shape(f"http://a.vn/?{query}", "Người dân góp công làm đường", PLATFORM) is wanted
