"""The sample portals, one module each, in the order of their ports."""

from crawler.farm.portals.dnn import Dnn
from crawler.farm.portals.huyenuy import HuyenUy
from crawler.farm.portals.liferay import Liferay
from crawler.farm.portals.nukeviet import NukeViet
from crawler.farm.portals.sharepoint import SharePoint
from crawler.farm.portals.wordpress import WordPress
from crawler.farm.site import Site

SITES: dict[str, type[Site]] = {
    "nukeviet": NukeViet,
    "sharepoint": SharePoint,
    "liferay": Liferay,
    "dnn": Dnn,
    "wordpress": WordPress,
    "huyenuy": HuyenUy,
}
