"""The WordPress portal: permalinks by date, archives of every kind, password posts, posts over two pages."""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import format_datetime
from functools import partial

from markupsafe import escape

from crawler.farm.dates import gmt
from crawler.farm.markup import safe, true_article
from crawler.farm.paging import ListPage, pages
from crawler.farm.portals.wordpress_body import (
    content,
    files,
    galleried,
    has_gallery,
    passages,
    teaser,
)
from crawler.farm.site import Site
from crawler.farm.slugs import slug
from crawler.farm.stories import Passage, Story
from crawler.farm.truth import TrueArticle

SECTIONS = {
    "chinh-tri": "Hoạt động chính quyền",
    "kinh-te": "Kinh tế - Nông thôn mới",
    "xa-hoi": "Văn hóa - Xã hội",
    "an-ninh": "An ninh - Thiên tai",
    "thong-bao": "Thông báo",
}
_PER_PAGE = 10
_LOCKED = (9, 30)
"""Indices of the posts behind a password."""
_EDITORS = "Ban biên tập"
_ROBOTS = (
    "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nCrawl-delay: 0\n\n"
    "Sitemap: {}\n"
)


class WordPress(Site):
    """Trang tin xã Hưng Điền Khê."""

    platform = "WordPress"
    sections = SECTIONS

    def build(self) -> None:
        """Posts, then the archives that list them."""
        self.stories = tuple(galleried(story) for story in self.stories)
        self.locked = {self.stories[i].number for i in _LOCKED}
        self.halved = {s.number for s in self._long()[:2]}
        for story in self.stories:
            self._add_post(story)
        self._add_archives()
        self._add_standing()
        self._add_machine_files()
        self.add_style("/wp-content/themes/twentysixteen/style.css?ver=6.4")

    def path(self, story: Story) -> str:
        """The permalink."""
        return f"/{story.published_at:%Y/%m/%d}/{story.slug}/"

    def uploads(self, story: Story) -> str:
        """Where the post's files lie, absolute."""
        return self.absolute(f"/wp-content/uploads/{story.published_at:%Y/%m}/")

    def author(self, story: Story) -> str:
        """Reporters sign their posts, notices come from the editors."""
        return _EDITORS if story.form == "notice" else story.reporter

    def category(self, story: Story) -> str:
        """The slug of the post's category."""
        return slug(SECTIONS[story.kind])

    def excerpt(self, story: Story) -> str:
        """The beginning of the post for feeds."""
        if story.number in self.locked:
            return "Không có đoạn trích vì bài viết này được bảo vệ."
        return story.lead or story.passages[0].lines[0]

    def title(self, story: Story) -> str:
        """The title as listings print it: protected posts say so."""
        return f"Bảo vệ: {story.title}" if story.number in self.locked else story.title

    def body(self, story: Story, *, archive: bool = False, part: int = 0) -> str:
        """Full bodies in archives too, save after <!--more-->; `part` is 1 or 2 in a halved post."""
        uploads, url = self.uploads(story), self.absolute(self.path(story))
        if story.number in self.locked:
            return safe(self.template("password.html", story=story))
        if archive and story.number % 4 == 1:
            return safe(teaser(story, uploads, url))
        if story.number not in self.halved or archive:
            return safe(content(story, uploads))
        first, second = self._halves(story)
        if part == 2:
            return safe("\n".join(passages(story, second, uploads) + files(story, uploads)))
        lead = f"<p><strong>{escape(story.lead)}</strong></p>"
        return safe("\n".join([lead, *passages(story, first, uploads)]))

    def _long(self) -> list[Story]:
        fit = (s for s in self.stories if s.number not in self.locked and not has_gallery(s))
        return [s for s in fit if len(s.passages) > 9]

    def _halves(self, story: Story) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        middle = len(story.passages) // 2
        return story.passages[:middle], story.passages[middle:]

    def _add_post(self, story: Story) -> None:
        path = self.path(story)
        halved = story.number in self.halved
        self.add(path, lambda: self._post(story, 1 if halved else 0))
        for name in (*(p.file for p in story.pictures), *story.files):
            self.add_file(f"/wp-content/uploads/{story.published_at:%Y/%m}/{name}")
        self.add_redirect(f"/?p={story.number}", path, kind="copy")
        if self.has_comments(story):
            for comment in (1, 2):
                self.add(
                    f"{path}?replytocom={story.number * 10 + comment}",
                    lambda: self._post(story, 0),
                    "copy",
                )
        if halved:
            self.add(f"{path}2/", lambda: self._post(story, 2), "continuation")
            self.add_redirect(f"{path}1/", path)
        if story.number in self.locked:
            self.not_articles[self.absolute(path)] = "members-only"
        else:
            self.truth.append(self._true(story))

    def has_comments(self, story: Story) -> bool:
        """Every sixth open post on one page has two comments."""
        return story.number % 6 == 0 and story.number not in self.locked | self.halved

    def _true(self, story: Story) -> TrueArticle:
        """The truth of the post's own address: a halved post's second half and files stand on page 2."""
        uploads = self.uploads(story)
        later: tuple[Passage, ...] = ()
        if story.number in self.halved:
            first, later = self._halves(story)
            story = replace(story, passages=first, files=())
        return true_article(
            story,
            self.absolute(self.path(story)),
            section=SECTIONS[story.kind],
            image=lambda name: uploads + name,
            file=lambda name: uploads + name,
            author=self.author(story),
            tags=story.tags,
            optional=[text for name in story.files for text in (name, "Tải về", f"{name} Tải về")],
            continued=[line for passage in later for line in passage.lines],
        )

    def _post(self, story: Story, part: int) -> str:
        at = self.stories.index(story)
        return self.template(
            "post.html",
            story=story,
            part=part,
            newer=self.stories[at - 1] if at else None,
            older=self.stories[at + 1] if at + 1 < len(self.stories) else None,
        )

    def _add_archives(self) -> None:
        self._add_archive("/", self._front(), "")
        for kind, name in SECTIONS.items():
            chosen = [s for s in self.stories if s.kind == kind]
            self._add_archive(f"/category/{slug(name)}/", chosen, f"Chuyên mục: {name}")
            self._add_feed(f"/category/{slug(name)}/feed/", chosen, name)
        for tag in sorted({tag for s in self.stories for tag in s.tags}):
            self._add_archive(
                f"/tag/{slug(tag)}/", [s for s in self.stories if tag in s.tags], f"Thẻ: {tag}"
            )
        for author in sorted({self.author(s) for s in self.stories}):
            chosen = [s for s in self.stories if self.author(s) == author]
            self._add_archive(f"/author/{slug(author)}/", chosen, f"Tác giả: {author}")
        for form in ("%Y", "%Y/%m", "%Y/%m/%d"):
            for date in sorted({s.published_at.strftime(form) for s in self.stories}):
                chosen = [s for s in self.stories if s.published_at.strftime(form) == date]
                self._add_archive(f"/{date}/", chosen, f"Lưu trữ: {date}")

    def _front(self) -> list[Story]:
        """The home page's order: the sticky post first, wherever its date would put it."""
        sticky = self.stories[14]
        return [sticky, *(s for s in self.stories if s is not sticky)]

    def _add_archive(self, path: str, stories: Iterable[Story], title: str) -> None:
        for page in pages(tuple(stories), _PER_PAGE):
            target = path if page.number == 1 else f"{path}page/{page.number}/"
            self.add(target, partial(self._archive, path, page, title), "listing")
        self.add_redirect(f"{path}page/1/", path)

    def _archive(self, path: str, page: ListPage[Story], title: str) -> str:
        return self.template("archive.html", path=path, page=page, title=title)

    def _add_standing(self) -> None:
        for path, title in (("/gioi-thieu/", "Giới thiệu"), ("/lien-he/", "Liên hệ")):
            self.add(path, partial(self.template, "page.html", title=title), "static")
        self.add("/wp-login.php", lambda: self.template("login.html"), "login")
        self.add("/?s=", lambda: self.template("search.html"), "search")
        self.add_not_found("404.html")

    def _add_machine_files(self) -> None:
        self._add_feed("/feed/", self.stories, "")
        xml = "application/xml"
        index = [
            "wp-sitemap-posts-post-1.xml",
            "wp-sitemap-posts-page-1.xml",
            "wp-sitemap-taxonomies-category-1.xml",
        ]
        self.add_text("/robots.txt", _ROBOTS.format(self.absolute("wp-sitemap.xml")), "text/plain")
        self.add_text(
            "/wp-sitemap.xml", _sitemap([self.absolute(name) for name in index], "sitemap"), xml
        )
        posts = [self.absolute(self.path(s)) for s in self.stories]
        self.add_text(f"/{index[0]}", _sitemap(posts), xml)
        self.add_text(
            f"/{index[1]}",
            _sitemap([self.absolute("/gioi-thieu/"), self.absolute("/lien-he/")]),
            xml,
        )
        categories = [self.absolute(f"/category/{slug(name)}/") for name in SECTIONS.values()]
        self.add_text(f"/{index[2]}", _sitemap(categories), xml)

    def _add_feed(self, path: str, stories: Iterable[Story], title: str) -> None:
        def date(story: Story) -> str:
            return format_datetime(gmt(story.published_at))

        chosen = tuple(stories)[:_PER_PAGE]
        self.add(
            path,
            lambda: self.template("feed.html", stories=chosen, title=title, date=date),
            content_type="application/rss+xml; charset=UTF-8",
        )


def _sitemap(urls: list[str], element: str = "url") -> str:
    locations = "".join(f"<{element}><loc>{url}</loc></{element}>" for url in urls)
    root = "sitemapindex" if element == "sitemap" else "urlset"
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">{locations}</{root}>\n'
