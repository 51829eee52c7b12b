"""Whatever a portal prints, every feed is valid, reads well, and brings nothing that runs."""

import json

import pytest
from any_entries import ANY, ENTRIES, READABLE
from feed_rules import problems
from feed_samples import BASE, FORMATS, XML, feed, links, parsed
from hypothesis import given, settings
from sample_entries import make_entry
from test_sanitised import assert_harmless
from xss_corpus import ATTACKS

from pipeline.publish.feeds import Channel, render

every = pytest.mark.parametrize("form", FORMATS)


def valid(form, rendered, count):
    """Valid by our rules and by feedparser, with so many entries."""
    assert problems(form, rendered.body, f"{BASE}.{form}") == []
    if form == "json":
        assert len(json.loads(rendered.body)["items"]) == count
    else:
        assert len(parsed(rendered).entries) == count


@every
@settings(max_examples=80, deadline=None)
@given(entry=READABLE)
def test_any_text_in_any_field_leaves_a_valid_feed(form, entry):
    rendered = feed(form, [make_entry(1), entry])
    assert not rendered.skipped
    valid(form, rendered, 2)


@every
@settings(max_examples=80, deadline=None)
@given(entry=ENTRIES)
def test_any_entry_at_all_stands_or_is_reported(form, entry):
    rendered = feed(form, [make_entry(1), entry])
    valid(form, rendered, 2 - len(rendered.skipped))


@every
@settings(max_examples=40, deadline=None)
@given(title=ANY, description=ANY, query=ANY)
def test_any_channel_at_all_leaves_a_valid_feed(form, title, description, query):
    page = f"https://tin.example.vn/search?q={query}"
    channel = Channel("tag:congtin,2025:feeds/search", title, description, page, help=page)
    address = f"{BASE}.{form}"
    body = render(form, channel, links(form, self_=address, next=page), [make_entry()]).body
    assert problems(form, body, address) == []


@pytest.mark.parametrize("summary", [False, True])
def test_no_attack_survives_in_what_readers_take_for_html(summary):
    entries = [
        make_entry(n, html=attack, lead=attack, images=(), title=f"Tin {attack}")
        for n, attack in enumerate(ATTACKS)
    ]
    for form in XML:
        root = feed(form, entries, summary=summary)
        valid(form, root, len(ATTACKS))
    for item in json.loads(feed("json", entries, summary=summary).body)["items"]:
        assert_harmless(item.get("content_html", ""))


def test_an_rss_title_cannot_be_taken_for_markup():
    titles = [
        entry.title
        for entry in parsed(
            feed(
                "rss",
                [
                    make_entry(title=t)
                    for t in (
                        "Tin <script>alert(1)</script>",
                        "A &lt;b&gt; c",
                        "Lãi suất < 5% & AT&T",
                    )
                ],
            )
        ).entries
    ]
    assert titles == ["Tin ‹script>alert(1)‹/script>", "A ＆lt;b＆gt; c", "Lãi suất < 5% & AT&T"]
