"""ASP.NET WebForms of no known product: `__VIEWSTATE` and `__doPostBack` pagers."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="webforms",
    marks=(r'name="__VIEWSTATE"', r"__doPostBack\("),
    header_marks=(("x-aspnet-version", r"."),),
)
