"""NukeViet 4 and NukeViet eGovernment.

Traps of its addresses (seen on running installations): every article has a copy for printing and
one for saving; the theme switch carries a token that is new at each request; tag, topic and author
pages repeat the listings; a file is offered under the article's own address with `?download=`.
"""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="nukeviet",
    feed="/rss/",
    marks=(
        r'name="generator" content="nukeviet[^"]*',
        r"nv_base_siteurl|nv_lang_data|nv_cookie_prefix",
        r"/themes/[^/\"]+/js/(main|news|users)\.js",
        r"/uploads/news/\d{4}_\d\d/|/assets/news/\d{4}_\d\d/",
        r"nvvithemever|nv_redirect",
        r"/modules/[a-z-]+/(js|css)/",
    ),
    article=r"/(?!page-)[^/]+-\d+(\.html|/)$|[?&]op=[^&]+/(?!page-)[^&/]+-\d+(&|$)",
    skip=(
        r"/(print|savefile|sendmail|rating|content|groups|tag|topic|author|seek|users|comment"
        r"|banners|statistics|voting|laws|faq|opinions|siteterms|feeds|contact|co-cau-to-chuc)(/|$)"
        r"|[?&](download|nv_redirect)="
        r"|[?&]nv=(users|contact|voting|seek|statistics|banners|feeds|comment|laws|faq|page|about)(&|$)"
    ),
)
