"""Drupal 7 to 10. Its pagers count from zero: "?page=1" is the second page. Sections may be terms."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="drupal",
    feed="/rss.xml",
    marks=(
        r'name="generator" content="drupal[^"]*',
        r"drupal-settings-json|Drupal\.settings",
        r"/sites/(default|all)/(files|themes|modules)/",
    ),
    header_marks=(("x-generator", r"drupal"), ("x-drupal-cache", r".")),
    article=r"/node/\d+$",
    skip=(
        r"/(user|comment|print|printpdf|printmail|filter)/|/node/\d+/(print|edit|revisions)"
        r"|/taxonomy/term/\d+/(feed|all)|[?&]destination="
    ),
)
