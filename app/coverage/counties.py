"""Counties by GEOID: their names and points. Reads the database."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.coverage.statements import statement


@dataclass(frozen=True, eq=False)
class Counties:
    """Names and points of counties, by GEOID."""

    name: dict[str, str]
    point: dict[str, tuple[float, float]]
    sources: tuple[str, ...]


def read_counties(session: Session, states: tuple[str, ...]) -> Counties:
    """Counties of `states` (none: all)."""
    rows = session.execute(statement("counties"), {"states": list(states) or None}).all()
    return Counties(
        name={row.geoid: row.name for row in rows},
        point={row.geoid: (row.lon, row.lat) for row in rows},
        sources=tuple(sorted({row.source for row in rows})),
    )
