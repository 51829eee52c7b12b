"""What the sixth set's breakages make of answers: one function for each, pages as portals send them."""
# ruff: noqa: E501 - pages as portals send them

import html as markup
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import BinaryIO

from live_portals.portal import Answer, Call, Item, Portal

from mutations.breakages import LOGIN, articles, html, instead, no_sidebar
from mutations.portals import BEGIN
from mutations.stages import Change, Stage
from mutations.third_tools import told
from mutations.third_words import english

BROKE = BEGIN + timedelta(days=7)
"""The last visit of the healthy history."""

CODE = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><p>Địa chỉ của bạn gửi quá nhiều yêu cầu. Nhập mã bảo mật"
    " trong ảnh để xem tiếp.</p><form method=post><img src='/captcha.php?r=81'><input name=ma></form></body>"
)
SLOTS = (
    "<head><meta charset=utf-8><title>SLOT GACOR 777: Situs Slot Online Maxwin Gampang Menang Hari Ini</title></head><body>"
    "<h1>Slot Gacor Maxwin</h1>"
    + "".join(
        f"<p><a href='/daftar-{n}/'>Daftar situs judi slot gacor deposit pulsa tanpa potongan, RTP live {80 + n}% terbaru</a></p>"
        for n in range(12)
    )
    + "<p>Situs judi online terpercaya, bonus new member 100 persen, bandar togel dan casino resmi.</p></body>"
)
FATAL = (
    "<br />\n<b>Fatal error</b>: Uncaught Error: Call to undefined function create_function() in"
    " /home/xamau/public_html/wp-content/plugins/related/related.php:41\nStack trace:\n#0 {main}\n  thrown in"
    " <b>related.php</b> on line <b>41</b><br />"
)
WORD = (
    "<p style='text-align:justify;text-indent:36.0pt;line-height:150%'><span lang=VI style='font-size:14.0pt;line-height:150%;"
    'font-family:"Times New Roman",serif;mso-fareast-font-family:Calibri;color:black\'>'
)
PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    + b"\x00\x9c\xf1" * 400
)


# --- lists, addresses, hosts ----------------------------------------------------------------------


def on_facebook(stage: Stage, call: Call, answer: Answer) -> Answer:
    """New pieces stand on a social network alone; the portal's lists link them there."""
    item = stage.item(call)
    if item is not None and item.when > BROKE:
        return stage.portal.not_found()
    if not html(answer):
        return answer
    text = answer.body.decode()
    for new in (i for i in stage.portal.items if i.when > BROKE):
        post = f"https://www.facebook.com/ubndhuyenmau/posts/{900000 + new.number}"
        text = text.replace(f"href='{stage.portal.path(new)}'", f"href='{post}'")
    return replace(answer, body=text.encode())


def home_leads_away(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The home page is another host's; all behind it stays."""
    if call.path != "/":
        return answer
    return Answer(b"", 301, headers=(("Location", "https://xa-moi.example/"),))


def permalinks_lost(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A hosting move lost .htaccess: the web server knows the home page alone."""
    if call.path in ("/", "/robots.txt"):
        return answer
    shown = "<!DOCTYPE HTML><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
    return Answer(shown.encode(), 404)


def by_papers(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Lists link each piece's scanned paper instead of its page."""
    if call.path.startswith("/upload/van-ban/"):
        return Answer(PDF, content_type="application/pdf")
    if not html(answer):
        return answer
    text = answer.body.decode()
    for item in stage.portal.items:
        paper = f"/upload/van-ban/{item.number}-signed.pdf"
        text = text.replace(f"href='{stage.portal.path(item)}'", f"href='{paper}'")
    return replace(answer, body=text.encode())


def one_entry(text: str) -> str:
    """A list shows its newest entry; neither pager nor sidebar."""
    text = re.sub(
        r"(<div class=item>.*?</div>)(?:<div class=item>.*?</div>)+", r"\1", text, flags=re.DOTALL
    )
    return no_sidebar(re.sub(r"<div class=pagination>.*?</div>", "", text, flags=re.DOTALL))


def from_a_backup(portal: Portal) -> None:
    """The portal as it was four days ago; what was and is put up since does not stand there."""
    listed, withheld = portal.listed, portal.withheld

    def kept(item: Item) -> bool:
        return item.when <= BROKE - timedelta(days=4)

    portal.listed = lambda section="": [i for i in listed(section) if kept(i)]  # type: ignore[method-assign]
    portal.withheld = lambda item: withheld(item) if kept(item) else portal.not_found()  # type: ignore[method-assign]


def cached_without_queries(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A cache in front knows paths alone: whatever the query asks, it gives the home page."""
    if not call.query:
        return answer
    return stage.portal.answer(Call("GET", "/", {}))


# --- doors ----------------------------------------------------------------------------------------


def cookie_first(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Who brings no cookie gets one and is sent to the same address again."""
    if call.path == "/robots.txt" or "luot=1" in call.headers.get("cookie", ""):
        return answer
    return Answer(b"", 302, headers=(("Set-Cookie", "luot=1; path=/"), ("Location", call.target)))


def a_code_after(allowed: int) -> Change:
    """So many requests a visit, then a code in a picture."""
    seen: dict[datetime, int] = {}
    door = instead(CODE)

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if call.path == "/robots.txt":
            return answer
        now = stage.portal.now
        seen[now] = seen.get(now, 0) + 1
        return answer if seen[now] <= allowed else door(stage, call, answer)

    return change


def challenged_202(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A cloud's firewall: accepted, and a script to run."""
    if call.path == "/robots.txt":
        return answer
    script = "<script src='https://x.token.awswaf.example/challenge.js'></script><div id=challenge-container></div>"
    shown = f"<!doctype html><html><head><title></title>{script}</head><body></body></html>"
    return Answer(shown.encode(), 202, headers=(("x-amzn-waf-action", "challenge"),))


def no_queries(stage: Stage, call: Call, answer: Answer) -> Answer:
    """robots.txt forbids every address with a query: all but the home page."""
    if call.path != "/robots.txt":
        return answer
    return Answer(b"User-agent: *\nDisallow: /*?\n", content_type="text/plain")


def first_section_inside(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The first section and its articles are for those who work there."""
    first, item = next(iter(stage.portal.sections)), stage.item(call)
    if call.path == "/dang-nhap":
        return Answer(f"<!doctype html><html>{LOGIN}</html>".encode())
    if call.path == stage.portal.section_path(first) or (item and item.section == first):
        return Answer(b"", 302, headers=(("Location", f"/dang-nhap?returnUrl={call.path}"),))
    return answer


def slots_at_home(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Thieves took the home page."""
    if call.path != "/":
        return answer
    return Answer(f"<!doctype html><html lang=id>{SLOTS}</html>".encode())


def wrong_chunks(out: BinaryIO) -> None:
    """Chunks whose sizes are no numbers: a proxy that lost count."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    out.write(head.encode() + b"-zz\r\n<!doctype html><html><body><h1>Tin</h1>\r\n-zz\r\n\r\n")


# --- articles -------------------------------------------------------------------------------------


def followed(stage: Stage, item: Item, text: str) -> str:
    """Under each article the next three stand whole, as when one scrolls on."""
    others = [i for i in stage.portal.listed() if i is not item][:3]
    more = "".join(
        f"<div class=post><h1 class=title>{i.title}</h1><div class=date>{stage.portal.date(i)}</div>"
        f"<div class=content>{''.join(f'<p>{line}</p>' for line in i.parts[0])}</div></div>"
        for i in others
    )
    return text.replace("</div><div id=sidebar>", f"{more}</div><div id=sidebar>", 1)


def pictures_written_in(stage: Stage, item: Item, text: str) -> str:
    """Pictures stand in the page itself."""
    return re.sub(
        r"<img src='/upload/[^']*'",
        f"<img src='data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ{'QEBAQE' * 40}'",
        text,
    )


def died(stage: Stage, item: Item, text: str) -> str:
    """The page ends in its first line with an error of a plugin."""
    begin, tag, rest = text.partition("<div class=entry-content>")
    return f"{begin}{tag}{rest[:70]}{FATAL}" if tag else text


def braces(stage: Stage, item: Item, text: str) -> str:
    """The template's names stand where a script should have put the words."""
    names = {
        r"(<title>).*?(</title>)": "{{bv.tieuDe}}",
        r"(<h1 class=title>).*?(</h1>)": "{{bv.tieuDe}}",
        r"(<div class=date>).*?(</div>)": "{{bv.ngayDang | date:'dd/MM/yyyy HH:mm'}}",
        r"(<p class=sapo>).*?(</p>)": "{{bv.tomTat}}",
        r"(<div class=content>).*?(</div>)": "<span ng-bind-html='bv.noiDung'>{{bv.noiDung}}</span>",
    }
    for pattern, name in names.items():
        text = re.sub(pattern, rf"\g<1>{name}\g<2>", text, count=1, flags=re.DOTALL)
    return text


def as_pdf(stage: Stage, call: Call, answer: Answer) -> Answer:
    """An article's address answers with a paper."""
    return Answer(PDF, content_type="application/pdf") if stage.item(call) else answer


def comment_without_end(stage: Stage, item: Item, text: str) -> str:
    """Pasted from Word: a comment begins before the text and is never closed."""
    begun = "<div class=content><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>"
    return text.replace("<div class=content>", begun)


def shown_markup(stage: Stage, item: Item, inside: str) -> str:
    """The editor's markup is escaped: readers see it."""
    return markup.escape(inside.replace("<p>", WORD).replace("</p>", "</span></p>"))


def decoys(stage: Stage, item: Item, inside: str) -> str:
    """Against copying: words that a stylesheet hides between every few that one reads."""
    hidden = "<span class=zk7>Bản quyền thuộc về Cổng thông tin điện tử phường Mẫu</span>"

    def mixed(found: re.Match[str]) -> str:
        words = found[1].split(" ")
        groups = (" ".join(words[n : n + 6]) for n in range(0, len(words), 6))
        return f"<p>{f' {hidden} '.join(groups)}</p>"

    styled = "<style>.zk7{position:absolute;left:-9999px;font-size:0}</style>"
    return styled + re.sub(r"<p>([^<]+)</p>", mixed, inside)


def in_two_languages(stage: Stage, item: Item, inside: str) -> str:
    """A machine's translation under every article."""
    lines = "".join(f"<p>{english(item, line)}</p>" for line in item.parts[0])
    return f"{inside}<p>{english(item, item.title)}</p>{lines}"


# --- words, titles, dates -------------------------------------------------------------------------


def one_after_another(*changes: Change) -> Change:
    """All of them, each on what the one before made."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        for one in changes:
            answer = one(stage, call, answer)
        return answer

    return change


def _headed_by_slug(stage: Stage, item: Item, text: str) -> str:
    return re.sub(r'"headline": "[^"]*"', f'"headline": "{item.slug}"', text)


SLUGGED = one_after_another(
    told(lambda item, words: item.slug, lines=False), articles(_headed_by_slug)
)
"""An import lost the titles: what their addresses were made of stands for them, in machines' words too."""


def json_escapes(text: str) -> str:
    """Letters beyond ASCII as programs write them, before the eyes of readers."""
    return re.sub(r"[^\x00-\x7f]", lambda found: f"\\u{ord(found[0]):04x}", text)


def letters_dropped(text: str) -> str:
    """What is not ASCII is lost without a trace."""
    return text.encode("ascii", "ignore").decode()


def lunar(stage: Stage, when: datetime) -> str:
    """Days of the moon's calendar, as old people count them."""
    since = (when.date() - date(2026, 2, 17)).days
    months = "Giêng Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Mười-một Chạp".split()
    return f"Ngày {since % 30 + 1} tháng {months[since // 30 % 12]} năm Bính Ngọ"


def buddhist(text: str) -> str:
    """A server that counts years as in Bangkok."""
    return re.sub(
        r"\b(\d\d/\d\d/)(20\d\d)\b", lambda found: f"{found[1]}{int(found[2]) + 543}", text
    )


def no_halves(text: str) -> str:
    """Twelve hours a day, and not which half."""
    return re.sub(r"\b(\d\d?:\d\d) (?:SA|CH)\b", r"\1", text)


# --- what is no breakage --------------------------------------------------------------------------


def new_section(portal: Portal) -> None:
    """The editors open one."""
    portal.sections = {**portal.sections, "chuyen-doi-so": "Chuyển đổi số"}


def listed_twice(text: str) -> str:
    """Every entry of a list stands there two times."""
    return re.sub(r"(<div class=item>.*?</div>)", r"\1\1", text, flags=re.DOTALL)


def feeds_stand_still(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The feeds are those of a week ago."""
    if "rss" not in answer.content_type:
        return answer
    entries = re.findall(r"<item>.*?</item>", answer.body.decode())
    new = [i.title for i in stage.portal.items if i.when > BROKE]
    text = answer.body.decode()
    for entry in entries:
        if any(title in entry for title in new):
            text = text.replace(entry, "")
    return replace(answer, body=text.encode())


def one_fails(stage: Stage, call: Call, answer: Answer) -> Answer:
    """One of the first day's new pieces can never be read."""
    new = [i for i in stage.portal.items if i.when > BROKE]
    item = stage.item(call)
    return Answer(b"<h1>500</h1>", 500) if new and item is new[1] else answer


def in_a_table(stage: Stage, item: Item, inside: str) -> str:
    """A layout of old: one cell, lines apart by breaks."""
    lines = re.sub(r"<p>([^<]*)</p>", r"\1<br><br>", inside)
    return f"<table width='100%'><tr><td>{lines}</td></tr></table>"


def upkeep_announced(text: str) -> str:
    """Every page says that another service will rest for a night."""
    said = (
        "<div class=thong-bao><b>Thông báo:</b> Hệ thống dịch vụ công trực tuyến tạm dừng để bảo trì, nâng cấp từ 22 giờ"
        " thứ Bảy đến 5 giờ Chủ nhật. Mong quý vị thông cảm và quay lại sau.</div>"
    )
    return text.replace("<div class=container>", f"{said}<div class=container>", 1)


def other_writers(stage: Stage, item: Item, text: str) -> str:
    """Others write from now on."""
    if item.when <= BROKE:
        return text
    name = ("Vũ Ngọc Lan", "Bùi Đức Thắng", "Hoàng Anh Thư")[item.number % 3]
    return re.sub(r"(<p class=author[^>]*><strong>)[^<]+", rf"\g<1>{name}", text)


def full_of_dates(portal: Portal) -> None:
    """What is written tells of days to come and days gone by."""
    add: Callable[..., Item] = portal.add

    def new(*args: object, **named: object) -> Item:
        item = add(*args, **named)
        item.parts[0][0] = (
            f"Từ ngày 15/08/2026 đến hết ngày 20/08/2026, theo kế hoạch ký ngày 03/01/2024, {item.parts[0][0]}"
        )
        return item

    portal.add = new  # type: ignore[method-assign]
