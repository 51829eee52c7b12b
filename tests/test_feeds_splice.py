"""Documents are put together from finished items and taken apart again, byte for byte."""

import pytest
from any_entries import READABLE, TRICKS
from feed_samples import CHANNEL, FORMATS, feed, links
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_entries import NOON, make_entry
from xss_corpus import ATTACKS

from pipeline.publish.feeds import document, item, render, splice, split

every = pytest.mark.parametrize("form", FORMATS)


@every
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_comes_apart_into_its_items_by_id_and_in_order(form, count):
    entries = [make_entry(n) for n in range(count)]
    expected = {entry.id: item(form, entry) for entry in entries}
    found = split(form, feed(form, entries).body)
    assert found == expected
    assert list(found) == list(expected)


@every
def test_a_document_of_split_items_is_the_same_document(form):
    body = feed(form, [make_entry(2), make_entry(1)]).body
    updated = make_entry(2).updated
    assert document(form, CHANNEL, links(form), list(split(form, body).values()), updated) == body


@every
def test_one_changed_item_can_take_its_place(form):
    old = split(form, feed(form, [make_entry(2), make_entry(1)]).body)
    new = make_entry(1, title="Tựa mới")
    items = list((old | {new.id: item(form, new)}).values())
    expected = feed(form, [make_entry(2), new]).body
    assert document(form, CHANNEL, links(form), items, make_entry(2).updated) == expected


@every
@pytest.mark.parametrize("trick", [*TRICKS, *ATTACKS[:40]])
def test_no_text_can_pass_for_the_end_of_an_item(form, trick):
    hostile = make_entry(
        1, title=f"Tin {trick}", lead=trick, html=f"<p>{trick}</p>", author=trick, tags=(trick,)
    )
    entries = [hostile, make_entry(2)]
    assert list(split(form, feed(form, entries).body)) == [entry.id for entry in entries]


@every
@settings(max_examples=40, deadline=None)
@given(entries=st.lists(READABLE, max_size=4, unique_by=lambda entry: entry.id))
def test_whatever_entries_hold_their_documents_come_apart(form, entries):
    rendered = render(form, CHANNEL, links(form), entries)
    assert not rendered.skipped
    assert split(form, rendered.body) == {entry.id: item(form, entry) for entry in entries}


@every
def test_what_was_cut_off_is_not_taken_apart(form):
    body = feed(form, [make_entry(1), make_entry(2)]).body
    assert not any(split(form, body[:end]) for end in range(0, len(body), 41))
    assert split(form, body)


@every
@pytest.mark.parametrize("body", [b"", b"{}", b"<rss/>", b"\xff\xfe", b"<item></item>"])
def test_what_is_not_ours_is_not_taken_apart(form, body):
    assert split(form, body) == {}


@every
def test_what_another_rendering_wrote_is_not_taken_apart(form, monkeypatch):
    body = feed(form, [make_entry()]).body
    older = body.replace(f"Congtin/{splice.RENDERING}".encode(), b"Congtin/1")
    older = older.replace(f'version="{splice.RENDERING}"'.encode(), b'version="1"')
    older = older.replace(f'rendering":"{splice.RENDERING}"'.encode(), b'rendering":"1"')
    assert older != body
    assert split(form, older) == {}


@every
def test_an_item_is_finished_alone(form):
    assert item(form, make_entry()) in feed(form, [make_entry(2), make_entry(), make_entry(3)]).body


@every
def test_an_item_that_cannot_stand_says_why(form):
    with pytest.raises(ValueError, match="no title"):
        item(form, make_entry(title=""))


@every
def test_a_documents_date_must_have_a_zone(form):
    with pytest.raises(ValueError, match="no zone"):
        document(form, CHANNEL, links(form), [], NOON.replace(tzinfo=None))
