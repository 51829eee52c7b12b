"""SharePoint and the VNPT portal built on it: table layouts, `__doPostBack` pagers."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="sharepoint",
    marks=(
        r'name="generator" content="microsoft sharepoint[^"]*',
        r"_spPageContextInfo|_spBodyOnLoad|WebForm_OnSubmit|MSOWebPartPage",
        r"/_layouts/|/_catalogs/|/Style%20Library/",
        r"/(Site)?Pages/[\w-]+\.aspx",
        r"/portal/(Pages|Photos|KenhTin)/",
        r"ms-(WPBody|rteTable|webpart)",
    ),
    header_marks=(("microsoftsharepointteamservices", r"."), ("sprequestguid", r".")),
    article=(
        r"/Pages/\d{4}-\d\d?-\d\d?/[^/]+\.aspx|[?&]ItemID=\d+|/Lists/[^?]+\?([^#]*&)?(Item)?ID=\d+"
    ),
    skip=(
        r"/_layouts/|/_vti_bin/|/_catalogs/|/Forms/|/pages/print\.aspx"
        r"|/Lists/[^?]+/(AllItems|EditForm|NewForm|calendar|overview|summary)\.aspx|/Lists/[^/?]+/?$"
    ),
)
