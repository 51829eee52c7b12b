"""DotNetNuke (DNN)."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="dnn",
    marks=(
        r'name="generator" content="dotnetnuke[^"]*',
        r"dnn_ctr\d+|dnn_[a-z]+pane",
        r"/Portals/(\d+|_default)/",
        r"/DesktopModules/",
        r"/js/dnn(core|\.)|dnnVariable",
    ),
    article=r"/(id|newsid|title|post|itemid|articleid)/\d+(/|$)|[?&](newsid|itemid|articleid)=\d+",
    skip=(
        r"/articleType/(AuthorView|TagView|ArchiveView|Print)|"
        r"(/ctl/|[?&]ctl=)(log|register|terms|privacy|edit|profile|sendpassword)"
        r"|/(login|register)\.aspx|/mid/\d+/print"
    ),
)
