"""The Liferay portal: asset publishers, pagers of many parameters, one article at several addresses."""

from collections.abc import Sequence
from functools import partial
from hashlib import md5
from urllib.parse import parse_qs, quote, urlencode

from crawler.farm.dates import weekday
from crawler.farm.markup import safe, true_article
from crawler.farm.paging import pages
from crawler.farm.portals import liferay_body
from crawler.farm.portals.liferay_body import library
from crawler.farm.site import Answer, Call, Page, Site
from crawler.farm.slugs import slug
from crawler.farm.standing import ABOUT, DOCUMENTS, FAQ
from crawler.farm.stories import Story

SECTIONS = {
    "chinh-tri": "Chính quyền và cử tri",
    "kinh-te": "Phát triển kinh tế",
    "xa-hoi": "Đời sống xã hội",
    "an-ninh": "Trật tự - Phòng chống thiên tai",
    "thong-bao": "Thông tin cần biết",
}
_HOME = "/web/guest/trang-chu"
_DELTAS = (4, 8, 20, 40)
_DELTA = 8
_TAG = "p_r_p_564233524_tag"
_ROBOTS = "User-agent: *\nDisallow: /c/\nDisallow: /web/guest/tim-kiem\nSitemap: {}\n"


class Liferay(Site):
    """Cổng thông tin điện tử phường Lạc Kỳ Thượng."""

    platform = "Liferay"
    sections = SECTIONS
    deltas = _DELTAS
    delta = _DELTA
    about = ABOUT
    documents = DOCUMENTS
    home = _HOME

    def build(self) -> None:
        """Articles with their other addresses, publishers, standing pages."""
        self.listed: dict[str, tuple[str, Sequence[Story]]] = {}
        self.views: dict[tuple[str, int, int, str], Page] = {}
        self.add_redirect("/", _HOME, 302)
        self.add_page(_HOME, "home.html", "listing")
        for story in self.stories:
            self._add_article(story)
        for kind, name in SECTIONS.items():
            path = self.page(kind)
            self.listed[path] = (kind, [s for s in self.stories if s.kind == kind])
            self.pages[path] = self._view(path, 1, _DELTA, "")
            self.not_articles[self.absolute(path)] = "listing"
            del name
        self._add_standing()
        self.add_style("/egov-theme/css/main.css?browserId=other&themeId=egov")

    def missing(self, call: Call) -> Answer:
        """A publisher reads its own parameters of the many; on other pages a query changes nothing."""
        if call.path in self.listed:
            return self.respond(self._queried(call))
        if call.query and call.path in self.pages and call.method in ("GET", "HEAD"):
            printed = (
                self.pages.get(f"{call.path}?print") if "p_p_state=pop_up" in call.query else None
            )
            return self.respond(printed or self.pages[call.path])
        return super().missing(call)

    def page(self, kind: str) -> str:
        """A section's page."""
        return f"/web/guest/{slug(SECTIONS[kind])}"

    def instance(self, place: str) -> str:
        """The id of the asset publisher on a page."""
        return f"101_INSTANCE_{md5(place.encode(), usedforsecurity=False).hexdigest()[:12]}"

    def path(self, story: Story, page: str = "") -> str:
        """The article's address in the publisher of its section, or of another page."""
        at = page or self.page(story.kind)
        return f"{at}/-/asset_publisher/{self.instance(at)[13:]}/content/{story.slug}"

    def redirected(self, story: Story) -> str:
        """The address that related lists print: the same with parameters."""
        back = quote(self.absolute(self.page(story.kind)), safe="")
        return f"{self.path(story)}?inheritRedirect=false&redirect={back}"

    def popup(self, story: Story) -> str:
        """The address for printing."""
        instance = self.instance(self.page(story.kind))
        return f"{self.path(story)}?p_p_id={instance}&p_p_state=pop_up&_{instance}_viewMode=print"

    def turn(self, path: str, cur: int, delta: int, tag: str = "") -> str:
        """The pager's address, with all that Liferay puts into it."""
        instance = self.instance(path)
        query = {
            "p_p_id": instance,
            "p_p_lifecycle": "0",
            "p_p_state": "normal",
            "p_p_mode": "view",
            "p_p_col_id": "column-2",
            "p_p_col_count": "1",
            f"_{instance}_delta": str(delta),
            f"_{instance}_keywords": "",
            f"_{instance}_advancedSearch": "false",
            f"_{instance}_andOperator": "true",
            "p_r_p_564233524_resetCur": "false",
            **({_TAG: tag} if tag else {}),
            f"_{instance}_cur": str(cur),
        }
        return f"{path}?{urlencode(query)}"

    def tagged(self, story: Story, tag: str) -> str:
        """The section's listing narrowed to a tag."""
        return f"{self.page(story.kind)}?{urlencode({_TAG: tag})}"

    def _queried(self, call: Call) -> Page:
        query = {name: values[-1] for name, values in parse_qs(call.query).items()}
        own = f"_{self.instance(call.path)}_"
        cur, delta = query.get(f"{own}cur", "1"), query.get(f"{own}delta", str(_DELTA))
        size = int(delta) if delta.isdecimal() and int(delta) in _DELTAS else _DELTA
        return self._view(call.path, int(cur) if cur.isdecimal() else 1, size, query.get(_TAG, ""))

    def _view(self, path: str, cur: int, delta: int, tag: str) -> Page:
        """One page of a publisher; a number beyond the last shows the last."""
        kind, stories = self.listed[path]
        shown = list(pages([s for s in stories if not tag or tag in s.tags], delta))
        number = min(max(cur, 1), len(shown))
        key = (path, number, delta, tag)
        if key not in self.views:
            values = {
                "kind": kind,
                "page": shown[number - 1],
                "size": delta,
                "tag": tag,
                "target": path,
            }
            self.views[key] = Page(partial(self.template, "listing.html", **values))
        return self.views[key]

    def printed(self, story: Story) -> str:
        """The date as printed: "Thứ tư, 05/03/2025 | 09:15 GMT+7" or "05/03/2025 9h15"."""
        at = story.published_at
        if story.number % 2 == 0:
            return f"{weekday(at)}, {at:%d/%m/%Y | %H:%M} GMT+7"
        return f"{at:%d/%m/%Y} {at.hour}h{at.minute:02}"

    def author(self, story: Story) -> str | None:
        """Signed reports; the "Bởi Quản trị hệ thống" of the metadata is a user name, no author."""
        return story.reporter if story.form == "report" and story.number % 4 != 1 else None

    def byline(self, story: Story) -> str:
        """The last line of the body."""
        author = self.author(story)
        return (author if story.number % 2 else f"Bài và ảnh: {author}") if author else ""

    def body(self, story: Story) -> str:
        """The web content's markup."""
        return safe(liferay_body.body(story, self.byline(story)))

    def _add_article(self, story: Story) -> None:
        at = self.stories.index(story)
        older = [s for s in self.stories[at + 1 :] if s.kind == story.kind][:5]
        newer = [s for s in self.stories[:at] if s.kind == story.kind][-4:][::-1]
        path, elsewhere = self.path(story), self.path(story, _HOME)
        self.add_page(path, "article.html", story=story, older=older, newer=newer)
        self.add_page(elsewhere, "article.html", "copy", story=story, older=older, newer=newer)
        self.add_page(f"{path}?print", "print.html", story=story)
        for address in (self.redirected(story), self.popup(story)):
            self.not_articles[self.absolute(address)] = "copy"
        for name in (*(p.file for p in story.pictures), *story.files):
            self._add_library(name)
        self.truth.append(
            true_article(
                story,
                self.absolute(path),
                section=SECTIONS[story.kind],
                image=lambda name: self.absolute(f"{library(name)}?t=1700000{story.number}000"),
                file=lambda name: self.absolute(library(name)),
                author=self.author(story),
                tags=story.tags,
                optional=[self.byline(story), *story.files],
            )
        )

    def _add_library(self, name: str) -> None:
        target = library(name)
        self.add_file(f"/{name}")
        self.pages[target] = self.pages.pop(f"/{name}")

    def _add_standing(self) -> None:
        for about in ABOUT:
            self.add_page(
                f"/web/guest/{about.slug}",
                "plain.html",
                "static",
                title=about.title,
                lines=about.lines,
            )
        answers = [f"{q} {a}" for q, a in FAQ]
        self.add_page("/web/guest/hoi-dap", "plain.html", "static", title="Hỏi đáp", lines=answers)
        self.add_page("/web/guest/van-ban", "documents.html", "listing")
        for index, law in enumerate(DOCUMENTS, 1):
            path = f"/web/guest/van-ban/-/vbpq/{index}/{law.slug}"
            self.add_page(path, "document.html", "document", law=law)
            self._add_library(f"{slug(law.number)}.pdf")
        self.add_page("/c/portal/login", "login.html", "login")
        self.add_page(
            "/web/guest/tim-kiem",
            "plain.html",
            "search",
            title="Tìm kiếm",
            lines=["Không có kết quả."],
        )
        self.add_page("/web/guest/tham-do", "poll.html", "poll")
        self.add_not_found("404.html")
        self.add_text("/robots.txt", _ROBOTS.format(self.absolute("sitemap.xml")), "text/plain")
        urls = [_HOME, *self.listed, *(self.path(story) for story in self.stories)]
        locations = "".join(f"<url><loc>{self.absolute(url)}</loc></url>" for url in urls)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.add_text(
            "/sitemap.xml", f'<urlset xmlns="{namespace}">{locations}</urlset>', "text/xml"
        )

    def library(self, name: str) -> str:
        """For templates: the address of a file in the document library."""
        return library(name)
