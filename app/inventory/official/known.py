"""What the database knows that an official download is read against: loaded institutions, and keys that are kept."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.inventory.official.profile import Institution, Profile
from app.inventory.statements import statement

_PLACED: Final = frozenset(("exact", "street"))
_INSTITUTIONS: Final = text(
    "SELECT i.value, a.name, a.state, a.status, a.address, a.city, a.postal_code, a.location_precision,"
    " ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat"
    " FROM asset_identifier i JOIN asset a ON a.id = i.asset_id"
    " WHERE i.scheme = 'ipeds-unitid' AND a.kind = 'institution' AND a.deleted_at IS NULL"
)


def institutions_of(session: Session) -> dict[str, Institution]:
    """The loaded institutions by UNITID, whoever loaded them; the point only where it is not a centre of an area."""
    return {
        row.value: Institution(
            row.name, row.state, row.status, row.address or "", row.city or "", row.postal_code or "",
            (row.lon, row.lat) if row.location_precision in _PLACED else None,
        )
        for row in session.execute(_INSTITUTIONS)
    }  # fmt: skip


def kept_keys(session: Session, profile: Profile) -> frozenset[str]:
    """Official numbers of assets that this source did not write last: a state's own, or changed by a state since."""
    given = {"scheme": profile.key_scheme, "source_name": profile.source_name}
    return frozenset(session.scalars(statement("official_kept"), given))


def drop_kept(session: Session, upload_id: UUID, source_name: str) -> int:
    """Take out rows about assets that became a state's own after the check; gives how many."""
    given = {"upload_id": upload_id, "source_name": source_name}
    return int(session.scalar(statement("drop_kept"), given) or 0)
