"""The sixth set: written on 2026-11-26 by one who had read neither the watch nor its tests, before it was ever run.

Named rightly then: 18 of 32, all of them harmful; of six more the state was right and the words were not. One
that did no harm (the decoys: hidden in their own tags, which we do not read) was put otherwise and read once more.
Three were named by words that were not thought of, one by the state that its harm deserves: widened since.
"""
# ruff: noqa: E501 - pages as portals send them

from mutations import sixth_changes as made
from mutations.breakages import (
    BLOCKED,
    BROKEN,
    DOWN,
    GONE,
    WORSE,
    Breakage,
    articles,
    instead,
    listings,
    pages,
    raw,
)
from mutations.nearmisses import QUIET
from mutations.third_set import INSIDE, LISTS, WORDS
from mutations.third_tools import body, dated

LATE = ("late",)
SILENCE = f"{LISTS}|late|frozen|stale|silent|withdrawn|gone|404"
"""What can be said where nothing new comes any more."""

VNEID = (
    "<head><meta charset=utf-8><title>Cổng dịch vụ và thông tin</title></head><body><img src=/quoc-huy.png><h2>Xác thực người"
    " dùng</h2><p>Dùng tài khoản định danh điện tử mức 2 để vào hệ thống.</p><a class=btn href='https://sso.example/auth/"
    "realms/citizen?client_id=tt&amp;response_type=code'>Đăng nhập bằng tài khoản VNeID</a></body>"
)
SUM = (
    "<head><meta charset=utf-8><title>Kiểm tra truy cập</title></head><body><form method=post action='/kiem-tra'><p>Để chắc"
    " chắn bạn là người thật, hãy cho biết: 7 + 5 = ?</p><input name=ket_qua size=3><button>Tiếp tục</button></form></body>"
)
FRAME = (
    "<head><meta charset=utf-8><title>Trang thông tin điện tử</title></head><frameset rows='100%,*' border=0><frame name=top"
    " src='http://phuong-mau.tinh-moi.example/'><noframes><body></body></noframes></frameset>"
)

SIXTH_UNNAMED = {
    "news on a social network alone": "its lists still show articles, only none that are new: late once it is",
    "afternoons lost": "on this portal the printed hours are usual ones; by another rhythm it is named",
    "letters dropped": "with their letters the dates are lost, and the pages stand for standing ones",
}
"""What the watch does not name within two runs, and why."""

SIXTH_SET = (
    Breakage(
        "the next articles below",
        articles(made.followed),
        WORSE,
        f"{INSIDE}|title|twice",
        "nukeviet",
    ),
    Breakage(
        "news on a social network alone",
        made.on_facebook,
        WORSE + LATE + GONE,
        f"{SILENCE}|elsewhere|external|facebook|host|moved",
        "nukeviet",
    ),
    Breakage(
        "a cookie first",
        made.cookie_first,
        WORSE + BLOCKED + DOWN,
        f"redirect|circle|loop|cookie|failed|{LISTS}",
        "nukeviet",
    ),
    Breakage("days of the moon", dated(made.lunar), WORSE, r"date", "nukeviet"),
    Breakage(
        "the home page alone moves away",
        made.home_leads_away,
        WORSE + GONE,
        f"moved|redirect|successor|elsewhere|host|home|{LISTS}",
        "nukeviet",
    ),
    Breakage(
        "pictures written into pages",
        articles(made.pictures_written_in),
        ("degraded",),
        r"picture|image",
        "nukeviet",
    ),
    Breakage(
        "VNeID alone",
        instead(VNEID),
        BLOCKED + BROKEN,
        f"log ?in|sign|vneid|account|{LISTS}",
        "wordpress",
    ),
    Breakage(
        "permalinks lost",
        made.permalinks_lost,
        WORSE,
        f"404|gone|not.?found|withdrawn|articles|{LISTS}",
        "wordpress",
    ),
    Breakage(
        "wrong chunks",
        raw(made.wrong_chunks),
        DOWN + BROKEN,
        r"failed|answer|chunk|connection|protocol|data|error|robots",
        "wordpress",
    ),
    Breakage(
        "pages die in their first line",
        articles(made.died),
        WORSE + DOWN,
        r"short|text|length|error|server|fatal|articles",
        "wordpress",
    ),
    Breakage("slugs for titles", made.SLUGGED, WORSE, r"title|accents|letters", "modern"),
    Breakage(
        "markup shown",
        body(made.shown_markup),
        WORSE,
        f"{INSIDE}|markup|html|escap|picture|image|author",
        "modern",
    ),
    Breakage("decoys in every line", body(made.decoys), WORSE, f"{INSIDE}|hidden|short", "modern"),
    Breakage(
        "a code after six requests",
        made.a_code_after(6),
        WORSE + BLOCKED,
        r"challenge|captcha|block|refus|verif|code",
        "modern",
    ),
    Breakage(
        "back to a backup",
        None,
        WORSE + LATE,
        SILENCE,
        "modern",
        before=made.from_a_backup,
    ),
    Breakage("escapes shown", pages(made.json_escapes), WORSE, f"{WORDS}|escap", "webforms"),
    Breakage(
        "years of the Buddha",
        pages(made.buddhist),
        WORSE,
        r"date|year|future",
        "webforms",
    ),
    Breakage(
        "afternoons lost",
        pages(made.no_halves),
        ("degraded",),
        r"date|time|hour|clock",
        "webforms",
        days=(1.3, 1),
    ),
    Breakage(
        "202 and a script",
        made.challenged_202,
        BLOCKED + BROKEN + DOWN,
        f"challenge|202|block|script|{LISTS}",
        "webforms",
    ),
    Breakage(
        "robots forbid queries", made.no_queries, BLOCKED + BROKEN, r"robots|forbid", "webforms"
    ),
    Breakage(
        "a cache that knows no queries",
        made.cached_without_queries,
        BROKEN,
        f"articles|title|home|same|rejected|{LISTS}",
        "webforms",
    ),
    Breakage(
        "in a frame from elsewhere",
        instead(FRAME),
        GONE + BROKEN,
        f"moved|successor|frame|elsewhere|redirect|host|{LISTS}",
        "webforms",
    ),
    Breakage(
        "names of a template",
        articles(made.braces),
        WORSE,
        r"title|short|text|date|empty|script|template|rejected|gave an article",
        "parts",
    ),
    Breakage(
        "a sum to solve",
        instead(SUM),
        BLOCKED + BROKEN,
        f"challenge|captcha|verif|human|block|{LISTS}",
        "parts",
    ),
    Breakage(
        "one entry a list",
        pages(made.one_entry),
        WORSE,
        f"{LISTS}|fewer|shrunk|entries|shorter|missed",
        "parts",
        a_day=6,
    ),
    Breakage(
        "articles are papers",
        made.as_pdf,
        WORSE,
        r"pdf|document|content.?type|not-html|file",
        "parts",
    ),
    Breakage(
        "a comment without end",
        articles(made.comment_without_end),
        WORSE,
        r"short|text|empty|length|articles|picture|author",
        "parts",
    ),
    Breakage("letters dropped", pages(made.letters_dropped), WORSE, WORDS, "calendar"),
    Breakage(
        "lists of papers",
        made.by_papers,
        WORSE + LATE,
        f"{LISTS}|late|pdf|document|paper|attach",
        "calendar",
    ),
    Breakage(
        "in two languages",
        body(made.in_two_languages),
        ("degraded",),
        f"{INSIDE}|language|foreign|english",
        "calendar",
    ),
    Breakage(
        "the first section behind a login",
        made.first_section_inside,
        WORSE + BLOCKED,
        f"log ?in|sign|password|section|{LISTS}",
        "calendar",
        sections=("tin-trong-huyen", "tin-trong-huyen", "kinh-te"),
    ),
    Breakage(
        "slots at home",
        made.slots_at_home,
        WORSE + GONE,
        r"hijack|gambl|bet|casino|slot|foreign|language",
        "calendar",
        always=True,
    ),
)
"""Thirty-two."""

SIXTH_NEAR = (
    Breakage(
        "a new section",
        None,
        QUIET,
        "",
        "calendar",
        before=made.new_section,
        sections=("chuyen-doi-so", "kinh-te", "chuyen-doi-so"),
    ),
    Breakage("other writers", articles(made.other_writers), QUIET, "", "calendar"),
    Breakage(
        "entries listed twice", listings(lambda s, t: made.listed_twice(t)), QUIET, "", "parts"
    ),
    Breakage("news full of dates", None, QUIET, "", "parts", before=made.full_of_dates),
    Breakage("feeds stand still", made.feeds_stand_still, QUIET, "", "wordpress"),
    Breakage("one article fails for good", made.one_fails, QUIET, "", "modern"),
    Breakage("bodies in a table", body(made.in_a_table), QUIET, "", "nukeviet"),
    Breakage(
        "upkeep of another service announced", pages(made.upkeep_announced), QUIET, "", "webforms"
    ),
)
"""Eight."""
