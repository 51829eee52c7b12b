"""Oracle WebCenter Portal: articles are documents of the content server."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="webcenter",
    marks=(r"/webcenter/portal/", r"_adf\.ctrl-state|_afrLoop", r"dDocName=|documentContent"),
    article=r"[?&]dDocName=[A-Z0-9_]+",
    skip=r"/adfAuthentication|/webcenter/portal/[^?]*/(login|logout)|[?&]wc\.origURL=",
)
