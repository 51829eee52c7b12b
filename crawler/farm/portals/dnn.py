"""The DNN portal: divs and dnn_ctr ids, addresses by path or by tabid query, two kinds of pager."""

from collections.abc import Sequence

from crawler.farm.markup import safe, true_article
from crawler.farm.paging import pages
from crawler.farm.portals import dnn_body
from crawler.farm.site import Answer, Call, Site
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS, FAQ
from crawler.farm.stories import Story

SECTIONS = {
    "chinh-tri": "Hoạt động lãnh đạo",
    "kinh-te": "Kinh tế đô thị",
    "xa-hoi": "Văn xã",
    "an-ninh": "Nội chính",
    "thong-bao": "Thông báo",
}
ALL = "tat-ca"
"""The listing of every story, at /tin-tuc."""
_BY_PATH = ("kinh-te", "an-ninh")
"""Sections whose pager is /currentpage/2; the others have ?page=2."""
_TAB = 57
_PER_PAGE = 8
_ROBOTS = "User-agent: *\nDisallow: /Login\nDisallow: /admin/\nDisallow: /*/ctl/\nCrawl-delay: 0\n"


class Dnn(Site):
    """Trang tin điện tử phường Tân Phước Lợi."""

    platform = "DNN"
    sections = SECTIONS
    about = ABOUT
    documents = DOCUMENTS

    def build(self) -> None:
        """Articles, listings, standing pages."""
        self.stories = tuple(dnn_body.dashed(story) for story in self.stories)
        for target in ("/", "/trang-chu"):
            self.add_page(target, "home.html", "listing")
        for story in self.stories:
            self._add_article(story)
        self._add_listing(ALL, self.stories)
        for kind in SECTIONS:
            self._add_listing(kind, [s for s in self.stories if s.kind == kind])
        self._add_standing()
        self.add_style("/Portals/0/portal.css?cdv=108")

    def missing(self, call: Call) -> Answer:
        """The login page keeps where the reader came from in its query."""
        if call.path == "/Login":
            return self.respond(self.pages["/Login"])
        return super().missing(call)

    def section(self, kind: str) -> str:
        """A section's listing, or that of every story."""
        return "/tin-tuc" if kind == ALL else f"/tin-tuc/{slug(SECTIONS[kind])}"

    def name(self, kind: str) -> str:
        """What a listing is called."""
        return "Tin tức" if kind == ALL else SECTIONS[kind]

    def turned(self, kind: str, number: int) -> str:
        """A later page of a section."""
        if number == 1:
            return self.section(kind)
        form = "{}/currentpage/{}" if kind in _BY_PATH else "{}?page={}"
        return form.format(self.section(kind), number)

    def path(self, story: Story) -> str:
        """The article's one address: a friendly one, or, for every fourth, tab and item in the query."""
        if story.number % 4 == 0:
            return f"/Default.aspx?tabid={_TAB}&ItemID={story.number}"
        return f"{self.section(story.kind)}/chi-tiet/id/{story.number}/{story.slug}"

    def printing(self, story: Story) -> str:
        """The address for printing."""
        path = self.path(story)
        return f"{path}{'&' if '?' in path else '?'}mid=412&dnnprintmode=true"

    def images(self, story: Story) -> str:
        """The folder of the article's pictures."""
        return f"/Portals/0/Images/{story.published_at:%Y/%m}/"

    def folder(self, story: Story) -> str:
        """The folder of the article's files."""
        return f"/Portals/0/TepDinhKem/{story.published_at:%Y}/"

    def printed(self, story: Story) -> str:
        """The date as printed: "05-03-2025 | 09:15"."""
        return f"{story.published_at:%d-%m-%Y | %H:%M}"

    def author(self, story: Story) -> str | None:
        """Reports are signed in the module's author field."""
        return story.reporter if story.form == "report" and story.number % 5 else None

    def source_credit(self, story: Story) -> str | None:
        """Unsigned reports name their source."""
        return (
            "Đài Truyền thanh phường" if story.form == "report" and not story.number % 5 else None
        )

    def body(self, story: Story) -> str:
        """The body's markup."""
        return safe(dnn_body.body(story, self.images(story)))

    def _add_article(self, story: Story) -> None:
        at = self.stories.index(story)
        near = {
            "newer": self.stories[max(0, at - 3) : at][::-1],
            "older": self.stories[at + 1 : at + 5],
        }
        self.add_page(self.path(story), "article.html", story=story, **near)
        self.add_page(self.printing(story), "print.html", "copy", story=story)
        for picture in story.pictures:
            self.add_file(f"{self.images(story)}{picture.file}")
        for name in story.files:
            self.add_file(f"{self.folder(story)}{name}")
        self.truth.append(
            true_article(
                story,
                self.absolute(self.path(story)),
                section=SECTIONS[story.kind],
                image=lambda name: self.absolute(self.images(story) + name),
                file=lambda name: self.absolute(self.folder(story) + name),
                author=self.author(story),
                source_credit=self.source_credit(story),
                optional=[
                    f"Tác giả: {self.author(story)}",
                    f"Nguồn: {self.source_credit(story)}",
                    *story.files,
                ],
            )
        )

    def _add_listing(self, kind: str, stories: Sequence[Story]) -> None:
        for page in pages(stories, _PER_PAGE):
            target = self.turned(kind, page.number)
            self.add_page(target, "listing.html", "listing", kind=kind, page=page)

    def _add_standing(self) -> None:
        for about in ABOUT:
            self.add_page(
                f"/gioi-thieu/{about.slug}",
                "plain.html",
                "static",
                title=about.title,
                lines=about.lines,
            )
        answers = [f"Hỏi: {q} Trả lời: {a}" for q, a in FAQ]
        self.add_page("/hoi-dap", "plain.html", "static", title="Hỏi đáp", lines=answers)
        self.add_page("/van-ban", "documents.html", "listing")
        for index, law in enumerate(DOCUMENTS, 1):
            self.add_page(f"/van-ban/chi-tiet/id/{index}", "document.html", "document", law=law)
            self.add_file(f"/Portals/0/VanBan/{slug(law.number)}.pdf")
        self.add_page("/Login", "login.html", "login")
        self.add_page(
            "/tim-kiem", "plain.html", "search", title="Tìm kiếm", lines=["Không tìm thấy kết quả."]
        )
        self.add_page("/tham-do", "poll.html", "poll")
        self.add_text("/robots.txt", _ROBOTS, "text/plain")
        self.add_not_found("404.html")
