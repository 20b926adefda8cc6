"""The fields a file may have: what each is called, which other headers mean it, and how its cells are read.

`name` is the field in files and reports. Fields whose parser is `plain` under their own name and that rows.py
takes apart (kind, subtype, state, key, parent and where a row is and serves) are not columns of the asset.
Other spellings are in `words`, what a field means and accepts in `meanings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.inventory.cells import Parser, dates, lists, numbers, texts
from app.inventory.fields.words import SYNONYMS, WEAK
from app.vocabulary import assets, people


@dataclass(frozen=True)
class Field:
    """One field. `empty` is what an empty cell says; `synonyms` are sure, `weak` give way to a better column."""

    name: str
    label: str
    parse: Parser
    empty: Mapping[str, Any] = field(default_factory=dict)

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Headers that surely mean this field."""
        return SYNONYMS.get(self.name, ())

    @property
    def weak(self) -> tuple[str, ...]:
        """Headers that may mean this field when nothing better does and their values fit."""
        return WEAK.get(self.name, ())


def _text(name: str, label: str) -> Field:
    return Field(name, label, texts.plain(name), {name: None})


def _one(name: str, label: str, parse: Parser) -> Field:
    return Field(name, label, parse, {name: None})


def _many(name: str, label: str, parse: Parser, *targets: str) -> Field:
    return Field(name, label, parse, {target: [] for target in targets or (name,)})


def _number_of(scheme: str, label: str, form: str) -> Field:
    return Field(scheme.replace("-", "_"), label, texts.official_number(scheme, form))


_IDENTITY = (
    _text("key", "ID"),
    _text("kind", "Kind"),
    _text("subtype", "Type"),
    _text("name", "Name"),
    _text("alternate_name", "Alternate name"),
    _one("description", "Description", texts.paragraph("description")),
    _one("url", "Website", texts.web_address("url")),
    _one("email", "E-mail", texts.email),
    _one("phone", "Phone", texts.phone),
    Field("status", "Status", lists.one_known("status", assets.STATUSES, "status-unknown")),
    Field(
        "visibility", "Visibility", lists.one_known("visibility", assets.VISIBILITIES, "visibility-unknown")
    ),
    _text("parent", "Run by"),
)

_PLACE = (
    _text("state", "State"),
    _text("address", "Address"),
    _text("city", "City"),
    _text("postal_code", "ZIP code"),
    _text("lat", "Latitude"),
    _text("lon", "Longitude"),
    Field("reach", "Reach", lists.one_known("reach", assets.REACHES)),
)

_WHERE_ELSE = (
    _text("lat_lon", "Coordinates"),
    _text("county", "County"),
    _text("service_areas", "Counties served"),
    _text("service_radius", "Service radius (miles)"),
    _text("service_radius_km", "Service radius (km)"),
    _text("stops", "Stops"),
)

_WHAT = (
    _many("disciplines", "Disciplines", lists.known("disciplines", assets.DISCIPLINES, "discipline-unknown")),
    _many("career_clusters", "Career clusters", lists.clusters, "career_clusters", "career_clusters_2002"),
    _many("cip_codes", "CIP codes", lists.cip_codes),
    _many("soc_codes", "SOC codes", lists.soc_codes),
)

_WHO = (
    _many("grades", "Grades", lists.grades),
    _one("min_age", "Lowest age", numbers.age("min_age")),
    _one("max_age", "Highest age", numbers.age("max_age")),
    Field("ages", "Ages", numbers.ages, {"min_age": None, "max_age": None}),
    Field("audiences", "Designed for", lists.audiences, {"designed_for": [], "open_to_all": None}),
    _many(
        "restricted_to", "Restricted to", lists.known("restricted_to", people.AUDIENCES, "audience-unknown")
    ),
    _many("languages", "Languages", lists.known("languages", people.LANGUAGES)),
)

_WHEN = (
    _one("start_date", "Start date", dates.day("start_date")),
    _one("end_date", "End date", dates.day("end_date")),
    _one("application_deadline", "Application deadline", dates.day("application_deadline")),
    _many("seasons", "Seasons", lists.known("seasons", assets.SEASONS)),
    _many("times_of_day", "Times of day", lists.known("times_of_day", assets.TIMES_OF_DAY)),
)

_TERMS = (
    Field("cost", "Cost", numbers.cost, {"cost_band": None, "cost_amount": None}),
    _one("financial_aid", "Financial aid", numbers.yes_no("financial_aid")),
    _one("stipend", "Stipend", numbers.yes_no("stipend")),
    _one("delivery_mode", "Delivery", lists.one_known("delivery_mode", assets.DELIVERY_MODES)),
    _one("transport_provided", "Transport provided", numbers.yes_no("transport_provided")),
    _many("accessibility", "Accessibility", lists.free_items("accessibility")),
    _one("broadband_needed", "Broadband needed", numbers.yes_no("broadband_needed")),
    _one("seats", "Seats per year", numbers.seats),
    _one("source_url", "Source", texts.web_address("source_url")),
)

_NUMBERS = (
    _number_of("ipeds-unitid", "IPEDS UnitID", r"\d{6}"),
    _number_of("nces-school", "NCES school ID", r"\d{12}"),
    _number_of("nces-district", "NCES district ID", r"\d{7}"),
    _number_of("opeid", "OPE ID", r"\d{6,8}"),
    _number_of("ein", "EIN", r"\d{2}-?\d{7}"),
    _number_of("uei", "UEI", r"[A-Z0-9]{12}"),
)

FIELDS: Final[dict[str, Field]] = {
    each.name: each for each in (*_IDENTITY, *_PLACE, *_WHERE_ELSE, *_WHAT, *_WHO, *_WHEN, *_TERMS, *_NUMBERS)
}
"""All fields by name, in the order of the data dictionary."""

PLACE_FIELDS: Final = frozenset(("city", "postal_code", "lat", "lon", "lat_lon", "county"))
"""Fields that say where a row is; a file with none of them leaves known places alone."""
