"""Runs that are ended early, at whatever moment."""

from types import SimpleNamespace

from crawler.visitor import CLOSING, end_early, is_ending


def test_a_run_that_is_to_end_before_it_is_open_sends_nothing_and_raises_nothing():
    spider = SimpleNamespace(ending=("", ""), fatal=None)
    crawler = SimpleNamespace(spider=spider, engine=SimpleNamespace(spider=None, _slot=None))
    end_early(crawler, "stopped", "gave way to others")
    assert is_ending(crawler)
    assert spider.ending == ("stopped", "gave way to others")
    assert not CLOSING
