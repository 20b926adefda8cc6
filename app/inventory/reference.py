"""What the database knows of places, loaded when a file asks for it, on connections of its own."""

from collections.abc import Mapping, Sequence

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.inventory.gazetteer import Counties, Gazetteer, Near, Spot, StatePlaces
from app.inventory.place.county_names import CountyNames
from app.inventory.points import Box
from app.inventory.statements import statement
from app.inventory.towns import towns_by_name


class StoredGazetteer(Gazetteer):
    """Places of the loaded reference geography. Made for one file: what it loads it keeps."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    def load(self, state: str) -> StatePlaces:
        """One state's places."""
        with self._database.read() as session:
            towns, ambiguous = _towns(session, state)
            counties = _counties(session, state)
            return StatePlaces(_box(counties), _zips(session, state), towns, ambiguous, counties)

    def load_zip_states(self) -> Mapping[str, str]:
        """The state of every ZIP area; one text a state, because 42,000 rows take longer."""
        with self._database.read() as session:
            rows = session.execute(
                text(
                    "SELECT state, string_agg(geoid, ' ') FROM area WHERE kind = 'zip' AND state IS NOT NULL"
                    " GROUP BY state"
                )
            )
            return {code: state for state, codes in rows for code in codes.split()}

    def load_county_names(self) -> CountyNames:
        """Names, codes and centers of all counties."""
        with self._database.read() as session:
            return county_names(session)

    def nearest(self, state: str, points: Sequence[tuple[float, float]]) -> list[Near | None]:
        """All points in one statement."""
        lon, lat = zip(*points, strict=True)
        with self._database.read() as session:
            found = session.execute(
                statement("nearest_county"), {"state": state, "lon": list(lon), "lat": list(lat)}
            )
            return [None if row.geoid is None else (row.geoid, row.distance_m) for row in found]


def county_names(session: Session) -> CountyNames:
    """Names, codes and centers of all counties."""
    rows = session.execute(
        text(
            "SELECT geoid, name, state, ST_X(point), ST_Y(point) FROM area"
            " WHERE kind = 'county' AND state IS NOT NULL"
        )
    )
    return CountyNames(tuple(row) for row in rows)


def _counties(session: Session, state: str) -> Counties:
    rows = session.execute(
        text(
            "SELECT geoid, ST_AsBinary(geom) AS outline FROM area"
            " WHERE kind = 'county' AND state = :state AND geom IS NOT NULL ORDER BY geoid"
        ),
        {"state": state},
    ).all()
    outlines = shapely.from_wkb([bytes(row.outline) for row in rows])
    return Counties(tuple(row.geoid for row in rows), tuple(outlines))


def _box(counties: Counties) -> Box | None:
    if not counties.outlines:
        return None
    return Box(*map(float, shapely.total_bounds(counties.outlines)))


def _zips(session: Session, state: str) -> dict[str, Spot]:
    rows = session.execute(
        text(
            "SELECT geoid, ST_X(point), ST_Y(point), county_geoid FROM area"
            " WHERE kind = 'zip' AND state = :state"
        ),
        {"state": state},
    )
    return {geoid: (lon, lat, county) for geoid, lon, lat, county in rows}


def _towns(session: Session, state: str) -> tuple[dict[str, Spot], frozenset[str]]:
    places = session.execute(
        text(
            "SELECT name, alternate_names, ST_X(point), ST_Y(point), county_geoid FROM area"
            " WHERE kind = 'place' AND state = :state ORDER BY geoid"
        ),
        {"state": state},
    )
    towns, ambiguous = towns_by_name(tuple(place) for place in places)
    return {folded: (lon, lat, county) for folded, lon, lat, county in towns}, ambiguous
