"""Liferay Portal: one article under many asset publishers, pagers of a dozen parameters."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="liferay",
    marks=(
        r"liferay\.(themedisplay|portletkeys|util|browser|authtoken)",
        r"/web/guest[/\"]",
        r"/documents/\d+/\d+/",
        r"p_p_id=|p_l_id=",
        r"/-/asset_publisher/|/-/view_content/|/-/view-article/",
        r"/o/[a-z-]+-theme/|/html/js/liferay/",
    ),
    header_marks=(("liferay-portal", r"."),),
    article=r"/-/(asset_publisher/[^/]+/content|view_content|view-article)/.|/-/[a-z0-9-]{20,}$"
    r"|/w/[a-z0-9-]{8,}$",
    skip=(
        r"/c/portal/(login|logout|update_language)|p_p_state=(pop_up|exclusive)|p_p_lifecycle=2"
        r"|[?&]p_p_id=(49|58|82|com_liferay_(login|portal_search|site_navigation_language)\w*)(&|$)"
        r"|/-/asset_publisher/[^/]+/rss"
    ),
)
