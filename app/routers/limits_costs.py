"""What a request costs, in units: about as much as it keeps the service busy, one page of features being one. Pure."""

import re
from typing import Final

FREE: Final = 0
PLAIN: Final = 1
SEARCH: Final = 3
COVERAGE: Final = 20
PROFILE: Final = 5
"""Mostly kept: what is new costs what a question about coverage does."""
SITING: Final = 60
"""Choosing sites, and whatever starts or compares runs."""
BULK: Final = 200

_WHOLE: Final = r"(?:csv|xlsx|geojson|geojsonseq|geojsonl|parquet|fgb|gpkg|kml|zip)"
_COSTS: Final = tuple(
    (re.compile(pattern), cost)
    for pattern, cost in (
        (r"/static/|/words/|/(?:healthz|readyz|metrics|robots\.txt|favicon\.ico|embed\.js)$", FREE),
        (rf"/api/v1/assets\.{_WHOLE}$|/api/v1/states/[^/]+/inventory\.|/hsds/.*\.zip$", BULK),
        (r"/api/v1/coverage/runs/run-[^/]+$", PLAIN),
        (r"/api/v1/coverage/(?:siting|runs)(?:[./]|$)", SITING),
        (r"/(?:gaps$|maps/gaps\.json$|api/v1/coverage(?!/groups$|/travel$))", COVERAGE),
        (r"(?:/api/v1)?/(?:states|counties)/[^/]+$", PROFILE),
        (r"/$|/browse$|/api/v1/(?:facets|assets|assets/points)$", SEARCH),
    )
)


def cost_of(path: str) -> int:
    """The units that a request for `path` takes; a page in a frame costs what the page does."""
    asked = path.removeprefix("/embed") if path.startswith("/embed/") else path
    return next((cost for pattern, cost in _COSTS if pattern.match(asked)), PLAIN)
