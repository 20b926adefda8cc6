"""Sets of rows that each worker keeps: bounded by rows, and by questions where these find little."""

from datetime import date

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.row_sets import LEAST, RowSets

TODAY = date(2026, 9, 15)


def test_questions_without_rows_are_forgotten_as_well(session: Session) -> None:
    sets: RowSets[list[int]] = RowSets(5 * LEAST, lambda *_: [])
    for n in range(50):
        assert sets.of(session, AssetFilter(q=f"nothing {n}"), TODAY, None) == []
    assert len(sets) == 5


def test_the_longest_unused_goes_first(session: Session) -> None:
    read: list[str | None] = []

    def rows(_session: Session, rest: AssetFilter, *_: object) -> list[int]:
        read.append(rest.q)
        return [0] * LEAST

    sets: RowSets[list[int]] = RowSets(2 * LEAST, rows)
    for word in ("a", "b", "a", "c", "a", "b"):
        sets.of(session, AssetFilter(q=word), TODAY, None)
    assert read == ["a", "b", "c", "b"]
