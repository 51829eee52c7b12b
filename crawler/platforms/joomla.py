"""Joomla."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="joomla",
    marks=(
        r'name="generator" content="joomla[^"]*',
        r"/media/(jui|system)/js/",
        r"option=com_content",
        r"/components/com_",
    ),
    article=r"view=article|/\d+-[a-z0-9-]{12,}(\.html)?$",
    skip=r"tmpl=component|[?&]print=1|option=com_(users|mailto|search|contact)|/component/(users|mailto|search)",
)
