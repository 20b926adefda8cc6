"""A report by the public becomes part of the inventory: corrections are read as cells of a file are, a program that was
missing goes through the door of uploads, so that it is placed, compared and can be undone like any other.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from psycopg.errors import CheckViolation
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError
from app.inventory.applying import apply_upload
from app.inventory.cells.texts import without_controls
from app.inventory.codes import finding
from app.inventory.fields import FIELDS
from app.inventory.locks import hold_states
from app.inventory.origin import Origin
from app.inventory.uploads import check_upload
from app.models import Asset
from app.models.asset import AssetIdentifier
from app.settings import Settings
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report, decide, find_report, hold_waiting
from app.vocabulary.assets import PUBLIC_SOURCE, VERIFICATION_METHODS
from app.vocabulary.codes import STATES, state_scheme
from app.vocabulary.reports import OTHER, POINT

PROPOSED: Final = (
    "name", "subtype", "parent", "description", "url", "phone", "email", "address", "city", "postal_code", "grades",
    "cost", "disciplines", "languages",
)  # fmt: skip
"""What the form for a missing program asks for: fields of an inventory file."""
_POINT: Final = re.compile(
    r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*[, ]\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?)"
)
_ASSET: Any = Asset.__table__
_COUNTY: Final = text(
    "SELECT geoid FROM area WHERE kind = 'county' AND state = :state"
    " AND ST_Covers(geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) LIMIT 1"
)


@dataclass(frozen=True)
class Decision:
    """How a report is accepted: what was looked at to be sure, another value than was proposed, the version seen."""

    method: str = "steward"
    value: str | None = None
    version: int | None = None

    def check(self) -> None:
        """Raise BadParameterError for a method there is not."""
        if self.method not in VERIFICATION_METHODS:
            raise BadParameterError(
                f"There is no way of verifying called {self.method[:40]!r}.",
                parameter="method",
                accepted=VERIFICATION_METHODS,
            )


def read_value(field: str, given: str) -> Mapping[str, Any]:
    """What `given` says of a field, by column of an asset; a point as `lat` and `lon`.

    Raises BadParameterError where that cannot be read, with the same cure as in a file.
    """
    cell = without_controls(given).strip()
    if field == POINT:
        return _point(cell)
    if not cell:
        return FIELDS[field].empty
    read = FIELDS[field].parse(cell)
    if read.problems:
        said = finding(read.problems[0].code, 0, field, read.problems[0].value or cell)
        raise BadParameterError(f"{said.message} {said.cure}", parameter="value")
    return read.values


def _point(cell: str) -> Mapping[str, float]:
    match = _POINT.fullmatch(cell)
    lat, lon = (float(match[1]), float(match[2])) if match else (999.0, 999.0)
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadParameterError(
            "Write the place as latitude and longitude, for example 35.6870, -105.9378: maps on the web show them "
            "when you press on a place.",
            parameter="value",
        )
    return {"lat": lat, "lon": lon}


def accept(
    database: Database, settings: Settings, report: Report, caller: Principal, decision: Decision
) -> None:
    """Do what a report asks for, and note who decided it.

    Raises NotFoundError; ConflictError when it was decided before, its asset is gone or changed since it was looked at,
    or the inventory of the state is being published; BadParameterError when the value cannot be read.
    """
    decision.check()
    if report.kind == "new":
        _add(database, settings, report, caller, decision)
        return
    try:
        with database.write(caller.actor, states=(report.state,)) as session:
            held = hold_waiting(session, report.reference)
            hold_states(session, (held.state,))
            value = decision.value if decision.value is not None else held.value
            _change(session, held, caller, decision, value)
            decide(session, held, "accepted", caller.actor, method=decision.method, value=value)
    except IntegrityError as error:
        raise _does_not_fit(error) from error


def _change(
    session: Session, report: Report, caller: Principal, decision: Decision, value: str | None
) -> None:
    mine = _ASSET.c.id == report.asset_id
    version = session.scalar(
        select(_ASSET.c.version).where(mine, _ASSET.c.deleted_at.is_(None)).with_for_update()
    )
    if version is None:
        raise ConflictError(
            "The entry that this report is about is no longer in the inventory: decline the report."
        )
    if decision.version is not None and decision.version != version:
        raise ConflictError("The entry was changed since you looked at it: look at the report again.")
    verified = {
        "verified_at": func.now(),
        "verified_by": caller.actor,
        "verification_method": decision.method,
    }
    changed = _columns(session, report, value)
    session.execute(update(_ASSET).where(mine).values(**changed, **verified))


def _columns(session: Session, report: Report, value: str | None) -> Mapping[str, Any]:
    if report.kind == "closed":
        return {"status": value}
    if report.field in (None, OTHER) or value is None:
        return {}
    columns = read_value(report.field, value)
    return _placed(session, report.state, columns) if report.field == POINT else columns


def _placed(session: Session, state: str, point: Mapping[str, float]) -> Mapping[str, Any]:
    county = session.scalar(_COUNTY, {"state": state, **point})
    if county is None:
        raise BadParameterError(f"That point is not in {STATES.label(state)}.", parameter="value")
    where = func.ST_SetSRID(func.ST_MakePoint(point["lon"], point["lat"]), 4326)
    return {"geom": where, "location_precision": "exact", "county_geoid": county}


def _does_not_fit(error: IntegrityError) -> Exception:
    if isinstance(error.orig, CheckViolation):
        name = error.orig.diag.constraint_name or ""
        return ConflictError(
            f"That does not go with what else the entry says (rule {name}): mend the value and accept it again."
        )
    return error


def _add(
    database: Database, settings: Settings, report: Report, caller: Principal, decision: Decision
) -> None:
    """Add a missing program. Done twice it is there once: the report's number is its key."""
    with database.read() as session:
        if find_report(session, report.reference).status != "waiting":
            raise ConflictError("This report was decided already: nothing was changed.")
    origin = Origin(report.state, f"{report.reference}.csv", caller.actor, PUBLIC_SOURCE, "program")
    checked = check_upload(database, settings, io.BytesIO(as_file(report)), origin)
    if checked.counts["refused"]:
        first = next(each for each in checked.issues if each.severity == "error")
        raise BadParameterError(f"{first.message} {first.cure}", parameter=first.column)
    if checked.counts.get("unchanged") != 1:
        apply_upload(database, settings, checked.id, caller.actor)
    with database.write(caller.actor, states=(report.state,)) as session:
        held = hold_waiting(session, report.reference)
        asset_id = session.scalar(
            select(AssetIdentifier.asset_id).where(
                AssetIdentifier.scheme == state_scheme(report.state),
                AssetIdentifier.value == report.reference,
            )
        )
        verified = {
            "verified_at": func.now(),
            "verified_by": caller.actor,
            "verification_method": decision.method,
        }
        session.execute(update(_ASSET).where(_ASSET.c.id == asset_id).values(**verified))
        decide(session, held, "accepted", caller.actor, method=decision.method, asset_id=asset_id)


def as_file(report: Report) -> bytes:
    """The program that a report proposes, as an inventory file of one row (CSV)."""
    said = report.proposal or {}
    names = [name for name in PROPOSED if said.get(name)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["key", "kind", *names])
    writer.writerow([report.reference, "program", *(said[name] for name in names)])
    return out.getvalue().encode()
