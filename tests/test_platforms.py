"""Platforms: told by their marks, with the evidence."""

import re
from collections.abc import Iterator

import httpx
import pytest

from crawler.farm import PORTALS, Farm
from crawler.platforms import PLATFORMS, recognise

MARKUP = {
    "nukeviet": '<script>var nv_base_siteurl="/", nv_lang_data="vi";</script>',
    "wordpress": '<link href="/wp-content/themes/x/style.css"><script src="/wp-includes/js/a.js">',
    "liferay": '<a href="/web/guest/home">x</a><img src="/documents/20181/6001/a.jpg">',
    "webcenter": '<a href="/webcenter/portal/huyen/pages_tin?dDocName=PORTAL1">x</a>',
    "websphere": '<a href="/wps/portal/hdnd/!ut/p/a1">x</a><a href="/wps/wcm/connect/a">y</a>',
    "sharepoint": '<script>var _spPageContextInfo={};</script><link href="/_layouts/15/x.css">',
    "dnn": '<div id="dnn_ctr416_View"><img src="/Portals/0/a.jpg"></div>',
    "drupal": '<script data-drupal-selector="drupal-settings-json">{}</script>',
    "joomla": '<meta name="generator" content="Joomla! - Open Source">',
    "typo3": '<link href="/typo3conf/ext/site/a.css"><a href="/tin?tx_news_pi1[news]=5">x</a>',
    "umbraco": '<script src="/App_Plugins/a.js"></script>',
    "webforms": "<input name=\"__VIEWSTATE\"><a href=\"javascript:__doPostBack('a','')\">x</a>",
}


@pytest.mark.parametrize("name", MARKUP)
def test_a_platform_is_recognised_by_what_it_writes(name: str) -> None:
    found = recognise(f"<html>{MARKUP[name]}</html>")
    assert found is not None
    assert found[0].name == name


def test_every_platform_has_markup_here() -> None:
    assert {platform.name for platform in PLATFORMS} == set(MARKUP)


def test_the_evidence_is_what_stands_in_the_page_cut_to_a_line() -> None:
    found = recognise(f'<meta name="generator" content="NukeViet v4.4 {"x" * 99}">')
    assert found is not None
    assert found[1] == (f'name="generator" content="NukeViet v4.4 {"x" * 99}'[:60],)


def test_a_header_is_evidence_whatever_its_spelling() -> None:
    found = recognise("<html></html>", {"Liferay-Portal": "Liferay Community Edition"})
    assert found is not None
    assert (found[0].name, found[1]) == ("liferay", ("liferay-portal: Liferay Community Edition",))


def test_a_page_without_marks_is_of_no_platform() -> None:
    assert recognise("<html><body><p>Cổng thông tin điện tử</p></body></html>") is None


def test_the_platform_with_more_marks_wins_over_the_one_it_is_built_on() -> None:
    found = recognise(MARKUP["sharepoint"] + '<input name="__VIEWSTATE">')
    assert found is not None
    assert found[0].name == "sharepoint"


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_every_pattern_is_a_regular_expression(platform: object) -> None:
    patterns = [*platform.marks, platform.article, platform.skip]  # type: ignore[attr-defined]
    assert all(re.compile(pattern) for pattern in patterns)


@pytest.fixture(scope="module")
def homes() -> Iterator[dict[str, str]]:
    with Farm(base_port=0) as farm, httpx.Client(trust_env=False, follow_redirects=True) as client:
        yield {portal.id: client.get(portal.url).text for portal in farm.portals}


@pytest.mark.parametrize("portal", PORTALS)
def test_each_sample_portal_is_recognised(homes: dict[str, str], portal: str) -> None:
    found = recognise(homes[portal])
    assert found is not None
    assert found[0].name == {"huyenuy": "webforms"}.get(portal, portal)
