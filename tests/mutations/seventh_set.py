"""The seventh set: kinds that two judges from outside had on portals of their own, made anew for ours.

They had read neither the watch nor its tests; 73 and 83 in a hundred of their cells were named rightly on
2026-11-26. What was not stands here, and what was named by words that told an operator nothing.
"""

from dataclasses import replace

from live_portals.portal import Answer, Call, Item

from mutations.breakages import (
    BLOCKED,
    BROKEN,
    GONE,
    WORSE,
    Breakage,
    articles,
    emptied,
    html,
    instead,
    pages,
)
from mutations.stages import Change, Stage
from mutations.third_set import INSIDE, LISTS

OVER = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><h3>THÔNG BÁO</h3><p>Từ ngày 01/7/2025,"
    " Trang thông tin điện tử huyện chính thức dừng hoạt động. Tin của xã nay đăng tại"
    " <a href='https://xa-moi.example/'>xa-moi.example</a>.</p></body>"
)
BY_SCRIPT = (
    "<head><meta charset=utf-8><title>Chuyển trang</title><script>window.location.href="
    "'https://tinh-moi.example/'</script></head><body></body>"
)
BANNER = (
    "<html><head><meta charset=utf-8><title>Đã bị chiếm bởi nhóm Mẫu</title></head><body><h1>Chúng tôi ở đây"
    "</h1><p>Bảo mật của quý vị kém quá.</p></body></html>"
)
SUM = (
    "<head><meta charset=utf-8><title>Kiểm tra</title></head><body><form><p>Nhập mã xác nhận để tiếp tục:"
    " <input name=ma></p></form></body>"
)


def _last_section(answer_of: Change) -> Change:
    """A change for the pages of the last section's list alone."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        name = list(stage.portal.sections)[-1]
        is_its = f"/{name}" in call.target and not stage.item(call) and html(answer)
        return answer_of(stage, call, answer) if is_its else answer

    return change


def _without_entries(stage: Stage, call: Call, answer: Answer) -> Answer:
    return replace(answer, body=emptied(stage, answer.body.decode()).encode())


def _of_another(stage: Stage, item: Item, text: str) -> str:
    """The body of another article below an article's own title."""
    others = [one for one in stage.portal.items if one.state == "public"]
    other = others[-15 - item.number % 15]
    for own, foreign in zip(item.parts[0], other.parts[0], strict=False):
        text = text.replace(own, foreign)
    return text


def _one_for_all(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Whatever article is asked for, the same one comes."""
    if stage.item(call) is None:
        return answer
    public = [one for one in stage.portal.items if one.state == "public"]
    return stage.portal.answer(replace(call, target=stage.portal.path(public[len(public) // 2])))


def _before_half(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A sum to be done before every second article."""
    item = stage.item(call)
    barred = item is not None and item.number % 2
    return instead(SUM)(stage, call, answer) if barred else answer


SEVENTH_SET = (
    Breakage(
        "one section closed",
        _last_section(_without_entries),
        WORSE,
        f"1 of .*{LISTS}",
        sections=("tin-trong-huyen", "kinh-te"),
        always=True,
    ),
    Breakage(
        "one section not found",
        _last_section(lambda *_: Answer(b"<title>404</title>", 404)),
        WORSE,
        f"1 of .*{LISTS}",
        "parts",
        always=True,
    ),
    Breakage(
        "one section out of order",
        _last_section(lambda *_: Answer(b"<title>500</title>", 500)),
        WORSE,
        f"1 of .*{LISTS}",
        "modern",
        always=True,
    ),
    Breakage(
        "one section leads home",
        _last_section(lambda *_: Answer(status=302, headers=(("Location", "/"),))),
        WORSE,
        f"1 of .*{LISTS}",
        always=True,
    ),
    Breakage("bodies of old ones", articles(_of_another), WORSE, f"one-text|{INSIDE}", "calendar"),
    Breakage(
        "one article for all", _one_for_all, WORSE, r"doubled|replaced|repeat|one-t", "modern"
    ),
    Breakage(
        "a sum before half",
        _before_half,
        WORSE + BLOCKED,
        r"captcha|challenge",
        a_day=6,
        always=True,
    ),
    Breakage(
        "another's banner for a home",
        pages(lambda _: BANNER),
        BROKEN,
        r"Đã bị chiếm bởi nhóm Mẫu",
        "parts",
    ),
    Breakage("over, in words", instead(OVER), GONE, r"closed.*xa-moi\.example"),
    Breakage(
        "sent on by script", instead(BY_SCRIPT), GONE, r"moved.*tinh-moi\.example", "calendar"
    ),
)
"""Ten."""
