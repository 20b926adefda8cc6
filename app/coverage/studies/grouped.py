"""Areas of a study and sums over them. Pure."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.grouping import grouped
from app.coverage.studies.scene import Scene
from app.coverage.studies.texts import Texts, loose
from app.coverage.tables import counts
from app.vocabulary.codes import STATE_FIPS, STATES

_UNKNOWN = "999"


@dataclass(frozen=True, eq=False)
class Areas:
    """a areas in the order of their GEOIDs, and which of them (n,) each point is in."""

    geoid: Texts
    name: Texts
    state: Texts
    lon: Floats
    lat: Floats
    of: Indices

    def __len__(self) -> int:
        return len(self.geoid)

    def total(self, values: Floats) -> Floats:
        """Sums (a, g) of `values` (n, g)."""
        found = np.zeros((len(self), values.shape[1]))
        np.add.at(found, self.of, values)
        return found

    def record(self, at: int) -> dict[str, Any]:
        """One area ready for JSON."""
        return {
            "geoid": self.geoid[at],
            "name": self.name[at],
            "state": self.state[at],
            "lon": round(float(self.lon[at]), 6),
            "lat": round(float(self.lat[at]), 6),
        }


def areas_of(scene: Scene, kind: str) -> Areas:
    """The counties, ZIP areas (points) or states that the points of `scene` are in."""
    if kind == "zip":
        order = np.argsort(np.array([str(each) for each in scene.geoid], dtype=np.str_), kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        return Areas(
            scene.geoid[order],
            scene.name[order],
            scene.state[order],
            scene.lon[order],
            scene.lat[order],
            place,
        )
    keys = county_keys(scene) if kind == "county" else [str(each) for each in scene.state]
    groups = grouped(keys)
    biggest = groups.first_by(-scene.people.sum(axis=1)) if len(scene) else np.zeros(0, dtype=np.int64)
    lon, lat = scene.lon[biggest].copy(), scene.lat[biggest].copy()
    names = (
        [STATES.label(key) for key in groups.keys] if kind == "state" else _county_names(scene, groups.keys)
    )
    if kind == "county":
        _county_points(scene, groups.keys, lon, lat)
    geoids = [STATE_FIPS[key] for key in groups.keys] if kind == "state" else list(groups.keys)
    return Areas(loose(np.array(geoids)), loose(np.array(names)), scene.state[biggest], lon, lat, groups.of)


def county_keys(scene: Scene) -> list[str]:
    """County (n,) of each point, a code of its own for people whose county is not known."""
    pairs = zip(scene.county_geoid.tolist(), scene.state.tolist(), strict=True)
    return [county or STATE_FIPS[state] + _UNKNOWN for county, state in pairs]


def _county_names(scene: Scene, keys: tuple[str, ...]) -> list[str]:
    known = dict(zip(scene.county_code.tolist(), scene.county_name.tolist(), strict=True))
    return [known.get(key, "County not known") for key in keys]


def _county_points(scene: Scene, keys: tuple[str, ...], lon: Floats, lat: Floats) -> None:
    """Put the counties' own points in place of those of their biggest places."""
    known = {code: at for at, code in enumerate(scene.county_code.tolist())}
    for at, key in enumerate(keys):
        if key in known:
            lon[at], lat[at] = scene.county_lon[known[key]], scene.county_lat[known[key]]


def by_group(groups: tuple[str, ...], values: Floats) -> dict[str, int | float]:
    """Numbers of people (g,) by group, rounded as everywhere."""
    return dict(zip(groups, counts(np.asarray(values, dtype=np.float64)), strict=True))
