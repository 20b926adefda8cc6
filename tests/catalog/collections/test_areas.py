"""Figures of areas: what is added up once for a whole question is what a single area says."""

import pytest
from sqlalchemy import text

from app.catalog.collections import COLLECTIONS
from app.db.engine import Database


@pytest.mark.parametrize("kind", ["county", "state"])
@pytest.mark.parametrize("name", ["population", "households"])
def test_sums_for_all_are_those_of_each(shared_database: Database, kind: str, name: str) -> None:
    collection = COLLECTIONS["counties" if kind == "county" else "states"]
    found = collection.by_name[name]
    assert collection.queryables[name].sql == found.for_all != found.sql
    with shared_database.read() as session:
        rows = session.execute(
            text(f"SELECT {found.sql}, {found.for_all} FROM area WHERE {collection.condition}")
        ).all()
    assert len(rows) > 20
    for one, all_at_once in rows:
        assert one == (None if all_at_once is None else pytest.approx(all_at_once, rel=1e-12))
    if name == "population":
        assert any(one for one, _ in rows)
