"""What applying an upload would do: its rows beside the assets as they are now, in SQL over all rows.

Fields the file does not have keep their values, empty cells clear, notes under the file's own headers are replaced.
The plan is made when a file is checked and afresh when it is applied.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Text,
    and_,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from app.inventory.codes import Finding, finding
from app.inventory.statements import statement
from app.models import Upload
from app.models.upload import STAGED_FIELDS
from app.vocabulary.codes import IDENTIFIER_SCHEMES

ROW: Final = table(
    "upload_row",
    *map(column, ("upload_id", "row_number", "source_key", "asset_id", "parent", "extra", "identifiers")),
    *map(column, STAGED_FIELDS),
)
ASSET: Final = table(
    "asset",
    *map(column, ("id", "parent_id", "extra", "deleted_at", "upload_id")),
    *map(column, STAGED_FIELDS),
)
PARENT: Final = table("parent_found", *map(column, ("row_number", "parent", "found", "parent_id")))
ISSUE: Final = table("upload_issue", *map(column, ("upload_id", "row_number", "code")))
PLANNED_IDENTIFIER: Final = table(
    "planned_identifier",
    *map(column, ("row_number", "asset_id", "scheme", "value", "is_new", "owner_id")),
)
DROPPED_IDENTIFIER: Final = table(
    "dropped_identifier", *map(column, ("row_number", "asset_id", "scheme", "value"))
)
IDENTIFIER: Final = table("asset_identifier", *map(column, ("scheme", "value", "asset_id")))
KEPT_WHEN_EMPTY: Final = {"status": "active", "visibility": "public", "reach": "site"}
"""Fields that an empty cell leaves as they are, and what a new asset has."""
_WHERE = ("geom", "location_precision", "county_geoid")
_PLACED = ("placed-by-zip", "placed-by-city", "not-placed")
_SAME_PLACE = ("address", "city", "postal_code")


def written_fields(columns: frozenset[str]) -> list[str]:
    """The columns of an asset that a file with these columns of `upload_row` writes."""
    parent = {"parent_id"} if "parent" in columns else set()
    return sorted((columns & set(STAGED_FIELDS)) | parent | {"extra"})


def schemes_of(upload: Upload) -> list[str]:
    """The identifier schemes that have a column in the file."""
    targets = {str(each["target"]).replace("_", "-") for each in upload.columns if each["target"]}
    return [scheme for scheme in IDENTIFIER_SCHEMES if scheme in targets]


def vanished_choice(upload: Upload) -> str:
    """What the sender chose for vanished assets."""
    return str(upload.options.get("vanished", "keep"))


def header_by_field(upload: Upload) -> dict[str, str]:
    """The file's headers by the field they mean."""
    return {each["target"]: each["header"] for each in upload.columns if each["target"]}


def rows_of(upload: Upload) -> Any:
    """The condition for rows of this upload."""
    return ROW.c.upload_id == upload.id


def joined(upload: Upload) -> Any:
    """Rows beside their assets, and their parents where the file names them."""
    beside = ROW.outerjoin(ASSET, ASSET.c.id == ROW.c.asset_id)
    if "parent_id" in upload.fields:
        return beside.outerjoin(PARENT, PARENT.c.row_number == ROW.c.row_number)
    return beside


def merged(upload: Upload, name: str) -> Any:
    """The value that a field of an asset would have after its row."""
    if name == "parent_id":
        return PARENT.c.parent_id
    if name == "extra":
        headers = cast(literal([each["header"] for each in upload.columns]), ARRAY(Text))
        return func.coalesce(ASSET.c.extra, text("'{}'::jsonb")).op("-")(headers).op("||")(ROW.c.extra)
    if name in KEPT_WHEN_EMPTY:
        return func.coalesce(ROW.c[name], ASSET.c[name], KEPT_WHEN_EMPTY[name])
    if name in _WHERE:
        return case((keeps_point(upload), ASSET.c[name]), else_=ROW.c[name])
    return ROW.c[name]


def keeps_point(upload: Upload) -> Any:
    """Whether a row without a point leaves the better one of its asset, as address, ZIP and town are the same."""
    better = or_(
        and_(ASSET.c.location_precision == "exact", ROW.c.location_precision != "exact"),
        and_(ASSET.c.location_precision == "street", ROW.c.location_precision.not_in(("exact", "street"))),
    )
    same = (ROW.c[name].is_not_distinct_from(ASSET.c[name]) for name in _SAME_PLACE if name in upload.fields)
    return and_(better, *same)


def is_new() -> Any:
    """Whether the row's asset is not there yet."""
    return ASSET.c.id.is_(None)


def is_changed(upload: Upload) -> Any:
    """Whether the row changes a column of its asset, or brings back a deleted one."""
    differs = (ASSET.c[name].is_distinct_from(merged(upload, name)) for name in upload.fields)
    return or_(ASSET.c.deleted_at.is_not(None), *differs)


def _other_identifiers(upload: Upload) -> Any:
    """Whether the row gives or takes an official number, or the asset's key."""
    scheme = func.coalesce(literal(upload.key_scheme), literal("state:").op("||")(ROW.c.state))
    key = exists().where(IDENTIFIER.c.scheme == scheme, IDENTIFIER.c.value == ROW.c.source_key)
    if not schemes_of(upload):
        return ~key
    brought = exists().where(
        PLANNED_IDENTIFIER.c.row_number == ROW.c.row_number,
        PLANNED_IDENTIFIER.c.is_new,
        PLANNED_IDENTIFIER.c.owner_id == PLANNED_IDENTIFIER.c.asset_id,
    )
    dropped = exists().where(DROPPED_IDENTIFIER.c.row_number == ROW.c.row_number)
    return or_(~key, brought, dropped)


def make_plan(session: Session, upload: Upload) -> None:
    """Find out which asset every row is about, its parent and its official numbers, into temporary tables."""
    given = {"upload_id": upload.id, "key_scheme": upload.key_scheme}
    for name in ("parent_found", "planned_identifier", "dropped_identifier", "vanished"):
        session.execute(text(f"DROP TABLE IF EXISTS pg_temp.{name}"))
    session.execute(statement("resolve_rows"), given)
    session.execute(statement("resolve_refusals"), given)
    if "parent_id" in upload.fields:
        session.execute(statement("parents"), given)
    if schemes := schemes_of(upload):
        session.execute(statement("identifiers"), given)
        session.execute(statement("dropped_identifiers"), given | {"schemes": schemes})
    session.execute(
        statement("vanished"),
        given | {"source_name": upload.source_name, "state": upload.state, "choice": vanished_choice(upload)},
    )


def drop_impossible(session: Session, upload: Upload) -> Iterator[Finding]:
    """Take out rows that are about another row's asset or another state's; yields why."""
    header = header_by_field(upload)
    key = header.get("key") or header["name"]
    for row in session.execute(statement("drop_second"), {"upload_id": upload.id}):
        yield finding("duplicate-key", row.row_number, key, row.source_key, first=row.first)
    for row in session.execute(statement("drop_other_state"), {"upload_id": upload.id}):
        yield finding("key-other-state", row.row_number, header.get("key"), row.source_key, other=row.other)


def drop_untrue_places(session: Session, upload: Upload) -> Counter[str]:
    """Take back what was said about the place of rows whose assets keep a better one; gives how often, by code."""
    keeps = keeps_point(upload) if "geom" in upload.fields else ASSET.c.geom.is_not(None)
    known = ROW.join(ASSET, ASSET.c.id == ROW.c.asset_id)
    rows = select(ROW.c.row_number).select_from(known).where(rows_of(upload), keeps)
    untrue = delete(ISSUE).where(
        ISSUE.c.upload_id == upload.id, ISSUE.c.code.in_(_PLACED), ISSUE.c.row_number.in_(rows)
    )
    return Counter(session.scalars(untrue.returning(ISSUE.c.code)))


def plan_findings(session: Session, upload: Upload) -> Iterator[Finding]:
    """What is to be said about parents and official numbers."""
    header = header_by_field(upload)
    if "parent_id" in upload.fields:
        for row in session.execute(select(PARENT).where(PARENT.c.found != 1).order_by(PARENT.c.row_number)):
            code = "parent-ambiguous" if row.found else "parent-unknown"
            yield finding(code, row.row_number, header.get("parent"), row.parent, count=row.found)
    if schemes_of(upload):
        taken = PLANNED_IDENTIFIER.c.owner_id != PLANNED_IDENTIFIER.c.asset_id
        for row in session.execute(
            select(PLANNED_IDENTIFIER).where(taken).order_by(PLANNED_IDENTIFIER.c.row_number)
        ):
            target = header.get(row.scheme.replace("-", "_"))
            yield finding("identifier-taken", row.row_number, target, row.value, scheme=row.scheme)


def count_plan(session: Session, upload: Upload) -> dict[str, int]:
    """How many assets the plan adds, changes and leaves alone, and how many have vanished."""
    changed = or_(is_changed(upload), _other_identifiers(upload))
    counted = select(
        func.count().filter(is_new()).label("added"),
        func.count().filter(~is_new(), changed).label("changed"),
        func.count().filter(~is_new(), ~changed).label("unchanged"),
    )
    found = session.execute(counted.select_from(joined(upload)).where(rows_of(upload))).mappings().one()
    vanished = session.scalar(text("SELECT count(*) FROM vanished"))
    return {**found, "vanished": int(vanished or 0)}
