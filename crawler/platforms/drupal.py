"""Drupal."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="drupal",
    marks=(
        r'name="generator" content="drupal[^"]*',
        r"drupal-settings-json|Drupal\.settings",
        r"/sites/(default|all)/(files|themes|modules)/",
    ),
    header_marks=(("x-generator", r"drupal"), ("x-drupal-cache", r".")),
    article=r"/node/\d+$",
    skip=r"/(taxonomy|user|comment|print|filter)/|/node/\d+/(print|edit)",
)
