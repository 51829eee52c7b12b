"""A portal breaks and mends: what operators are told of it, from the crawl to each of their channels."""

import urllib.request
from datetime import datetime, timedelta

import pytest
from commands import Running, congtin, eventually, free_ports, page, portal, register, rows
from lxml import etree
from receivers import MailServer, Webhook, running

from pipeline.config import Config
from pipeline.model import VIETNAM, Health, Notice, Source
from pipeline.store import open_store

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ILL = "degraded (was healthy)"
WELL = "healthy again (was degraded)"
TEXT = (
    "Sáng nay, ủy ban nhân dân xã họp bàn việc làm đường thôn {n}, người dân đồng tình góp công. "
)


class Site(dict):
    """A portal with a listing of all its articles, which have an author while `signed`."""

    def __init__(self) -> None:
        super().__init__()
        self.signed = True
        self.count = 0
        self.publish(14)

    def publish(self, count: int) -> None:
        self.count += count
        self["/"] = page('<ul class=menu><li><a href="/tin-tuc">Tin tức</a></li></ul>')
        items = "".join(
            f'<div class=item><h3><a href="{self.address(n)}">{self.title(n)}</a></h3></div>'
            for n in range(self.count, max(self.count - 10, 0), -1)
        )
        self["/tin-tuc"] = page(f"<h2>Tin tức</h2>{items}")
        for n in range(self.count - count + 1, self.count + 1):
            self[self.address(n)] = self.article(n)

    def address(self, n: int) -> str:
        return f"/tin-tuc/thon-ha-khanh-thanh-cay-cau-dan-sinh-thu-{n}.html"

    def title(self, n: int) -> str:
        return f"Thôn Hạ khánh thành cây cầu dân sinh thứ {n} của xã Lam Kiều"

    def article(self, n: int) -> bytes:
        words = TEXT.format(n=n) * 3
        author = "<p style='text-align:right'><strong>Tác giả: Minh Hà</strong></p>" * self.signed
        printed = datetime.now(VIETNAM) - timedelta(minutes=200 - n)
        return page(
            f"<h1>{self.title(n)}</h1><div class=date>{printed:%d/%m/%Y %H:%M}</div>"
            f"<div class=content><p>{words}</p><p>Cầu thứ {n}. {words}</p>{author}</div>",
            self.title(n),
        )


class Story:
    """A portal that is crawled with the real verb, and the operators who are told of it."""

    def __init__(self, data, hook, post):
        self.site, self.data, self.hook, self.post = Site(), data, hook, post
        self.env = {
            "CONGTIN_WEBHOOK": hook.address,
            "CONGTIN_SMTP_URL": f"smtp://lan:may@127.0.0.1:{post.port}",
            "CONGTIN_MAIL_TO": "lan@example.vn",
        }

    def crawl(self, times):
        """So many visits, each of which finds news; what the last of them said."""
        for _ in range(times):
            self.site.publish(4)
            done = congtin("crawl", data=self.data, env=self.env)
            assert done.code == 0, done.err
        return done.err

    def send(self):
        """`congtin notices --send`."""
        return congtin("notices", "--send", data=self.data, env=self.env)

    def heard(self):
        """What the webhook was told and took, and the subjects of the mails."""
        said = [told["text"].splitlines()[0] for told in self.hook.told]
        subjects = [letter["subject"].removeprefix("[congtin] ") for letter in self.post.letters]
        return [headline(one) for one in said], [headline(one) for one in subjects]

    def feed(self):
        """The titles of the operators' feed, oldest first."""
        port = free_ports()
        with Running("serve", "--port", port, data=self.data) as server:
            address = f"http://127.0.0.1:{port}/operators/feed.atom"
            eventually(lambda: server.process.poll() is not None or answers(address))
            with urllib.request.urlopen(address) as answer:
                feed = etree.fromstring(answer.read())
        found = feed.findall("a:entry/a:title", ATOM)
        return [headline(title.text) for title in reversed(found)]


def headline(line):
    """What happened, without the portal's host and its port."""
    return line.partition(": ")[2]


def answers(address):
    try:
        with urllib.request.urlopen(address):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Healthy; broken for two visits while nobody takes notices; sent later; well again."""
    data = tmp_path_factory.mktemp("told") / "data"
    with running(Webhook()) as hook, running(MailServer()) as post:
        told = Story(data, hook, post)
        with portal(told.site) as url:
            register(data, ("mau", f"{url}/"))
            told.crawl(3)
            told.before = told.heard(), judged(data)
            told.counted = rows(data, "SELECT candidates, fruitful FROM runs ORDER BY id DESC")[0]
            told.site.signed, hook.status, post.says = False, 503, "451 later"
            told.down = told.crawl(2)
            told.untold = rows(data, "SELECT state, told FROM notices")
            told.tried = len(hook.told)
            told.ill = judged(data)
            hook.status, post.says, hook.told = 204, "250 taken", []
            told.sent = told.send(), told.send()
            told.late = told.heard()
            told.site.signed = True
            told.crawl(2)
            told.end = told.heard()
            told.entries = told.feed()
        yield told


def judged(data):
    return rows(data, "SELECT state, suspicions FROM health")


def test_of_a_healthy_portal_nothing_is_told(story):
    assert story.before == (([], []), [("healthy", 0)])
    assert story.counted == (4, 4)


def test_a_second_visit_confirms_that_it_is_degraded(story):
    assert story.ill == [("degraded", 0)]
    assert rows(story.data, "SELECT state, former FROM notices ORDER BY number") == [
        ("degraded", "healthy"),
        ("healthy", "degraded"),
    ]


def test_a_crawl_whose_notice_nobody_takes_says_so_and_keeps_it(story):
    assert "webhook at 127.0.0.1" in story.down
    assert "503" in story.down
    assert "451 later" in story.down
    assert story.untold == [("degraded", "[]")]
    assert story.tried == 1
    assert "operators are told the next time" in story.down


def test_it_is_told_once_by_each_channel_when_they_are_back(story):
    first, second = story.sent
    assert (first.code, second.code) == (0, 0)
    assert story.late == ([ILL], [ILL])


def test_the_recovery_is_told_by_the_crawl_that_confirms_it(story):
    assert story.end == ([ILL, WELL], [ILL, WELL])
    assert story.hook.told[1]["recovered"] is True


def test_the_notice_says_what_was_seen_and_what_to_do(story):
    told = story.hook.told[0]
    assert told["source"] == "mau"
    assert [symptom["name"] for symptom in told["symptoms"]] == ["no-authors"]
    assert told["next_step"] in story.post.letters[0].get_content().replace("\r\n", "\n")


def test_the_operators_feed_holds_both_and_no_reader_s_feed_does(story):
    assert story.entries == [ILL, WELL]
    congtin("publish", data=story.data)
    files = [path for path in (story.data / "feeds").rglob("*.*") if path.is_file()]
    assert files
    assert not any("degraded" in path.read_text(errors="replace") for path in files)


def test_run_tells_later_what_no_crawl_could(tmp_path):
    """A receiver comes back while nobody is crawled: the service itself looks."""
    at = datetime.now(VIETNAM)
    with running(Webhook()) as hook:
        url = "http://127.0.0.1:9/"
        data = register(tmp_path / "data", ("mau", url), enabled=False)
        env = {"CONGTIN_WEBHOOK": hook.address}
        with open_store(Config(data=data).database) as store:
            store.put_sources([Source("mau", "mau", url)])
            health = Health("mau", "broken", at, at)
            store.save_health(health, Notice("mau", at, "broken", "healthy", (), "Look."))
        hook.answers = [503]
        soon = "import crawler.service; crawler.service.TOLD_EVERY = 5"
        words = ("run", "--port", free_ports(), "--every", 5)
        with Running(*words, data=data, env=env, patch=soon):
            eventually(lambda: rows(data, "SELECT told FROM notices") == [('["webhook"]',)])
    assert [told["state"] for told in hook.told] == ["broken"] * 2  # refused, then taken
