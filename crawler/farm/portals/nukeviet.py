"""The NukeViet portal with the traps of that platform: soft 404, copies, wrong dates in the markup, loops."""

import base64
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime

from crawler.farm.dates import gmt, weekday
from crawler.farm.files import document
from crawler.farm.markup import safe, true_article
from crawler.farm.paging import ListPage, pages
from crawler.farm.portals import nukeviet_body, nukeviet_feeds
from crawler.farm.site import Answer, Call, Page, Site
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS, FAQ
from crawler.farm.stories import Story

SECTIONS = {
    "chinh-tri": "Hoạt động chính quyền",
    "kinh-te": "Kinh tế nông thôn",
    "xa-hoi": "Văn hóa xã hội",
    "an-ninh": "Quốc phòng an ninh",
    "thong-bao": "Thông báo",
}
FEATURED = "Tin nổi bật"
"""A second category: its article addresses answer 301 to the main category's."""
OLDEST_FIRST = "xa-hoi"
_PER_PAGE = 8
_MEMBERS_ONLY = (8, 27)
_EXTERNAL = 21
_NOWHERE = "http://127.0.0.1:9/bai-goc/"
"""An address that refuses the connection: where external articles redirect."""


class NukeViet(Site):
    """Trang thông tin điện tử xã Vân Trạch Hạ."""

    platform = "NukeViet"
    sections = SECTIONS
    featured = FEATURED
    documents = DOCUMENTS
    about = ABOUT
    faq = FAQ

    def build(self) -> None:
        """Articles with their copies, listings, modules, feeds."""
        self.mobile: dict[str, Page] = {}
        self.members_only = {self.stories[i].number for i in _MEMBERS_ONLY}
        self.external = self.stories[_EXTERNAL].number
        for story in self.stories:
            self._add_article(story)
        self._add_listings()
        self._add_modules()
        nukeviet_feeds.add(self)
        self.add_style("/themes/egov/css/style.css?t=1592811506")

    def answer(self, call: Call) -> Answer:
        """A theme switch sets a cookie; with it every later page comes in the mobile theme."""
        if "nvvithemever=" in call.query:
            return self._switched(call)
        if "nv4_themever=m" in call.headers.get("cookie", "") and call.target in self.mobile:
            self.requests += 1
            return self.respond(self.mobile[call.target])
        return super().answer(call)

    def respond(self, page: Page) -> Answer:
        """Every page claims to have changed a day ago and forbids caching."""
        changed = format_datetime(gmt(self.now - timedelta(days=1)), usegmt=True)
        answer = super().respond(page)
        headers = (
            *answer.headers,
            ("Last-Modified", changed),
            ("Cache-Control", "no-store, no-cache"),
        )
        return Answer(answer.status, answer.body, answer.content_type, headers)

    def missing(self, call: Call) -> Answer:
        """Unknown paths go to the home page; advertisements go off the site."""
        if call.path == "/banners/click/":
            return Answer(302, headers=(("Location", _NOWHERE),))
        return Answer(301, headers=(("Location", self.url),))

    def _switched(self, call: Call) -> Answer:
        version = "m" if "nvvithemever=m" in call.query else "r"
        cookie = ("Set-Cookie", f"nv4_themever={version}; path=/; HttpOnly")
        return Answer(302, headers=(("Location", self.url), cookie))

    def switch(self, target: str, version: str) -> str:
        """A theme switch's address, different on every page."""
        token = base64.urlsafe_b64encode(target.encode()).decode().rstrip("=")
        return f"{target}?nvvithemever={version}&nv_redirect={token}"

    def category(self, story: Story) -> str:
        """The slug of the main category."""
        return slug(SECTIONS[story.kind])

    def path(self, story: Story, category: str = "") -> str:
        """The article's address, in its main category unless told otherwise."""
        return f"/{category or self.category(story)}/{story.slug}-{story.number}.html"

    def uploads(self, story: Story) -> str:
        """The folder of the article's files."""
        return f"/uploads/news/{story.published_at:%Y_%m}/"

    def author(self, story: Story) -> str | None:
        """Who is printed: in a line after the body, inside it, or nobody ("admin" in hidden markup)."""
        return story.reporter if story.number % 5 in (0, 1, 3) else None

    def byline(self, story: Story) -> str:
        """The byline inside the body."""
        return f"Bài, ảnh: {story.reporter}" if story.number % 5 == 1 else ""

    def source_credit(self, story: Story) -> str | None:
        """What "Nguồn tin" names, in every eighth article."""
        return f"Trung tâm Văn hóa - Thông tin {self.place.unit}" if story.number % 8 == 6 else None

    def in_body(self, story: Story) -> tuple[str, ...]:
        """Files linked inside the body; the others stand in the panel under it."""
        return story.files if story.number % 2 else ()

    def panel(self, story: Story) -> tuple[tuple[str, str], ...]:
        """Address and name of the files in the panel."""
        if story.number % 2:
            return ()
        return tuple(
            (f"{self.path(story)}?download=1&id={i}", name) for i, name in enumerate(story.files)
        )

    def body(self, story: Story) -> str:
        """The body's markup."""
        byline, files = self.byline(story), self.in_body(story)
        return safe(nukeviet_body.body(story, self.uploads(story), byline=byline, files=files))

    def is_open(self, story: Story) -> bool:
        """Whether the public may read it here."""
        return story.number not in self.members_only | {self.external}

    def _add_article(self, story: Story) -> None:
        path = self.path(story)
        for picture in story.pictures:
            self.add_file(f"{self.uploads(story)}{picture.file}")
        for name in self.in_body(story):
            self.add_file(f"{self.uploads(story)}{name}")
        for target, name in self.panel(story):
            self._add_download(target, name)
        if story.number % 6 == 0:
            self.add_redirect(self.path(story, slug(FEATURED)), path)
        if story.number == self.external:
            self.add_redirect(path, _NOWHERE, 302, kind="off-site")
        elif story.number in self.members_only:
            self.add_both(path, "members.html", "members-only", story=story)
        else:
            self._add_open(story, path)

    def _add_open(self, story: Story, path: str) -> None:
        at = self.stories.index(story)
        nearby = {
            "newer": self.stories[max(0, at - 4) : at][::-1],
            "older": self.stories[at + 1 : at + 5],
        }
        self.add_both(path, "article.html", "", story=story, **nearby)
        for copy in ("print", "savefile"):
            self.add(f"/{copy}{path}", lambda: self.template("print.html", story=story), "copy")
        self.truth.append(
            true_article(
                story,
                self.absolute(path),
                section=SECTIONS[story.kind],
                image=lambda name: self.absolute(self.uploads(story) + name),
                file=lambda name: self._file_address(story, name),
                author=self.author(story),
                source_credit=self.source_credit(story),
                tags=story.tags,
                optional=self._optional(story),
            )
        )

    def _file_address(self, story: Story, name: str) -> str:
        panel = {name: target for target, name in self.panel(story)}
        return self.absolute(panel.get(name, self.uploads(story) + name))

    def _optional(self, story: Story) -> list[str]:
        lines = [
            self.byline(story),
            f"Tác giả bài viết: {self.author(story)}",
            f"Nguồn tin: {self.source_credit(story)}",
        ]
        return [line for line in lines if line] + [f"File đính kèm: {name}" for name in story.files]

    def _add_download(self, target: str, name: str) -> None:
        disposition = ("Content-Disposition", f'attachment; filename="{name}"')
        kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
        self.add(target, lambda: document(name), content_type=kind, headers=(disposition,))

    def add_both(self, target: str, name: str, kind: str, **values: object) -> None:
        """A page in the desktop theme and in the mobile one."""
        common = {"target": target, **values}
        self.add(target, lambda: self.template(name, layout="nukeviet/layout.html", **common), kind)
        self.mobile[target] = Page(
            lambda: self.template(name, layout="nukeviet/mobile.html", **common)
        )

    def _add_listings(self) -> None:
        self.add_both(
            "/",
            "home.html",
            "listing",
            groups=[(k, n, self._in(k)[:4]) for k, n in SECTIONS.items()],
        )
        for kind, name in SECTIONS.items():
            self._add_listing(f"/{slug(name)}/", name, self._in(kind))
        featured = [s for s in self.stories if s.number % 6 == 0]
        self._add_listing(f"/{slug(FEATURED)}/", FEATURED, featured, category=slug(FEATURED))
        for tag in sorted({tag for s in self.stories for tag in s.tags}):
            self._add_listing(
                f"/tag/{slug(tag)}", f"Từ khóa: {tag}", [s for s in self.stories if tag in s.tags]
            )
        self._add_listing(
            "/topic/xay-dung-nong-thon-moi/",
            "Dòng sự kiện: Xây dựng nông thôn mới",
            self._in("kinh-te"),
        )
        for author in sorted({s.reporter for s in self.stories}):
            chosen = [s for s in self.stories if self.author(s) == author]
            self._add_listing(f"/author/{slug(author)}/", f"Tác giả: {author}", chosen)

    def _in(self, kind: str) -> list[Story]:
        chosen = [s for s in self.stories if s.kind == kind]
        return chosen[::-1] if kind == OLDEST_FIRST else chosen

    def _add_listing(
        self, path: str, title: str, stories: Sequence[Story], category: str = ""
    ) -> None:
        for page in pages(stories, _PER_PAGE):
            target = path if page.number == 1 else f"{path.rstrip('/')}/page-{page.number}/"
            values: dict[str, object] = {
                "page": page,
                "title": title,
                "path": path,
                "category": category,
            }
            self.add_both(target, "listing.html", "listing", **values)
        self.add_redirect(f"{path.rstrip('/')}/page-1/", path)
        self.add_redirect(f"{path.rstrip('/')}/page-99/", path)

    def page_target(self, path: str, page: ListPage[Story], number: int) -> str:
        """The address of another page of the same listing."""
        del page
        return path if number == 1 else f"{path.rstrip('/')}/page-{number}/"

    def _add_modules(self) -> None:
        self.add_both("/laws/", "laws.html", "listing")
        for index, law in enumerate(DOCUMENTS, 1):
            path = self.law_path(index)
            self.add_both(path, "law.html", "document", law=law)
            self._add_download(f"{path}?download=1&id=0", f"{slug(law.number)}.pdf")
        self.add_both("/faq/", "faq.html", "static")
        for page in ABOUT:
            self.add_both(
                f"/about/{page.slug}.html",
                "static.html",
                "static",
                title=page.title,
                lines=page.lines,
            )
        contact = ["Ban biên tập tiếp nhận tin bài, góp ý của bạn đọc trong giờ hành chính."]
        self.add_both("/contact/", "static.html", "static", title="Liên hệ", lines=contact)
        self.add_both("/users/", "login.html", "login")
        self.add_both("/voting/", "voting.html", "poll")
        self.add_both("/seek/", "search.html", "search")
        self.add_both("/feeds/", "feeds.html", "static")

    def law_path(self, index: int) -> str:
        """The address of a document's page, counted from 1."""
        return f"/laws/detail/{DOCUMENTS[index - 1].slug}-{index}/"

    def printed(self, story: Story) -> str:
        """The date as the visible span prints it."""
        return f"{weekday(story.published_at)} - {story.published_at:%d/%m/%Y %H:%M}"
