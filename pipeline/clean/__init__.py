"""RawPage -> CleanPage: find the article in a page and cut the boilerplate."""

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement

from pipeline.clean.blocks import read_blocks
from pipeline.clean.byline import find_byline
from pipeline.clean.captions import attach_captions
from pipeline.clean.dateline import date_evidence, updated_text
from pipeline.clean.encoding import decode
from pipeline.clean.fields import find_attachments, find_canonical, find_language, find_section, find_tags
from pipeline.clean.kinds import Evidence, decide, document_fields, refuse_by_head, refuse_without_text
from pipeline.clean.lead import find_lead, find_pictures, split_lead
from pipeline.clean.locate import Place, locate, locate_document, scan
from pipeline.clean.outline import outline
from pipeline.clean.page import Page, parse, refuse_non_html
from pipeline.clean.profiles import has_own_fields, platform_noise, select
from pipeline.clean.prune import prune, slim
from pipeline.clean.title import Title, find_title
from pipeline.clean.trim import trim
from pipeline.errors import EmptyPage
from pipeline.model import Block, CleanPage, Image, PageRules

__all__ = ["clean"]


def clean(
    body: bytes | str, url: str = "", *, rules: PageRules = PageRules(), content_type: str = ""
) -> CleanPage:
    """The article's parts as the page prints them. Raises the named error of a page that is no article."""
    if isinstance(body, bytes):
        refuse_non_html(body, content_type, url)
        body = decode(body, content_type)
    page = parse(body, url)
    title = _title(page, rules)
    refuse_by_head(page, title)
    tree = outline(page.root, title.element)
    measured = scan(tree, title.element, title.element if title.confirmed else None)
    place = _ruled(page, rules) or locate(page, tree, measured, title.element)
    dates = date_evidence(page, tree, title.element, place.element, rules.published) if place else ()
    evidence = Evidence(page, tree, measured, title, place, dates)
    kind = decide(evidence)
    if kind == "document":
        place = locate_document(tree, title.element, document_fields(tree))
    if place is None:
        raise EmptyPage("no text", url=url)
    container = place.element
    lead, lead_elements = find_lead(page, tree, measured, title.element, container, rules.lead)
    section = find_section(page, title.text)
    tags = find_tags(page, tree, container)
    files = find_attachments(page, tree, title.element, container)
    changed = updated_text(page, tree, title.element, container)
    pictures = find_pictures(tree, measured, title.element, container)
    removed = [e for selector in rules.remove for e in select(page, selector, container)]
    removed += [*platform_noise(page, container), *lead_elements]
    prune(tree, measured, container, title.element, removed)
    own_fields = has_own_fields(place.rule)
    soup = _soup([container])
    drafts = read_blocks(soup, page.base)
    if not lead:
        lead, drafts = split_lead(drafts)
    blocks = attach_captions(drafts)
    ahead = _soup(pictures)
    blocks = [*_pictures(ahead, page.base, captions=not own_fields), *blocks]
    byline = find_byline(page, tree, title.element, container, blocks, rules.author, own_fields)
    blocks = trim(blocks, byline.author)
    refuse_without_text(evidence, [lead, *(line for block in blocks for line in block.lines)], len(files))
    return CleanPage(
        url=url,
        title=title.text,
        kind=kind,
        canonical=find_canonical(page),
        published_text=dates[0].text if dates else "",
        published_source=dates[0].source if dates else "",
        dates=dates,
        updated_text=changed,
        author=byline.author,
        source_credit=byline.source,
        section=section,
        lead=lead,
        blocks=tuple(blocks),
        html=f"{ahead}{soup}" if pictures else str(soup),
        images=tuple(block.image for block in blocks if block.image),
        attachments=files,
        tags=tags,
        language=find_language(page),
    )


def _title(page: Page, rules: PageRules) -> Title:
    if rules.title:
        for element in select(page, rules.title):
            text = " ".join("".join(element.itertext()).split())
            if text:
                return Title(text, element, True)
    return find_title(page)


def _ruled(page: Page, rules: PageRules) -> Place | None:
    if not rules.container:
        return None
    found: list[HtmlElement] = select(page, rules.container)
    return Place(found[0], "rule", 1e6, 1.0) if found else None


def _pictures(ahead: Tag, base: str, *, captions: bool) -> list[Block]:
    """The pictures before the text, with their captions where those are the article's."""
    blocks = [b for b in attach_captions(read_blocks(ahead, base)) if b.image]
    if captions:
        return blocks
    return [Block("figure", (), Image(b.image.url)) for b in blocks if b.image]


def _soup(parts: list[HtmlElement]) -> Tag:
    """BeautifulSoup over the article's subtree alone: over whole pages it takes ten times as long."""
    markup = ""
    for part in parts:
        slim(part)
        markup += etree.tostring(part, encoding="unicode", method="html", with_tail=False)
    soup = BeautifulSoup(markup, "lxml")
    return soup.body or soup
