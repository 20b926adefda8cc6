"""Seeding: what a first start shows, and that a second one changes nothing."""

import json
from pathlib import Path

from sqlalchemy import text

from app.db.engine import Database
from app.geography.reference import FILES
from seed.load import SEED, seed_all

DATA_VERSION = text("SELECT version FROM data_version")
ROWS = text(
    "SELECT (SELECT count(*) FROM asset), (SELECT count(*) FROM area), (SELECT count(*) FROM area_population),"
    " (SELECT count(*) FROM upload), (SELECT max(id) FROM audit_entry), (SELECT max(updated_at) FROM asset)"
)


def test_a_second_seeding_changes_nothing(own_database: Database) -> None:
    said: list[str] = []
    with own_database.read() as session:
        before = session.execute(ROWS).one(), session.scalar(DATA_VERSION)
    seed_all(own_database, said.append)
    with own_database.read() as session:
        assert (session.execute(ROWS).one(), session.scalar(DATA_VERSION)) == before
    assert said == [
        f"Starter inventory {state}: loaded before" for state in ("CO", "ID", "NM", "NV", "UT", "WY")
    ]


def test_the_six_states_have_assets_of_every_kind(shared_database: Database) -> None:
    with shared_database.read() as session:
        rows = session.execute(text("SELECT state, kind, count(*) FROM asset GROUP BY state, kind")).all()
    found = {state: {kind for other, kind, _ in rows if other == state} for state, *_ in rows}
    every = {"institution", "program", "opportunity"}
    assert found == dict.fromkeys(shared_database.settings.six_states, every)


def test_seeding_is_signed(shared_database: Database) -> None:
    with shared_database.read() as session:
        actors = session.scalars(text("SELECT DISTINCT actor FROM audit_entry")).all()
        unsigned = session.scalar(
            text("SELECT count(*) FROM audit_entry WHERE table_name = 'asset' AND upload_id IS NULL")
        )
    assert actors == ["seed"]
    assert unsigned == 0


def test_nothing_claims_to_be_verified(shared_database: Database) -> None:
    with shared_database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM asset WHERE verified_at IS NOT NULL")) == 0


def test_what_anybody_can_use_alone_online_is_national(shared_database: Database) -> None:
    """`virtual` stands for what is online for its own state: a lesson to download is for the whole country."""
    alone = text(
        "SELECT name, reach FROM asset WHERE reach IN ('virtual', 'national') AND kind = 'program'"
        " AND delivery_mode = 'virtual-self-paced'"
    )
    with shared_database.read() as session:
        found = {row.name: row.reach for row in session.execute(alone)}
        state_only = session.scalar(
            text("SELECT reach FROM asset WHERE name LIKE 'Idaho Digital%STEM Courses'")
        )
    assert set(found) >= {"PhET Interactive Simulations", "TeachEngineering", "Learn.Genetics"}
    assert set(found.values()) == {"national"}
    assert state_only == "virtual"


def test_each_source_says_whose_it_is_and_under_which_licence(shared_database: Database) -> None:
    described = {
        source["slug"]: source for source in json.loads((SEED / "geography" / "sources.json").read_text())
    }
    assert set(FILES) <= set(described)
    for source in described.values():
        assert all(source[field] for field in ("title", "publisher", "vintage", "licence", "url"))
    with shared_database.read() as session:
        stored = session.execute(text("SELECT slug, title, licence, length(digest) FROM data_source")).all()
    assert {row.slug for row in stored} == set(described)
    assert all(
        (row.title, row.licence, row.length)
        == (described[row.slug]["title"], described[row.slug]["licence"], 64)
        for row in stored
    )


def test_the_files_the_loader_reads_are_the_files_that_are_shipped() -> None:
    shipped = {path.name for path in Path(SEED / "geography").glob("*.parquet")}
    assert shipped == {name for names in FILES.values() for name in names}
