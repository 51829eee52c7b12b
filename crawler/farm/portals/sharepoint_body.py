"""A story as a SharePoint rich-text field keeps it: spans cut inside syllables, entities, table captions."""

from html.entities import codepoint2name

from markupsafe import escape

from crawler.farm.markup import bullets, grid
from crawler.farm.stories import Passage, Picture, Story


def body(story: Story, photos: str, byline: str) -> str:
    """The markup of the body, its byline as the last paragraph."""
    parts = [_passage(story, passage, photos) for passage in story.passages]
    if byline:
        parts.append(f'<p style="text-align:right"><strong>{escape(byline)}</strong></p>')
    html = "\n".join(parts)
    return entities(html) if story.number % 3 == 0 else html


def entities(html: str) -> str:
    """Latin letters with accents as named entities, as old editors write them: "ông" -> "&ocirc;ng"."""
    return "".join(f"&{codepoint2name[ord(c)]};" if 160 < ord(c) < 256 else c for c in html)


def _text(story: Story, text: str) -> str:
    if story.number % 4 == 1:
        return _split(text)
    return str(escape(text))


def _split(text: str) -> str:
    """The text in spans, some cut in the middle of a syllable: only their texts put together make words."""
    pieces, start = [], 0
    for cut in range(37, len(text), 53):
        pieces.append(text[start:cut])
        start = cut
    pieces.append(text[start:])
    sizes = ("14pt", "14.0pt")
    spans = (
        f'<span style="font-size:{sizes[i % 2]};line-height:115%">{escape(piece)}</span>'
        for i, piece in enumerate(pieces)
    )
    return "".join(spans)


def _passage(story: Story, passage: Passage, photos: str) -> str:
    match passage.kind:
        case "heading" | "question":
            return f'<p style="text-align:justify"><b>{_text(story, passage.lines[0])}</b></p>'
        case "list":
            return bullets(passage)
        case "table":
            return grid(passage, ' class="ms-rteTable-default" border="1" width="100%"')
        case "figure":
            assert passage.picture
            return _figure(story, passage.picture, photos)
        case _:
            return f'<p style="text-align:justify">{_text(story, passage.lines[0])}</p>'


def _figure(story: Story, picture: Picture, photos: str) -> str:
    image = f'<img alt="" src="{photos}{picture.file}" style="margin:5px;width:480px" />'
    if not picture.caption:
        return f'<p style="text-align:center">{image}</p>'
    caption = escape(picture.caption)
    if story.number % 2:
        coloured = f'<p style="text-align:center"><span style="color:#0033ff">{caption}</span></p>'
        rows = f"<tr>\n<td>{image}</td>\n</tr>\n<tr>\n<td>\n{coloured}\n</td>\n</tr>"
        return f'<table align="center">\n<tbody>\n{rows}\n</tbody>\n</table>'
    italic = f'<span style="font-style:italic">{caption}</span>'
    return f'<div style="text-align:center">{image}</div>\n<div style="text-align:center">{italic}</div>'
