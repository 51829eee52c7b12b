"""A clean page whose article was typed in an old Vietnamese code page -> the same in Unicode. Pure."""

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.clean.encoding.legacy import Scheme, rewriter, typed_in
from pipeline.model import Block, CleanPage, Image

MARKUP_TAG = re.compile(r"(<[^>]*>)")


def retype(page: CleanPage) -> CleanPage:
    """`page` with every line that is typed in the article's old code page rewritten.

    Evidence counts over the whole article, so that a foreign name here and there changes nothing; a
    Unicode line among typed ones (a caption, the portal's own byline) stays.
    """
    lines = [page.title, page.lead, *(line for block in page.blocks for line in block.lines)]
    scheme = typed_in(lines)
    if scheme is None:
        return page

    def line(text: str) -> str:
        return rewriter(text, scheme)(text)

    return replace(
        page,
        title=line(page.title),
        dates=tuple(replace(date, text=line(date.text)) for date in page.dates),
        updated_text=line(page.updated_text),
        author=line(page.author),
        source_credit=line(page.source_credit),
        section=line(page.section),
        lead="\n".join(map(line, page.lead.split("\n"))),
        blocks=tuple(_block(block, scheme) for block in page.blocks),
        images=tuple(_image(image, scheme) for image in page.images),
        attachments=tuple(replace(file, name=line(file.name)) for file in page.attachments),
        tags=tuple(map(line, page.tags)),
    )


def _block(block: Block, scheme: Scheme) -> Block:
    rewriters = [rewriter(line, scheme) for line in block.lines]
    lines = tuple(rewrite(line) for rewrite, line in zip(rewriters, block.lines, strict=True))
    markup = tuple(_outside_tags(*pair) for pair in zip(rewriters, block.markup, strict=False))
    image = block.image and _image(block.image, scheme)
    return replace(block, lines=lines, markup=markup, image=image)


def _outside_tags(rewrite: Callable[[str], str], markup: str) -> str:
    parts = MARKUP_TAG.split(markup)
    parts[::2] = map(rewrite, parts[::2])
    return "".join(parts)


def _image(image: Image, scheme: Scheme) -> Image:
    caption, credit = (
        text and rewriter(text, scheme)(text) for text in (image.caption, image.credit)
    )
    return replace(image, caption=caption, credit=credit)
