"""The gap map: areas coloured by what is asked, hatched where that is not sure, the assets on top.

The frame asks for `/maps/gaps.json` with the query it is given, at first and whenever its page says so; outlines are
fetched once.
"""

from app.language import _, speaking
from app.maps.classes import NO_DATA
from app.maps.frame import DataLayer, LocalMap, add_base_map, render
from app.settings import Settings
from app.vocabulary.assets import ALL_SUBTYPES


def gap_map(query: str, settings: Settings, *, county_pages: bool = False) -> tuple[str, str]:
    """The page of the gap map that the encoded `query` of a gap page asks for, and its Content-Security-Policy.

    With `county_pages` the card of a county leads to its page.
    """
    options = {
        "query": query,
        "values": f"/maps/gaps.json?lang={speaking.get()}&",
        "states": "/maps/outlines.geojson?kind=state",
        "counties": "/maps/outlines.geojson?kind=county&states=",
        "noData": NO_DATA,
        "countyPages": county_pages,
        "subtypes": ALL_SUBTYPES.shown,
    }
    local = LocalMap(
        _("Gap map"), scripts=("/static/map.js", "/static/gap_overlays.js", "/static/gap_map.js")
    )
    add_base_map(local, settings)
    local.add_child(DataLayer("gaps", options))
    return render(local, settings)
