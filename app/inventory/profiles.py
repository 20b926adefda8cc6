"""What a state said about its columns, their values and bad points, remembered by state and headers in any order."""

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as ReadMapping
from typing import get_args

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.inventory.codes import Finding, finding
from app.inventory.columns import Mapping, Told
from app.inventory.fields import FIELDS
from app.inventory.meant import Meant, Values, joined, same
from app.inventory.origin import BadPoints, bad_points_of
from app.models import Upload, UploadProfile
from app.vocabulary.codes import STATES

_BETWEEN = "\x1f"


def remembered(session: Session, state: str | None, header: Sequence[str]) -> dict[str, str | None] | None:
    """What each column of `header` means as `state` said before (header -> field or None for a note), or None.

    A field that this version no longer knows is left for the mapper. National files have no memory.
    """
    if state is None:
        return None
    said = session.scalar(
        select(UploadProfile.columns).where(
            UploadProfile.state == state, UploadProfile.header_sha256 == _digest(header)
        )
    )
    if said is None:
        return None
    found = {head: said[_same(head)] for head in header if _same(head) in said}
    return {head: target for head, target in found.items() if target is None or target in FIELDS}


def remember(
    session: Session,
    state: str | None,
    header: Sequence[str],
    chosen: ReadMapping[str, str | None],
    actor: str,
) -> None:
    """Keep what `actor` said about the columns of this set of headers; a later word replaces an earlier one."""
    if state is None:
        return
    columns = {_same(head): chosen[head] for head in header if head in chosen}
    row = {"state": state, "header_sha256": _digest(header), "columns": columns, "saved_by": actor}
    said = insert(UploadProfile).values(**row)
    session.execute(
        said.on_conflict_do_update(
            index_elements=["state", "header_sha256"],
            set_={
                "columns": said.excluded.columns,
                "saved_by": said.excluded.saved_by,
                "saved_at": func.now(),
            },
        )
    )


def remembered_values(session: Session, state: str | None, header: Sequence[str]) -> Values:
    """What `state` said before that texts in these columns mean: header -> text -> meaning."""
    if state is None:
        return {}
    values = session.scalar(
        select(UploadProfile.values).where(
            UploadProfile.state == state, UploadProfile.header_sha256 == _digest(header)
        )
    )
    return {head: values[_same(head)] for head in header if _same(head) in values} if values else {}


def remember_values(
    session: Session, state: str | None, header: Sequence[str], said: Values, actor: str
) -> None:
    """Keep what `actor` said about texts in these columns, with what was said before; None takes that back."""
    if state is None or not said:
        return
    every = joined(remembered_values(session, state, header), said)
    values = {
        _same(head): {text: meaning for text, meaning in texts.items() if meaning is not None}
        for head, texts in every.items()
        if head in header
    }
    row = {
        "state": state,
        "header_sha256": _digest(header),
        "columns": {},
        "values": values,
        "saved_by": actor,
    }
    new = insert(UploadProfile).values(**row)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["state", "header_sha256"],
            set_={
                "values": new.excluded["values"],
                "saved_by": new.excluded.saved_by,
                "saved_at": func.now(),
            },
        )
    )


def remembered_bad_points(session: Session, state: str | None, header: Sequence[str]) -> BadPoints | None:
    """What `state` said before that becomes of rows whose point cannot be right, or None."""
    if state is None:
        return None
    found = session.scalar(
        select(UploadProfile.bad_points).where(
            UploadProfile.state == state, UploadProfile.header_sha256 == _digest(header)
        )
    )
    return bad_points_of(found or "")


def remember_bad_points(
    session: Session, state: str | None, header: Sequence[str], choice: BadPoints | None, actor: str
) -> None:
    """Keep what `actor` said becomes of rows whose point cannot be right; None says nothing."""
    if state is None or choice is None:
        return
    row = {"state": state, "header_sha256": _digest(header), "columns": {}}
    new = insert(UploadProfile).values(**row, bad_points=choice, saved_by=actor)
    kept = {"bad_points": new.excluded.bad_points, "saved_by": new.excluded.saved_by, "saved_at": func.now()}
    session.execute(new.on_conflict_do_update(index_elements=["state", "header_sha256"], set_=kept))


def said(
    session: Session, state: str | None, header: Sequence[str], now: ReadMapping[str, str | None] | None
) -> tuple[dict[str, str | None], Told]:
    """What a person says `now` on top of what the state said before, and which of the two it is."""
    before = remembered(session, state, header) or {}
    if not now:
        return before, "remembered"
    kept = {head: target for head, target in before.items() if target is None or target not in now.values()}
    return kept | dict(now), "chosen"


def said_values(session: Session, upload: Upload, mapping: Mapping) -> Values:
    """What a person said that texts of this upload mean, on top of what the state said before."""
    header = [column.header for column in mapping.columns]
    if upload.options.get("official"):
        return {}
    return joined(remembered_values(session, upload.state, header), upload.options.get("values") or {})


def used_again(upload: Upload, meant: ReadMapping[str, Meant]) -> Iterator[Finding]:
    """Say how many values of the file were understood as the state said before."""
    now = upload.options.get("values") or {}
    count = sum(
        len(texts.used - {same(text) for text in now.get(header, {})}) for header, texts in meant.items()
    )
    if count:
        who = STATES.label(upload.state) if upload.state else "you"
        yield finding("values-remembered", 0, count=count, who=who)


def bad_points_again(upload: Upload, rows: int) -> Iterator[Finding]:
    """Say how many rows were placed in another way than by their point, as the state said before."""
    who = STATES.label(upload.state) if upload.state else "you"
    yield finding("bad-points-remembered", 0, count=rows, who=who)


def remember_choices(session: Session, upload: Upload, actor: str) -> None:
    """Keep what a person said about the columns of this upload, their values and bad points, if anything was said."""
    header = [each["header"] for each in upload.columns]
    if upload.options.get("columns"):
        told = {each["header"]: each["target"] for each in upload.columns if each["how"] in get_args(Told)}
        remember(session, upload.state, header, told, actor)
    remember_values(session, upload.state, header, upload.options.get("values") or {}, actor)
    choice = bad_points_of(upload.options.get("bad_points") or "")
    remember_bad_points(session, upload.state, header, choice, actor)


def _same(head: str) -> str:
    """What two spellings of one header share: case and blanks do not count."""
    return " ".join(head.casefold().split())


def _digest(header: Sequence[str]) -> str:
    return hashlib.sha256(_BETWEEN.join(sorted(map(_same, header))).encode()).hexdigest()
