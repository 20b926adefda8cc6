"""The gap map: areas coloured by how far people live from what was asked for, the assets on top."""

from urllib.parse import urlencode

from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.question import CoverageQuestion, to_pairs
from app.maps.classes import NO_DATA, View, classes_of
from app.maps.frame import DataLayer, LocalMap, add_base_map, render
from app.settings import Settings
from app.vocabulary.assets import ALL_SUBTYPES


def gap_map(question: CoverageQuestion, view: View, settings: Settings) -> tuple[str, str]:
    """The page of the gap map of `question` and its Content-Security-Policy."""
    classes = classes_of(view, question.distance_m)
    states = ",".join(question.states)
    options = {
        "areas": "/api/v1/coverage.geojson?" + urlencode(to_pairs(question)),
        "outlines": [
            "/maps/outlines.geojson?kind=state",
            f"/maps/outlines.geojson?kind=county&states={states}",
        ],
        "points": "/api/v1/assets/points?" + urlencode(filter_pairs(question.supply)),
        "field": classes.field,
        "title": classes.title,
        "bounds": classes.bounds,
        "labels": classes.labels,
        "colors": classes.colors,
        "noData": NO_DATA,
        "subtypes": dict(ALL_SUBTYPES.labels),
        "distanceM": question.distance_m,
    }
    local = LocalMap("Gap map")
    add_base_map(local, settings)
    local.add_child(DataLayer("gaps", options))
    return render(local, settings)
