"""A story as old DNN modules keep it: running text cut by <br><br>, captions in <i>, no paragraphs."""

from dataclasses import replace

from markupsafe import escape

from crawler.farm.markup import grid
from crawler.farm.stories import Passage, Picture, Story


def dashed(story: Story) -> Story:
    """The story with lists as typed by hand: lines that begin with "- "."""
    return replace(story, passages=tuple(_dashed(passage) for passage in story.passages))


def _dashed(passage: Passage) -> Passage:
    if passage.kind != "list":
        return passage
    return replace(passage, lines=tuple(f"- {line}" for line in passage.lines))


def body(story: Story, images: str) -> str:
    """The markup of the body."""
    return "\n".join(_passage(passage, images) for passage in story.passages)


def _passage(passage: Passage, images: str) -> str:
    lines = [str(escape(line)) for line in passage.lines]
    match passage.kind:
        case "heading" | "question":
            return f"<b>{lines[0]}</b><br />\n<br />"
        case "list":
            return "<br />\n".join(lines) + "<br />\n<br />"
        case "table":
            return grid(passage) + "<br />"
        case "figure":
            assert passage.picture
            return _figure(passage.picture, images)
        case _:
            return f"{lines[0]}<br />\n<br />"


def _figure(picture: Picture, images: str) -> str:
    image = f'<img border="0" width="480" alt="" src="{images}{picture.file}" />'
    caption = f"<br />\n<i>{escape(picture.caption)}</i>" if picture.caption else ""
    return f'<div align="center">{image}{caption}</div>\n<br />'
