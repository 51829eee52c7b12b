"""A story as Liferay's web content keeps it: spans in spans, &nbsp; for indents, centred captions."""

from collections.abc import Callable
from hashlib import md5
from uuid import UUID

from markupsafe import escape

from crawler.farm.markup import bullets, grid
from crawler.farm.stories import Passage, Picture, Story


def library(name: str) -> str:
    """The address of a file in the document library: folder, name, UUID."""
    identity = UUID(bytes=md5(name.encode(), usedforsecurity=False).digest())
    return f"/documents/20182/34017/{name}/{identity}"


def body(story: Story, byline: str) -> str:
    """The markup of the web content."""
    parts = [_passage(story, passage) for passage in story.passages]
    if byline:
        parts.append(f'<p style="text-align: right;"><strong>{escape(byline)}</strong></p>')
    links = (f'<a href="{library(name)}" target="_blank">{name}</a>' for name in story.files)
    parts += [
        f'<p><img alt="" src="/html/icons/clip.gif" style="width:16px;height:16px" /> {link}</p>'
        for link in links
    ]
    return "\n\n".join(parts)


def _passage(story: Story, passage: Passage) -> str:
    text = str(escape(passage.lines[0])) if passage.lines else ""
    match passage.kind:
        case "heading" | "question":
            return f'<p style="text-align: justify;"><strong>{text}</strong></p>'
        case "list":
            return bullets(passage)
        case "table":
            return grid(
                passage,
                ' class="table" border="1" cellpadding="1" cellspacing="1" style="width:100%"',
            )
        case "figure":
            assert passage.picture
            return _figure(story, passage.picture)
        case _:
            return _PARAGRAPHS[story.number % len(_PARAGRAPHS)](text)


def _nested(text: str) -> str:
    font = '<span style="font-family:Times New Roman,Times,serif;">'
    return f'<p style="text-align: justify;"><span style="font-size:14px;">{font}{text}</span></span></p>'


def _indented(text: str) -> str:
    return f'<p style="text-align: justify;">&nbsp;&nbsp;&nbsp;&nbsp; {text}</p>'


_PARAGRAPHS: tuple[Callable[[str], str], ...] = (_nested, _indented, lambda text: f"<p>{text}</p>")


def _figure(story: Story, picture: Picture) -> str:
    image = f'<img alt="" src="{library(picture.file)}?t=1700000{story.number}000" style="width: 480px;" />'
    if not picture.caption:
        return f'<p style="text-align: center;">{image}</p>'
    caption = escape(picture.caption)
    if story.number % 4 == 3:
        return f"<figure>{image}\n<figcaption>{caption}</figcaption>\n</figure>"
    shown = f'<span style="font-size:12px;"><em>{caption}</em></span>'
    return (
        f'<p style="text-align: center;">{image}</p>\n\n<p style="text-align: center;">{shown}</p>'
    )
