"""The located article -> a CleanPage: cut, read as blocks, with the fields that stand around it."""

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement

from pipeline.clean.blocks import read_blocks
from pipeline.clean.byline import find_byline
from pipeline.clean.captions import attach_captions
from pipeline.clean.dateline import updated_text
from pipeline.clean.documents import document_fields
from pipeline.clean.evidence import Evidence
from pipeline.clean.fields import (
    find_attachments,
    find_canonical,
    find_language,
    find_section,
    find_tags,
)
from pipeline.clean.kinds import refuse_without_text
from pipeline.clean.lead import find_lead, find_pictures, split_lead
from pipeline.clean.locate import Place, locate_document
from pipeline.clean.profiles import has_own_fields, platform_noise, select
from pipeline.clean.prune import prune, slim
from pipeline.clean.trim import trim
from pipeline.errors import EmptyPage
from pipeline.model import Block, CleanPage, Image, PageKind, PageRules


def read(evidence: Evidence, kind: PageKind, rules: PageRules) -> CleanPage:
    """The article's parts. Cuts the parsed tree: what stands around the text is read first."""
    page, tree, title = evidence.page, evidence.tree, evidence.title
    place = _place(evidence, kind)
    around = (page, tree, title.element, place.element)
    tags, files = find_tags(page, tree, place.element), find_attachments(*around)
    section, updated = find_section(page, title.text), updated_text(*around)
    lead, blocks = _text(evidence, place, rules)
    byline = find_byline(*around, blocks, rules.author, has_own_fields(place.rule))
    blocks = trim(blocks, byline.author)
    refuse_without_text(evidence, [lead, *(line for b in blocks for line in b.lines)], len(files))
    return CleanPage(
        url=page.url,
        title=title.text,
        kind=kind,
        canonical=find_canonical(page),
        dates=evidence.dates,
        updated_text=updated,
        author=byline.author,
        source_credit=byline.source,
        section=section,
        lead=lead,
        blocks=tuple(blocks),
        images=tuple(block.image for block in blocks if block.image),
        attachments=files,
        tags=tags,
        language=find_language(page),
    )


def _place(evidence: Evidence, kind: PageKind) -> Place:
    if kind == "document":
        return locate_document(
            evidence.tree, evidence.title.element, document_fields(evidence.tree)
        )
    if evidence.place is None:
        raise EmptyPage("no text", url=evidence.page.url)
    return evidence.place


def _text(evidence: Evidence, place: Place, rules: PageRules) -> tuple[str, list[Block]]:
    """Lead and blocks of the container, with the pictures that stand before it."""
    page, tree, measured, title = (
        evidence.page,
        evidence.tree,
        evidence.measured,
        evidence.title.element,
    )
    lead, apart = find_lead(page, tree, measured, title, place.element, rules.lead)
    pictures = find_pictures(tree, measured, title, place.element)
    removed = [e for selector in rules.remove for e in select(page, selector, place.element)]
    removed += [*platform_noise(page, place.element), *apart]
    prune(tree, measured, place.element, title, removed)
    ahead, soup = _soup(pictures), _soup([place.element])
    drafts = read_blocks(soup, page.base)
    if not lead:
        lead, drafts = split_lead(drafts)
    before = _pictures(ahead, page.base, captions=not has_own_fields(place.rule))
    return lead, [*before, *attach_captions(drafts)]


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
