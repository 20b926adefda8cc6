"""Reference geography: loaded once, loaded again when its files change, and what the shipped files add up to."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Connection, text

from app.db.engine import Database
from app.geography.reference import FILES, SHARE_GROUPS, ZIP_FIGURES, load_reference
from seed.load import SEED

SHIPPED = SEED / "geography"
TOTALS = text(
    "SELECT count(*) AS areas, sum(people) AS people FROM area_population JOIN area ON area.id = area_id"
    " WHERE area.kind = 'zip' AND \"group\" = 'total' AND method = 'counted' AND area_population.source = :source"
)
ZIPS_OFF_THEIR_COUNTY = text(
    """
    SELECT count(*) AS all_zips,
           count(*) FILTER (WHERE NOT ST_Covers(county.geom, zip.point)) AS outside,
           count(*) FILTER (WHERE NOT ST_Covers(county.geom, zip.point)
                            AND NOT ST_DWithin(county.geom::geography, zip.point::geography, 25000)) AS far
    FROM area zip JOIN area county ON county.kind = 'county' AND county.geoid = zip.county_geoid
    WHERE zip.kind = 'zip'
    """
)
MODELLED = text(
    """
    SELECT zip.geoid, v."group", v.people, v.method, v.moe, total.people AS total, s.share
    FROM area zip
    JOIN area county ON county.kind = 'county' AND county.geoid = zip.county_geoid
    JOIN area_share s ON s.area_id = county.id
    JOIN area_population total ON total.area_id = zip.id AND total."group" = 'total'
    JOIN population v ON v.area_id = zip.id AND v."group" = s."group"
    WHERE zip.kind = 'zip' AND zip.geoid = ANY (:zips)
    """
)


def count(connection: Connection, statement: str) -> int:
    number: int = connection.execute(text(statement)).scalar_one()
    return number


# What is shipped


def test_every_area_is_there(connection: Connection) -> None:
    kinds = dict(connection.execute(text("SELECT kind, count(*) FROM area GROUP BY kind")).all())
    assert kinds == {"state": 56, "county": 3_231, "zip": 41_927, "place": 22_082}


def test_the_people_add_up(connection: Connection) -> None:
    totals = connection.execute(TOTALS, {"source": ZIP_FIGURES}).one()
    assert (totals.areas, int(totals.people)) == (31_448, 307_592_989)


def test_states_and_counties_have_outlines_and_lie_in_them(connection: Connection) -> None:
    bare = "SELECT count(*) FROM area WHERE kind IN ('state', 'county') AND geom IS NULL"
    astray = "SELECT count(*) FROM area WHERE kind IN ('state', 'county') AND NOT ST_Covers(geom, point)"
    assert count(connection, bare) == 0
    assert count(connection, astray) == 0


def test_geoids_are_whole_codes(connection: Connection) -> None:
    wrong = """
        SELECT count(*) FROM area WHERE NOT CASE kind
          WHEN 'state' THEN geoid ~ '^[0-9]{2}$' WHEN 'county' THEN geoid ~ '^[0-9]{5}$' AND county_geoid = geoid
          WHEN 'zip' THEN geoid ~ '^[0-9]{5}$' ELSE true END
    """
    assert count(connection, wrong) == 0


def test_a_zip_area_lies_in_its_county(connection: Connection) -> None:
    found = connection.execute(ZIPS_OFF_THEIR_COUNTY).one()
    assert found.all_zips > 31_000
    assert found.outside <= 200
    assert found.far == 0


def test_every_populated_zip_area_names_a_county_that_is_there(connection: Connection) -> None:
    lost = """
        SELECT count(*) FROM area zip JOIN area_population p ON p.area_id = zip.id AND p."group" = 'total'
        WHERE zip.kind = 'zip' AND NOT EXISTS (
          SELECT FROM area county WHERE county.kind = 'county' AND county.geoid = zip.county_geoid)
    """
    assert count(connection, lost) == 0


def test_every_figure_says_where_it_comes_from(connection: Connection) -> None:
    dumb = """
        SELECT count(*) FROM population p LEFT JOIN data_source s ON s.slug = p.source
        WHERE s.title IS NULL OR s.licence = '' OR p.vintage = ''
    """
    assert count(connection, dumb) == 0


# Modelled figures


def test_a_modelled_figure_is_the_total_times_the_share_of_the_county(connection: Connection) -> None:
    rows = connection.execute(MODELLED, {"zips": ["87501", "80202", "82001", "99501"]}).all()
    assert {row.geoid for row in rows} == {"87501", "80202", "82001", "99501"}
    for row in rows:
        assert row.people == pytest.approx(row.total * row.share, rel=1e-12)
        assert (row.method, row.moe) == ("modelled", None)
        assert 0 <= row.people <= row.total


def test_known_groups_are_offered_and_flagged(connection: Connection) -> None:
    question = (
        'SELECT p."group", array_agg(DISTINCT p.method) FROM population p JOIN area a ON a.id = area_id'
    )
    offered = dict(connection.execute(text(question + " WHERE a.kind = 'zip' GROUP BY 1")).all())
    counted = {"total": ["counted"], "households": ["counted"]}
    assert offered == counted | {group: ["modelled"] for group in SHARE_GROUPS.values()}


def test_nobody_is_counted_twice(connection: Connection) -> None:
    twice = 'SELECT count(*) FROM (SELECT area_id, "group" FROM population GROUP BY 1, 2 HAVING count(*) > 1) AS twice'
    assert count(connection, twice) == 0


def test_the_people_of_places_stay_apart(connection: Connection) -> None:
    """Places overlap, so their people are never modelled and never share a source with those of ZIP areas."""
    question = """
        SELECT DISTINCT p.source, p.method, p."group" FROM population p JOIN area a ON a.id = area_id
        WHERE a.kind = 'place'
    """
    assert connection.execute(text(question)).all() == [("geonames", "estimated", "total")]
    assert count(connection, "SELECT count(*) FROM population p JOIN area a ON a.id = area_id"
                             " WHERE a.kind <> 'place' AND p.source = 'geonames'") == 0  # fmt: skip


# Loading


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped files, Wyoming only."""
    folder = tmp_path_factory.mktemp("geography")
    shutil.copy(SHIPPED / "sources.json", folder)
    for path in SHIPPED.glob("*.parquet"):
        table = pq.read_table(path)
        keep = (
            pc.equal(table["state"], "WY")
            if "state" in table.column_names
            else pc.starts_with(table["geoid"], "56")
        )
        pq.write_table(table.filter(keep), folder / path.name)
    return folder


@pytest.fixture
def load(empty_database: Database) -> Callable[[Path], bool]:
    def load(folder: Path) -> bool:
        with empty_database.write("test") as session:
            return load_reference(session, folder, lambda _: None)

    return load


def state_of(database: Database) -> tuple[object, ...]:
    """How many there are of everything, the people of ZIP areas, and the data version."""
    with database.read() as session:
        return tuple(
            session.execute(
                text(
                    "SELECT (SELECT count(*) FROM area), (SELECT count(*) FROM area_population),"
                    " (SELECT count(*) FROM area_share), (SELECT count(*) FROM data_source),"
                    " (SELECT sum(people) FROM area_population WHERE source LIKE 'zip-%' AND \"group\" = 'total'),"
                    " (SELECT version FROM data_version)"
                )
            ).one()
        )


def test_the_same_files_are_loaded_once(
    load: Callable[[Path], bool], small: Path, empty_database: Database
) -> None:
    load(small)
    before = state_of(empty_database)
    assert load(small) is False
    assert state_of(empty_database) == before
    assert before[3] == len(FILES)


def test_a_source_described_anew_is_loaded_again(
    load: Callable[[Path], bool], small: Path, tmp_path: Path, empty_database: Database
) -> None:
    load(small)
    before = state_of(empty_database)
    folder = shutil.copytree(small, tmp_path / "described")
    sources = json.loads((folder / "sources.json").read_text())
    (folder / "sources.json").write_text(
        json.dumps([{**source, "note": "Looked at again."} for source in sources])
    )
    assert load(folder) is True
    after = state_of(empty_database)
    assert after[:-1] == before[:-1], "loading again must not add anything twice"
    assert after[-1] == before[-1] + 1
    with empty_database.read() as session:
        assert set(session.scalars(text("SELECT note FROM data_source"))) == {"Looked at again."}


def test_changed_figures_take_the_place_of_the_old(
    load: Callable[[Path], bool], small: Path, tmp_path: Path, empty_database: Database
) -> None:
    load(small)
    before = state_of(empty_database)
    folder = shutil.copytree(small, tmp_path / "grown")
    table = pq.read_table(folder / "zip_areas.parquet")
    rows = table.to_pylist()
    grown = next(row for row in rows if row["demand"])
    grown["population"] += 1000
    pq.write_table(table.from_pylist(rows, schema=table.schema), folder / "zip_areas.parquet")
    assert load(folder) is True
    after = state_of(empty_database)
    assert after[:4] == before[:4]
    assert after[4] == before[4] + 1000
    with empty_database.read() as session:
        people = session.scalar(
            text(
                "SELECT people FROM population p JOIN area a ON a.id = area_id"
                " WHERE geoid = :zip AND \"group\" = 'total'"
            ),
            {"zip": grown["geoid"]},
        )
    assert people == grown["population"]


def test_a_load_that_fails_leaves_everything_as_it_was(
    load: Callable[[Path], bool], small: Path, tmp_path: Path, empty_database: Database
) -> None:
    load(small)
    before = state_of(empty_database)
    folder = shutil.copytree(small, tmp_path / "broken")
    table = pq.read_table(folder / "county_shares.parquet")
    rows = table.to_pylist()
    rows[0]["hispanic"] = 7.0
    pq.write_table(table.from_pylist(rows, schema=table.schema), folder / "county_shares.parquet")
    with pytest.raises(Exception, match="area_share_share_check"):
        load(folder)
    assert state_of(empty_database) == before


def test_shipped_figures_say_the_year_of_their_geography(connection: Connection) -> None:
    years = connection.execute(
        text("SELECT DISTINCT source, geography_year FROM area_population ORDER BY 1")
    ).all()
    assert years == [("geonames", None), (ZIP_FIGURES, 2010)]
