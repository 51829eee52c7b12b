"""Platforms: one file per CMS family, saying how it is recognised and how its addresses read."""

from crawler.platforms import (
    dnn,
    drupal,
    joomla,
    liferay,
    nukeviet,
    sharepoint,
    typo3,
    umbraco,
    webcenter,
    webforms,
    websphere,
    wordpress,
)
from crawler.platforms.platform import Evidence, Platform

PLATFORMS: tuple[Platform, ...] = (
    nukeviet.PLATFORM,
    wordpress.PLATFORM,
    liferay.PLATFORM,
    webcenter.PLATFORM,
    websphere.PLATFORM,
    sharepoint.PLATFORM,
    dnn.PLATFORM,
    drupal.PLATFORM,
    joomla.PLATFORM,
    typo3.PLATFORM,
    umbraco.PLATFORM,
    webforms.PLATFORM,
)
"""In the order they are asked: ASP.NET WebForms last, since SharePoint and DNN are built on it."""


def recognise(html: str, headers: dict[str, str] | None = None) -> tuple[Platform, Evidence] | None:
    """The platform with the most marks in a home page, and the marks; None when none has any."""
    found = [(platform, platform.evidence(html, headers or {})) for platform in PLATFORMS]
    found = [(platform, marks) for platform, marks in found if marks]
    return max(found, key=lambda pair: len(pair[1]), default=None)


def named(name: str) -> Platform | None:
    """The platform of that name; None for a name that is none."""
    return next((platform for platform in PLATFORMS if platform.name == name), None)


__all__ = ["PLATFORMS", "Evidence", "Platform", "named", "recognise"]
