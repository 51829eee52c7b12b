"""Endless spaces: a calendar, sort orders, views, facets, and relative links that nest for ever."""

from live_portals.lists import redirect
from live_portals.portal import FIVE, Answer, Call, Item, Portal


class Calendar(Portal):
    """Endless spaces: a calendar, sort orders, views, facets, and relative links that nest for ever."""

    sections = FIVE

    def path(self, item: Item) -> str:
        return f"/bai-viet/{item.number}/{item.slug}"

    def section_path(self, section: str) -> str:
        return f"/tin-tuc/{section}"

    def date(self, item: Item) -> str:
        return (
            f"Đăng lúc {item.when:%H} giờ {item.when:%M} phút ngày "
            f"{item.when.day} tháng {item.when.month} năm {item.when.year}"
        )

    def sidebar(self) -> str:
        days = "".join(f"<a href='/lich/{self.now:%Y/%m}/{d:02}/'>{d}</a>" for d in range(1, 29))
        box = f"<div class=lich>{days}<a href='/lich/{self.now:%Y/%m}/'>Tháng này</a></div>"
        return f"{super().sidebar()}{box}<a href='tin-tuc/'>Tất cả tin tức</a>"

    def route(self, call: Call) -> Answer:
        parts = [p for p in call.path.split("/") if p]
        if not parts:
            blocks = "".join(
                f"<h2><a href='{self.section_path(s)}'>{n}</a></h2>{self.teasers(self.listed(s)[:3])}"
                for s, n in self.sections.items()
            )
            return Answer(self.shell("Cổng thông tin điện tử quận Mẫu", blocks))
        if parts[0] == "lich":
            return self._calendar(parts[1:])
        if parts[0] == "bai-viet" and len(parts) == 3:
            item = next((i for i in self.items if str(i.number) == parts[1]), None)
            if item and self.path(item) != call.path:
                return redirect(self.path(item))
            return (self.withheld(item) or self.article(item)) if item else self.not_found()
        if parts[-1] in self.sections or parts[-1] == "tin-tuc":
            return self._section(call, parts[-1])
        return self.not_found()

    def _calendar(self, rest: list[str]) -> Answer:
        year, month = int(rest[0]), int(rest[1]) if len(rest) > 1 else 1
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        after = (year, month + 1) if month < 12 else (year + 1, 1)
        days = "".join(f"<a href='/lich/{year}/{month:02}/{d:02}/'>{d}</a> " for d in range(1, 29))
        main = (
            f"<h1>Lịch công tác tháng {month} năm {year}</h1><div>{days}</div>"
            f"<a class=prev href='/lich/{before[0]}/{before[1]:02}/'>Tháng trước</a> "
            f"<a class=next rel=next href='/lich/{after[0]}/{after[1]:02}/'>Tháng sau</a>"
            "<p>Không có sự kiện.</p>"
        )
        return Answer(self.shell("Lịch công tác", main))

    def _section(self, call: Call, name: str) -> Answer:
        items = self.listed("" if name == "tin-tuc" else name)
        if call.query.get("sort") == "cu-nhat":
            items = items[::-1]
        if call.query.get("sort") == "tieu-de":
            items = sorted(items, key=lambda i: i.title)
        if "nam" in call.query:
            items = [i for i in items if str(i.when.year) == call.query["nam"]]
        number = int(call.query.get("page") or 1)
        here = call.path
        keep = "".join(f"&amp;{k}={v}" for k, v in call.query.items() if k != "page")
        tools = "".join(
            f"<a href='{here}?{k}={v}{keep}'>{t}</a> "
            for k, v, t in (
                ("sort", "moi-nhat", "Mới nhất"),
                ("sort", "cu-nhat", "Cũ nhất"),
                ("sort", "tieu-de", "Tên A-Z"),
                ("view", "luoi", "Lưới"),
                ("view", "danh-sach", "Danh sách"),
                ("nam", "2025", "2025"),
                ("nam", "2026", "2026"),
                ("linh-vuc", "1", "Nông nghiệp"),
                ("linh-vuc", "2", "Y tế"),
            )
        )
        last = self.last_page(items)
        pager = "".join(
            f"<a href='{here}?page={n}{keep}'>{n}</a>"
            for n in range(max(1, number - 3), min(last, number + 3) + 1)
        )
        title = self.sections.get(name, "Tin tức")
        main = (
            f"<h1>{title}</h1><div class=tools>{tools}</div>{self.teasers(self.page_of(items, number))}<div "
            f"class=pagination>{pager}</div>"
        )
        return Answer(self.shell(title, main))
