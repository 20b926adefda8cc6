"""Places where a site could be: of institutions, towns, ZIP areas, or given. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats
from app.coverage.studies.texts import Texts, fixed, loose

SITE_COLUMNS: Final = ("ref", "name", "kind", "state", "lon", "lat")


@dataclass(frozen=True, eq=False)
class NewSites:
    """m sites: degrees, a name, of which kind, and `ref`: the asset's id, the area's GEOID, or its place in a list."""

    ref: Texts
    name: Texts
    kind: Texts
    state: Texts
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.lon)

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> "NewSites":
        """From arrays by name."""
        texts = {name: loose(columns[name]) for name in SITE_COLUMNS[:4]}
        return cls(lon=columns["lon"].astype(np.float64), lat=columns["lat"].astype(np.float64), **texts)

    @classmethod
    def from_rows(cls, rows: list[tuple[str, str, str, str, float, float]]) -> "NewSites":
        """From tuples in the order of SITE_COLUMNS."""
        columns = list(zip(*rows, strict=True)) or [()] * len(SITE_COLUMNS)
        return cls.of({name: np.array(column) for name, column in zip(SITE_COLUMNS, columns, strict=True)})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, texts of fixed width."""
        return {name: fixed(getattr(self, name)) for name in SITE_COLUMNS[:4]} | {
            "lon": self.lon,
            "lat": self.lat,
        }

    def record(self, at: int) -> dict[str, Any]:
        """One site ready for JSON."""
        return {
            "ref": self.ref[at],
            "name": self.name[at],
            "kind": self.kind[at],
            "state": self.state[at] or None,
            "lon": round(float(self.lon[at]), 6),
            "lat": round(float(self.lat[at]), 6),
        }
