"""The map of an upload: where its rows would fall, by how exactly that is known and what would become of them."""

from app.maps.frame import DataLayer, LocalMap, add_base_map, render
from app.settings import Settings
from app.vocabulary.assets import PRECISIONS


def upload_map(points_url: str, state: str | None, settings: Settings) -> tuple[str, str]:
    """The page of the map of the points at `points_url` and its Content-Security-Policy.

    `state` is drawn with its counties; None draws the states alone.
    """
    options = {
        "points": points_url,
        "outlines": ["/maps/outlines.geojson?kind=state"],
        "counties": f"/maps/outlines.geojson?kind=county&states={state}" if state else None,
        "precisions": dict(PRECISIONS.labels),
    }
    local = LocalMap("Map of the rows of this file", clusters=True)
    add_base_map(local, settings)
    local.add_child(DataLayer("upload", options))
    return render(local, settings)
