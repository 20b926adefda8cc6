"""Read a STEM asset map from a notebook: assets, coverage and counties as GeoDataFrames.

    from stemmap.client import Client
    camps = Client("http://127.0.0.1:8000").assets(state="NM", subtype="camp")

Needs geopandas and pyarrow; speaks HTTP by the standard library alone.
"""

import io
import json
import time
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

    def siting(self, **question: Any) -> GeoDataFrame:
        """Where the next sites would newly reach most people, a site a row, in their order.

        `states="WY"`, `sites=10`, `candidates="places"`, `population={"total": 1, "poverty": 2}`, `points=[[-106, 35]]`
        and any filter: as in the body of `POST /api/v1/coverage/siting`. Raises ServiceError.
        """
        return self._frame("/api/v1/coverage/siting.geojson", question)

    def what_if(self, **question: Any) -> GeoDataFrame:
        """Who would gain and lose if sites opened (`add=[[lon, lat]]`), closed (`remove=[id]`) or moved; an area a row.

        As in the body of `POST /api/v1/coverage/what-if`. Raises ServiceError.
        """
        return self._frame("/api/v1/coverage/what-if.geojson", question)

    def run(self, study: str, *, wait_s: float = 600.0, **question: Any) -> dict[str, Any]:
        """Do an analysis that is kept and can be cited: `run("siting", states="WY", method="exact")`.

        The answer has `id`, `citation`, `bibtex` and `result`. Raises ServiceError when it is refused or fails, and
        TimeoutError when it takes longer than `wait_s`; it goes on then, and `run_of(id)` gives it later.
        """
        begun = json.loads(self._post("/api/v1/coverage/runs", {"study": study, **question}))
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            found = self.run_of(begun["id"])
            if found["status"] not in ("queued", "running"):
                return found
            time.sleep(0.5)
        raise TimeoutError(f"{begun['id']} is still running.")

    def run_of(self, run_id: str) -> dict[str, Any]:
        """An analysis as it stands, by its id. Raises ServiceError, also for one that failed."""
        found: dict[str, Any] = json.loads(self._get(f"/api/v1/coverage/runs/{run_id}", {}))
        if found["error"]:
            raise ServiceError(found["error"]["status"], found["error"])
        return found

    def counties(self, states: str | Iterable[str] = "US") -> GeoDataFrame:
        """Counties with outline and people, by `geoid`."""
        found = self.coverage(states=states, areas="county")
        return found[[name for name in _COUNTY if name in found.columns]]

    def citation(self, **filters: Value) -> str:
        """How to cite what `assets` gives for the same filters, now."""
        said: str = json.loads(self._get("/api/v1/assets.about.json", filters))["citation"]
        return said

    def _frame(self, path: str, question: Mapping[str, Any]) -> GeoDataFrame:
        """What a question gives as features; without any, a frame without rows."""
        body = self._post(path, question)
        features = json.loads(body)["features"]
        return geopandas.GeoDataFrame.from_features(features, crs="OGC:CRS84", columns=_columns(features))

    def _post(self, path: str, question: Mapping[str, Any]) -> bytes:
        body = json.dumps(dict(question)).encode()
        headers = {"Content-Type": "application/json"}
        return self._answer(Request(f"{self.url}{path}", data=body, headers=headers))  # noqa: S310 - as in _get

    def _get(self, path: str, question: Mapping[str, Value]) -> bytes:
        query = urlencode([(name, each) for name, value in question.items() for each in _texts(value)])
        return self._answer(Request(f"{self.url}{path}{'?' if query else ''}{query}"))  # noqa: S310 - http only, see __init__

    def _answer(self, request: Request) -> bytes:
        try:
            with urlopen(request, timeout=self.timeout_s) as answer:  # noqa: S310
                body: bytes = answer.read()
                return body
        except HTTPError as failure:
            with failure:
                raise ServiceError(failure.code, _problem(failure.read())) from None


def _columns(features: list[dict[str, Any]]) -> list[str]:
    names = {name: None for each in features for name in each["properties"]}
    return [*names, "geometry"]


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
