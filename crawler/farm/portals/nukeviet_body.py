"""A story as NukeViet's editors leave it: six kinds of caption, Word's leftovers, NFD, hidden characters."""

import unicodedata
from collections.abc import Callable

from markupsafe import escape

from crawler.farm.markup import bullets, grid
from crawler.farm.stories import Passage, Picture, Story

_CENTRED = ' style="text-align: center;"'
_JUSTIFIED = ' style="text-align: justify;"'


def body(story: Story, uploads: str, *, byline: str, files: tuple[str, ...]) -> str:
    """The markup inside #news-bodyhtml. `files` are offered by a link in the body."""
    parts = (
        [_paragraph(story, f"<strong>{_text(story, story.lead)}</strong>")]
        if repeats_lead(story)
        else []
    )
    parts += [_passage(story, passage, uploads) for passage in story.passages]
    if byline:
        parts.append(f'<p style="text-align: right;"><strong>{escape(byline)}</strong></p>')
    parts += [f'<p>File đính kèm: <a href="{uploads}{name}">{name}</a></p>' for name in files]
    html = "\n\n".join(parts)
    return unicodedata.normalize("NFD", html) if story.number % 9 == 3 else html


def repeats_lead(story: Story) -> bool:
    """Whether the lead stands again as the body's first paragraph."""
    return bool(story.lead) and story.number % 5 == 2


def _text(story: Story, text: str) -> str:
    """The text, in every sixth story with the invisible characters that pasting leaves."""
    if story.number % 6 == 4:
        text = (
            text.replace(" và ", "\u00a0và ")
            .replace(" của ", " của\u200b ")
            .replace("người", "ngư\u00adời")
        )
        text = f"\ufeff{text}"
    return str(escape(text))


def _paragraph(story: Story, html: str) -> str:
    match story.number % 8:
        case 2:
            style = "margin:6.0pt 0cm;text-align:justify;text-indent:1.0cm"
            inner = f'<span style="font-size:14.0pt;font-family:&quot;Times New Roman&quot;">{html}</span>'
            return f'<p class="MsoNormal" style="{style}">{inner}<o:p></o:p></p>'
        case 5:
            return f"<div{_JUSTIFIED}>{html}</div>\n<div{_JUSTIFIED}>&nbsp;</div>"
        case 7:
            return (
                f'<p style="text-align: justify;"><span style="font-size:16px;">{html}</span></p>'
            )
        case _:
            return f"<p>{html}</p>"


def _passage(story: Story, passage: Passage, uploads: str) -> str:
    match passage.kind:
        case "heading":
            return f"<p><strong>{_text(story, passage.lines[0])}</strong></p>"
        case "question":
            return f"<p><strong><em>{_text(story, passage.lines[0])}</em></strong></p>"
        case "list":
            return bullets(passage)
        case "table":
            return grid(passage, ' border="1" cellpadding="1" cellspacing="1" style="width:100%"')
        case "figure":
            assert passage.picture
            return _figure(story, passage.picture, uploads)
        case _:
            return _paragraph(story, _text(story, passage.lines[0]))


def _figure(story: Story, picture: Picture, uploads: str) -> str:
    image = f'<img alt="{escape(picture.caption)}" height="300" src="{uploads}{picture.file}" width="480" />'
    if not picture.caption:
        return f"<p{_CENTRED}>{image}</p>"
    return _CAPTIONS[story.number % len(_CAPTIONS)](image, str(escape(picture.caption)))


def _html5(image: str, caption: str) -> str:
    inner = f"{image}\n<figcaption>{caption}</figcaption>"
    return (
        f'<div{_CENTRED}><figure class="image" style="display:inline-block">{inner}</figure></div>'
    )


def _emphasis(image: str, caption: str) -> str:
    return f"<p{_CENTRED}>{image}</p>\n\n<p{_CENTRED}><em>{caption}</em></p>"


def _line(image: str, caption: str) -> str:
    return f"<p{_CENTRED}>{image}<br />\n<em>{caption}</em></p>"


def _table(image: str, caption: str) -> str:
    rows = f"<tr>\n<td>{image}</td>\n</tr>\n<tr>\n<td{_CENTRED}><em>{caption}</em></td>\n</tr>"
    return f'<table align="center" border="0" cellpadding="1">\n<tbody>\n{rows}\n</tbody>\n</table>'


def _classed(image: str, caption: str) -> str:
    return f'<p class="image-center">{image}</p>\n<p class="image-caption">{caption}</p>'


def _word(image: str, caption: str) -> str:
    return (
        f'<p align="center" class="MsoNormal">{image}</p>\n'
        f'<p align="center" class="MsoNormal"><i><span style="font-size:13.0pt">{caption}</span></i></p>'
    )


_CAPTIONS: tuple[Callable[[str, str], str], ...] = (
    _html5,
    _emphasis,
    _line,
    _table,
    _classed,
    _word,
)
