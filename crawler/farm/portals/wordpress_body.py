"""A story as WordPress prints it: classic captions or blocks, galleries, file blocks, the <!--more--> cut."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import escape

from crawler.farm.markup import bullets, grid
from crawler.farm.stories import Passage, Picture, Story


def galleried(story: Story) -> Story:
    """The story with its pictures at the end, where they form a gallery."""
    if not has_gallery(story):
        return story
    figures = tuple(p for p in story.passages if p.picture)
    return replace(story, passages=tuple(p for p in story.passages if not p.picture) + figures)


def content(story: Story, uploads: str) -> str:
    """The post's body."""
    blocks = [] if not story.lead else [f"<p><strong>{escape(story.lead)}</strong></p>"]
    return "\n".join(blocks + passages(story, story.passages, uploads) + files(story, uploads))


def teaser(story: Story, uploads: str, url: str) -> str:
    """What stands before <!--more--> and the link to the rest."""
    lead = story.lead or story.passages[0].lines[0]
    more = f'<p><a href="{url}#more-{story.number}" class="more-link">Đọc tiếp<span class="more">'
    first = passages(story, story.passages[:1], uploads) if story.lead else []
    return "\n".join(
        [
            f"<p><strong>{escape(lead)}</strong></p>",
            *first,
            f"{more} “{escape(story.title)}”</span></a></p>",
        ]
    )


def passages(story: Story, blocks: Sequence[Passage], uploads: str) -> list[str]:
    """Passages as markup; even numbers in the classic editor's, odd ones in blocks."""
    classic = story.number % 2 == 0
    gallery = [p for p in blocks if p.picture] if has_gallery(story) else []
    plain = [p for p in blocks if p not in gallery]
    html = [_passage(p, uploads, classic=classic) for p in plain]
    if gallery:
        inner = "\n".join(_figure(p.picture, uploads, classic=False) for p in gallery if p.picture)
        html.append(
            f'<figure class="wp-block-gallery has-nested-images columns-2 is-cropped">\n{inner}\n</figure>'
        )
    return html


def has_gallery(story: Story) -> bool:
    """Every third story with two pictures or more shows them as a gallery."""
    return story.number % 3 == 0 and len(story.pictures) > 1


def _passage(passage: Passage, uploads: str, *, classic: bool) -> str:
    match passage.kind:
        case "heading":
            return f'<h2 class="wp-block-heading">{escape(passage.lines[0])}</h2>'
        case "list":
            return bullets(passage, ' class="wp-block-list"')
        case "table":
            return f'<figure class="wp-block-table">{grid(passage, "")}</figure>'
        case "question":
            return f"<p><strong>{escape(passage.lines[0])}</strong></p>"
        case "figure":
            assert passage.picture
            return _figure(passage.picture, uploads, classic=classic)
        case _:
            return f"<p>{escape(passage.lines[0])}</p>"


def _figure(picture: Picture, uploads: str, *, classic: bool) -> str:
    src = f"{uploads}{picture.file}"
    image = f'<img loading="lazy" decoding="async" src="{src}" alt="{escape(picture.caption)}" width="480"'
    number = picture.file.rpartition("-")[2].partition(".")[0]
    if not picture.caption:
        return f'<figure class="wp-block-image size-large">{image} /></figure>'
    if classic:
        return (
            f'<figure id="attachment_{number}" aria-describedby="caption-attachment-{number}" '
            f'style="width: 480px" class="wp-caption aligncenter">{image} srcset="{src} 480w" />'
            f'<figcaption id="caption-attachment-{number}" class="wp-caption-text">{escape(picture.caption)}'
            "</figcaption></figure>"
        )
    caption = f'<figcaption class="wp-element-caption">{escape(picture.caption)}</figcaption>'
    return f'<figure class="wp-block-image size-large">{image} />{caption}</figure>'


def files(story: Story, uploads: str) -> list[str]:
    """File blocks."""
    return [
        f'<div class="wp-block-file"><a href="{uploads}{name}">{name}</a>'
        f'<a href="{uploads}{name}" class="wp-block-file__button wp-element-button" download>Tải về</a></div>'
        for name in story.files
    ]
