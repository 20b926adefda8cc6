"""The catalog of our data sets in DCAT-US (Project Open Data metadata schema v1.1): one for all, one a state. Pure.

Source: Project Open Data metadata schema 1.1, resources.data.gov/resources/dcat-us.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.catalog.bulk.formats import FORMATS
from app.catalog.records.states import StateExtent
from app.settings import Settings
from app.vocabulary import assets
from app.vocabulary.codes import STATES

Body = dict[str, Any]
_VERSION: Final = "https://project-open-data.cio.gov/v1.1/schema"


@dataclass(frozen=True)
class Distribution:
    """One way to get a data set: `path` takes its query if `filtered`; `download` false for an API's or a page's."""

    title: str
    path: str
    media_type: str
    format: str
    download: bool
    conforms_to: str | None = None
    filtered: bool = True


_HSDS: Final = "https://docs.openreferral.org/en/3.1/"
_GEOJSON: Final = "https://www.rfc-editor.org/rfc/rfc7946"
_STANDARDS: Final = {
    "csv": "https://www.rfc-editor.org/rfc/rfc4180",
    "geojson": _GEOJSON,
    "geojsonl": _GEOJSON,
    "parquet": "https://geoparquet.org/releases/v1.1.0/",
    "fgb": "https://flatgeobuf.org/",
    "gpkg": "https://www.geopackage.org/",
    "kml": "https://docs.ogc.org/is/12-007r2/12-007r2.html",
}
_FILES: Final = tuple(
    Distribution(each.title, f"/api/v1/assets.{ending}", each.media_type, each.title, download=True,
                 conforms_to=_STANDARDS.get(ending))
    for ending, each in FORMATS.items()
)  # fmt: skip
DISTRIBUTIONS: Final = (
    *_FILES,
    Distribution("HSDS 3.1 data package (CSV tables)", "/hsds/datapackage.zip", "application/zip",
                 "Tabular Data Package", download=True, conforms_to=_HSDS),
    Distribution("Snapshots that can be cited: files that never change", "/downloads", "text/html", "Web page",
                 download=False, filtered=False),
    Distribution("GeoJSON, a page at a time", "/api/v1/assets", "application/geo+json", "GeoJSON API",
                 download=False, conforms_to=_GEOJSON),
    Distribution("OGC API – Features", "/ogc/collections/assets/items", "application/geo+json", "OGC API – Features",
                 download=False, conforms_to="https://docs.ogc.org/is/17-069r4/17-069r4.html"),
    Distribution("HSDS 3.1 API", "/hsds/services", "application/json", "HSDS API", download=False,
                 conforms_to=_HSDS),
)  # fmt: skip
"""Every way there is, for every data set; a further format of files is in FORMATS."""
_NAMES: Final = {
    "institution": ("institution", "institutions"),
    "program": ("program", "programs"),
    "opportunity": ("opportunity", "opportunities"),
}
_KEYWORDS: Final = (
    "STEM education", "science", "technology", "engineering", "mathematics", "informal learning", "after-school",
    "asset map", "programs", "institutions", "opportunities",
)  # fmt: skip


def catalog(states: Iterable[StateExtent], whole: StateExtent | None, root: str, settings: Settings) -> Body:
    """`/data.json`: `whole` is all states together (None without any asset); `root` how the world reaches us."""
    every = [_dataset(whole, root, settings)] if whole else []
    return {
        "@context": f"{_VERSION}/catalog.jsonld",
        "@id": f"{root}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": _VERSION,
        "describedBy": f"{_VERSION}/catalog.json",
        "dataset": every + [_dataset(each, root, settings) for each in states],
    }


def _dataset(extent: StateExtent, root: str, settings: Settings) -> Body:
    query = f"?state={extent.state}" if extent.state else ""
    place = STATES.label(extent.state) if extent.state else None
    body = {
        "@type": "dcat:Dataset",
        "identifier": f"{root}/data.json#{extent.state or 'all'}",
        "title": f"STEM assets of {place}" if place else "STEM assets of all states",
        "description": _description(extent, place),
        "keyword": [*_KEYWORDS, place or "United States"],
        "modified": _day(extent.modified),
        "publisher": {"@type": "org:Organization", "name": settings.publisher_name},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": settings.contact_name,
            "hasEmail": f"mailto:{settings.contact_email}",
        },
        "accessLevel": "public",
        "license": settings.data_license_url,
        "temporal": f"{_day(extent.first)}/{_day(extent.modified)}",
        "language": ["en-US"],
        "theme": ["Education"],
        "landingPage": f"{root}/browse{query}",
        "conformsTo": _HSDS,
        "describedBy": f"{root}/api/v1/assets.dictionary.csv",
        "describedByType": "text/csv",
        "distribution": [_distribution(each, root, query) for each in DISTRIBUTIONS],
    }
    spatial = _spatial(extent)
    return body | ({"spatial": spatial} if spatial else {})


def _description(extent: StateExtent, place: str | None) -> str:
    counts = ", ".join(_counted(kind, extent.by_kind) for kind in assets.KINDS)
    where = f"in {place}" if place else "in all states with an inventory"
    return (
        "Programs, institutions and opportunities in science, technology, engineering and mathematics "
        f"{where}: where they are, for whom, at what cost, and who says so. Now {counts}."
    )


def _counted(kind: str, by_kind: Mapping[str, int]) -> str:
    one, several = _NAMES[kind]
    count = by_kind.get(kind, 0)
    return f"{count:,} {one if count == 1 else several}"


def _spatial(extent: StateExtent) -> str | None:
    """The box of all points: west, south, east, north."""
    return ",".join(f"{degree:.4f}" for degree in extent.box) if extent.box else None


def _distribution(way: Distribution, root: str, query: str) -> Body:
    address = f"{root}{way.path}{query if way.filtered else ''}"
    where = {"downloadURL" if way.download else "accessURL": address}
    standard = {"conformsTo": way.conforms_to} if way.conforms_to else {}
    return {
        "@type": "dcat:Distribution",
        "title": way.title,
        "format": way.format,
        "mediaType": way.media_type,
        **where,
        **standard,
    }


def _day(when: datetime) -> str:
    return when.date().isoformat()
