"""Texts in CSV: the statement marks what a spreadsheet program would run, exactly as other exports do."""

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from app.catalog.bulk.selecting import _guarded
from app.db.engine import Database
from app.inventory.formulas import guarded
from tests.deep import times

_PARTS = st.sampled_from([*"='+-@\t\r\n.0a1 ", "12", "cmd|", "é"])
TEXTS = st.lists(st.lists(_PARTS, max_size=6).map("".join), min_size=20, max_size=60)
KNOWN = [
    "",
    "'",
    "=1",
    "-1",
    "-1.5",
    "+1.",
    "-",
    "'-1",
    "''=x",
    "'a",
    "-1\n",
    "\n=1",
    "+12-3",
    "@a",
    "\t",
    "-.5",
]


@settings(max_examples=times(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_the_statement_and_the_program_mark_the_same(shared_database: Database, texts: list[str]) -> None:
    asked = [*KNOWN, *texts]
    sql = f"SELECT {_guarded('t')} FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS u (t, n) ORDER BY n"
    with shared_database.engine.connect() as connection:
        found = list(connection.scalars(text(sql), {"texts": asked}))
    assert found == [guarded(each) for each in asked]
