"""A store with something on every kind of page, for tests that go through all of them."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit

from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.model import Article, RawPage, RunReport, Source
from pipeline.store import Store

WARD = Source(
    "phuong-le-chan",
    "Cổng thông tin phường Lê Chân",
    "https://lechan.example.vn/",
    level="commune",
    province="Hải Phòng",
    district="Quận Lê Chân",
    commune="Phường Lê Chân",
)
PRINTED = (
    "Sáng nay, huyện khánh thành cây cầu mới bắc qua sông Châu sau mười tám tháng thi công. Cầu dài hai trăm "
    "mét, nối hai xã ven sông, giúp bà con đi lại thuận lợi trong mùa mưa lũ.\n"
    "Phát biểu tại buổi lễ, lãnh đạo huyện đề nghị các đơn vị sớm hoàn thiện đường dẫn, lắp đặt đèn chiếu "
    "sáng và bàn giao cho địa phương quản lý, khai thác có hiệu quả công trình."
)


@dataclass(frozen=True)
class Filled:
    """The keys of what is there, and the paths of the pages."""

    edited: str
    first: str
    reprint: str
    paths: tuple[str, ...]


def fill(store: Store, config: Config, hostile: str = "", page: str = "<p>Trang cũ</p>") -> Filled:
    """Articles, an edited one, a story, runs and an archived page; `hostile` stands in every field."""
    sources = [HA_NAM, DAK_LAK, WARD]
    store.put_sources(replace(source, name=source.name + hostile) for source in sources)
    edited = _edited(store, config, hostile, page)
    first, reprint = _story(store, hostile)
    store.save_run(RunReport(HA_NAM.id, NOON, NOON, "failed-dns", detail=f"failed-dns: {hostile}"))
    paths = (
        "/",
        f"/articles/{edited}",
        f"/articles/{first}",
        f"/articles/{reprint}",
        f"/articles/{edited}/history",
        f"/articles/{first}/history",
        f"/articles/{edited}/archived",
        f"/stories/{first}",
        "/search",
        "/search?q=khánh+thành&place=Ninh+Bình&topic=van-hoa&order=newest",
        "/search?q=cầu",
        f"/search?source={WARD.id}",
        "/subscribe",
        "/subscribe?q=cầu&summary=1&all=1",
        "/sources",
        f"/sources/{HA_NAM.id}",
        f"/sources/{WARD.id}",
        "/places",
        "/places?q=le+chan",
        "/provinces/ninh-binh",
        "/provinces-before/ha-nam",
        "/districts/ha-nam/huyen-ly-nhan",
        "/communes/hai-phong/phuong-le-chan",
        "/topics",
        "/topics/van-hoa",
        "/feeds",
        "/docs",
        "/nope",
        "/sources?page=0",
    )
    return Filled(edited, first, reprint, paths)


def _edited(store: Store, config: Config, hostile: str, page: str) -> str:
    """An article whose portal changed it once, with its archived page."""
    before = hostile_article(make_article(1), hostile)
    after = replace(before, title=f"Khánh thành nhà văn hóa {hostile}", text=f"Đã sửa. {hostile}")
    after = replace(after, content_hash="edited", html=f"<p>Đã sửa. {hostile}</p>")
    visit = make_visit(before)
    store.save(before, visit)
    later = visit.fetched_at + timedelta(days=1)
    raw = RawPage(
        HA_NAM.id,
        before.url,
        before.url,
        200,
        (("Content-Type", "text/html"),),
        page.encode(),
        later,
    )
    kept = Archive(config.archive).write(raw)
    return store.save(after, replace(visit, fetched_at=later, warc=kept)).key


def _story(store: Store, hostile: str) -> tuple[str, str]:
    """One text that two portals print, the second with other words at its end."""
    one = hostile_article(make_article(2, text=PRINTED), hostile)
    other = replace(
        one,
        url="https://lechan.example.vn/tin/2",
        text=f"{PRINTED} Nguồn tin địa phương.",
        content_hash="other",
        published_at=NOON + timedelta(days=2),
    )
    first = store.save(one, make_visit(one)).key
    return first, store.save(other, make_visit(other, WARD)).key


def hostile_article(article: Article, hostile: str) -> Article:
    """With those letters in every field that holds words."""
    if not hostile:
        return article
    words = {
        name: f"{getattr(article, name)} {hostile}" for name in ("title", "text", "html", "lead")
    }
    named = {name: f"{getattr(article, name)}{hostile}" for name in ("author", "section")}
    image, file = article.images[0], article.attachments[0]
    return replace(
        article,
        source_credit=hostile,
        images=(replace(image, caption=hostile, credit=hostile),),
        attachments=(replace(file, name=hostile), replace(file, url=hostile)),
        tags=(*article.tags, hostile),
        **words,
        **named,
    )
