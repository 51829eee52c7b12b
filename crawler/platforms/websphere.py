"""IBM WebSphere Portal: the address carries the portal's state."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="websphere",
    marks=(r"/wps/(my)?portal", r"/wps/wcm/", r"ibmportal|com\.ibm\."),
    article=r"WCM_GLOBAL_CONTEXT=[^&]*/[^/&]{10,}|/wps/wcm/connect/[^?]*/[^/?]{12,}(\?|$)",
    skip=r"/wps/(myportal|contenthandler)|/!ut/p/[^?]*/login",
)
