"""All that a study is computed from, as arrays: people, what serves them, places where more could be. Pure."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from app.coverage.geodesy import Floats
from app.coverage.studies.sites import SITE_COLUMNS, NewSites
from app.coverage.studies.stock import STOCK_COLUMNS, Stock
from app.coverage.studies.texts import Texts, fixed, loose
from app.coverage.studies.times import Times

_TEXTS: Final = ("geoid", "name", "state", "county_geoid", "county_code", "county_name")
_FOOTING: Final = "footing_"
_NUMBERS: Final = ("lon", "lat", "county_lon", "county_lat")


@dataclass(frozen=True, eq=False)
class Scene:
    """n points with the people (n, g) of `groups`; counties by code; what serves people; where more could be.

    `county_geoid` is "" where the county is not known. `inside` (n,): the point is in the states asked about; people
    beyond take seats too, but are not counted. `about` says where all of it comes from (JSON), `footing`
    is what presets judge besides (see footing.py), by name.
    """

    groups: tuple[str, ...]
    people: Floats
    lon: Floats
    lat: Floats
    geoid: Texts
    name: Texts
    state: Texts
    county_geoid: Texts
    inside: NDArray[np.bool_]
    county_code: Texts
    county_name: Texts
    county_lon: Floats
    county_lat: Floats
    stock: Stock
    sites: NewSites
    about: Mapping[str, Any]
    times: Times | None = None
    """Travel times, where the study asks for them."""
    footing: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lon)

    def counted(self) -> "Scene":
        """The same with only the points that are counted."""
        if self.inside.all():
            return self
        per_point = ("people", "lon", "lat", "geoid", "name", "state", "county_geoid", "inside")
        times = self.times.taken(self.inside) if self.times else None
        return replace(self, times=times, **{name: getattr(self, name)[self.inside] for name in per_point})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by name, texts as fixed-width ones; `about` and the groups are not among them."""
        own = {name: fixed(getattr(self, name)) for name in _TEXTS}
        own |= {name: getattr(self, name) for name in (*_NUMBERS, "people", "inside")}
        own |= {f"stock_{name}": value for name, value in self.stock.arrays().items()}
        own |= {f"site_{name}": value for name, value in self.sites.arrays().items()}
        own |= {f"{_FOOTING}{name}": value for name, value in self.footing.items()}
        return own | (self.times.arrays() if self.times else {})

    def digest(self) -> str:
        """SHA-256 (hex) over names, types, shapes and bytes of all arrays, and the groups."""
        found = hashlib.sha256(orjson.dumps(self.groups))
        for name, array in sorted(self.arrays().items()):
            found.update(f"{name} {array.dtype.str} {array.shape}".encode())
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()

    def packed(self) -> bytes:
        """Everything as a compressed npz file without pickles; `scene_from` reads it back."""
        buffer = io.BytesIO()
        said = orjson.dumps({"groups": self.groups, "about": self.about}).decode()
        arrays: dict[str, Any] = {"said": np.array(said), **self.arrays()}
        np.savez_compressed(buffer, **arrays)
        return buffer.getvalue()


def scene_from(packed: bytes) -> Scene:
    """The scene that `packed` holds."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    said = orjson.loads(str(arrays["said"]))
    own = {name: loose(arrays[name]) for name in _TEXTS} | {name: arrays[name] for name in _NUMBERS}
    stock = {name: arrays[f"stock_{name}"] for name in STOCK_COLUMNS}
    sites = {name: arrays[f"site_{name}"] for name in SITE_COLUMNS}
    return Scene(
        groups=tuple(said["groups"]),
        people=arrays["people"],
        inside=arrays["inside"],
        stock=Stock.of(stock),
        sites=NewSites.of(sites),
        about=said["about"],
        times=Times.from_arrays(arrays),
        footing={
            name.removeprefix(_FOOTING): each for name, each in arrays.items() if name.startswith(_FOOTING)
        },
        **own,
    )
