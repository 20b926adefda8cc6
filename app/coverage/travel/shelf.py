"""What is done with travel tables: made, added from a file, listed with what they are about. Reads the database."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.coverage.answers import answers_of
from app.coverage.context import Context
from app.coverage.measuring import Measuring
from app.coverage.question import AreaKind, CoverageQuestion
from app.coverage.routing.matrix import Told
from app.coverage.routing.router import Router
from app.coverage.statements import statement
from app.coverage.travel import folder
from app.coverage.travel.making import Points, StraightWay, made, points_of, wanted_pairs
from app.coverage.travel.reading import TravelTable, read_table
from app.coverage.travel.writing import Rows, about_of, write_file, write_parquet
from app.db.engine import Database
from app.errors import ConflictError, TooManyError
from app.settings import Settings

_SHOWN: Final = 5


@dataclass(frozen=True)
class Wanted:
    """A table to be made: people of `states` by `areas`, the assets of `supply`, and how long one travels at most."""

    states: tuple[str, ...]
    areas: AreaKind
    supply: AssetFilter
    minutes: float
    farthest_m: float


def make(
    database: Database,
    name: str,
    wanted: Wanted,
    way: Router | StraightWay,
    today: date,
    progress: Told = lambda _done, _whole: None,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    again: bool = False,
) -> tuple[folder.Kept, dict[str, Any], bool]:
    """The table, what it says of itself, and whether it was there already, made from the same in the same way."""
    settings = database.settings
    points = _points(database, wanted, today)
    signature = points.signature(way.key, wanted.farthest_m, wanted.minutes)
    kept = folder.find(settings.home, folder.known_name(name))
    if kept and not again and (about := about_of(kept.path)).get("signature") == signature:
        return kept, about, True
    _refuse_many(settings, name)
    pairs = wanted_pairs(points, wanted.farthest_m, settings.travel_pairs_max)
    rows = made(points, way, pairs, wanted.minutes, progress, cancelled)
    rows = replace(
        rows, about={**rows.about, "signature": signature, "rows": len(rows.minutes), **_counted(points)}
    )
    return keep(settings, name, rows), dict(rows.about), False


def _counted(points: Points) -> dict[str, int]:
    return {"origins": len(points.origins), "destinations": len(points.destinations)}


def keep(settings: Settings, name: str, rows: Rows) -> folder.Kept:
    """Keep rows as the table `name`."""
    return folder.put(settings.home, name, ".parquet", lambda file: write_parquet(rows, file))


def write_out(kept: folder.Kept, to: Path) -> None:
    """A kept table as a file of its own. Raises InvalidFileError."""
    table = read_table(kept.path)
    origins, destinations = (tuple(each.tolist()) for each in (table.origins, table.destinations))
    codes = table.origin.astype("int64"), table.destination.astype("int64")
    write_file(Rows(origins, destinations, *codes, table.minutes, about_of(kept.path)), to)


def _points(database: Database, wanted: Wanted, today: date) -> Points:
    """People with those beyond the states who share the same assets, and assets."""
    question = CoverageQuestion(
        wanted.areas, wanted.states, wanted.farthest_m, supply=wanted.supply, how=Measuring("2sfca", "binary")
    )
    answers = answers_of(database)
    with answers.turn(database) as session:
        context: Context = answers.contexts.of(session, question, today)
    return points_of(context)


def add(database: Database, name: str, source: Path) -> tuple[folder.Kept, dict[str, Any]]:
    """Keep a file as the table `name`, and what of it is known.

    Raises InvalidFileError for what is no table, TooLargeError, ConflictError where not one row is about anything.
    """
    settings = database.settings
    folder.known_name(name)
    _refuse_many(settings, name)
    table = read_table(source)
    with database.read() as session:
        report = checked(session, table)
    if len(table) and not (report["origins_known"] and report["destinations_known"]):
        raise ConflictError(
            f"Not one row of {source.name} is from an area to an asset that is known: origins are like "
            f"{', '.join(table.origins[:3])}, destinations like {', '.join(table.destinations[:3])}. Origins are "
            "GEOIDs (ZIP areas, tracts), destinations ids of assets."
        )
    ending = ".parquet" if source.suffix.lower() == ".parquet" else ".csv"

    def copied(file: BinaryIO) -> None:
        with source.open("rb") as given:
            shutil.copyfileobj(given, file)

    return folder.put(settings.home, name, ending, copied), report


def _refuse_many(settings: Settings, name: str) -> None:
    names = folder.names_of(settings.home)
    if name not in names and len(names) >= settings.travel_tables_max:
        raise TooManyError(
            f"{len(names):,} travel tables are kept, which is all there may be (STEMMAP_TRAVEL_TABLES_MAX): drop one "
            "with `stemmap coverage travel drop NAME`."
        )


def checked(session: Session, table: TravelTable) -> dict[str, Any]:
    """How much of a table is known: areas by GEOID, assets by id, and the first that are not."""
    report: dict[str, Any] = {"rows": len(table), "rows_without_minutes": table.unreachable}
    for what, ids in (("origins", table.origins), ("destinations", table.destinations)):
        strange = list(session.scalars(statement(f"unknown_{what}"), {"ids": ids.tolist()}))
        report |= {
            f"{what}_known": len(ids) - len(strange),
            f"{what}_unknown": len(strange),
            f"{what}_unknown_examples": strange[:_SHOWN],
        }
    return report
