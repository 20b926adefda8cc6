"""Every filter finds what it asks for and leaves out what it does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions, where
from app.catalog.filters import FILTER_NAMES, AssetFilter
from app.catalog.tables import ASSET
from app.geography.lookup import Origin

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
TODAY = date(2026, 9, 15)


def found(session: Session, chosen: AssetFilter, today: date = TODAY) -> set[str]:
    return set(session.scalars(select(ASSET.c.name).where(*where(session, chosen, today=today))))


def days_ago(days: int) -> datetime:
    return datetime(2026, 9, 15, 12, tzinfo=UTC) - timedelta(days=days)


CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # filter, value, an asset it finds, an asset it leaves out
    ("kind", "institution", {"kind": "institution", "subtype": "museum"}, {}),
    ("subtype", "club", {"subtype": "club"}, {"subtype": "camp"}),
    ("state", "AK", {"state": "AK"}, {"state": "HI"}),
    ("county", "15901", {"county_geoid": "15901"}, {"county_geoid": "15902"}),
    ("county", "15901", {"county_geoid": "15901"}, {"county_geoid": None}),
    ("discipline", "robotics,energy", {"disciplines": ["biology", "energy"]}, {"disciplines": ["biology"]}),
    ("grade", "7", {"grades": ["6", "7"]}, {"grades": ["8"]}),
    ("band", "middle", {"grades": ["8", "9"]}, {"grades": ["9", "10"]}),
    ("audience", "rural", {"designed_for": ["rural"]}, {"restricted_to": ["rural"], "open_to_all": True}),
    ("cost", "free", {"cost_band": "free"}, {"cost_band": "under-25"}),
    ("delivery", "hybrid", {"delivery_mode": "hybrid"}, {"delivery_mode": None}),
    ("season", "summer", {"seasons": ["summer"]}, {"seasons": ["school-year"]}),
    ("time_of_day", "evening", {"times_of_day": ["evening", "weekend"]}, {"times_of_day": []}),
    ("language", "es", {"languages": ["en", "es"]}, {"languages": ["en"]}),
    ("cluster", "stem", {"career_clusters_2002": ["stem"]}, {"career_clusters": ["construction"]}),
    ("cluster", "construction", {"career_clusters": ["construction"]}, {"career_clusters_2002": ["stem"]}),
    ("cip", "14", {"cip_codes": ["26.01", "14.0801"]}, {"cip_codes": ["26.14"]}),
    ("cip", "14.08", {"cip_codes": ["14.0801"]}, {"cip_codes": ["14.0901", "14"]}),
    ("status", "inactive", {"status": "inactive"}, {"status": "active"}),
    ("freshness", "fresh", {"verified_at": days_ago(364)}, {"verified_at": days_ago(367)}),
    ("freshness", "aging", {"verified_at": days_ago(367)}, {"verified_at": days_ago(732)}),
    ("freshness", "stale", {"verified_at": days_ago(732)}, {"verified_at": None}),
    ("freshness", "unverified", {"verified_at": None}, {"verified_at": days_ago(732)}),
    ("verified_since", "2026-09-01", {"verified_at": days_ago(14)}, {"verified_at": days_ago(15)}),
    ("verified_since", "2026-09-01", {"verified_at": days_ago(14)}, {"verified_at": None}),
    ("open_on", "2026-10-01", {"end_date": date(2026, 10, 1)}, {"end_date": date(2026, 9, 30)}),
    ("open_on", "2026-10-01", {}, {"application_deadline": date(2026, 9, 30)}),
    ("free", "true", {"cost_band": "paid-to-participant"}, {"cost_band": "sliding-scale"}),
    ("free", "true", {"cost_amount": 0}, {"cost_amount": 1}),
    ("free", "false", {"cost_amount": 1}, {"cost_amount": 0}),
    ("free", "false", {"cost_band": "under-25"}, {"cost_band": None}),
    ("transport", "true", {"transport_provided": True}, {"transport_provided": None}),
    ("transport", "false", {"transport_provided": False}, {"transport_provided": None}),
    ("q", "rocketry", {"description": "We build a rocketry club."}, {"description": "We build kites."}),
    ("q", "robotcs", {"name": "wanted: Robotics for All"}, {"name": "other: Chess"}),
    ("q", "camp -winter", {"description": "Camp in summer"}, {"description": "Camp in winter"}),
    ("q", '"night sky"', {"description": "The night sky"}, {"description": "The sky at night"}),
    ("q", "coding", {"disciplines": ["computing"]}, {"disciplines": ["energy"]}),
    ("q", "computer science", {"disciplines": ["computing"]}, {"description": "A computer"}),
    ("q", "colleges", {"kind": "institution", "subtype": "university"}, {}),
    ("q", "earth science", {"disciplines": ["earth-environment"]}, {"description": "Down to earth"}),
    ("q", "planetarium", {"name": "wanted: Planetarium"}, {"kind": "institution", "subtype": "museum"}),
    ("q", "chess or robots", {"disciplines": ["robotics"]}, {"disciplines": ["energy"]}),
    ("q", "-robots kites", {"description": "Kites"}, {"description": "Kites and a robot"}),
    ("q", "“coding”", {"description": "Coding."}, {"disciplines": ["computing"]}),
    ("q", "health science", {"disciplines": ["health-science"]}, {"disciplines": ["energy"]}),
    ("bbox", "-156,19,-155,20", {"at": (-155.5, 19.5)}, {"at": (-154.5, 19.5)}),
    ("bbox", "-156,19,-155,20", {"at": (-155.0, 20.0)}, {"at": (-155.0, 20.000001)}),
    ("bbox", "-156,19,-155,20", {"at": (-155.5, 19.5)}, {"at": None}),
    ("bbox", "179,50,-179,60", {"at": (179.5, 51)}, {"at": (0, 51)}),
    ("bbox", "179,50,-179,60", {"at": (-179.5, 51)}, {"at": (178.9, 51)}),
    ("bbox", "179,50,-179,60", {"at": (180, 51)}, {"at": (-178.9, 51)}),
    ("near", "19.7,-155.1", {"at": (-155.1, 20.0)}, {"at": (-155.1, 20.2)}),
    ("near", "0,179.9", {"at": (-179.9, 0)}, {"at": (-179.0, 0)}),
    ("source", "List, of 2026", {"source_name": "List, of 2026"}, {"source_name": "List"}),
    ("modified_after", "2020-01-01", {}, {"updated_at": datetime(2019, 12, 31, tzinfo=UTC)}),
    ("area", "state:HI", {"state": "HI"}, {"state": "AK"}),
    ("area", "county:15901", {"county_geoid": "15901"}, {"county_geoid": "15902"}),
    ("area", "zip:96999", {"postal_code": "96999"}, {"postal_code": "96998"}),
    ("area", "place:990001", {"city": "kalitown"}, {"city": "Kalitown", "state": "AK"}),
    ("area", "custom:block", {"at": (-155.5, 19.5)}, {"at": (-154.5, 19.5)}),
]


@pytest.mark.parametrize(("name", "value", "inside", "outside"), CASES)
def test_a_filter_includes_and_excludes(
    places: Session,
    asks: Asks,
    add_asset: AddAsset,
    name: str,
    value: str,
    inside: dict[str, Any],
    outside: dict[str, Any],
) -> None:
    places.execute(
        text(
            "INSERT INTO area (kind, geoid, name, vintage, source, point, geom)"
            " VALUES ('custom', 'block', 'Block', '2026', 'test', ST_Point(-155.5, 19.5, 4326),"
            " ST_Multi(ST_MakeEnvelope(-156, 19, -155, 20, 4326)))"
        )
    )
    add_asset(**{"name": "wanted", **inside})
    add_asset(**{"name": "other", **outside})
    assert {text_.split(":")[0] for text_ in found(places, asks((name, value)))} == {"wanted"}


def test_every_filter_has_a_case() -> None:
    assert {case[0] for case in CASES} | {"ids", "upload", "within", "alliance"} == set(FILTER_NAMES)


def test_ids(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    wanted, _ = add_asset("wanted"), add_asset("other")
    assert found(emptied, asks(ids=str(wanted))) == {"wanted"}


def test_upload(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    upload = emptied.scalar(
        text(
            "INSERT INTO upload (state, status, file_name, file_sha256, size_bytes, format, columns, counts,"
            " source_name, created_by) VALUES ('HI', 'checking', 'a.csv', repeat('0', 64), 1, 'csv', '[]', '{}',"
            " 'List', 'test') RETURNING id"
        )
    )
    add_asset("wanted", upload_id=upload), add_asset("other")
    assert found(emptied, asks(upload=str(upload))) == {"wanted"}


def test_within_is_the_geodesic_distance_inclusive(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("north", at=(-155.1, 19.8))
    distance_m = emptied.scalar(
        text(
            "SELECT ST_Distance(ST_Point(-155.1, 19.8, 4326)::geography,"
            " ST_Point(-155.1, 19.7, 4326)::geography)"
        )
    )
    assert distance_m == pytest.approx(11_071, abs=5)  # a tenth of a degree of latitude at 20 degrees north
    assert found(emptied, asks(near="19.7,-155.1", within=f"{distance_m + 0.01:.3f}m")) == {"north"}
    assert found(emptied, asks(near="19.7,-155.1", within=f"{distance_m - 0.01:.3f}m")) == set()


def test_names_narrow_each_other(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("both", grades=["7"], disciplines=["energy"])
    add_asset("one", grades=["7"], disciplines=["physics"])
    assert found(emptied, asks(grade="7,8", discipline="energy,biology")) == {"both"}


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "partner"},
        {"visibility": "internal"},
        {"deleted_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"status": "inactive"},
        {"kind": "opportunity", "subtype": "event", "end_date": date(2026, 9, 14)},
        {"kind": "opportunity", "subtype": "grant", "application_deadline": date(2026, 9, 14)},
    ],
)
def test_the_default_view_leaves_out(
    emptied: Session, asks: Asks, add_asset: AddAsset, hidden: dict[str, Any]
) -> None:
    add_asset("hidden", **hidden)
    add_asset("last day", kind="opportunity", subtype="event", end_date=TODAY, application_deadline=TODAY)
    add_asset("program whose dates are past", end_date=date(2026, 1, 1))
    assert found(emptied, asks()) == {"last day", "program whose dates are past"}


def test_status_asks_for_what_is_over(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("over", kind="opportunity", subtype="event", end_date=date(2026, 9, 14))
    assert found(emptied, asks(status="active")) == {"over"}
    assert found(emptied, asks(status="active", open_on="2026-09-15")) == set()


def test_nothing_shows_what_is_not_public(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    ids = [str(add_asset("partner", visibility="partner")), str(add_asset("gone", deleted_at=days_ago(1)))]
    assert found(emptied, asks(ids=",".join(ids), status="active,inactive,defunct")) == set()


@pytest.mark.parametrize(
    "q",
    [
        "'; DROP TABLE asset; --",
        "a' OR '1'='1",
        '"unbalanced',
        "\\",
        "%",
        "_",
        ":* & | ! ( )",
        "<->",
        "the",
        "-",
        "🚀",
        "x" * 200,
    ],
)
def test_text_is_text_whatever_it_looks_like(
    emptied: Session, asks: Asks, add_asset: AddAsset, q: str
) -> None:
    add_asset("Robotics Camp")
    assert found(emptied, asks(q=q)) == set()


def test_near_and_origin_belong_together(asks: Asks) -> None:
    with pytest.raises(ValueError, match="belong together"):
        conditions(asks(near="87501"), today=TODAY)
    with pytest.raises(ValueError, match="belong together"):
        conditions(asks(), today=TODAY, origin=Origin(0, 0, ""))


@pytest.mark.parametrize(
    ("pairs", "index"),
    [
        ({"near": "19.7,-155.1", "within": "1km"}, "asset_geography_gist"),
        ({"bbox": "-155.11,19.69,-155.1,19.7"}, "asset_place_gist"),
        ({"bbox": "179.9,19.69,-179.9,19.7"}, "asset_place_gist"),
        ({"q": "xylophone"}, "asset_search_gin"),
        ({"q": "xylophone"}, "asset_name_trgm"),
        ({"discipline": "energy"}, "asset_disciplines_gin"),
        ({"grade": "PK"}, "asset_grades_gin"),
        ({"audience": "veterans"}, "asset_designed_for_gin"),
    ],
)
def test_the_index_can_answer(emptied: Session, asks: Asks, pairs: dict[str, str], index: str) -> None:
    for name in ("id", "state", "kind"):  # in an empty table they are as cheap as any
        emptied.execute(text(f"DROP INDEX asset_current_{name}_idx"))
    emptied.execute(text("SET LOCAL enable_seqscan = off"))
    emptied.execute(
        text("SET LOCAL enable_indexscan = off")
    )  # leaves bitmap scans, which name the index by predicate
    statement = select(ASSET.c.id).where(*where(emptied, asks(**pairs), today=TODAY))
    compiled = statement.compile(emptied.connection(), compile_kwargs={"render_postcompile": True})
    plan = emptied.connection().exec_driver_sql("EXPLAIN " + str(compiled), compiled.params).scalars().all()
    assert any(index in line for line in plan), plan
