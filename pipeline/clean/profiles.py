"""Platform knowledge as data: where each CMS puts an article's parts. CSS, tried in order.

A selector names markup that a platform ships, never one portal's own theme; what no profile
knows, the general rules find.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element

from pipeline.clean.page import MARKED, Page


@dataclass(frozen=True, slots=True)
class Profile:
    """Selectors of one platform. `dates` name the visible date of publication."""

    name: str
    containers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    """What the platform puts into its containers that is not the article."""
    own_fields: bool = False
    """The platform prints author and teaser picture in fields of their own, beside the text: a name
    that ends the text is then text, and the teaser picture's caption belongs to the listing."""


PROFILES = (
    Profile(
        "nukeviet",
        # an article may be its lead alone
        containers=("#news-bodyhtml", "div.bodytext", "div#bodytext", ".hometext"),
        dates=(
            ".newsdetail span.h5",
            ".newsdetail .time",
            "span.time.posttime",
            ".news_column span.h5",
        ),
        leads=(".hometext", "#hometext"),
        own_fields=True,
    ),
    Profile(
        "liferay",
        containers=(
            ".journal-content-article",
            ".asset-full-content .asset-content",
            ".asset-full-content",
        ),
        dates=(".assetPublishDate", ".metadata-publish-date", ".asset-full-content .publish-date"),
        leads=(".asset-full-content .sapo", ".sapo-wrapper"),
        noise=(
            ".asset-metadata",
            ".metadata-author",
            ".lfr-meta-actions",
            ".asset-ratings",
            ".taglib-ratings",
            ".taglib-social-bookmarks",
            ".asset-related-assets",
            ".asset-links",
            ".taglib-discussion",
            ".asset-user-actions",
        ),
    ),
    Profile(
        "sharepoint",
        containers=(
            "div[id$='_RichHtmlField']",
            "div.ms-rtestate-field",
            "div#content-print",
            "div[class^='ExternalClass']",
        ),
        dates=(".ArticleDate", ".ms-rtestate-field .date"),
    ),
    Profile(
        "dnn",
        containers=(
            "[id*='dnn_ctr'][id$='_lblContent']",
            "[id*='dnn_ctr'][id$='_lbContent']",
            "[id*='dnn_ctr'][id$='_lblDescription']",
            "[id*='dnn_ctr'][id*='ViewDetail'] .content",
            ".edn_articleContent",
        ),
        dates=("[id*='dnn_ctr'][id$='_lblDate']", "[id*='dnn_ctr'][id*='PublishDate']"),
        authors=("[id*='dnn_ctr'][id$='_lblAuthor']",),
    ),
    Profile(
        "vnpt",
        containers=(
            "div.ArticleContent",
            "#ArticleContent",
            "div.article-content-main",
            "[id$='_divArticleContent']",
            "#divNewsDetails",
        ),
        leads=(".ArticleSummary", ".article-summary", "[id$='_lblSapo']"),
        dates=(".ArticleDate", ".PostDate", "[id$='_lblNgayDang']", "[id$='_lblPostDate']"),
    ),
    Profile(
        "wordpress",
        containers=(
            ".entry-content",
            ".post-content",
            ".wp-block-post-content",
            ".td-post-content",
        ),
        dates=(
            "time.entry-date.published",
            "time.entry-date",
            ".posted-on time",
            ".wp-block-post-date time",
            "time.published",
        ),
        authors=(
            ".author.vcard .fn",
            ".author.vcard a",
            ".wp-block-post-author__name",
            ".entry-meta .author a",
        ),
        leads=(".entry-summary",),
        noise=(
            ".sharedaddy",
            ".jp-relatedposts",
            ".page-links",
            ".wp-block-buttons",
            ".addtoany_share_save_container",
        ),
    ),
    Profile(
        "vccorp",
        containers=(
            "div.detail-content[data-role='content']",
            "div.detail-content.afcbc-body",
            ".afcbc-body",
        ),
        dates=("[data-role='publishdate']", ".detail-time [data-role]", ".date-time"),
        authors=(".author-info [data-role='author']", "[data-role='author']", ".detail-author"),
        leads=(".detail-sapo", "[data-role='sapo']"),
        noise=(
            "[type='RelatedOneNews']",
            "[type='RelatedNews']",
            "[type='RelatedNewsBox']",
            ".link-source-wrapper",
        ),
    ),
    Profile(
        "fpt",
        containers=("article.fck_detail", ".fck_detail"),
        dates=("span.date", ".header-content .date"),
        leads=("p.description",),
        noise=(
            ".box_embed_video",
            ".list-news",
            ".box-tinlienquanv2",
            ".width_common.box_brief_info",
        ),
    ),
    Profile(
        "epi",
        containers=("div.article__body", "div.article-body"),
        dates=(".article__meta time", "time.article__time"),
        authors=(".article__author .name",),
        leads=(".article__sapo",),
    ),
    Profile(
        "mastercms",
        containers=(".__MASTERCMS_CONTENT",),
        noise=(".__MB_ARTICLE_A", ".__MB_ARTICLE_RELATED"),
    ),
    Profile(
        # Liferay's news portlets of Tinh Vân, in Bến Tre and the Mekong delta
        "tinbai",
        containers=(".UI_Tinbai_chitiet_noidung",),
        dates=(".UI_Tinbai_chitiet_startdate",),
        leads=(".UI_Tinbai_chitiet_noidungngan",),
    ),
    Profile(
        "k2",
        containers=(".itemFullText", ".itemBody"),
        dates=(".itemDateCreated",),
        authors=(".itemAuthor a",),
        leads=(".itemIntroText",),
    ),
    Profile(
        "webforms",
        dates=(
            "[id$='_lblPostedDate']",
            "[id$='_lblNgayDang']",
            "[id$='_lblCreatedDate']",
            "[id$='_lbNgayDang']",
        ),
        authors=("[id$='_lblTacGia']", "[id$='_lblAuthor']"),
    ),
    Profile("bm", containers=(".b-maincontent",), dates=(".c-detail-head__time",)),
    Profile("webcenter", containers=(".wcmContent", ".contentDetail .body", "#detailContent")),
    Profile(
        "drupal",
        containers=(
            ".node .field-name-body",
            ".field--name-body",
            ".node__content .text-formatted",
        ),
        dates=(".node .submitted", ".node__submitted"),
        authors=(".submitted .username", ".node__submitted .field--name-uid"),
    ),
    Profile("joomla", containers=("[itemprop='articleBody']", ".com-content-article__body")),
    Profile(
        "schema",
        containers=("[itemprop='articleBody']",),
        dates=("time[itemprop='datePublished']", "time[pubdate]"),
        authors=("[itemprop='author'] [itemprop='name']", "[itemprop='author']", "a[rel='author']"),
    ),
)


NAMED = re.compile(r"[.#]([A-Za-z_][\w-]*)")
VALUED = re.compile(
    r"\[(?P<name>[\w-]+)\s*(?P<how>[$^*~|]?)=\s*[\"'](?P<value>[^\"']+)[\"']\]|\[(?P<bare>[\w-]+)\]"
)
NEGATED = re.compile(r":not\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Selector:
    """One CSS selector, compiled, and what a page must have for it to find anything."""

    steps: tuple[Callable[[Element], list[Element]], ...]
    """What each element stands in, outermost first, and the element."""
    names: frozenset[str]
    """Class words and ids."""
    words: frozenset[str]
    """Whole values of the attributes in `page.MARKED`: "itemprop=author"."""
    parts: tuple[str, ...]
    """Parts of classes and ids."""
    texts: tuple[str, ...]
    """What else stands somewhere in the markup."""


@cache
def _compiled(selectors: str) -> tuple[Selector, ...]:
    """The selectors of a comma list."""
    return tuple(_selector(one.strip()) for one in SEPARATOR.split(selectors))


SEPARATOR = re.compile(r",(?![^(\[]*[)\]])")
INSIDE = re.compile(r"(?<![>+~])\s+(?![>+~\s])(?![^(\[]*[)\]])")
"""Between a selector's steps, the descendant combinator: neither child nor sibling."""


def _steps(text: str) -> list[str]:
    """The selector's steps, the whole of it where a child or a sibling is asked for."""
    steps = INSIDE.split(text)
    return [text] if any(COMBINED.search(step) for step in steps) else steps


COMBINED = re.compile(r"[>+~](?!=)(?![^(\[]*[)\]])")


def _selector(text: str) -> Selector:
    needed = NEGATED.sub("", text)
    words, parts, texts = set(), [], []
    for match in VALUED.finditer(needed):
        name, value = match["name"], match["value"] or match["bare"]
        if name in MARKED[2:] and match["how"] in ("", "~"):
            words.add(f"{name}={value}")
        elif name in ("class", "id"):
            parts.append(value)
        else:
            texts.append(value)
    return Selector(
        tuple(CSSSelector(step, translator="html") for step in _steps(text)),
        frozenset(NAMED.findall(VALUED.sub("", needed))),
        frozenset(words),
        tuple(parts),
        tuple(texts),
    )


def select(page: Page, selectors: str, root: Element | None = None) -> list[Element]:
    """The elements of the page (or under `root`) that the selectors name, those of each in document order.

    What the markup never mentions is not walked for: most selectors name some other platform.
    """
    found: list[Element] = []
    for selector in _compiled(selectors):
        if (
            selector.names <= page.names
            and selector.words <= page.values
            and all(part in page.marks for part in selector.parts)
            and all(text in page.text for text in selector.texts)
        ):
            found += _find(selector.steps, page.root if root is None else root)
    return found


def _find(steps: Sequence[Callable[[Element], list[Element]]], root: Element) -> list[Element]:
    """The last step's elements that stand in those of the steps before it.

    Step by step: libxml2 takes the square of what it finds in boxes of boxes to make it a set.
    """
    found = steps[0](root)
    for step in steps[1:]:
        found = [e for box in _outermost(found) for e in step(box) if e is not box]
    return found


def _outermost(boxes: list[Element]) -> list[Element]:
    """Those that stand in none of the others."""
    if len(boxes) < 2:
        return boxes
    known = set(boxes)
    return [box for box in boxes if known.isdisjoint(box.iterancestors())]


def has_own_fields(rule: str) -> bool:
    """Whether the platform that the container's rule names has `own_fields`."""
    return any(profile.own_fields and rule.startswith(f"{profile.name}:") for profile in PROFILES)


def platform_noise(page: Page, container: Element) -> list[Element]:
    """What platforms put into the container beside the article."""
    return [e for profile in PROFILES for s in profile.noise for e in select(page, s, container)]
