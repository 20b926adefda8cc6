"""Collections of features: what each one is, and a question about one as SQL. Pure but for `extents`.

Belongs here: properties, reference systems, boxes, times, texts of features. Does not belong here: HTTP, links, pages.
"""

from app.catalog.collections.areas import AREA_COLLECTIONS
from app.catalog.collections.assets import ASSET_COLLECTIONS
from app.catalog.collections.model import Collection, Property

__all__ = ["COLLECTIONS", "Collection", "Property"]

COLLECTIONS: dict[str, Collection] = {each.id: each for each in (*ASSET_COLLECTIONS, *AREA_COLLECTIONS)}
"""Every collection there can be, by id; those of areas exist when such areas are loaded."""
