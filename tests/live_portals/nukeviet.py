"""NukeViet: antiflood, theme switches, copies, `/cat/page-N/`, feeds and a sitemap that name too much."""

import hashlib
import math
import re
import time
from datetime import timedelta
from email.utils import format_datetime

from live_portals.lists import feed, redirect, sitemap
from live_portals.portal import NEWS, Answer, Call, Item, Portal


class NukeViet(Portal):
    """NukeViet: antiflood, theme switches, copies, `/cat/page-N/`, feeds and a sitemap that name too much."""

    sections = NEWS
    flood = 0
    """Requests that one address may make in `window` seconds; 0: as many as it likes."""
    window = 60.0
    machine_lists = True
    """Whether there are feeds and a sitemap."""
    backwards = "guong-nguoi-tot"
    """The section that runs oldest first."""

    def prepare(self) -> None:
        day = timedelta(days=1)
        for n in range(4):
            self.add(self.now - day * (n * 30 + 2), state="members")
            self.add(self.now - day * (n * 30 + 3), state="external")
        self.add(self.now + 2 * day, state="scheduled")
        for item in self.items[::9]:
            others = [s for s in self.sections if s != item.section]
            item.also = (self._dice.choice(others),)
        self._from, self._count = 0.0, 0

    def path(self, item: Item) -> str:
        return f"/{item.section}/{item.slug}-{item.number}.html"

    def answer(self, call: Call) -> Answer:
        if self.flood and (refused := self._refused()):
            return refused
        answer = super().answer(call)
        if answer.status == 200:
            yesterday = format_datetime(self.now - timedelta(days=1))
            return Answer(answer.body, 200, answer.content_type, (("Last-Modified", yesterday),))
        return answer

    def _refused(self) -> Answer | None:
        moment = time.monotonic()
        if moment - self._from > self.window:
            self._from, self._count = moment, 0
        self._count += 1
        if self._count <= self.flood:
            return None
        wait = str(math.ceil(self._from + self.window - moment))
        text = (
            "<html><title>Flood blocker</title><body><h1>Bạn truy cập quá nhanh</h1></body></html>"
        )
        return Answer(text.encode(), 429, headers=(("Retry-After", wait),))

    def robots(self) -> Answer:
        more = f"Sitemap: {self.url}/sitemap.xml\n" if self.machine_lists else ""
        text = f"User-agent: *\nDisallow: /admin/\nDisallow: /users/\n{more}"
        return Answer(text.encode(), content_type="text/plain")

    def standing(self) -> str:
        more = "<li><a href='/rss/'>RSS</a></li>" if self.machine_lists else ""
        return (
            "<li><a href='/laws/'>Văn bản</a></li><li><a href='/faq/'>Hỏi đáp</a></li>"
            f"<li><a href='/about/'>Giới thiệu</a></li>{more}<li><a href='/lien-he/'>Liên hệ</a></li>"
        )

    def footer(self) -> str:
        token = hashlib.sha1(str(self.visits).encode()).hexdigest()[:24]
        return (
            f"{super().footer()}<a href='/?nvvithemever=m&amp;nv_redirect={token}'>Mobile</a>"
            f"<a href='/?nvvithemever=r&amp;nv_redirect={token}'>Desktop</a>"
            f"<a href='/banners/click/?id={self.visits % 7}&amp;s={token}'>"
            "<img src='/b.png' alt='Quảng cáo'></a>"
        )

    def listing(self, section: str) -> list[Item]:
        """The section's articles in its own order."""
        items = self.listed(section)
        return items[::-1] if section == self.backwards else items

    def in_listing(self, item: Item, section: str) -> str:
        """The link's path in a section's list: secondary sections link their own address."""
        return self.path(item).replace(f"/{item.section}/", f"/{section}/", 1)

    def route(self, call: Call) -> Answer:
        parts = [p for p in call.path.split("/") if p]
        if not parts:
            return self._home()
        if item := self.by_path(call.path):
            return self.withheld(item) or self._article(item)
        if item := self.moved(call.path):
            return redirect(self.path(item))
        if parts[0] in ("print", "savefile"):
            item = self.by_path("/" + "/".join(parts[1:]))
            return self.article(item) if item else redirect("/")
        if self.machine_lists and (listed := self._machine(parts)):
            return listed
        if parts[0] in self.sections:
            return self._section(parts)
        return self._module(parts)

    def _home(self) -> Answer:
        blocks = "".join(
            f"<h2><a href='/{s}/'>{name}</a></h2>{self.teasers(self.listed(s)[:3])}"
            for s, name in self.sections.items()
        )
        head = "<meta name=generator content='NukeViet v4.5'>"
        if self.machine_lists:
            head += "<link rel=alternate type='application/rss+xml' href='/rss/' title='Tin'>"
        return Answer(self.shell("Cổng thông tin điện tử huyện Mẫu", blocks, head))

    def _article(self, item: Item) -> Answer:
        name = self.path(item)
        foot = f"<a rel=nofollow href='/print{name}'>In</a> <a href='/savefile{name}'>Lưu</a>"
        related = [i for i in self.listed(item.section) if i is not item][:4]
        foot += f"<ul class=related>{''.join(map(self.teaser_link, related))}</ul>"
        foot += f"<a href='/tag/{item.slug.split('-')[0]}/'>Từ khóa</a>"
        head = "<meta name=generator content='NukeViet v4.5'>"
        return self.article(item, foot=foot, head=head)

    def date(self, item: Item) -> str:
        names = ("hai", "ba", "tư", "năm", "sáu", "bảy")
        day = item.when.weekday()
        name = "Chủ nhật" if day == 6 else f"Thứ {names[day]}"
        return f"<span class=h5>{name} - {item.when:%d/%m/%Y %H:%M}</span>"

    def _section(self, parts: list[str]) -> Answer:
        section, items = parts[0], self.listing(parts[0])
        number = int(m[1]) if len(parts) > 1 and (m := re.fullmatch(r"page-(\d+)", parts[1])) else 1
        if len(parts) > 1 and not re.fullmatch(r"page-\d+", parts[1]):
            slugged = re.fullmatch(r"(.+)-(\d+)\.html", parts[1])
            item = next((i for i in self.items if slugged and i.number == int(slugged[2])), None)
            return redirect(self.path(item) if item and section in item.also else "/")
        if number > self.last_page(items) or (len(parts) > 1 and number < 2):
            return redirect(f"/{section}/")
        shown = "".join(
            f"<div class=news><h3><a href='{self.in_listing(i, section)}'>{i.title}</a></h3>"
            f"<p>{i.parts[0][0][:100]}</p></div>"
            for i in self.page_of(items, number)
        )
        pager = "".join(
            f"<li><a href='/{section}/{f'page-{n}/' if n > 1 else ''}'>{n}</a></li>"
            for n in range(max(1, number - 2), min(self.last_page(items), number + 2) + 1)
        )
        if number < self.last_page(items):
            pager += f"<li><a href='/{section}/page-{number + 1}/'>»</a></li>"
        name = self.sections[section]
        main = f"<h2>{name}</h2>{shown}<ul class=pagination>{pager}</ul>"
        return Answer(self.shell(name, main, "<meta name=generator content='NukeViet v4.5'>"))

    def _machine(self, parts: list[str]) -> Answer | None:
        if parts == ["rss"]:
            links = "".join(
                f"<li><a href='/rss/{s}/'>{n}</a></li>" for s, n in self.sections.items()
            )
            return Answer(self.shell("RSS", f"<h1>Kênh RSS</h1><ul>{links}</ul>"))
        if parts[0] == "rss" and parts[1] in self.sections:
            return feed(self, self.listed(parts[1])[:20])
        if parts == ["sitemap.xml"]:
            names = ("news", "laws", "faq")
            return sitemap([(f"{self.url}/sitemap-{n}.xml", None) for n in names], index=True)
        if parts == ["sitemap-news.xml"]:
            return sitemap([(self.url + self.path(i), self.now) for i in self.listed()])
        if parts == ["sitemap-laws.xml"]:
            return sitemap(
                [
                    (f"{self.url}/laws/nghi-quyet-so-{n}-ve-ngan-sach-{n}.html", None)
                    for n in range(9)
                ]
            )
        return None

    def _module(self, parts: list[str]) -> Answer:
        if parts[0] == "laws":
            rows = "".join(
                (
                    f"<tr><td><a href='/laws/nghi-quyet-so-{n}-ve-ngan-sach-{n}.html'>Nghị "
                    f"quyết số {n}/NQ-HĐND về ngân sách</a></td></tr>"
                )
                for n in range(9)
            )
            detail = (
                "<h1>Nghị quyết số 3/NQ-HĐND</h1><table><tr><td>Số ký hiệu</td>"
                "<td>3/NQ-HĐND</td></tr><tr><td>Ngày ban hành</td><td>03/02/2025</td>"
                "</tr><tr><td>Cơ quan ban hành</td><td>HĐND huyện</td></tr></table>"
            )
            return Answer(
                self.shell("Văn bản", detail if len(parts) > 1 else f"<table>{rows}</table>")
            )
        if parts[0] == "faq":
            text = (
                "<h1>Hỏi đáp</h1><p><b>Hỏi:</b> Thủ tục cấp giấy "
                "khai sinh?</p><p><b>Đáp:</b> Đến UBND xã.</p>"
            )
            return Answer(self.shell("Hỏi đáp", text))
        if parts[0] == "about":
            return Answer(self.shell("Giới thiệu", "<h1>Giới thiệu</h1><p>Huyện Mẫu có 12 xã.</p>"))
        if parts[0] in ("tag", "banners", "users"):
            return Answer(self.shell("Trang", "<p>Không có kết quả.</p>"))
        return redirect("/")
