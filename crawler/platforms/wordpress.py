"""WordPress. Date, tag and author archives repeat the listings; `/feed/` copies stand everywhere."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="wordpress",
    feed="/feed/",
    marks=(
        r'name="generator" content="wordpress[^"]*',
        r"/wp-content/(themes|plugins|uploads)/",
        r"/wp-includes/",
        r"/wp-json/",
        r'class="[^"]*\bwp-(block|image|caption)',
    ),
    header_marks=(("link", r"api\.w\.org"), ("x-pingback", r"xmlrpc\.php")),
    article=r"^/(index\.php/)?\d{4}/\d\d/(\d\d/)?[^/]{4,}/?$|^/\?p=\d+$",
    skip=(
        r"/(tag|author|wp-json|wp-admin|wp-content|wp-includes|comments|embed|feed|trackback)(/|$)"
        r"|/wp-[a-z-]+\.php|/xmlrpc\.php|/comment-page-\d+"
        r"|^/\d{4}/(\d\d?/){0,2}(page/\d+/?)?$|[?&](replytocom|share|attachment_id|tag|author|m|feed)="
    ),
)
