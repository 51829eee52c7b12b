"""A story as pasted into a party committee's portal: blocks without a space between them, stray letters."""

from markupsafe import escape

from crawler.farm.markup import bullets, grid
from crawler.farm.stock import SHARED
from crawler.farm.stories import Passage, Picture, Story

_INDENT = "&nbsp;&nbsp;&nbsp;&nbsp; "


def body(story: Story, images: str, byline: str) -> str:
    """The lead and the blocks run together: no white space stands between one tag and the next."""
    lead = f'<div class="sapo"><b>{escape(story.lead)}</b></div>' if story.lead else ""
    blocks = "".join(_passage(story, passage, images) for passage in story.passages)
    end = (
        f'<div style="text-align:right">&nbsp;</div><div><b>{escape(byline)}</b></div>'
        if byline
        else ""
    )
    return f"{lead}{blocks}{end}"


def _passage(story: Story, passage: Passage, images: str) -> str:
    match passage.kind:
        case "heading" | "question":
            return f"<div><b>{escape(passage.lines[0])}</b></div>"
        case "list":
            return bullets(passage).replace("\n", "")
        case "table":
            return grid(passage).replace("\n", "")
        case "figure":
            assert passage.picture
            return _figure(story, passage.picture, images)
        case _:
            return _paragraph(story, str(escape(passage.lines[0])))


def _paragraph(story: Story, text: str) -> str:
    match story.number % 3:
        case 0:
            return f'<div style="text-align:justify">{_INDENT}{text}</div>'
        case 1:
            return f'<p align="justify"><span style="font-size:14pt">{_INDENT}{text}</span></p>'
        case _:
            return f"<div>{text}</div><div>&nbsp;</div>"


def _figure(story: Story, picture: Picture, images: str) -> str:
    """A picture whose alternative text is one stray letter; in every fourth story it is a line too."""
    letter = SHARED.alts[sum(picture.file.encode()) % len(SHARED.alts)]
    stray = f'<div style="text-align:center">{letter}</div>' if story.number % 4 == 2 else ""
    image = f'<img alt="{letter}" src="{images}{picture.file}" style="width:480px" />'
    caption = (
        f'<div style="text-align:center"><i>{escape(picture.caption)}</i></div>'
        if picture.caption
        else ""
    )
    return f'{stray}<div style="text-align:center">{image}</div>{caption}<div>&nbsp;</div>'
