"""The asset map: what a search found, in groups made by the server, in step with the list beside it."""

from urllib.parse import urlencode

from app.catalog.filters import AssetFilter, to_pairs
from app.language import _
from app.maps.frame import DataLayer, LocalMap, add_base_map, render
from app.settings import Settings
from app.vocabulary.assets import ALL_SUBTYPES

SCRIPTS = ("/static/map.js", "/static/browse_map.js")


def asset_map(chosen: AssetFilter, settings: Settings) -> tuple[str, str]:
    """The page of the map of what `chosen` finds and its Content-Security-Policy."""
    options = {
        "query": urlencode(to_pairs(chosen)),
        "data": "/maps/assets.json?",
        "outlines": "/maps/outlines.geojson?kind=state",
        "counties": "/maps/outlines.geojson?kind=county&states=",
        "subtypes": ALL_SUBTYPES.shown,
    }
    local = LocalMap(_("Map of what was found"), scripts=SCRIPTS)
    add_base_map(local, settings)
    local.add_child(DataLayer("finder", options))
    return render(local, settings)
