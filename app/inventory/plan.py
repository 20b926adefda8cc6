"""What applying an upload would do, worked out over all rows: when a file is checked, and afresh when it is applied."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import column, delete, func, or_, select, table
from sqlalchemy.orm import Session

from app.inventory.codes import Finding, finding
from app.inventory.difference import (
    ASSET,
    BESIDE,
    ROW,
    has_other_identifiers,
    has_vanished,
    header_by_field,
    is_changed,
    is_new,
    keeps_point,
    rows_of,
    schemes_of,
)
from app.inventory.statements import statement
from app.models import Upload

_ISSUE: Final = table("upload_issue", *map(column, ("upload_id", "row_number", "code")))
_PLACED = ("placed-by-address", "placed-by-zip", "placed-by-city", "placed-by-county", "not-placed")
_MERGE_ROUNDS: Final = 8
"""Longest chain of merges that is followed."""


def key_parameters(upload: Upload) -> dict[str, Any]:
    """What statements about the keys of an upload need."""
    return {"upload_id": upload.id, "key_scheme": upload.key_scheme}


def resolve(session: Session, upload: Upload) -> bool:
    """Find out which asset every row is about. Other assets may have got their keys since the last time.

    Gives whether any row is about another asset than before: only then can two rows be about one.
    """
    session.execute(statement("resolve_refusals"), key_parameters(upload))
    moved = _rows_of(session, "resolve_rows", key_parameters(upload)) > 0
    for _ in range(_MERGE_ROUNDS):
        if not _rows_of(session, "resolve_merges", {"upload_id": upload.id}):
            break
        moved = True
    return moved


def _rows_of(session: Session, name: str, given: dict[str, Any]) -> int:
    """How many rows a statement writes."""
    return int(session.execute(statement(name), given).rowcount)  # type: ignore[attr-defined]


def drop_merged(session: Session, upload: Upload) -> Iterator[Finding]:
    """Take out rows that are about an earlier row's asset, as two keys may be by decision; yields why."""
    header = header_by_field(upload)
    key = header.get("key") or header["name"]
    for row in session.execute(statement("drop_second"), {"upload_id": upload.id}):
        yield finding("row-merged", row.row_number, key, row.source_key, first=row.first)


def drop_impossible(session: Session, upload: Upload) -> Iterator[Finding]:
    """Take out rows that are about another state's asset; yields why."""
    header = header_by_field(upload)
    for row in session.execute(statement("drop_other_state"), {"upload_id": upload.id}):
        yield finding("key-other-state", row.row_number, header.get("key"), row.source_key, other=row.other)


def other_lists(session: Session, upload: Upload) -> Iterator[Finding]:
    """The lists that assets of the file would leave; a federal download says so of each asset by itself."""
    if upload.options.get("official"):
        return
    given = {"upload_id": upload.id, "source_name": upload.source_name}
    for row in session.execute(statement("other_lists"), given):
        yield finding("list-other", 0, None, row.source_name, count=row.assets)


def find_parents(session: Session, upload: Upload) -> Iterator[Finding]:
    """Find the parents that rows name; yields which ones cannot be found."""
    if "parent_id" not in upload.fields:
        return
    header = header_by_field(upload).get("parent")
    for row in session.execute(statement("parents"), key_parameters(upload)):
        code = "parent-ambiguous" if row.found else "parent-unknown"
        yield finding(code, row.row_number, header, row.parent, count=row.found)


def taken_identifiers(session: Session, upload: Upload) -> Iterator[Finding]:
    """Official numbers that another asset has, or an earlier row brings."""
    if not schemes_of(upload):
        return
    header = header_by_field(upload)
    for row in session.execute(statement("taken_identifiers"), {"upload_id": upload.id}):
        target = header.get(row.scheme.replace("-", "_"))
        yield finding("identifier-taken", row.row_number, target, row.value, scheme=row.scheme)


def drop_untrue_places(session: Session, upload: Upload) -> Counter[str]:
    """Take back what was said about the place of rows whose assets keep a better one; gives how often, by code."""
    keeps = keeps_point(upload) if "geom" in upload.fields else ASSET.c.geom.is_not(None)
    known = ROW.join(ASSET, ASSET.c.id == ROW.c.asset_id)
    rows = select(ROW.c.row_number).select_from(known).where(rows_of(upload), keeps)
    untrue = delete(_ISSUE).where(
        _ISSUE.c.upload_id == upload.id, _ISSUE.c.code.in_(_PLACED), _ISSUE.c.row_number.in_(rows)
    )
    return Counter(session.scalars(untrue.returning(_ISSUE.c.code)))


def count_plan(session: Session, upload: Upload) -> dict[str, Any]:
    """How many assets the plan adds, changes and leaves alone, how many have vanished, and rows by kind."""
    changed = or_(is_changed(upload), has_other_identifiers(upload))
    counted = select(
        func.count().filter(is_new()).label("added"),
        func.count().filter(~is_new(), changed).label("changed"),
        func.count().filter(~is_new(), ~changed).label("unchanged"),
    )
    found = session.execute(counted.select_from(BESIDE).where(rows_of(upload))).mappings().one()
    vanished = session.scalar(select(func.count()).select_from(ASSET).where(has_vanished(upload)))
    return {**found, "vanished": int(vanished or 0), "kinds": _kinds(session, upload)}


def _kinds(session: Session, upload: Upload) -> dict[str, int]:
    """How many rows are of each kind, the most frequent first."""
    rows = func.count().label("rows")
    counted = select(ROW.c.kind, rows).where(rows_of(upload)).group_by(ROW.c.kind)
    return {row.kind: row.rows for row in session.execute(counted.order_by(rows.desc(), ROW.c.kind))}
