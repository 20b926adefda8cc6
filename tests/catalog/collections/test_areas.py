"""Figures of areas: what is added up once for a whole question is what a single area says."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

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


def test_a_second_set_of_figures_of_zip_areas_is_not_added(session: Session) -> None:
    session.execute(
        text(
            "DELETE FROM area_population p USING area a WHERE a.id = p.area_id AND a.kind <> 'zip'"
            " AND p.\"group\" = 'total'"
        )
    )
    found = COLLECTIONS["counties"].by_name["population"]
    vintage = COLLECTIONS["counties"].by_name["population_vintage"]
    asked = text(
        f"SELECT {found.sql}, {found.for_all}, {vintage.sql} FROM area WHERE kind = 'county' AND geoid = '35001'"
    )
    before = session.execute(asked).one()
    assert before[0] > 100_000
    assert before[0] == pytest.approx(before[1])
    session.execute(
        text(
            "INSERT INTO data_source (slug, title, publisher, vintage, licence)"
            " VALUES ('t-newer', 'Newer', 'Test', '2099', 'Public domain')"
        )
    )
    more = text(
        'INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
        " SELECT a.id, 'total', 't-newer', '2099', p.people + 1, 'counted' FROM area a JOIN area_population p"
        " ON p.area_id = a.id AND p.\"group\" = 'total' AND p.source <> 't-newer'"
        " WHERE a.kind = 'zip' AND a.county_geoid = '35001' AND (a.geoid = '87102') = :one"
    )
    session.execute(more, {"one": True})
    assert tuple(session.execute(asked).one()) == tuple(before), "one ZIP area of a newer set is no set"
    session.execute(more, {"one": False})
    after = session.execute(asked).one()
    assert before[0] < after[0] < before[0] + 100
    assert after[0] == pytest.approx(after[1])
    assert after[2] == "2099"
