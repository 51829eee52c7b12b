"""ASP.NET by hand: postback pagers alone, sessions in the path, two addresses an article."""

import base64
import hashlib
import re
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit

from live_portals.lists import redirect
from live_portals.portal import NEWS, Answer, Call, Item, Portal


class WebForms(Portal):
    """ASP.NET by hand: postback pagers alone, sessions in the path, two addresses an article."""

    sections: ClassVar = {str(n): name for n, name in enumerate(NEWS.values(), 3)}
    twice = True
    """Whether a section lists its articles under addresses of its own."""
    sessions = True

    def prepare(self) -> None:
        for n in range(3):
            self.add(self.now - timedelta(days=n * 50 + 6), state="members")
        self._session, self._sessions = "", 0

    def path(self, item: Item) -> str:
        return f"/Default.aspx?id={item.number}"

    def canonical(self, url: str) -> str:
        parts = urlsplit(re.sub(r"/\(S\([^)]*\)\)", "", url))
        if found := re.search(r"(?:^|&)id=(\d+)", parts.query):
            return f"{self.url}/Default.aspx?id={found[1]}"
        return url

    def section_path(self, section: str) -> str:
        return f"/Default.aspx?tabid={section}"

    def shell(self, title: str, main: str, head: str = "") -> bytes:
        page = super().shell(title, main, head).decode()
        if self.sessions:  # cookieless sessions: ~ is resolved with the session
            page = page.replace("='/Default.aspx", f"='/(S({self._session}))/Default.aspx")
        return page.encode()

    def sidebar(self) -> str:
        links = "".join(
            f"<a href='/click.aspx?u=http%3A%2F%2Fdoi-tac-{n}.example%2F&amp;n={self.visits}'>Đối tác {n}</a>"
            for n in range(4)
        )
        return f"{super().sidebar()}<div class=links>{links}</div>"

    def route(self, call: Call) -> Answer:
        path = call.path
        if self.sessions and path != "/click.aspx":
            found = re.match(r"/\(S\((\w+)\)\)(/.*)", path)
            if not found:
                self._sessions += 1
                name = hashlib.sha1(str(self._sessions).encode()).hexdigest()[:24]
                rest = path if path != "/" else "/Default.aspx"
                query = urlsplit(call.target).query
                return redirect(f"/(S({name})){rest}{f'?{query}' if query else ''}", 302)
            self._session, path = found[1], found[2]
        if path not in ("/", "/Default.aspx"):
            return (
                redirect("http://doi-tac.example/", 302)
                if path == "/click.aspx"
                else self.not_found()
            )
        query = call.query
        if "id" in query:
            item = next((i for i in self.items if str(i.number) == query["id"]), None)
            return (self.withheld(item) or self.article(item)) if item else self.not_found()
        if "tabid" in query:
            return self._section(call) if query["tabid"] in self.sections else self.not_found()
        blocks = "".join(
            f"<h2>{name}</h2>{self.teasers(self.listed(s)[:3])}"
            for s, name in self.sections.items()
        )
        return Answer(self.shell("Trang thông tin điện tử thị xã Mẫu", blocks))

    def _section(self, call: Call) -> Answer:
        section = call.query["tabid"]
        items, number = self.listed(section), 1
        if call.method == "POST":
            state = call.form.get("__VIEWSTATE", "")
            if state != self._state(section) or not call.form.get("__EVENTTARGET"):
                return Answer(self.shell("Lỗi", "<h1>Validation of viewstate MAC failed</h1>"), 500)
            number = int(re.sub(r"\D", "", call.form.get("__EVENTARGUMENT", "")) or 1)
        shown = self.teasers(self.page_of(items, number))
        if self.twice:
            shown = shown.replace("Default.aspx?id=", f"Default.aspx?tabid={section}&amp;id=")
        last = self.last_page(items)
        window = range(max(1, number - 4), min(last, number + 5) + 1)
        pager = "".join(
            f"<span>{n}</span>"
            if n == number
            else f"<a href=\"javascript:__doPostBack('ctl00$main$pager','{n}')\">{n}</a>"
            for n in window
        )
        main = (
            f"<form method=post action='/Default.aspx?tabid={section}' id=form1>"
            f"<input type=hidden name=__VIEWSTATE value='{self._state(section)}'>"
            "<input type=hidden name=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT value=''>"
            f"<h2>{self.sections[section]}</h2>{shown}<div class=pager>{pager}</div>"
            "<input name=txtSearch><input type=submit name=btnSearch value='Tìm'></form>"
        )
        return Answer(self.shell(self.sections[section], main))

    def _state(self, section: str) -> str:
        return base64.b64encode(f"section {section} of {self.seed}".encode()).decode()

    def date(self, item: Item) -> str:
        half = "SA" if item.when.hour < 12 else "CH"
        hour = item.when.hour % 12 or 12
        return f"Cập nhật: {item.when:%d/%m/%Y} {hour}:{item.when:%M} {half}"
