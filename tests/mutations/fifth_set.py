"""The fifth set: written after the fourth one's misses were mended, before it was ever run.

Named rightly then: 15 of 16, of the harmful 12 of 13.
"""
# ruff: noqa: E501 - pages as portals send them

import re
import unicodedata

from live_portals.portal import Answer, Call, Item, Portal

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
    undated,
)
from mutations.nearmisses import QUIET
from mutations.stages import Stage
from mutations.third_set import INSIDE, LISTS, WORDS
from mutations.third_tools import body
from mutations.third_words import shifted

SESSION = (
    "<head><meta charset=utf-8><title>Cổng thông tin</title></head><body><div class=msg>Phiên làm việc của bạn đã hết hạn."
    " Xin tải lại trang.</div></body>"
)
MEMORY = (
    "<br /><b>Fatal error</b>: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in"
    " <b>/home/xa/public_html/wp-includes/class-wpdb.php</b> on line <b>2056</b><br />"
)
HOSTING = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><h2>Tài khoản hosting này đang bị tạm khóa</h2><p>Vui"
    " lòng liên hệ phòng kinh doanh để được hỗ trợ.</p></body>"
)
POLL = "".join(
    f"<div><label>{said}</label></div>"
    for said in (
        "Thăm dò ý kiến: theo ông bà, giao diện mới của trang tin đã dễ dùng hay chưa, cần sửa chỗ nào trước",
        "Rất dễ dùng, tôi tìm thấy ngay điều mình cần trong vòng một phút và sẽ còn trở lại nhiều lần nữa",
        "Tạm được, nhưng chữ còn nhỏ, người cao tuổi trong gia đình tôi đọc khó, nhất là trên điện thoại cũ",
        "Khó dùng, tôi phải hỏi cán bộ một cửa mới biết nơi nộp hồ sơ và nơi xem kết quả giải quyết hồ sơ",
        "Ý kiến khác của ông bà xin ghi vào ô dưới đây rồi bấm nút gửi, mỗi địa chỉ chỉ được gửi một lần",
        "Kết quả thăm dò sẽ được tổng hợp vào cuối tháng và trình lãnh đạo xem xét trong kỳ họp gần nhất",
        "Cảm ơn ông bà đã dành thời gian giúp chúng tôi làm cho trang tin ngày một gần với người đọc hơn",
        "Xem kết quả các kỳ thăm dò đã qua tại mục lưu trữ, xếp theo từng năm và theo từng chủ đề khác nhau",
    )
)
VIQR = {"\u0300": "`", "\u0301": "'", "\u0303": "~", "\u0309": "?", "\u0323": ".", "\u0302": "^", "\u0306": "(", "\u031b": "+"}  # fmt: skip


def _viqr(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "dd").replace("Đ", "DD"))
    return "".join(VIQR.get(letter, letter) for letter in apart)


def _hyphened(text: str) -> str:
    """A soft hyphen in every longer syllable that readers see."""
    parts = re.split(r"(<[^>]*>)", text)
    seen = (re.sub(r"([^\W\d_]{2})(?=[^\W\d_]{2})", "\\1\u00ad", part) for part in parts[::2])
    return "".join(a + b for a, b in zip(seen, [*parts[1::2], ""], strict=True))


def _counted(stage: Stage, item: Item, text: str) -> str:
    views = 100 + item.number * 37 % 900
    text = re.sub(
        r"<h1 class=title>.*?</h1>", f"<h1 class=title>{item.title} ({views} lượt xem)</h1>", text
    )
    text = re.sub(r"<title>.*?</title>", f"<title>{item.title} ({views} lượt xem)</title>", text)
    return text.replace(
        f'"headline": "{item.title}', f'"headline": "{item.title} ({views} lượt xem)'
    )


def _first_part(stage: Stage, item: Item, inside: str) -> str:
    """The rest is fetched by a button."""
    kept = inside.split("<p>")[: 1 + max(1, len(item.parts[0]) // 3)]
    return "<p>".join(kept) + "<button onclick='them()'>Xem tiếp</button>"


def _printed(stage: Stage, text: str) -> str:
    """Lists link what is made for printers."""
    return re.sub(r"<h3><a href='(/[^']*)'>", r"<h3><a href='/print\1'>", text)


def _to_error(stage: Stage, call: Call, answer: Answer) -> Answer:
    if call.query.get("loi"):
        shown = (
            "<h2>Trang không tồn tại</h2><p>Đường dẫn ông bà yêu cầu không còn trên hệ thống.</p>"
        )
        return Answer(stage.portal.shell("Thông báo", shown))
    return (
        Answer(b"", 302, headers=(("Location", "/Default.aspx?loi=1"),))
        if stage.item(call)
        else answer
    )


def _every_other_fails(stage: Stage, call: Call, answer: Answer) -> Answer:
    item = stage.item(call)
    return Answer(b"<h1>500</h1>", 500) if item and item.number % 2 else answer


def _home_forbidden(stage: Stage, call: Call, answer: Answer) -> Answer:
    return Answer(b"<h1>403 Forbidden</h1>", 403) if call.path == "/" else answer


FIFTH_SET = (
    Breakage(
        "session over",
        instead(SESSION),
        DOWN + BROKEN + BLOCKED,
        f"{LISTS}|error|log ?in|session",
        "parts",
    ),
    Breakage(
        "402",
        instead("<h1>Payment Required</h1>", 402),
        BLOCKED + DOWN + BROKEN,
        r"402|refus|forbid|payment|error",
        "modern",
    ),
    Breakage("dates gone, other idiom", pages(undated), WORSE, r"date|standing", "webforms"),
    Breakage("a day ahead", shifted(24), ("degraded",), r"date|future|time|clock", "parts"),
    Breakage("views in titles", articles(_counted), WORSE, r"title", "modern"),
    Breakage("a poll in bodies", body(lambda s, i, x: x + POLL), ("degraded",), INSIDE, "modern"),
    Breakage(
        "bodies twice",
        body(lambda s, i, x: f"{x}<div class=only-mobile></div>{x}"),
        ("degraded",),
        f"{INSIDE}|twice",
        "parts",
    ),
    Breakage("first part alone", body(_first_part), WORSE, r"short|text|length", "calendar"),
    Breakage(
        "lists link prints",
        listings(_printed),
        WORSE,
        f"copy|copies|address|print|twice|articles|{LISTS}",
        "nukeviet",
        always=True,  # what its home page does not show would be lost
    ),
    Breakage(
        "articles lead to an error page",
        _to_error,
        BROKEN,
        r"404|gone|error|not-found|articles|redirect",
        "webforms",
    ),
    Breakage(
        "every other article 500", _every_other_fails, WORSE + DOWN, r"500|server|failed", "modern"
    ),
    Breakage("home page 403", _home_forbidden, BLOCKED + BROKEN, r"403|forbid", "calendar"),
    Breakage(
        "out of memory 200", instead(MEMORY), DOWN + BROKEN, f"error|server|{LISTS}", "wordpress"
    ),
    Breakage("letters of VIQR", pages(_viqr), WORSE, WORDS, "nukeviet"),
    Breakage("soft hyphens", pages(_hyphened), WORSE, WORDS, "webforms"),
    Breakage("hosting locked", instead(HOSTING), GONE + DOWN + BLOCKED, r"suspend|lock", "parts"),
)
"""Sixteen."""


def _some_capitals(portal: Portal) -> None:
    add = portal.add

    def loud(*args: object, **named: object) -> Item:
        item = add(*args, **named)  # type: ignore[arg-type]
        if item.number % 3 == 0:
            item.title = item.title.upper()
        return item

    portal.add = loud  # type: ignore[method-assign]


FIFTH_NEAR = (
    Breakage("much after a rest", None, QUIET, "", "parts", days=(3, 1), a_day=9),
    Breakage(
        "one headline of three in capitals", None, QUIET, "", "webforms", before=_some_capitals
    ),
    Breakage(
        "a menu renamed",
        pages(
            lambda t: t.replace(">Kinh tế<", ">Kinh tế số<").replace(">Liên hệ<", ">Hỏi và đáp<")
        ),
        QUIET,
        "",
        "calendar",
    ),
)
"""Three."""
