"""TYPO3, with its news extension."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="typo3",
    marks=(
        r'name="generator" content="typo3[^"]*',
        r"/typo3conf/ext/|/typo3temp/|/_assets/[0-9a-f]{32}/",
        r"tx_news_pi1|csc-default|tx-news",
    ),
    article=r"tx_(tt)?_?news\w*\[(tt_)?news\]=\d+|/news/detail/[^/]+",
    skip=r"[?&]type=(98|9818|100)(&|$)|/fileadmin/|[?&]tx_(indexedsearch|felogin|solr)",
)
