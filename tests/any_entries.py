"""Entries that hold anything at all, as Hypothesis draws them: hostile text in every field."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st
from sample_entries import NOON
from xss_corpus import ATTACKS

from pipeline.model import Article, Attachment, Entry, Image, Reprint

TRICKS = [
    "]]>",
    "<![CDATA[",
    "</item><item>",
    "</content:encoded></item>",
    "</entry><entry><id>x</id>",
    '<guid isPermaLink="false">x</guid>',
    "</channel></rss>",
    '"},\n{"id":"x"',
    "\n]}\n",
    "&#0; &amp; &lt;b&gt; &bogus;",
    "\x00\x0b\x1f\x7f\x85\x9f",
    "\ud83d",
    "\ufffe\uffff\ufffd",
    "🐃 🎋",
    "đ\u0301a\u0323",
    "\u2028\u2029\u200b\ufeff\u202e",
    "\r\n\t",
]
ANY = (
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
    | st.sampled_from(TRICKS)
    | st.sampled_from(ATTACKS)
)
ADDRESS = ANY | st.builds("https://xa.example.vn/{}".format, ANY)
MOMENT = st.datetimes(
    timezones=st.none()
    | st.just(UTC)
    | st.builds(timezone, st.timedeltas(-timedelta(hours=23), timedelta(hours=23)))
) | st.just(NOON)
MAYBE = st.none() | ANY

IMAGES = st.lists(st.builds(Image, ADDRESS, MAYBE, MAYBE), max_size=3).map(tuple)
FILES = st.lists(st.builds(Attachment, ADDRESS, ANY), max_size=3).map(tuple)
COPIES = st.lists(
    st.builds(Reprint, ANY, ANY, ANY, ADDRESS, ANY, st.none() | MOMENT), max_size=3
).map(tuple)

ARTICLES = st.builds(
    Article,
    url=ADDRESS,
    title=ANY,
    text=ANY,
    html=ANY | st.builds("<p>{}</p>".format, ANY),
    content_hash=ANY,
    published_at=st.none() | MOMENT,
    published_precision=st.sampled_from([None, "day", "minute"]),
    updated_at=st.none() | MOMENT,
    author=MAYBE,
    source_credit=MAYBE,
    section=MAYBE,
    lead=MAYBE,
    images=IMAGES,
    attachments=FILES,
    tags=st.lists(ANY, max_size=3).map(tuple),
    language=st.sampled_from([None, "vi", "en", "zh-Hant"]) | ANY,
)
ENTRIES = st.builds(
    Entry,
    id=ANY | st.builds("tag:congtin,2025:{}".format, ANY),
    key=ANY,
    source_id=ANY,
    article=ARTICLES,
    first_seen=MOMENT,
    last_seen=MOMENT,
    updated=MOMENT,
    source_name=ANY,
    gone_at=st.none() | MOMENT,
    story=MAYBE,
    also=COPIES,
)
"""Most of these cannot stand in a feed: no address, no title, an impossible time."""

READABLE = st.builds(
    lambda entry, number, title, query: replace(
        entry,
        id=f"tag:congtin,2025:xa/{number}",
        article=replace(
            entry.article,
            url=f"https://xa.example.vn/{number}?{query}",
            title=f"Tin {title}",
            published_at=None,
        ),
        updated=NOON,
    ),
    ENTRIES,
    st.integers(0, 10**9),
    ANY,
    ANY,
)
"""All of these can: what feeds cannot do without is whole, everything else is anything."""
