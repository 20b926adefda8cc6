"""What a state said about its columns, remembered: by state and set of headers, whatever their order."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import get_args

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.inventory.columns import Told
from app.inventory.fields import FIELDS
from app.models import Upload, UploadProfile

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
    session: Session, state: str | None, header: Sequence[str], chosen: Mapping[str, str | None], actor: str
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


def said(
    session: Session, state: str | None, header: Sequence[str], now: Mapping[str, str | None] | None
) -> tuple[dict[str, str | None], Told]:
    """What a person says `now` on top of what the state said before, and which of the two it is."""
    before = remembered(session, state, header) or {}
    if not now:
        return before, "remembered"
    kept = {head: target for head, target in before.items() if target is None or target not in now.values()}
    return kept | dict(now), "chosen"


def remember_choices(session: Session, upload: Upload, actor: str) -> None:
    """Keep what a person said about the columns of this upload, if anything was said."""
    if not upload.options.get("columns"):
        return
    told = {each["header"]: each["target"] for each in upload.columns if each["how"] in get_args(Told)}
    remember(session, upload.state, [each["header"] for each in upload.columns], told, actor)


def _same(head: str) -> str:
    """What two spellings of one header share: case and blanks do not count."""
    return " ".join(head.casefold().split())


def _digest(header: Sequence[str]) -> str:
    return hashlib.sha256(_BETWEEN.join(sorted(map(_same, header))).encode()).hexdigest()
