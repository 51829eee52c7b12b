"""The sample portals, one module each, in the order of their ports."""

from crawler.farm.portals.nukeviet import NukeViet
from crawler.farm.portals.sharepoint import SharePoint
from crawler.farm.portals.wordpress import WordPress
from crawler.farm.site import Site

SITES: dict[str, type[Site]] = {
    "nukeviet": NukeViet,
    "sharepoint": SharePoint,
    "wordpress": WordPress,
}
