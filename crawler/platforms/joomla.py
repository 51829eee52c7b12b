"""Joomla, with K2 ("/item/123-slug"), which many portals keep their news in."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="joomla",
    feed="/?format=feed&type=rss",
    marks=(
        r'name="generator" content="joomla[^"]*',
        r"/media/(jui|system)/js/",
        r"option=com_content",
        r"/components/com_",
    ),
    article=r"view=(article|item)(&|$)|/\d+-[a-z0-9-]{12,}(\.html)?$|/item/\d+(-[^/]+)?$",
    skip=(
        r"tmpl=component|[?&]print=1|option=com_(users|mailto|search|contact|finder|tags)"
        r"|/component/(users|mailto|search|finder|tags)|/itemlist/(user|tag|date|search)"
        r"|[?&]task=(user|tag|date|search|calendar)(&|$)"
    ),
)
