"""The SharePoint portal: tables in tables, one title everywhere, a pager that only a POST moves."""

from collections.abc import Sequence
from functools import partial

from crawler.farm.dates import half_day, spread
from crawler.farm.markup import safe, true_article
from crawler.farm.paging import ListPage, pages
from crawler.farm.portals import sharepoint_body
from crawler.farm.portals.viewstate import posted_page, token
from crawler.farm.site import Answer, Call, Page, Site
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS, FAQ
from crawler.farm.stories import Story

SECTIONS = {
    "chinh-tri": "Tin chính trị",
    "kinh-te": "Kinh tế - Đời sống",
    "xa-hoi": "Y tế - Giáo dục - Văn hóa",
    "an-ninh": "An ninh - Quốc phòng",
    "thong-bao": "Thông báo - Mời thầu",
}
ALL_NEWS = "Tin tức - Sự kiện"
"""The listing of every story, over six pages; its pager shows four numbers and "..."."""
GRID = "ctl00$PlaceHolderMain$g_7d1b_news$grvTinTuc"
"""The control that a postback names."""
_PER_PAGE = 8
_ROBOTS = "User-agent: *\nDisallow: /_layouts/\nDisallow: /_vti_bin/\nDisallow: /portal/Pages/tim-kiem.aspx\n"


class SharePoint(Site):
    """Cổng thông tin điện tử xã Krông Hin."""

    platform = "SharePoint"
    sections = SECTIONS
    all_news = ALL_NEWS
    grid = GRID
    documents = DOCUMENTS
    about = ABOUT
    faq = FAQ

    def build(self) -> None:
        """Articles, the six listings with their postback pages, standing pages."""
        self.grids: dict[str, list[Page]] = {}
        for story in self.stories:
            self._add_article(story)
        self.add_redirect("/", "/portal/Pages/default.aspx", 302)
        self.add(
            "/portal/Pages/default.aspx",
            lambda: self.template("home.html", path="/portal/Pages/default.aspx"),
            "listing",
        )
        self._add_grid(ALL_NEWS, self.stories)
        for kind, name in SECTIONS.items():
            self._add_grid(name, [s for s in self.stories if s.kind == kind])
        self._add_standing()
        self.add_style("/_layouts/1066/styles/Themable/corev4.css?rev=w9F")

    def answer(self, call: Call) -> Answer:
        """A POST to a listing shows the page it asks for, if its hidden fields are the server's own."""
        grid = self.grids.get(call.path)
        if call.method != "POST" or grid is None:
            return super().answer(call)
        self.requests += 1
        number = posted_page(call.path, call.body, GRID)
        return self.respond(grid[number - 1 if number <= len(grid) else 0])

    def counter(self, name: str) -> str:
        """Hidden form fields beside the visitor numbers: "__VIEWSTATE:/path"."""
        field, colon, path = name.partition(":")
        return token(field, path, self.requests) if colon else super().counter(name)

    def path(self, story: Story) -> str:
        """The article's address, day and month without a leading zero."""
        day = story.published_at
        return f"/portal/Pages/{day.year}-{day.month}-{day.day}/{story.slug}.aspx"

    def near(self, story: Story) -> str:
        """The article's address relative to /portal/Pages/."""
        return self.path(story).removeprefix("/portal/Pages/")

    def printing(self, story: Story) -> str:
        """The address for printing."""
        return f"/portal/Pages/InTin.aspx?ItemID={story.number}"

    def listing(self, name: str) -> str:
        """A listing's address."""
        return f"/portal/Pages/{slug(name).title()}.aspx"

    def photos(self, story: Story) -> str:
        """The folder of the article's pictures."""
        return f"/portal/Photos/{story.published_at:%Y-%m}/"

    def attachments(self, story: Story) -> str:
        """The folder of the article's files."""
        return f"/portal/Lists/TinTuc/Attachments/{story.number}/"

    def printed(self, story: Story) -> str:
        """The date as printed: "22/12/2023 4:05 CH" or "Thứ Sáu, 22/12/2023, 16:05"."""
        moment = story.published_at
        return half_day(moment) if story.number % 2 == 0 else f"{spread(moment)}, {moment:%H:%M}"

    def author(self, story: Story) -> str | None:
        """Two articles in three end with the reporter's name."""
        return story.reporter if story.number % 3 != 2 and story.form != "notice" else None

    def source_credit(self, story: Story) -> str | None:
        """Some of the others name where they were taken from."""
        return (
            "Đài Truyền thanh huyện" if story.number % 6 == 5 and story.form != "notice" else None
        )

    def byline(self, story: Story) -> str:
        """The last line of the body."""
        source = self.source_credit(story)
        return self.author(story) or (f"Theo {source}" if source else "")

    def body(self, story: Story) -> str:
        """The body's markup."""
        return safe(sharepoint_body.body(story, self.photos(story), self.byline(story)))

    def _add_article(self, story: Story) -> None:
        self.add(self.path(story), lambda: self._article(story))
        self.add_page(self.printing(story), "print.html", "copy", story=story)
        for picture in story.pictures:
            self.add_file(f"{self.photos(story)}{picture.file}")
        for name in story.files:
            self.add_file(f"{self.attachments(story)}{name}")
        self.truth.append(
            true_article(
                story,
                self.absolute(self.path(story)),
                section=SECTIONS[story.kind],
                image=lambda name: self.absolute(self.photos(story) + name),
                file=lambda name: self.absolute(self.attachments(story) + name),
                author=self.author(story),
                source_credit=self.source_credit(story),
                optional=[self.byline(story), "Tài liệu đính kèm:", *story.files],
            )
        )

    def _article(self, story: Story) -> str:
        at = self.stories.index(story)
        older = [s for s in self.stories[at + 1 :] if s.kind == story.kind][:5]
        return self.template("article.html", story=story, older=older, path=self.path(story))

    def _add_grid(self, name: str, stories: Sequence[Story]) -> None:
        path = self.listing(name)
        shown = [Page(partial(self._grid, name, path, page)) for page in pages(stories, _PER_PAGE)]
        self.grids[path] = shown
        self.pages[path] = shown[0]
        self.not_articles[self.absolute(path)] = "listing"

    def _grid(self, name: str, path: str, page: ListPage[Story]) -> str:
        first = (page.number - 1) // 4 * 4 + 1
        numbers = range(first, min(first + 4, page.last + 1))
        return self.template("listing.html", title=name, path=path, page=page, numbers=numbers)

    def _add_standing(self) -> None:
        for about in ABOUT:
            self._add_static(f"/portal/Pages/{about.slug}.aspx", about.title, about.lines)
        answers = [f"Hỏi: {q} Đáp: {a}" for q, a in FAQ]
        self._add_static("/portal/Pages/hoi-dap.aspx", "Hỏi đáp", answers)
        self._add_simple("/portal/Pages/van-ban.aspx", "documents.html", "listing")
        for index, law in enumerate(DOCUMENTS, 1):
            target = f"/portal/Pages/chi-tiet-van-ban.aspx?ItemID={index}"
            self.add(
                target, partial(self.template, "document.html", law=law, path=target), "document"
            )
            self.add_file(f"/portal/VanBan/{slug(law.number)}.pdf")
        self._add_simple("/_layouts/Authenticate.aspx", "login.html", "login")
        self._add_simple("/portal/Pages/tim-kiem.aspx", "search.html", "search")
        self._add_simple("/portal/Pages/tham-do.aspx", "poll.html", "poll")
        self.add_text("/robots.txt", _ROBOTS, "text/plain")
        self.add_not_found("404.html", path="/portal/Pages/404.aspx")

    def _add_simple(self, target: str, name: str, kind: str) -> None:
        self.add(target, lambda: self.template(name, path=target), kind)

    def _add_static(self, target: str, title: str, lines: Sequence[str]) -> None:
        self.add(
            target,
            lambda: self.template("static.html", title=title, lines=lines, path=target),
            "static",
        )
