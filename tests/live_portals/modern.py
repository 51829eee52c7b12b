"""A CMS of 2025: more by script, sitemap index with days of change, news sitemap, no pager."""

import json
import re
from datetime import timedelta

from live_portals.lists import redirect, sitemap
from live_portals.portal import FIVE, Answer, Call, Item, Portal


class Modern(Portal):
    """A CMS of 2025: more by script, sitemap index with days of change, news sitemap, no pager."""

    sections = FIVE
    answers_json = False
    whole_sitemap = True

    def path(self, item: Item) -> str:
        return f"/{item.slug}-c{226000 + item.number}.html"

    def section_path(self, section: str) -> str:
        return f"/chuyen-muc/{section}"

    def robots(self) -> Answer:
        text = (
            f"User-agent: *\nAllow: /\nSitemap: {self.url}/sitemap.xml\n"
            f"Sitemap: {self.url}/news-sitemap.xml\n"
        )
        return Answer(text.encode(), content_type="text/plain")

    def date(self, item: Item) -> str:
        return f"<time datetime='{item.when.isoformat()}'>{item.when:%H:%M, %d/%m/%Y}</time>"

    def route(self, call: Call) -> Answer:
        parts = [p for p in call.path.split("/") if p]
        if not parts:
            blocks = "".join(
                (
                    f"<section><h2><a href='{self.section_path(s)}'>{name}</a>"
                    f"</h2>{self.teasers(self.listed(s)[:4])}</section>"
                )
                for s, name in self.sections.items()
            )
            return Answer(self.shell("Cổng thông tin điện tử phường Mẫu", blocks))
        if parts[-1].endswith(".xml"):
            return self._sitemap(parts[-1])
        if item := self.by_path(call.path):
            ld = {
                "@type": "NewsArticle",
                "headline": item.title,
                "datePublished": item.when.isoformat(),
            }
            head = f"<script type='application/ld+json'>{json.dumps(ld)}</script>"
            head += f"<link rel=canonical href='{self.url}{self.path(item)}'>"
            return self.withheld(item) or self.article(item, head=head)
        if item := self.moved(call.path):
            return redirect(self.path(item))
        if parts[0] == "chuyen-muc" and len(parts) == 2 and parts[1] in self.sections:
            return self._section(parts[1])
        if parts == ["api", "tin-bai"]:
            return self._more(call.query)
        return self.not_found()

    def _section(self, section: str) -> Answer:
        items = self.listed(section)
        more = ""
        if self.last_page(items) > 1:
            more = (
                f"<button class='btn btn-load-more' data-url='{self._next(section, 2)}' "
                f"data-target='#list'>Xem thêm</button>"
            )
        main = (
            f"<h1>{self.sections[section]}</h1><div "
            f"id=list>{self.teasers(self.page_of(items, 1))}</div>{more}"
        )
        return Answer(self.shell(self.sections[section], main))

    def _next(self, section: str, number: int) -> str:
        return f"/api/tin-bai?muc={section}&amp;trang={number}"

    def _more(self, query: dict[str, str]) -> Answer:
        section = query.get("muc", "")
        if section not in self.sections:
            return self.not_found()
        items, number = self.listed(section), int(query.get("trang", "1"))
        shown = self.teasers(self.page_of(items, number))
        goes_on = number < self.last_page(items)
        if self.answers_json:
            following = self._next(section, number + 1).replace("&amp;", "&") if goes_on else None
            body = json.dumps({"html": shown, "next": following, "total": len(items)})
            return Answer(body.encode(), content_type="application/json")
        if goes_on:
            shown += (
                "<button class='btn-load-more' "
                f"data-url='{self._next(section, number + 1)}'>Xem thêm</button>"
            )
        return Answer(shown.encode())

    def _sitemap(self, name: str) -> Answer:
        years = sorted({i.when.year for i in self.listed()})
        if not self.whole_sitemap:
            years = years[-1:]
        if name == "sitemap.xml":
            entries = [
                (
                    f"{self.url}/sitemap-{y}.xml",
                    max(i.when for i in self.listed() if i.when.year == y),
                )
                for y in years
            ]
            return sitemap([(f"{self.url}/sitemap-chuyen-muc.xml", None), *entries], index=True)
        if name == "sitemap-chuyen-muc.xml":
            return sitemap([(self.url + self.section_path(s), None) for s in self.sections])
        if name == "news-sitemap.xml":
            fresh = [i for i in self.listed() if self.now - i.when < timedelta(days=2)]
            return sitemap([(self.url + self.path(i), i.when) for i in fresh])
        if found := re.fullmatch(r"sitemap-(\d{4})\.xml", name):
            year = [
                i for i in self.listed() if i.when.year == int(found[1]) and i.when.year in years
            ]
            return sitemap([(self.url + self.path(i), i.when) for i in year])
        return self.not_found()
