"""The located article -> a CleanPage: cut, read as blocks, with the fields that stand around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag
from lxml.etree import _Element as Element

from pipeline.clean.body.blocks import read_blocks
from pipeline.clean.body.captions import attach_captions
from pipeline.clean.body.lead import find_lead, find_pictures, split_lead
from pipeline.clean.body.pictures import rescue_pictures
from pipeline.clean.body.soup import graft
from pipeline.clean.body.trim import trim
from pipeline.clean.dates.dateline import printed_dates
from pipeline.clean.evidence import Evidence
from pipeline.clean.fields import find_canonical, find_section, find_tags
from pipeline.clean.files import find_attachments
from pipeline.clean.found import Found, findings
from pipeline.clean.kinds.decision import refuse_without_text
from pipeline.clean.kinds.documents import document_fields, document_title
from pipeline.clean.language import find_language
from pipeline.clean.layout.excerpts import edges, excerpts, path_of
from pipeline.clean.layout.locate import Place, locate_document
from pipeline.clean.layout.prune import Doomed, condemn, cut
from pipeline.clean.links import host_of
from pipeline.clean.page import Page
from pipeline.clean.people.byline import find_byline, read_fields
from pipeline.clean.profiles import has_own_fields, platform_noise, select
from pipeline.clean.template.standing import without_standing
from pipeline.errors import EmptyPage
from pipeline.model import Block, CleanPage, Image, PageKind, PageRules, Template


def read(
    evidence: Evidence,
    kind: PageKind,
    rules: PageRules,
    template: Template = Template(),
    *,
    explain: bool = False,
) -> CleanPage:
    """The article's parts. Cuts the parsed tree: what stands around the text is read first."""
    page, tree, title = evidence.page, evidence.tree, evidence.title
    place = _place(evidence, kind)
    around = (page, tree, title.element, place.element)
    files = find_attachments(*around)
    dates = evidence.dates or (printed_dates(*around).published if kind == "document" else ())
    own_fields = has_own_fields(place.rule)
    fields = read_fields(*around, evidence.measured.teasers, rules.author, own_fields)
    tags, section = find_tags(page, tree, place.element), find_section(page, tree, title.text)
    body = _body(evidence, place, rules)
    cuts = excerpts(body.doomed) if explain else ()
    lead, whole = _blocks(page, place, body, captions=not own_fields)
    kept = without_standing(template, whole)
    document = kind == "document"
    byline = find_byline(fields, kept, own_fields or document)
    blocks = trim(kept, byline.author.text, title.text, fields=document)
    lines = [lead.text, *(line for b in blocks for line in b.lines)]
    refuse_without_text(evidence, lines, len(files))
    name = document_title(tree, title.text) if document else title.text
    return CleanPage(
        url=page.url,
        title=name,
        kind=kind,
        canonical=find_canonical(page),
        dates=dates,
        updated_text=evidence.updated,
        author=byline.author.text,
        source_credit=byline.source.text,
        section=section.text,
        lead=lead.text,
        blocks=tuple(blocks),
        images=tuple(block.image for block in blocks if block.image),
        attachments=files,
        tags=tags,
        language=find_language(page),
        found=findings(
            title=Found(title.text, title.rule, title.confidence),
            text=Found("text", place.rule, round(min(0.5 + place.share / 2, 1.0), 2)),
            author=byline.author,
            source_credit=byline.source,
            section=section,
            lead=lead,
        ),
        container=path_of(place.element),
        cuts=(
            *cuts,
            *edges(whole, kept, "repeated by the source"),
            *edges(kept, blocks, "at the edge"),
        )
        if explain
        else (),
    )


def _place(evidence: Evidence, kind: PageKind) -> Place:
    if kind == "document":
        return locate_document(
            evidence.tree, evidence.title.element, document_fields(evidence.tree)
        )
    if evidence.place is None:
        raise EmptyPage("no text", url=evidence.page.url)
    return evidence.place


@dataclass(frozen=True, slots=True)
class _Body:
    """The lead, the pictures before the text, and what is cut from the container."""

    lead: Found
    pictures: Sequence[Element]
    doomed: Sequence[Doomed]


def _body(evidence: Evidence, place: Place, rules: PageRules) -> _Body:
    page, tree, measured = evidence.page, evidence.tree, evidence.measured
    title, container = evidence.title.element, place.element
    rescue_pictures(container)
    pictures = find_pictures(page, tree, measured, title, container)
    lead, apart = find_lead(page, tree, measured, title, container, pictures, rules.lead)
    first = tree.index[container]
    ruled = (e for selector in rules.remove for e in select(page, selector, container))
    learned = (tree.elements[p] for p in evidence.cut if tree.inside(p, first))
    doomed = [
        *(Doomed(e, "the source's rule") for e in ruled),
        *(Doomed(e, "the source's template") for e in learned),
        *(Doomed(e, "the platform's own") for e in platform_noise(page, container)),
        *(Doomed(e, "the lead, kept apart") for e in apart),
        *condemn(tree, measured, container, title, host_of(page.url)),
    ]
    return _Body(lead, pictures, doomed)


def _blocks(page: Page, place: Place, body: _Body, *, captions: bool) -> tuple[Found, list[Block]]:
    """Lead and blocks of the container, with the pictures that stand before it. Cuts the tree."""
    cut(place.element, body.doomed)
    *ahead, text = graft([*body.pictures, place.element])
    lead, drafts = body.lead, read_blocks(text, page.base)
    if not lead.text:
        lead, drafts = split_lead(drafts)
    before = _pictures(ahead, page.base, captions=captions)
    return lead, [*before, *attach_captions(drafts)]


def _pictures(ahead: Sequence[Tag], base: str, *, captions: bool) -> list[Block]:
    """The pictures before the text, with their captions where those are the article's."""
    blocks = [b for tag in ahead for b in attach_captions(read_blocks(tag, base)) if b.image]
    if captions:
        return blocks
    return [Block("figure", (), Image(b.image.url)) for b in blocks if b.image]
