"""The fields a file may have: what each is called, which other headers mean it, and how its cells are read.

`name` is the field in files and reports. Fields whose parser is `plain` under their own name and that rows.py
takes apart (kind, subtype, state, lat, lon, key, parent, postal_code) are not columns of the asset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.inventory.cells import Parser, dates, lists, numbers, texts
from app.vocabulary import assets, people


@dataclass(frozen=True)
class Field:
    """One field. `synonyms` are sure, `weak` ones give way to a better column, `empty` is an empty cell."""

    name: str
    label: str
    parse: Parser
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    empty: Mapping[str, Any] = field(default_factory=dict)


def _text(name: str, label: str, synonyms: tuple[str, ...] = (), weak: tuple[str, ...] = ()) -> Field:
    return Field(name, label, texts.plain(name), synonyms, weak, {name: None})


def _date(name: str, label: str, *synonyms: str) -> Field:
    return Field(name, label, dates.day(name), synonyms, (), {name: None})


def _yes_no(name: str, label: str, *synonyms: str) -> Field:
    return Field(name, label, numbers.yes_no(name), synonyms, (), {name: None})


def _number_of(scheme: str, label: str, form: str, *synonyms: str) -> Field:
    return Field(scheme.replace("-", "_"), label, texts.official_number(scheme, form), synonyms)


_IDENTITY = (
    _text(
        "key",
        "ID",
        (
            "external id",
            "site id",
            "sample id",
            "asset id",
            "program id",
            "record id",
            "unique id",
            "unique identifier",
            "organization id",
            "location id",
            "local id",
            "state id",
            "identifier",
            "id number",
            "id no",
            "id #",
        ),
        ("objectid", "fid", "globalid", "number", "no", "#", "row id"),
    ),
    _text("kind", "Kind", ("asset kind", "record type", "asset class", "record kind"), ("entity type",)),
    _text(
        "subtype",
        "Type",
        (
            "sub type",
            "asset type",
            "program type",
            "organization type",
            "organisation type",
            "institution type",
            "opportunity type",
            "site type",
            "provider type",
            "type of program",
            "type of organization",
            "type of opportunity",
            "kind of program",
        ),
        ("category", "class", "classification", "program category", "facility type"),
    ),
    _text(
        "name",
        "Name",
        (
            "program name",
            "asset name",
            "site name",
            "organization name",
            "organisation name",
            "institution name",
            "opportunity name",
            "school name",
            "title",
            "program title",
            "name of program",
            "name of organization",
            "activity name",
            "event name",
            "provider name",
            "facility name",
            "name of site",
            "resource name",
            "instnm",
            "program or organization name",
        ),
        ("program", "organization", "organisation", "institution", "school", "asset", "provider", "resource"),
    ),
    _text(
        "alternate_name",
        "Alternate name",
        (
            "also known as",
            "aka",
            "acronym",
            "short name",
            "other name",
            "dba",
            "nickname",
            "former name",
            "abbreviation",
        ),
    ),
    Field(
        "description",
        "Description",
        texts.paragraph("description"),
        (
            "program description",
            "about",
            "summary",
            "details",
            "short description",
            "what is it",
            "overview",
            "abstract",
        ),
        ("purpose", "mission"),
        {"description": None},
    ),
    Field(
        "url",
        "Website",
        texts.web_address("url"),
        (
            "web site",
            "website url",
            "web address",
            "web",
            "homepage",
            "home page",
            "link",
            "site url",
            "program website",
            "organization website",
            "www",
            "webaddr",
            "web page",
            "program url",
            "url link",
        ),
        ("internet",),
        {"url": None},
    ),
    Field(
        "email",
        "E-mail",
        texts.email,
        ("email address", "contact email", "e mail address", "contact e mail"),
        ("contact",),
        {"email": None},
    ),
    Field(
        "phone",
        "Phone",
        texts.phone,
        (
            "phone number",
            "telephone",
            "tel",
            "contact phone",
            "telephone number",
            "phone no",
            "phone #",
            "main phone",
        ),
        (),
        {"phone": None},
    ),
    Field(
        "status",
        "Status",
        lists.one_known("status", assets.STATUSES, "status-unknown"),
        (
            "program status",
            "current status",
            "operating status",
            "active",
            "is active",
            "active?",
            "open or closed",
        ),
    ),
    Field(
        "visibility",
        "Visibility",
        lists.one_known("visibility", assets.VISIBILITIES, "visibility-unknown"),
        ("who may see it", "public or private"),
    ),
    _text(
        "parent",
        "Parent",
        (
            "parent organization",
            "parent name",
            "host organization",
            "host",
            "operated by",
            "run by",
            "offered by",
            "sponsor",
            "lead organization",
            "provider organization",
            "sponsoring organization",
            "managing organization",
            "parent id",
            "part of",
            "host site",
        ),
        ("organization", "organisation", "organization name", "institution", "provider", "school"),
    ),
)

_PLACE = (
    _text(
        "state", "State", ("state code", "st", "state abbreviation", "stabbr", "state province", "site state")
    ),
    _text(
        "address",
        "Address",
        (
            "street address",
            "address 1",
            "address line 1",
            "street",
            "physical address",
            "addr",
            "location address",
            "site address",
            "mailing address",
        ),
        ("location",),
    ),
    _text(
        "city",
        "City",
        ("town", "city town", "municipality", "community", "site city", "city name", "city or town", "place"),
        ("locality",),
    ),
    _text(
        "postal_code",
        "ZIP code",
        (
            "zip",
            "zip code",
            "postcode",
            "zip 5",
            "zip5",
            "zip postal code",
            "site zip",
            "postal",
            "mailing zip",
        ),
    ),
    _text(
        "lat",
        "Latitude",
        (
            "latitude wgs84",
            "gps latitude",
            "lat dd",
            "latitude decimal",
            "y coordinate",
            "latitud",
            "geo lat",
            "y coord",
        ),
        ("y", "point y"),
    ),
    _text(
        "lon",
        "Longitude",
        (
            "long",
            "lng",
            "longitude wgs84",
            "gps longitude",
            "lon dd",
            "longitude decimal",
            "x coordinate",
            "longitud",
            "geo long",
            "x coord",
        ),
        ("x", "point x"),
    ),
    Field(
        "reach",
        "Reach",
        lists.one_known("reach", assets.REACHES),
        ("service area", "geographic reach", "area served", "coverage area", "serves area", "scope"),
    ),
)

_WHAT = (
    Field(
        "disciplines",
        "Disciplines",
        lists.known("disciplines", assets.DISCIPLINES, "discipline-unknown"),
        (
            "discipline",
            "stem area",
            "stem areas",
            "content area",
            "content areas",
            "subject",
            "subjects",
            "subject area",
            "subject areas",
            "stem discipline",
            "stem disciplines",
            "field",
            "fields",
            "stem field",
            "stem fields",
            "stem focus",
            "stem focus area",
            "stem topics",
            "stem topic",
            "stem subject",
            "discipline s",
        ),
        ("focus", "focus area", "focus areas", "topic", "topics", "area", "areas"),
        {"disciplines": []},
    ),
    Field(
        "career_clusters",
        "Career clusters",
        lists.clusters,
        ("career cluster", "cluster", "cte cluster", "career pathway cluster"),
        (),
        {"career_clusters": [], "career_clusters_2002": []},
    ),
    Field("cip_codes", "CIP codes", lists.cip_codes, ("cip", "cip code", "cipcode"), (), {"cip_codes": []}),
    Field(
        "soc_codes",
        "SOC codes",
        lists.soc_codes,
        ("soc", "soc code", "onet code", "o net code"),
        (),
        {"soc_codes": []},
    ),
)

_WHO = (
    Field(
        "grades",
        "Grades",
        lists.grades,
        (
            "grade levels",
            "grade level",
            "grade",
            "grades served",
            "grade levels served",
            "grade range",
            "grade band",
            "grade bands",
            "school level",
            "school levels",
            "grade s",
        ),
        ("level", "levels"),
        {"grades": []},
    ),
    Field(
        "min_age",
        "Lowest age",
        numbers.age("min_age"),
        ("minimum age", "age min", "age from", "youngest age", "youngest", "low age", "ages from"),
        (),
        {"min_age": None},
    ),
    Field(
        "max_age",
        "Highest age",
        numbers.age("max_age"),
        ("maximum age", "age max", "age to", "oldest age", "oldest", "high age", "ages to"),
        (),
        {"max_age": None},
    ),
    Field(
        "ages",
        "Ages",
        numbers.ages,
        ("age", "age range", "ages served", "age group", "age groups"),
        (),
        {"min_age": None, "max_age": None},
    ),
    Field(
        "audiences",
        "Designed for",
        lists.audiences,
        (
            "audience",
            "designed_for",
            "serves",
            "target audience",
            "target population",
            "target populations",
            "population served",
            "populations served",
            "who is it for",
            "target group",
            "target groups",
            "special populations",
            "demographics served",
            "intended audience",
            "student population",
        ),
        ("participants", "population", "eligibility"),
        {"designed_for": [], "open_to_all": None},
    ),
    Field(
        "restricted_to",
        "Restricted to",
        lists.known("restricted_to", people.AUDIENCES, "audience-unknown"),
        ("only for", "exclusive to", "limited to"),
        (),
        {"restricted_to": []},
    ),
    Field(
        "languages",
        "Languages",
        lists.known("languages", people.LANGUAGES),
        ("language", "languages offered", "language of instruction", "languages spoken"),
        (),
        {"languages": []},
    ),
)

_WHEN = (
    _date(
        "start_date",
        "Start date",
        "start",
        "begins",
        "begin date",
        "date from",
        "first day",
        "starts",
        "from date",
        "event date",
        "date",
    ),
    _date("end_date", "End date", "end", "ends", "date to", "last day", "finish", "to date", "until"),
    _date(
        "application_deadline",
        "Application deadline",
        "deadline",
        "apply by",
        "applications due",
        "due date",
        "registration deadline",
        "application due",
        "application due date",
    ),
    Field(
        "seasons",
        "Seasons",
        lists.known("seasons", assets.SEASONS),
        ("season", "time of year", "when offered", "offered in", "seasons offered"),
        ("when",),
        {"seasons": []},
    ),
    Field(
        "times_of_day",
        "Times of day",
        lists.known("times_of_day", assets.TIMES_OF_DAY),
        ("time of day", "program time", "time", "hours offered", "time offered"),
        (),
        {"times_of_day": []},
    ),
)

_NO_COST = {"cost_band": None, "cost_amount": None}
_TERMS = (
    Field(
        "cost",
        "Cost",
        numbers.cost,
        (
            "fee",
            "fees",
            "cost_band",
            "cost_amount",
            "price",
            "tuition",
            "program cost",
            "cost to participant",
            "cost per student",
            "participant fee",
            "program fee",
            "registration fee",
            "cost usd",
            "cost to student",
        ),
        ("amount",),
        _NO_COST,
    ),
    _yes_no(
        "financial_aid",
        "Financial aid",
        "scholarships available",
        "financial assistance",
        "aid available",
        "financial aid available",
    ),
    _yes_no("stipend", "Stipend", "stipend provided", "paid", "stipend offered"),
    Field(
        "delivery_mode",
        "Delivery",
        lists.one_known("delivery_mode", assets.DELIVERY_MODES),
        (
            "delivery",
            "format",
            "modality",
            "delivery method",
            "delivery format",
            "mode",
            "mode of delivery",
            "in person or virtual",
        ),
        (),
        {"delivery_mode": None},
    ),
    _yes_no(
        "transport_provided",
        "Transport provided",
        "transportation provided",
        "transportation",
        "transport",
        "busing",
    ),
    Field(
        "accessibility",
        "Accessibility",
        lists.free_items("accessibility"),
        ("accommodations", "ada", "ada accessible", "accessibility features"),
        (),
        {"accessibility": []},
    ),
    _yes_no(
        "broadband_needed",
        "Broadband needed",
        "internet required",
        "needs internet",
        "broadband required",
        "internet needed",
    ),
    Field(
        "seats",
        "Seats per year",
        numbers.seats,
        (
            "capacity",
            "seats",
            "number of seats",
            "slots",
            "students served",
            "youth served",
            "participants per year",
            "enrollment",
            "spots",
            "number served",
            "students per year",
        ),
        (),
        {"seats": None},
    ),
    Field(
        "source_url",
        "Source",
        texts.web_address("source_url"),
        ("source link", "source website"),
        (),
        {"source_url": None},
    ),
)

_NUMBERS = (
    _number_of("ipeds-unitid", "IPEDS UnitID", r"\d{6}", "unitid", "unit id", "ipeds id", "ipeds"),
    _number_of(
        "nces-school",
        "NCES school ID",
        r"\d{12}",
        "nces id",
        "ncessch",
        "nces school id",
        "nces school number",
    ),
    _number_of("nces-district", "NCES district ID", r"\d{7}", "leaid", "nces district id", "lea id"),
    _number_of("opeid", "OPE ID", r"\d{6,8}", "ope id", "opeid6"),
    _number_of("ein", "EIN", r"\d{2}-?\d{7}", "employer identification number", "tax id"),
    _number_of("uei", "UEI", r"[A-Z0-9]{12}", "sam uei", "unique entity id"),
)

FIELDS: Final[dict[str, Field]] = {
    each.name: each for each in (*_IDENTITY, *_PLACE, *_WHAT, *_WHO, *_WHEN, *_TERMS, *_NUMBERS)
}
"""All fields by name, in the order of the data dictionary."""

PLACE_FIELDS: Final = frozenset(("city", "postal_code", "lat", "lon"))
"""Fields that say where a row is; a file with none of them leaves known places alone."""
