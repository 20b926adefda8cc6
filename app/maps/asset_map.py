"""The asset map: what a search found, in clusters that open as one comes closer."""

from dataclasses import asdict
from urllib.parse import urlencode

from app.catalog.filters import AssetFilter, to_pairs
from app.geography.lookup import Origin
from app.language import _
from app.maps.frame import DataLayer, LocalMap, add_base_map, render
from app.settings import Settings
from app.vocabulary.assets import ALL_SUBTYPES


def asset_map(chosen: AssetFilter, settings: Settings, place: Origin | None = None) -> tuple[str, str]:
    """The page of the map of what `chosen` finds and its Content-Security-Policy.

    `place` is where its `near` was found: it is marked, with the distance around it, whatever else is there.
    """
    options = {
        "points": "/api/v1/assets/points?" + urlencode(to_pairs(chosen)),
        "outlines": ["/maps/outlines.geojson?kind=state"],
        "counties": "/maps/outlines.geojson?kind=county&states=",
        "subtypes": ALL_SUBTYPES.shown,
        "place": asdict(place) | {"within_m": chosen.within_m} if place else None,
    }
    local = LocalMap(_("Map of what was found"), clusters=True)
    add_base_map(local, settings)
    local.add_child(DataLayer("assets", options))
    return render(local, settings)
