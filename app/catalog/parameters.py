"""The table of filters: name, meaning, values and reader of each; parser and API description both read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.catalog import values
from app.catalog.values import Reader, reader_of
from app.language import N_, gettext
from app.vocabulary import assets, careers, people
from app.vocabulary.alliances import ALLIANCE
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary

CLUSTERS: Final = Vocabulary("career cluster", {**careers.CLUSTERS_2002.labels, **careers.CLUSTERS.labels})
"""Both generations of career clusters; their slugs do not meet."""


@dataclass(frozen=True)
class ListParameter:
    """A filter that takes several values, of which one must hold."""

    name: str
    description: str
    example: str
    read: Reader
    vocabulary: Vocabulary | None = None
    words: str | None = None
    """What a value is called where it says nothing by itself; `{}` stands for its first eight characters."""

    def label(self, value: str) -> str:
        """`value` in words."""
        if self.words is not None:
            return gettext(self.words).format(value[:8])
        return self.vocabulary.label(value) if self.vocabulary else value

    def canonical(self, found: set[str]) -> tuple[str, ...]:
        """Each value once, in the vocabulary's order (else sorted), so that equal questions look equal."""
        order = self.vocabulary.slugs if self.vocabulary else tuple(sorted(found))
        return tuple(value for value in order if value in found)


@dataclass(frozen=True)
class SingleParameter:
    """A filter that takes one value. `field` is its name in AssetFilter where that has a unit."""

    name: str
    description: str
    example: str
    read: Callable[[str, str], Any]
    schema: Mapping[str, str]
    field: str


def _of(name: str, vocabulary: Vocabulary, description: str, example: str) -> ListParameter:
    return ListParameter(name, description, example, reader_of(vocabulary), vocabulary)


_LISTS = (
    _of("kind", assets.KINDS, "What it is.", "program"),
    _of("subtype", assets.ALL_SUBTYPES, "What it is, closer.", "camp"),
    ListParameter("state", "State by postal code or name.", "NM", values.read_state, STATES),
    ListParameter("county", "County by five-digit GEOID.", "35049", values.read_county),
    _of("discipline", assets.DISCIPLINES, "STEM discipline.", "engineering"),
    _of("grade", people.GRADES, "A single grade it serves.", "7"),
    _of("band", people.BAND_LABELS, "A band of grades it serves (any grade of the band).", "middle"),
    _of("audience", people.AUDIENCES, "Whom it is designed for (not: merely open to).", "women-girls"),
    _of("cost", assets.COST_BANDS, "Cost band.", "free"),
    _of("delivery", assets.DELIVERY_MODES, "How it reaches people.", "in-person"),
    _of("season", assets.SEASONS, "When in the year.", "summer"),
    _of("time_of_day", assets.TIMES_OF_DAY, "When in the day.", "after-school"),
    _of("language", people.LANGUAGES, "Language it is offered in (ISO 639).", "es"),
    _of("cluster", CLUSTERS, "Career cluster, of 2024 or of 2002.", "digital-technology"),
    ListParameter("cip", "CIP code; a short one means everything under it.", "14.08", values.read_cip),
    _of("status", assets.STATUSES, "Status; only active ones unless asked.", "active"),
    _of("freshness", assets.FRESHNESS, "How long ago somebody verified it.", "fresh"),
    ListParameter(
        "upload",
        "Only what these uploads wrote last.",
        "00000000-0000-4000-8000-000000000000",
        values.read_id,
        words=N_("Upload No. {}"),
    ),
    ListParameter("ids", "Only these assets.", "00000000-0000-4000-8000-000000000000", values.read_id),
)
_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_DATE = {"type": "string", "format": "date"}
_FLAG = {"type": "boolean"}
_SINGLES = (
    SingleParameter("q", "Words to find; small typing errors in a name are forgiven.", "robotics camp",
                    values.clean_text, _TEXT, "q"),
    SingleParameter("bbox", "Box: minlon,minlat,maxlon,maxlat; minlon greater than maxlon crosses the "
                    "antimeridian.", "-109.1,31.3,-103.0,37.0", values.read_bbox, _TEXT, "bbox"),
    SingleParameter("near", "Around a point (latitude,longitude), a ZIP code or a town.", "87501",
                    values.read_near, _TEXT, "near"),
    SingleParameter("within", "Distance from `near`, with unit (mi, km, m); 25mi unless given.", "25mi",
                    values.clean_text, _TEXT, "within_m"),
    SingleParameter("verified_since", "Verified on this day or later.", "2026-01-01", values.read_date, _DATE,
                    "verified_since"),
    SingleParameter("open_on", "Not over, and applications not closed, on this day.", "2026-09-01",
                    values.read_date, _DATE, "open_on"),
    SingleParameter("free", "Free of charge (or participants are paid).", "true", values.read_flag, _FLAG,
                    "free"),
    SingleParameter("transport", "Transport is provided.", "true", values.read_flag, _FLAG, "transport"),
    SingleParameter("area", "Within an area: kind:geoid.", "county:35049", values.read_area, _TEXT, "area"),
    SingleParameter("source", "The list it comes from, by its whole name.", "Starter inventory",
                    values.clean_text, _TEXT, "source"),
    SingleParameter("modified_after", "Changed after this moment (a day means its first moment, UTC).",
                    "2026-01-01T00:00:00Z", values.read_moment, _MOMENT, "modified_after"),
)  # fmt: skip

LISTS: Final = {parameter.name: parameter for parameter in _LISTS}
SINGLES: Final = {parameter.name: parameter for parameter in _SINGLES}
FILTER_NAMES: Final = (*LISTS, *SINGLES, ALLIANCE)
"""Every shared filter, in the order it is described."""


def _list_schema(parameter: ListParameter) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "string"}
    if parameter.vocabulary is not None:
        item["enum"] = list(parameter.vocabulary)
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description
        + " Repeat it, or separate values by commas, for any of several.",
        "schema": {"type": "array", "items": item},
        "style": "form",
        "explode": True,
        "example": [parameter.example],
    }


def _single_schema(parameter: SingleParameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": dict(parameter.schema),
        "example": parameter.example == "true" or parameter.example,
    }


_ALLIANCE: Final = ListParameter(
    ALLIANCE, "The states of an alliance, instead of `state` (in questions of coverage, of `states`).", "im-stem",
    values.read_county,
)  # fmt: skip


def openapi_parameters() -> list[dict[str, Any]]:
    """The shared filters as OpenAPI parameter objects, from the same table the parser uses."""
    lists = [_list_schema(each) for each in (*LISTS.values(), _ALLIANCE)]
    return lists + [_single_schema(each) for each in SINGLES.values()]
