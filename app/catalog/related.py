"""What else there is for who looks at one asset: of the same institution, and the next step for who outgrows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Double, func, null
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.sorting import distance_from
from app.catalog.tables import ASSET
from app.geography.lookup import Origin
from app.settings import MILE_M
from app.vocabulary.people import BANDS

SHOWN: Final = 5
NEXT_WITHIN_M: Final = 50 * MILE_M


def same_institution(
    session: Session, asset_id: UUID, fields: Mapping[str, Any], today: date
) -> list[AssetRow]:
    """What the institution that runs this asset runs as well (at most SHOWN), in the order of names.

    Where it is known by name alone, what the same state lists under that name.
    """
    if fields["parent_id"] is not None:
        mine = ASSET.c.parent_id == fields["parent_id"]
    elif fields["organization_name"]:
        mine = (ASSET.c.organization_name == fields["organization_name"]) & (ASSET.c.state == fields["state"])
    else:
        return []
    where = [*conditions(AssetFilter(), today=today), ASSET.c.id != asset_id, mine]
    found = (
        row_select(today, null().cast(Double)).where(*where).order_by(ASSET.c.name, ASSET.c.id).limit(SHOWN)
    )
    return rows_of(session.execute(found).all())


def next_band(grades: list[str]) -> str | None:
    """The band of grades after the highest of these; None without grades, and where that is for adults already."""
    bands = list(BANDS)
    held = [at for at, band in enumerate(bands) if set(BANDS[band]) & set(grades)]
    return bands[held[-1] + 1] if held and held[-1] + 1 < len(bands) - 1 else None


def next_steps(
    session: Session,
    asset_id: UUID,
    fields: Mapping[str, Any],
    point: tuple[float, float] | None,
    today: date,
) -> list[AssetRow]:
    """Programs and opportunities of the same subjects for the next band of grades, the nearest first (at most SHOWN).

    `point` is (lon, lat); without one those of the same state, in the order of names.
    """
    band = next_band(fields["grades"])
    if band is None or not fields["disciplines"] or fields["kind"] == "institution":
        return []
    asked: dict[str, Any] = {
        "kind": ("program", "opportunity"), "discipline": tuple(fields["disciplines"]), "band": (band,),
    }  # fmt: skip
    younger = ~ASSET.c.grades.overlap(list(fields["grades"]))
    return _found(session, asset_id, asked, fields["state"], point, younger, today)


def _found(
    session: Session,
    asset_id: UUID,
    asked: dict[str, Any],
    state: str,
    point: tuple[float, float] | None,
    further: Any,
    today: date,
) -> list[AssetRow]:
    if point is None:
        where = conditions(AssetFilter(**asked, state=(state,)), today=today)
        rows = row_select(today, null().cast(Double)).order_by(ASSET.c.name, ASSET.c.id)
    else:
        origin = Origin(*point, "")
        near = AssetFilter(**asked, near=f"{point[1]},{point[0]}", within_m=NEXT_WITHIN_M)
        where = conditions(near, today=today, origin=origin)
        rows = row_select(today, distance_from(origin)).order_by("distance_m", ASSET.c.id)
    found = rows.where(*where, ASSET.c.id != asset_id, func.coalesce(further, True)).limit(SHOWN)
    return rows_of(session.execute(found).all())
