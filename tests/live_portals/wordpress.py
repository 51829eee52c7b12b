"""WordPress: feed, wp-sitemap, honest validators, whole bodies in archives, posts over several pages."""

import hashlib
from datetime import timedelta

from live_portals.lists import feed, redirect, sitemap
from live_portals.portal import FIVE, Answer, Call, Item, Portal


class WordPress(Portal):
    """WordPress: feed, wp-sitemap, honest validators, whole bodies in archives, posts over several pages."""

    sections = FIVE
    random_blocks = False

    def prepare(self) -> None:
        for n in range(3):
            self.add(self.now - timedelta(days=n * 40 + 5), state="password")
        for n in range(4):
            self.add(self.now - timedelta(days=n * 70 + 4), pages=3)
        self.items[len(self.items) // 2].sticky = self.items[len(self.items) // 4].sticky = True

    def path(self, item: Item) -> str:
        return f"/{item.slug}/"

    def footer(self) -> str:
        return "<p>Trang thông tin xã Mẫu. Chạy bằng WordPress.</p>"

    def section_path(self, section: str) -> str:
        return f"/category/{section}/"

    def sidebar(self) -> str:
        months = sorted({f"{i.when:%Y/%m}" for i in self.listed()}, reverse=True)[:12]
        links = "".join(f"<li><a href='/{m}/'>Tháng {m[5:]} {m[:4]}</a></li>" for m in months)
        return f"{super().sidebar()}<h4>Lưu trữ</h4><ul>{links}</ul>"

    def answer(self, call: Call) -> Answer:
        answer = super().answer(call)
        if answer.status != 200:
            return answer
        tag = f'"{hashlib.sha1(answer.body).hexdigest()[:16]}"'
        if call.headers.get("if-none-match") == tag:
            return Answer(b"", 304, headers=(("ETag", tag),))
        return Answer(answer.body, 200, answer.content_type, (("ETag", tag),))

    def robots(self) -> Answer:
        text = (
            "User-agent: *\nDisallow: /wp-admin/\nAllow: "
            f"/wp-admin/admin-ajax.php\n\nSitemap: {self.url}/wp-sitemap.xml\n"
        )
        return Answer(text.encode(), content_type="text/plain")

    def route(self, call: Call) -> Answer:
        path, parts = call.path, [p for p in call.path.split("/") if p]
        if item := self.moved(path):
            return redirect(self.path(item))
        if path == "/" and "p" in call.query:
            item = next((i for i in self.items if str(i.number) == call.query["p"]), None)
            return redirect(self.path(item)) if item else self.not_found()
        if path.endswith(".xml"):
            return self._sitemap(path)
        if parts[-1:] == ["feed"]:
            section = parts[1] if parts[0] == "category" else ""
            return feed(self, self.listed(section)[:10])
        if parts and (item := self.by_path(f"/{parts[0]}/")):
            return self.withheld(item) or self._post(item, parts[1:])
        return self._archive(parts)

    def _archive(self, parts: list[str]) -> Answer:
        number = 1
        if len(parts) >= 2 and parts[-2] == "page" and parts[-1].isdigit():
            number, parts = int(parts[-1]), parts[:-2]
        items = self._chosen(parts)
        if items is None or number > self.last_page(items):
            return self.not_found()
        base = "/" + "".join(f"{p}/" for p in parts)
        bodies = "".join(map(self._whole, self.page_of(items, number)))
        if not parts and number == 1:
            bodies = "".join(self._whole(i) for i in self.listed() if i.sticky) + bodies
        older = f"<a class='next page-numbers' href='{base}page/{number + 1}/'>Bài cũ hơn</a>"
        more = f"<div class=nav-links>{older}</div>" if number < self.last_page(items) else ""
        return Answer(self.shell("Lưu trữ" if parts else "Xã Mẫu", bodies + more, self._head()))

    def _chosen(self, parts: list[str]) -> list[Item] | None:
        if not parts:
            return self.listed()
        if parts[0] == "category" and len(parts) == 2 and parts[1] in self.sections:
            return self.listed(parts[1])
        if parts[0] == "author":
            return self.listed()
        if len(parts) == 2 and parts[0].isdigit():
            return [i for i in self.listed() if f"{i.when:%Y/%m}" == "/".join(parts)] or None
        return None

    def _head(self) -> str:
        return (
            "<meta name=generator content='WordPress 6.7'><link rel='https://api.w.org/' href='/wp-json/'>"
            "<link rel=alternate type='application/rss+xml' href='/feed/' title='Xã Mẫu'>"
            "<link rel=alternate type='application/rss+xml' href='/comments/feed/' title='Phản hồi'>"
        )

    def _whole(self, item: Item) -> str:
        words = "".join(f"<p>{line}</p>" for line in item.parts[0])
        if item.state == "password":
            words = "<p>Nội dung này được bảo mật. Hãy nhập mật khẩu để xem tiếp:</p>"
        return (
            "<article class='post hentry'><h2 class=entry-title>"
            f"<a href='{self.path(item)}'>{item.title}</a></h2>"
            f"<time class=entry-date datetime='{item.when.isoformat()}'>{self.date(item)}</time>"
            f"<a href='/author/admin/'>admin</a><div class=entry-content>{words}</div>"
            f"<a href='{self.path(item)}#respond'>Để lại bình luận</a></article>"
        )

    def _post(self, item: Item, rest: list[str]) -> Answer:
        if rest and not (rest[0].isdigit() and 2 <= int(rest[0]) <= len(item.parts)):
            return self.not_found()
        part = int(rest[0]) - 1 if rest else 0
        words = "".join(f"<p>{line}</p>" for line in item.parts[part])
        if item.state == "password":
            words = (
                "<form action='/wp-login.php?action=postpass' method=post>"
                "<p>Nội dung này được bảo mật. Hãy nhập mật khẩu để xem "
                "tiếp:</p><input name=post_password type=password></form>"
            )
        pages = "".join(
            f"<a class=post-page-numbers href='{self.path(item)}{f'{n}/' if n > 1 else ''}'>{n}</a>"
            for n in range(1, len(item.parts) + 1)
        )
        links = f"<div class=page-links>Trang: {pages}</div>" if len(item.parts) > 1 else ""
        replies = "".join(
            (
                "<a class=comment-reply-link rel=nofollow "
                f"href='{self.path(item)}?replytocom={item.number * 10 + n}#respond'>Trả lời</a>"
            )
            for n in range(2)
        )
        near = sorted(self.listed(), key=lambda i: abs((i.when - item.when).total_seconds()))[1:3]
        nav = "".join(f"<a rel=prev href='{self.path(i)}'>{i.title}</a>" for i in near)
        main = (
            f"<article class='post hentry'><h1 class=entry-title>{item.title}</h1>"
            f"<time class=entry-date datetime='{item.when.isoformat()}'>{self.date(item)}</time>"
            f"<div class=entry-content>{words}{links}</div></article>"
            f"<div class=post-navigation>{nav}</div><div id=comments>{replies}</div>"
        )
        head = (
            f"{self._head()}<link rel=canonical "
            f"href='{self.url}{self.path(item)}{f'{part + 1}/' if part else ''}'>"
        )
        head += f"<link rel=shortlink href='/?p={item.number}'>"
        return Answer(self.shell(item.title, main, head))

    def _sitemap(self, path: str) -> Answer:
        if path == "/wp-sitemap.xml":
            names = ("posts-post-1", "posts-page-1", "taxonomies-category-1", "users-1")
            return sitemap([(f"{self.url}/wp-sitemap-{n}.xml", None) for n in names], index=True)
        if path == "/wp-sitemap-posts-post-1.xml":
            return sitemap([(self.url + self.path(i), i.when) for i in self.listed()[::-1]])
        if path == "/wp-sitemap-posts-page-1.xml":
            return sitemap([(f"{self.url}/lien-he/", None)])
        if path == "/wp-sitemap-taxonomies-category-1.xml":
            return sitemap([(f"{self.url}/category/{s}/", None) for s in self.sections])
        return self.not_found()
