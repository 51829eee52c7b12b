"""Pages that show what they are before any text is weighed: copies, home pages, what a CMS says of itself."""

import re
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from pipeline.clean.kinds.gone import gone_line
from pipeline.clean.layout.outline import outline
from pipeline.clean.page import Page
from pipeline.errors import (
    CopyPage,
    ErrorPage,
    ListingPage,
    LoginPage,
    PollPage,
    SearchPage,
    StaticPage,
)

COPY = re.compile(
    r"url của bản tin này|đóng cửa sổ này"
    r"|<body[^<>]+onload\s*+=\s*+[\"']?\s*+(?:javascript:)?\s*+(?:window|self)\.print",
    re.IGNORECASE,
)
FEW_LINKS, LONGEST_COPY = 25, 200_000
COPY_URL = re.compile(
    r"/(?:print|in-?bai(?:viet)?|printpage|inbaiviet)\.(?:aspx|php|jsp|html?)|viewMode=print"
    r"|[?&](?:print|printer|inbaiviet|savefile|tmpl=component|format=pdf|in)=",
    re.IGNORECASE,
)
COPY_FOLDER = re.compile(r"/(?:print|savefile|sendmail|email|pdf)/", re.IGNORECASE)
"""A section may be called so too ("/spiegel/print/d-1.html"): a copy has no menus."""
LISTING_BODY = re.compile(
    r"(?:^|\s)(?:home|blog|archive|category|tag|author|date|search-results|search|error404|paged)(?:\s|$)",
    re.IGNORECASE,
)
WORDPRESS_PAGE = re.compile(r"(?:^|\s)(?:page-id-\d+|page-template-default)(?:\s|$)")
SINGLE_BODY = re.compile(
    r"(?:^|\s)(?:single|single-post|postid-\d+|article|post|node-type-\w+|page-node-type-\w+|article-detail)(?:\s|$)",
    re.IGNORECASE,
)
NUKEVIET_PAGE = re.compile(
    r'nv_module_name\s*=\s*"(?P<module>[\w-]+)"\s*,\s*nv_func_name\s*=\s*"(?P<func>[\w-]+)"'
)


def refuse_by_head(page: Page) -> None:
    """Raise for pages that show what they are before any text is weighed."""
    url = page.url
    if COPY_URL.search(url) or _is_copy(page):
        raise CopyPage("made for printing or saving", url=url)
    if _is_root(url):
        raise ListingPage("the home page", url=url)
    if match := NUKEVIET_PAGE.search(page.text):
        _refuse_nukeviet(match["module"], match["func"], url)
    element = page.root.find("body")
    body = (element.get("class") if element is not None else "") or ""
    if is_wordpress(page) and not SINGLE_BODY.search(body):
        if "error404" in body.split():
            raise ErrorPage("WordPress says 404", url=url)
        if LISTING_BODY.search(body):
            _refuse_archive(page)
        if WORDPRESS_PAGE.search(body):
            raise StaticPage("a WordPress page, not a post", url=url)


def _refuse_archive(page: Page) -> None:
    """A listing, or what themes dress as one: a notice that the article is not there."""
    if line := gone_line(outline(page.root)):
        raise ErrorPage(line[:80], url=page.url)
    raise ListingPage("WordPress archive", url=page.url)


def _is_copy(page: Page) -> bool:
    """A copy says so and has no menus: few links stand in it."""
    few = sum(1 for _ in islice(page.root.iter("a"), FEW_LINKS)) < FEW_LINKS
    return few and bool(COPY_FOLDER.search(page.url) or COPY.search(page.text[:LONGEST_COPY]))


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    home = re.fullmatch(
        r"/?(?:index|default|home|trang-chu)?(?:\.\w{3,5})?/?|/(?:vi|en)(?:-VN)?/?"
        r"|/web/guest(?:/home)?/?|/portal/?(?:pages/)?(?:default\.aspx)?",
        parts.path,
        re.IGNORECASE,
    )
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    return bool(
        parts.netloc
        and home
        and not keys
        - {"language", "lang", "mobile", "nvvithemever", "nv_redirect", "paged", "page"}
    )


def is_wordpress(page: Page) -> bool:
    """Whether WordPress made the page."""
    return (
        "/wp-content/" in page.text
        or "/wp-includes/" in page.text
        or "wordpress" in page.first("generator").lower()
    )


def _refuse_nukeviet(module: str, func: str, url: str) -> None:
    """NukeViet names its own page in every page's script: `nv_func_name="detail"` is an article."""
    if func in ("print", "savefile", "sendmail"):
        raise CopyPage(f"NukeViet {func}", url=url)
    if module == "users":
        raise LoginPage("NukeViet users", url=url)
    if module in ("contact", "about", "page", "siteterms"):
        raise StaticPage(f"NukeViet {module}", url=url)
    if module in ("seek", "search"):
        raise SearchPage("NukeViet seek", url=url)
    if module == "voting":
        raise PollPage("NukeViet voting", url=url)
    if func == "main":
        raise ListingPage(f"NukeViet {module}, its front", url=url)
    if func in (
        "viewcat",
        "tag",
        "topic",
        "author",
        "groups",
        "rss",
        "viewgroup",
        "signer",
        "subject",
        "area",
        "cat",
    ):
        raise ListingPage(f"NukeViet {func}", url=url)
