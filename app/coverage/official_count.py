"""How many people a county has by figures of the county itself, beside the sum of its parts. Reads the database."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.coverage.statements import statement


@dataclass(frozen=True)
class OfficialCount:
    """People of a county, by which source and of which year."""

    people: float
    title: str
    vintage: str


def official_count(session: Session, geoid: str) -> OfficialCount | None:
    """The number of people of a county itself, the newest of those loaded, counted before others; None without one."""
    row = session.execute(statement("official_count"), {"geoid": geoid}).first()
    return OfficialCount(row.people, row.title, row.vintage) if row else None
