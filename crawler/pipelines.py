"""Items -> the door: every RawPage goes to pipeline.ingest, nothing else happens here."""

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.visitor import collector, end_run
from pipeline.errors import CongtinError
from pipeline.ingest import ingest
from pipeline.model import Outcome, RawPage, Template


class IngestPipeline:
    """Hands pages to the pipeline and counts what became of them under `congtin/…`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.template: Template | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "IngestPipeline":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: RawPage) -> Outcome:
        """Ingest one page; a store that fails ends the run."""
        spider = collector(self.crawler)
        try:
            if self.template is None:
                self.template = spider.store.template(spider.source.id)
            outcome = ingest(
                item,
                spider.source,
                spider.store,
                template=self.template,
                archive=spider.archive,
                told=spider.told(item.url),
                since=spider.since,
            )
        except CongtinError as error:
            end_run(self.crawler, error)
            raise DropItem(str(error)) from error
        key = outcome.change or f"rejected/{outcome.reason}"
        self.crawler.stats.inc_value(f"congtin/{key}")
        return outcome
