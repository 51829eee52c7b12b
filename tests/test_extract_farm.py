"""The sample farm's truth as floors for extraction. They may only rise."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from crawler.farm import FARM_NOW, PORTALS, Farm, Portal
from pipeline import extract
from pipeline.errors import PipelineError
from pipeline.model import Article
from pipeline.normalise.text import clean_line

FLOORS = {
    "title": 1.0,
    "published": 1.0,
    "text": 1.0,
    "captions": 1.0,
    "attachments": 1.0,
    "author": 1.0,
}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


OPENER = urllib.request.build_opener(_NoRedirect)


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm(base_port=0) as running:
        yield running


def fetch(url: str) -> tuple[int, bytes, str]:
    try:
        with OPENER.open(url, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers.get("Content-Type", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), ""


def article(url: str) -> Article:
    _, body, content_type = fetch(url)
    return extract(body, url, content_type=content_type, fetched_at=FARM_NOW)


def portal_of(farm: Farm, name: str) -> Portal:
    return next(portal for portal in farm.portals if portal.id == name)


def overlap(text: str, true: str, optional: tuple[str, ...]) -> float:
    """F1 over words; optional lines are in neither."""
    for line in optional:
        text, true = (
            text.replace(line, " ") if line else text,
            true.replace(line, " ") if line else true,
        )
    got, want = text.replace("|", " ").split(), true.replace("|", " ").split()
    common = 2 * len([word for word in set(got) if word in set(want)])
    return common / max(len(set(got)) + len(set(want)), 1)


@pytest.mark.parametrize("name", PORTALS)
def test_every_article_of_a_sample_portal_keeps_the_floors(farm, name):
    portal = portal_of(farm, name)
    scores: dict[str, list[float]] = {field: [] for field in FLOORS}
    for true in portal.truth:
        found = article(true.url)
        scores["title"].append(found.title == clean_line(true.title))
        scores["published"].append(
            (found.published_at, found.published_precision) == (true.published_at, true.precision)
        )
        scores["text"].append(overlap(found.text, true.text, true.optional))
        scores["captions"].append(
            [i.caption for i in found.images if i.caption] == [clean_line(c) for c in true.captions]
        )
        scores["attachments"].append(len(found.attachments) == len(true.attachments))
        scores["author"].append(found.author == true.author)
    means = {field: sum(values) / len(values) for field, values in scores.items()}
    assert {field: mean for field, mean in means.items() if mean < FLOORS[field]} == {}


@pytest.mark.parametrize("name", PORTALS)
def test_nothing_else_of_a_sample_portal_becomes_an_article(farm, name):
    portal = portal_of(farm, name)
    own = {true.url for true in portal.truth}
    taken = []
    for url in portal.not_articles:
        status, body, content_type = fetch(url)
        if status != 200:
            continue
        try:
            found = extract(body, url, content_type=content_type, fetched_at=FARM_NOW)
        except PipelineError:
            continue
        if found.kind == "article" and found.url not in own:
            taken.append(url)
    assert taken == []
