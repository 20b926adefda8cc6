"""Every filter expression in docs/api.md is one, and runs on the inventory."""

import re
from pathlib import Path

from sqlalchemy import Boolean, Connection, Date, DateTime, Float, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY

from app.catalog.cql2 import Kind, Queryable, read_filter
from app.models.asset import Asset
from app.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
KINDS: dict[type, Kind] = {
    ARRAY: "text-array",
    Text: "text",
    Integer: "integer",
    Float: "number",
    Boolean: "boolean",
    Date: "date",
    DateTime: "timestamp",
}
QUERYABLES = {
    column.name: Queryable(column.name, f"asset.{column.name}", kind)
    for column in Asset.__table__.columns
    for each, kind in KINDS.items()
    if isinstance(column.type, each)
} | {"geometry": Queryable("geometry", "asset.geom", "geometry")}


def test_the_examples_of_the_page_are_filters_that_run(connection: Connection) -> None:
    section = PAGE.read_text().split("## Filter expressions (CQL2)\n")[1].split("\n## ")[0]
    examples = re.findall(r"^ {4}(.+)$", section, re.MULTILINE)
    assert len(examples) == 11
    limits = Settings(_env_file=None)  # type: ignore[call-arg]
    fragments = [
        read_filter(text, "cql2-json" if text.startswith("{") else "cql2-text", QUERYABLES, limits)
        for text in examples
    ]
    assert fragments[-1] == fragments[0]
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        for fragment in fragments:
            cursor.execute(f"SELECT count(*) FROM asset WHERE {fragment.sql}", dict(fragment.values))
            assert cursor.rowcount == 1
