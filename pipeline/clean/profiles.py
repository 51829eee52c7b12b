"""Platform knowledge as data: where each CMS puts an article's parts. CSS, tried in order.

A selector names markup that a platform ships, never one portal's own theme; what no profile
knows, the general rules find.
"""

import re
from dataclasses import dataclass
from functools import cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from pipeline.clean.page import Page


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
        containers=("#news-bodyhtml", "div.bodytext", "div#bodytext"),
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
    Profile("epi", containers=("div.article__body", "div.article-body"), leads=(".article__sapo",)),
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


NAMED = re.compile(r"[.#]([A-Za-z][\w-]*)")
VALUED = re.compile(r"=\s*[\"']([^\"']+)[\"']")


@cache
def _compiled(selector: str) -> tuple[CSSSelector, frozenset[str], tuple[str, ...]]:
    """The selector with the class words and ids, and the attribute values, that it cannot do without."""
    compiled = CSSSelector(selector, translator="html")
    if "," in selector or ":" in selector:
        return compiled, frozenset(), ()
    values = tuple(VALUED.findall(selector))
    return compiled, frozenset(NAMED.findall(VALUED.sub("", selector))), values


def select(page: Page, selector: str, root: HtmlElement | None = None) -> list[HtmlElement]:
    """The elements of the page (or under `root`) that the selector names, in document order.

    What the markup never mentions is not walked for: most selectors name some other platform.
    """
    compiled, names, values = _compiled(selector)
    if not names <= page.names or not all(value in page.text for value in values):
        return []
    found: list[HtmlElement] = compiled(page.root if root is None else root)
    return found


def has_own_fields(rule: str) -> bool:
    """Whether the platform that the container's rule names has `own_fields`."""
    return any(profile.own_fields and rule.startswith(f"{profile.name}:") for profile in PROFILES)


def platform_noise(page: Page, container: HtmlElement) -> list[HtmlElement]:
    """What platforms put into the container beside the article."""
    return [e for profile in PROFILES for s in profile.noise for e in select(page, s, container)]
