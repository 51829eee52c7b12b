"""Every listing runs oldest first, the newest on its last page; one is sorted by title."""

from live_portals.portal import FIVE, Answer, Call, Item, Portal


class Backwards(Portal):
    """Every listing runs oldest first, the newest on its last page; one is sorted by title."""

    sections = FIVE
    by_title = "kinh-te"
    random_blocks = False

    def path(self, item: Item) -> str:
        return f"/xem-tin.php?id={item.number}"

    def section_path(self, section: str) -> str:
        return f"/danh-muc.php?cat={list(self.sections).index(section) + 1}"

    def date(self, item: Item) -> str:
        return f"Ngày đăng: {item.when:%d-%m-%Y | %H:%M}"

    def route(self, call: Call) -> Answer:
        if call.path == "/":
            return Answer(
                self.shell("Huyện ủy Mẫu", f"<h2>Tin mới</h2>{self.teasers(self.listed()[:6])}")
            )
        if call.path == "/xem-tin.php":
            item = next((i for i in self.items if str(i.number) == call.query.get("id")), None)
            return (self.withheld(item) or self.article(item)) if item else self.not_found()
        if call.path == "/danh-muc.php" and call.query.get("cat", "").isdigit():
            section = list(self.sections)[int(call.query["cat"]) - 1]
            return self._section(section, int(call.query.get("p") or 1))
        return self.not_found()

    def _section(self, section: str, number: int) -> Answer:
        items = self.listed(section)[::-1]
        if section == self.by_title:
            items = sorted(items, key=lambda i: i.title)
        last, base = self.last_page(items), self.section_path(section)
        window = range(max(1, number - 2), min(last, number + 2) + 1)
        pager = "".join(
            f"<b>{n}</b> " if n == number else f"<a href='{base}&amp;p={n}'>{n}</a> "
            for n in window
        )
        if number < last:
            pager += f"<a href='{base}&amp;p={number + 1}'>Sau</a> <a href='{base}&amp;p={last}'>Cuối</a>"
        title = self.sections[section]
        main = (
            f"<h1>{title}</h1>{self.teasers(self.page_of(items, number))}<div "
            f"class=phan-trang>{pager}</div>"
        )
        return Answer(self.shell(title, main))
