"""The party committee's portal, the seed's kind: run-together blocks, widgets right behind the body."""

from collections.abc import Sequence

from crawler.farm.markup import safe, true_article
from crawler.farm.paging import pages
from crawler.farm.portals import huyenuy_body
from crawler.farm.site import Answer, Call, Site
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS
from crawler.farm.stories import Story

SECTIONS = {
    "chinh-tri": ("Tin tức - Sự kiện", 12),
    "kinh-te": ("Kinh tế - Xã hội", 13),
    "xa-hoi": ("Học tập và làm theo Bác", 14),
    "an-ninh": ("Quốc phòng - An ninh", 15),
    "thong-bao": ("Thông báo", 16),
}
"""Name and category number of each section."""
ALL = "tat-ca"
_ALL_NEWS = ("Tin mới cập nhật", 11)
"""The listing of every story."""
_EDITORS = "Ban biên tập"
_PER_PAGE = 10
_ROBOTS = (
    "User-agent: *\nDisallow: /quan-tri/\nDisallow: /dang-nhap.aspx\nDisallow: /tim-kiem.aspx\n"
)


class HuyenUy(Site):
    """Trang thông tin điện tử Đảng bộ Lam Kiều Thượng."""

    platform = "ASP.NET"
    sections = SECTIONS
    about = ABOUT
    documents = DOCUMENTS

    def build(self) -> None:
        """Articles, offset-paged listings, standing pages."""
        self.add_page("/", "home.html", "listing")
        self.add_redirect("/default.aspx", "/")
        for story in self.stories:
            self._add_article(story)
        self._add_listing(ALL, self.stories)
        for kind in SECTIONS:
            self._add_listing(kind, [s for s in self.stories if s.kind == kind])
        self._add_standing()
        self.add_style("/App_Themes/Default/style.css")

    def missing(self, call: Call) -> Answer:
        """A start beyond the end gives an empty listing, any other unknown address 404."""
        empty = self.pages.get(f"{call.path}?empty")
        return (
            self.respond(empty)
            if empty and call.query.startswith("start=")
            else super().missing(call)
        )

    def section(self, kind: str) -> str:
        """A section's listing, or that of every story."""
        name, number = SECTIONS.get(kind, _ALL_NEWS)
        return f"/{slug(name)}-c{number}.aspx"

    def name(self, kind: str) -> str:
        """What a listing is called."""
        return SECTIONS.get(kind, _ALL_NEWS)[0]

    def path(self, story: Story) -> str:
        """The article's address."""
        name, number = SECTIONS[story.kind]
        return f"/{slug(name)}/{story.slug[:70].strip('-')}-c{number}-{story.number}.aspx"

    def images(self, story: Story) -> str:
        """The folder of the article's pictures."""
        return f"/Uploads/Images/{story.published_at:%Y%m}/"

    def files(self, story: Story) -> str:
        """The folder of the article's files."""
        return f"/Uploads/Files/{story.published_at:%Y%m}/"

    def day_only(self, story: Story) -> bool:
        """Every third article prints its day without the time."""
        return story.number % 3 == 0

    def printed(self, story: Story) -> str:
        """The date as printed."""
        at = story.published_at
        return (
            f"Ngày đăng: {at:%d/%m/%Y}"
            if self.day_only(story)
            else f"Cập nhật lúc: {at:%H:%M} ngày {at:%d/%m/%Y}"
        )

    def author(self, story: Story) -> str:
        """The editors, or a reporter in every fourth report."""
        return story.reporter if story.number % 4 == 1 and story.form == "report" else _EDITORS

    def byline(self, story: Story) -> str:
        """The body's last line."""
        author = self.author(story)
        return f"{author}." if author == _EDITORS else f"Tin, ảnh: {author}"

    def body(self, story: Story) -> str:
        """The body's markup."""
        return safe(huyenuy_body.body(story, self.images(story), self.byline(story)))

    def _add_article(self, story: Story) -> None:
        at = self.stories.index(story)
        older = [s for s in self.stories[at + 1 :] if s.kind == story.kind][:6]
        self.add_page(self.path(story), "article.html", story=story, older=older)
        self.add_page(f"/print.aspx?id={story.number}", "print.html", "copy", story=story)
        for picture in story.pictures:
            self.add_file(f"{self.images(story)}{picture.file}")
        for name in story.files:
            self.add_file(f"{self.files(story)}{name}")
        self.truth.append(
            true_article(
                story,
                self.absolute(self.path(story)),
                section=SECTIONS[story.kind][0],
                image=lambda name: self.absolute(self.images(story) + name),
                file=lambda name: self.absolute(self.files(story) + name),
                author=self.author(story),
                day_only=self.day_only(story),
                optional=[self.byline(story), "Tệp đính kèm:", *story.files],
            )
        )

    def _add_listing(self, kind: str, stories: Sequence[Story]) -> None:
        path = self.section(kind)
        for page in pages(stories, _PER_PAGE):
            target = path if page.number == 1 else f"{path}?start={(page.number - 1) * _PER_PAGE}"
            self.add_page(
                target, "listing.html", "listing", kind=kind, page=page, per_page=_PER_PAGE
            )
        self.add_redirect(f"{path}?start=0", path)
        self.add_page(f"{path}?empty", "empty.html", kind=kind)

    def _add_standing(self) -> None:
        for about in ABOUT:
            self.add_page(
                f"/{about.slug}.aspx", "plain.html", "static", title=about.title, lines=about.lines
            )
        self.add_page("/van-ban.aspx", "documents.html", "listing")
        for index, law in enumerate(DOCUMENTS, 1):
            self.add_page(
                f"/van-ban/{law.slug}-vb{index}.aspx", "document.html", "document", law=law
            )
            self.add_file(f"/Uploads/VanBan/{slug(law.number)}.pdf")
        self.add_page("/dang-nhap.aspx", "login.html", "login")
        self.add_page(
            "/tim-kiem.aspx", "plain.html", "search", title="Tìm kiếm", lines=["Không có kết quả."]
        )
        self.add_page("/tham-do.aspx", "poll.html", "poll")
        self.add_text("/robots.txt", _ROBOTS, "text/plain")
        self.add_not_found("404.html")
