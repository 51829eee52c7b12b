"""The tags, class words and ids that tell an article's parts from what stands around it."""

import re

from pipeline.remembering import remembered

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul caption".split()
)
MUTE_TAGS = frozenset(
    (
        "script style noscript template iframe object embed select option textarea input svg math"
        " canvas head link meta title datalist"
    ).split()
)
"""Nothing in them is text."""
DEAD_TAGS = MUTE_TAGS | {"nav", "footer", "button", "dialog", "label", "aside"}
"""Text in them is never the article's."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEGATIVE = re.compile(
    r"(?:^|[-_\s:])(?:comments?|commentlist|disqus|respond|reply|binh-?luan|related\w*"
    r"|(?:tin-?)?lien-?quan|tin-?khac"
    r"|tin-?moi|other-?(?:news|posts?|articles?)|more-?(?:news|stories|articles)|recommend\w*"
    r"|most-?(?:read|viewed)|"
    r"sidebars?|side-?bar|aside|footer|foot|menus?|mega-?menu|nav|navbar|navigation|topbar"
    r"|breadcrumbs?|crumbs?"
    r"|(?<!elementor-)widgets?|banners?|advert\w*|ads?|adsense|qc|quang-?cao|shar(?:e|ing)\w*|socials?|socialicon"
    r"|toolbars?|tool-?box"
    r"|ratings?|votes?|vote-?\w+|polls?|tham-?do|log-?in|signin|sign-?up|register|dang-?nhap"
    r"|search\w*|tim-?kiem|qr(?:-?code)?|(?<![\w-])chia-?se(?![\w-])"
    r"|popups?|modals?|copyright|thong-?ke|counter|truy-?cap|web-?links?|lien-?ket|newsletter|subscri\w+"
    r"|promo\w*|sponsor\w*|outbrain|taboola|cookies?|gdpr|consent|pagers?|pagination|paging"
    r"|page-?numbers?|rss"
    r"|skip-?links?|screen-?reader-?text|sr-only|visually-?hidden|tags|tag(?=$|\s)|tag-?(?:list"
    r"|box|links|detail|cloud)|keywords?"
    r"|addthis\w*|a2a\w*|fb-(?:like|share|comments|root)|zalo\w*|post-?nav\w*|author-?(?:box|bio"
    r"|info)|imgpreview|jp-relatedposts"
    r"|yarpp\w*|print-?(?:btn|button|link)|hidden|d-none|accessibility|language-?\w*|hotline|qtip"
    r"|tooltip)(?:$|[-_\s:])",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:[\w-]+-)?(?:has|no|not|with|without|allow)-[\w-]+$|allow\w+$|(?!visually)[\w-]+-(?:hidden|open|closed)$"
    r"|hidden-(?:xs|sm|print|phone|mobile)$",
    re.IGNORECASE,
)
"""Class words that say how an element is shown or what it holds: Drupal's "field-label-hidden",
themes' "has-sidebar", WordPress' "comments-open", Bootstrap's "hidden-xs". They never name what it is."""
LONGEST = 80
"""Characters of a class word that may tell a state."""
_SHOWN = re.compile(
    r"(?:d|display)-(?:sm|md|lg|xl)-(?!none)\w+|(?:sm|md|lg|xl):(?!hidden)\w+", re.IGNORECASE
)
"""Bootstrap and Tailwind: hidden on small screens alone ("d-none d-md-block", "hidden md:flex")."""
_POSITIVE = re.compile(
    r"(?:^|[-_\s:])(?:article|body|content|detail\w*|entry|story|post|news|text|noi-?dung|chi-?tiet"
    r"|bai-?viet|main|fck\w*"
    r"|journal|maincontent)(?:$|[-_\s:])",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"comment|disqus|respond|reply|binh-?luan|related|lien-?quan|tin-?khac|recommend|popular|most-?read"
    r"|cookie|gdpr|consent|newsletter|subscri|login|dang-?nhap|copyright",
    re.IGNORECASE,
)
"""What is never the text, however much of the page it fills: comments can be longer than their article."""


@remembered(20_000)
def is_always_foreign(names: str) -> bool:
    """Whether names of a negative element leave no doubt."""
    return bool(_ALWAYS.search(split_camel(names)))


@remembered(20_000)
def is_negative(names: str) -> bool:
    """Whether class and id words name something around the article."""
    return bool(_NEGATIVE.search(split_camel(_naming(names))))


def _naming(names: str) -> str:
    """The class and id words that name an element, without its states."""
    words = [word for word in names.split() if len(word) > LONGEST or not _STATE.match(word)]
    if any(_SHOWN.fullmatch(word) for word in words):
        words = [word for word in words if word not in ("d-none", "hidden")]
    return " ".join(words)


def split_camel(names: str) -> str:
    """Class and id words with their parts apart: "lblTacGia" as "lbl-Tac-Gia"."""
    return _CAMEL.sub("-", names)


@remembered(20_000)
def is_positive(names: str) -> bool:
    """Whether class and id words name an article's body."""
    return bool(_POSITIVE.search(split_camel(names)))
