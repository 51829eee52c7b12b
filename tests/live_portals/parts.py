"""Articles over several pages, told by `?trang=2` or `/2/`; comments of an article have pages too."""

from datetime import timedelta

from live_portals.lists import redirect
from live_portals.portal import FIVE, Answer, Call, Item, Portal


class Parts(Portal):
    """Articles over several pages, told by `?trang=2` or `/2/`; comments of an article have pages too."""

    sections = FIVE

    def prepare(self) -> None:
        for n in range(8):
            self.add(self.now - timedelta(days=n * 45 + 1), pages=2 + n % 2)

    def path(self, item: Item) -> str:
        return f"/bai/{item.slug}-{item.number}" + ("" if item.number % 2 else ".htm")

    def section_path(self, section: str) -> str:
        return f"/muc/{section}"

    def part_path(self, item: Item, part: int) -> str:
        """The address of an article's page, counted from 1."""
        if part == 1:
            return self.path(item)
        return (
            f"{self.path(item)}/{part}/" if item.number % 2 else f"{self.path(item)}?trang={part}"
        )

    def route(self, call: Call) -> Answer:
        parts = [p for p in call.path.split("/") if p]
        if not parts:
            blocks = "".join(
                f"<h2><a href='{self.section_path(s)}'>{n}</a></h2>{self.teasers(self.listed(s)[:3])}"
                for s, n in self.sections.items()
            )
            return Answer(self.shell("Trang tin huyện Mẫu", blocks))
        if parts[0] == "muc" and len(parts) == 2 and parts[1] in self.sections:
            return self._section(parts[1], int(call.query.get("page") or 1))
        if parts[0] == "bai" and len(parts) >= 2:
            item = self.by_path("/".join(["", *parts[:2]]))
            number = (
                int(parts[2])
                if parts[2:] and parts[2].isdigit()
                else int(call.query.get("trang") or 1)
            )
            if item and number <= len(item.parts):
                return self.withheld(item) or self._article(item, number)
            if moved := self.moved(call.path):
                return redirect(self.path(moved))
        return self.not_found()

    def _article(self, item: Item, number: int) -> Answer:
        foot = ""
        if len(item.parts) > 1:
            links = " ".join(
                f"<b>{n}</b>" if n == number else f"<a href='{self.part_path(item, n)}'>{n}</a>"
                for n in range(1, len(item.parts) + 1)
            )
            foot = f"<div class=phan-trang>Trang: {links}</div>"
        comments = " ".join(
            f"<a href='{self.path(item)}?page={n}#comments'>{n}</a>" for n in (2, 3)
        )
        if item.number % 5 == 0:
            foot += f"<div id=comments><p>Hay quá!</p><div class=pagination>{comments}</div></div>"
        return self.article(item, number - 1, foot)

    def _section(self, section: str, number: int) -> Answer:
        items = self.listed(section)
        last = self.last_page(items)
        pager = "".join(
            f"<b>{n}</b>"
            if n == number
            else f"<a href='{self.section_path(section)}?page={n}'>{n}</a>"
            for n in range(1, last + 1)
        )
        title = self.sections[section]
        main = (
            f"<h1>{title}</h1>{self.teasers(self.page_of(items, number))}<div "
            f"class=pagination>{pager}</div>"
        )
        return Answer(self.shell(title, main))
