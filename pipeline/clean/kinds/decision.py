"""What a page is: an article, a document, or one of the many things that are neither.

Decided by what the page is built of: forms, notices, many teasers, a date beside the title.
"""

import re
from typing import Any

from pipeline.clean.dates.words import CLOCK
from pipeline.clean.evidence import Evidence
from pipeline.clean.kinds.documents import document_fields
from pipeline.clean.kinds.fronts import is_all_excerpts, teaser_count, teasers_inside
from pipeline.clean.kinds.logins import is_asked_in_text, is_login_wall
from pipeline.clean.kinds.notices import SCRAP, refuse_notices
from pipeline.clean.kinds.reports import tells_news
from pipeline.clean.layout.sparse import locate_sparse
from pipeline.clean.links import path_in
from pipeline.clean.page import Page
from pipeline.clean.parts.pager import first_part
from pipeline.clean.phrases import STANDING_TITLE, STATIC_TITLE, word_count
from pipeline.errors import (
    ContinuationPage,
    EmptyPage,
    ListingPage,
    LoginPage,
    PollPage,
    SearchPage,
    StaticPage,
)
from pipeline.model import DateEvidence, PageKind

SEARCH = re.compile(
    r"^\W*(?:kết quả tìm kiếm|search results|bạn đã tìm|(?:tìm kiếm|search)(?:\W+\w+){0,3}\W*$)",
    re.IGNORECASE,
)
"""A search is named in a word or two; a headline such as "Tìm kiếm 3 ngư dân mất tích" goes on."""
POLL = re.compile(
    r"^\W*(?:thăm dò ý kiến|kết quả (?:thăm dò|bình chọn)|(?:bình chọn|poll)(?:\W+\w+){0,2}\W*$)",
    re.IGNORECASE,
)
LISTING_URL = re.compile(
    r"/(?:tag|tags|category|categories|chuyen-muc|author|tac-gia|topic|topics|dong-su-kien|page-\d+"
    r"|page/\d+|trang-\d+|groups)(?:/|$)",
    re.IGNORECASE,
)
ARTICLE_TYPES = re.compile(
    r"(?:News|Blog|Report|Scholarly|Opinion)?(?:Article|Posting)$|NewsArticle", re.IGNORECASE
)
FEWEST = 80
"""Characters of text; less is no article without a file or a picture."""
FEW_TEASERS, MANY_TEASERS = 3, 5
LISTING_TITLE = re.compile(
    r"^\W*(?:tag|tags|thẻ|từ khóa|category|categories|chuyên mục|danh mục|author|tác giả|archives?"
    r"|lưu trữ|day|month|year|topic|chủ đề|dòng sự kiện)\s*[:：-]\s*\S",
    re.IGNORECASE,
)
ENOUGH = 700.0
"""Characters of prose that make an undated page outside the portals' standing pages an article."""


def decide(evidence: Evidence) -> PageKind:
    """The kind of an article page. Raises the named error of anything else."""
    prose = evidence.place.prose if evidence.place else 0.0
    teasers = teaser_count(evidence)
    refuse_notices(evidence, prose, dated=_is_named(evidence) and _is_dated(evidence))
    if _is_document(evidence):
        return "document"
    _refuse_forms(evidence, prose, teasers)
    _refuse_named_listings(evidence, prose, teasers)
    if evidence.place is None or (prose < 40 and not _has_substance(evidence)):
        if teasers >= FEW_TEASERS:
            raise ListingPage(f"{teasers} teasers and no text", url=evidence.page.url)
        raise EmptyPage("no text", url=evidence.page.url)
    _refuse_undated(evidence, prose, teasers)
    _refuse_continuation(evidence)
    return "article"


def _is_named(evidence: Evidence) -> bool:
    """A title of words, which a section's name is not."""
    return word_count(evidence.title.text) >= TITLE_WORDS


def _is_dated(evidence: Evidence) -> bool:
    """A date that surely stands beside the title."""
    return any(d.confidence >= SURE_DATE for d in _near_dates(evidence))


TITLE_WORDS, SURE_DATE = 5, 0.8


def _is_headed(evidence: Evidence) -> bool:
    """An article's head: a title of words, with a date beside it or a file or a picture behind it."""
    return _is_named(evidence) and (_is_dated(evidence) or _is_sparse(evidence))


def _refuse_forms(evidence: Evidence, prose: float, teasers: int) -> None:
    """Login forms, search results and polls."""
    page, name = evidence.page, evidence.title.text
    is_headed = _is_headed(evidence) and not is_asked_in_text(evidence)
    if is_login_wall(evidence, prose, teasers) and not is_headed:
        raise LoginPage("a password field and little text", url=page.url)
    if SEARCH.match(name):
        raise SearchPage(name, url=page.url)
    if POLL.match(name):
        raise PollPage(name, url=page.url)


def _refuse_named_listings(evidence: Evidence, prose: float, teasers: int) -> None:
    """What its title or its address calls a listing."""
    page, name = evidence.page, evidence.title.text
    site = page.first("og:site_name").casefold()
    if site and name.casefold() == site and prose < ENOUGH:
        raise ListingPage("its title is the site's name", url=page.url)
    short = not evidence.title.confirmed and 0 < word_count(name) < 4
    told = _is_told_abroad(evidence) or _is_told_briefly(evidence, prose)
    if short and teasers >= FEW_TEASERS and prose < ENOUGH and not told:
        raise ListingPage(f"{teasers} teasers under {name!r}", url=page.url)
    if _is_article_typed(page):
        return
    if STANDING_TITLE.match(name):
        raise StaticPage(f"a standing page: {name}", url=page.url)
    if LISTING_TITLE.match(name):
        raise ListingPage(name, url=page.url)
    if LISTING_URL.search(path_in(page.url)):
        raise ListingPage("its address is a listing's", url=page.url)


def _is_told_abroad(evidence: Evidence) -> bool:
    """A date beside the title, on a page that is no Vietnamese portal: posts have short titles there."""
    return _is_dated(evidence) and not evidence.vietnamese


def _is_told_briefly(evidence: Evidence, prose: float) -> bool:
    """A poem or a note under a name of its own: a date beside it, text behind it, and no teaser between."""
    whole = evidence.place is not None and evidence.place.share >= WHOLE
    told = _is_dated(evidence) and whole and prose >= SCRAP
    return told and not teasers_inside(evidence)


WHOLE = 0.9
"""Of the page's prose stands in one place."""


def _is_document(evidence: Evidence) -> bool:
    """Three or more labelled fields of a legal document stand in the page."""
    fields = document_fields(evidence.tree)
    return len(fields) >= 3 and not _is_article_typed(evidence.page)


def _is_article_typed(page: Page) -> bool:
    if "article" in page.first("og:type").lower():
        return True
    kinds = [kind for item in page.data for kind in _listed(item.get("@type"))]
    return any(isinstance(kind, str) and ARTICLE_TYPES.search(kind) for kind in kinds)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_substance(evidence: Evidence) -> bool:
    """A date beside the title and something to show: a picture or a file."""
    place = evidence.place
    return (
        place is not None
        and bool(_near_dates(evidence))
        and any(True for _ in place.element.iter("img", "a"))
    )


def _near_dates(evidence: Evidence) -> list[DateEvidence]:
    return [d for d in evidence.dates if not d.source.startswith(("after",))]


def _refuse_undated(evidence: Evidence, prose: float, teasers: int) -> None:
    page, url = evidence.page, evidence.page.url
    typed = _is_article_typed(page)
    dated = bool(_near_dates(evidence)) or _is_dated_below(evidence, prose)
    share = evidence.place.share if evidence.place else 0.0
    if (
        teasers_inside(evidence) >= 3
        and not typed
        and (prose < SCRAP / 2 or not (dated and evidence.title.confirmed))
        and prose < _enough(evidence)
        and not _is_shown(evidence)
    ):
        raise ListingPage(f"{teasers} teasers, {prose:.0f} characters of text", url=url)
    if not typed and is_all_excerpts(evidence):
        raise ListingPage("all its text stands under other pages' titles", url=url)
    scattered = share < 0.5 and prose < SCRAP and not evidence.title.confirmed
    if teasers >= MANY_TEASERS and not typed and scattered:
        raise ListingPage(f"{teasers} teasers, the longest text {prose:.0f} characters", url=url)
    if teasers >= MANY_TEASERS and not typed and not dated and prose < _enough(evidence):
        raise ListingPage(f"{teasers} teasers, {prose:.0f} characters of text, no date", url=url)
    if dated or typed or (tells_news(evidence) and not STATIC_TITLE.match(evidence.title.text)):
        return
    if STATIC_TITLE.match(evidence.title.text) or evidence.vietnamese:
        raise StaticPage("no publication date", url=url)
    if teasers >= MANY_TEASERS and share < 0.5:
        raise ListingPage(f"{teasers} teasers and no date", url=url)


def _enough(evidence: Evidence) -> float:
    """Characters of prose that teasers around an undated text do not make a listing of."""
    return ENOUGH if evidence.vietnamese else SCRAP


def _is_dated_below(evidence: Evidence, prose: float) -> bool:
    """A day with its clock time under the text of a confirmed title of words: some portals date there."""
    named = evidence.title.confirmed and _is_named(evidence)
    timed = any(d.source == "after" and CLOCK.search(d.text) for d in evidence.dates)
    return named and timed and prose >= SCRAP


def _is_shown(evidence: Evidence) -> bool:
    """A picture or a file under a confirmed title of words with a date beside it: an infographic, a scan."""
    return _is_named(evidence) and _is_dated(evidence) and _is_sparse(evidence)


def _is_sparse(evidence: Evidence) -> bool:
    return locate_sparse(evidence.tree, evidence.measured, evidence.title) is not None


def refuse_without_text(evidence: Evidence, lines: list[str], files: int) -> None:
    """Raise where hardly a word is left after cutting: an article has a sentence, a picture or a file."""
    url = evidence.page.url
    size = sum(map(len, lines))
    pictures = any(True for _ in evidence.place.element.iter("img")) if evidence.place else False
    if size >= FEWEST or files or (pictures and _near_dates(evidence)):
        return
    if teaser_count(evidence):
        raise ListingPage(f"teasers and {size} characters of text", url=url)
    if size < FEWEST // 4:
        raise EmptyPage(f"{size} characters of text", url=url)


def _refuse_continuation(evidence: Evidence) -> None:
    """A later page of an article, whose pager leads back to the first: "/slug/2/", "?trang=2"."""
    if first := first_part(evidence.page):
        raise ContinuationPage(first, url=evidence.page.url)
