"""The sample portals, one module each, in the order of their ports."""

from crawler.farm.portals.wordpress import WordPress
from crawler.farm.site import Site

SITES: dict[str, type[Site]] = {
    "wordpress": WordPress,
}
