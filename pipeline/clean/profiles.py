"""Platform knowledge as data: where each CMS puts an article's parts. CSS, tried in order.

A selector names markup that a platform ships, never one portal's own theme; what no profile
knows, the general rules find.
"""

from dataclasses import dataclass
from functools import cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Profile:
    """Selectors of one platform. `dates` name the visible date of publication."""

    name: str
    containers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


PROFILES = (
    Profile(
        "nukeviet",
        containers=("#news-bodyhtml", "div.bodytext", "div#bodytext"),
        dates=(".newsdetail span.h5", ".newsdetail .time", "span.time.posttime", ".news_column span.h5"),
        leads=(".hometext", "#hometext"),
    ),
    Profile(
        "liferay",
        containers=(".journal-content-article", ".asset-full-content .asset-content", ".asset-full-content"),
        dates=(".assetPublishDate", ".metadata-publish-date", ".asset-full-content .publish-date"),
        leads=(".asset-full-content .sapo", ".sapo-wrapper"),
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
        containers=(".entry-content", ".post-content", ".wp-block-post-content", ".td-post-content"),
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
    ),
    Profile(
        "vccorp",
        containers=("div.detail-content[data-role='content']", "div.detail-content.afcbc-body", ".afcbc-body"),
        dates=("[data-role='publishdate']", ".detail-time [data-role]", ".date-time"),
        authors=(".author-info [data-role='author']", "[data-role='author']", ".detail-author"),
        leads=(".detail-sapo", "[data-role='sapo']"),
    ),
    Profile(
        "fpt",
        containers=("article.fck_detail", ".fck_detail"),
        dates=("span.date", ".header-content .date"),
        leads=("p.description",),
    ),
    Profile("epi", containers=("div.article__body", "div.article-body"), leads=(".article__sapo",)),
    Profile("webcenter", containers=(".wcmContent", ".contentDetail .body", "#detailContent")),
    Profile(
        "drupal",
        containers=(".node .field-name-body", ".field--name-body", ".node__content .text-formatted"),
        dates=(".node .submitted", ".node__submitted"),
    ),
    Profile("joomla", containers=("[itemprop='articleBody']", ".com-content-article__body")),
    Profile(
        "schema",
        containers=("[itemprop='articleBody']",),
        dates=("time[itemprop='datePublished']", "time[pubdate]"),
        authors=("[itemprop='author'] [itemprop='name']", "[itemprop='author']", "a[rel='author']"),
    ),
)


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements under `root` that the selector names, in document order."""
    found: list[HtmlElement] = _compiled(selector)(root)
    return found
