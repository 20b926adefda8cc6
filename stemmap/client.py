"""Read a STEM asset map from a notebook: assets, coverage and counties as GeoDataFrames.

    from stemmap.client import Client
    camps = Client("http://127.0.0.1:8000").assets(state="NM", subtype="camp")

Needs geopandas and pyarrow; speaks HTTP by the standard library alone.
"""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import geopandas
from geopandas import GeoDataFrame

__all__ = ["Client", "ServiceError"]

Value = str | int | float | bool | Iterable[str]
_SCHEMES: Final = ("http://", "https://")
_COUNTY: Final = ["geoid", "name", "state", "people", "geometry"]


class ServiceError(Exception):
    """The service refused; the text is its own. `status` is of HTTP, `problem` the RFC 9457 document."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, problem
        accepted = ", ".join(problem.get("accepted", ())[:20])
        said = str(problem.get("detail") or f"The service answered {status}.")
        super().__init__(said + (f" Accepted: {accepted}." if accepted else ""))


class Client:
    """A service at `url`. Every method takes the filters of the API by name, several values as a list."""

    def __init__(self, url: str = "http://127.0.0.1:8000", *, timeout_s: float = 120.0) -> None:
        if not url.startswith(_SCHEMES):
            raise ValueError(f"{url!r} is no address of a service: it begins with http:// or https://.")
        self.url, self.timeout_s = url.rstrip("/"), timeout_s

    def assets(self, **filters: Value) -> GeoDataFrame:
        """All matching assets, however many: typed columns, lists as lists, points in OGC:CRS84.

        Filters are those of the API: `state="NM"`, `discipline=["robotics", "computing"]`, `near="87501"`,
        `within="25mi"`, `filter="seats > 20"` (CQL2) and so on. Raises ServiceError.
        """
        return geopandas.read_parquet(io.BytesIO(self._get("/api/v1/assets.parquet", filters)))

    def snapshot(self, state: str = "all") -> GeoDataFrame:
        """The newest snapshot of a state (or of all): the same for everybody until the next one, so it can be cited."""
        path = f"/downloads/latest/{state}/assets.parquet"
        return geopandas.read_parquet(io.BytesIO(self._get(path, {})))

    def coverage(self, **question: Value) -> GeoDataFrame:
        """People beyond reach, an area a row: `states="NM"`, `areas="county"`, `distance="25mi"`, and any filter.

        Distances are metres along a straight line. Raises ServiceError.
        """
        return geopandas.read_file(io.BytesIO(self._get("/api/v1/coverage.geojson", question)))

    def counties(self, states: str | Iterable[str] = "US") -> GeoDataFrame:
        """Counties with outline and people, by `geoid`."""
        found = self.coverage(states=states, areas="county")
        return found[[name for name in _COUNTY if name in found.columns]]

    def citation(self, **filters: Value) -> str:
        """How to cite what `assets` gives for the same filters, now."""
        said: str = json.loads(self._get("/api/v1/assets.about.json", filters))["citation"]
        return said

    def _get(self, path: str, question: Mapping[str, Value]) -> bytes:
        query = urlencode([(name, each) for name, value in question.items() for each in _texts(value)])
        request = Request(f"{self.url}{path}{'?' if query else ''}{query}")  # noqa: S310 - http only, see __init__
        try:
            with urlopen(request, timeout=self.timeout_s) as answer:  # noqa: S310
                body: bytes = answer.read()
                return body
        except HTTPError as failure:
            with failure:
                raise ServiceError(failure.code, _problem(failure.read())) from None


def _texts(value: Value) -> list[str]:
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, str | int | float) else [str(each) for each in value]


def _problem(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
