"""Pages of HSDS lists: one statement a page, one that counts; and the same list as a stream."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import and_
from sqlalchemy.orm import Session

from app.catalog.conditions import PUBLIC
from app.catalog.fragments import as_text
from app.catalog.records.hsds_bodies import in_short, service, service_at_location
from app.catalog.records.hsds_organizations import made_organization_id, organization
from app.catalog.records.record import (
    Record,
    has_place,
    institutions,
    named_providers,
    read_page,
    services,
    stream,
)
from app.catalog.search import count_of
from app.catalog.tables import ASSET, Condition

Body = dict[str, Any]
MADE_VERSION: Final = 5
"""The version of ids that are made from names."""


@dataclass(frozen=True)
class Kind:
    """A list of the API: which assets are in it, and how each is written."""

    where: Callable[[], list[Condition]]
    body: Callable[[Record, date], Body]


KINDS: Final = {
    "services": Kind(lambda: [services()], service),
    "organizations": Kind(lambda: [institutions()], lambda record, _: organization(record)),
    "service_at_locations": Kind(lambda: [services(), has_place()], service_at_location),
}


@dataclass(frozen=True)
class Shape:
    """How much of each record is given: all (`full`), or only id and time (`minimal`); else its single values."""

    full: bool = False
    minimal: bool = False

    def of(self, body: Body) -> Body:
        """`body` in this shape."""
        if self.minimal:
            return {name: body[name] for name in ("id", "last_modified") if name in body}
        return body if self.full else in_short(body)


def page_body(contents: list[Body], total: int, number: int, size: int) -> Body:
    """The standard's pagination object; `size` is how many were asked for a page."""
    pages = -(-total // size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def list_page(
    session: Session,
    kind: Kind,
    where: Sequence[Condition],
    shape: Shape,
    number: int,
    size: int,
    today: date,
) -> Body:
    """Page `number` (from 1) of `size` records of the list that meet `where`."""
    asked = [*where, *kind.where()]
    found = read_page(session, asked, limit=size, offset=(number - 1) * size)
    contents = [shape.of(kind.body(record, today)) for record in found]
    return page_body(contents, count_of(session, asked), number, size)


def list_lines(
    session: Session, kind: Kind, where: Sequence[Condition], shape: Shape, today: date
) -> Iterator[bytes]:
    """All records of the list that meet `where`, one JSON object a line (NDJSON)."""
    for record in stream(session, [*where, *kind.where()]):
        yield orjson.dumps(shape.of(kind.body(record, today)), option=orjson.OPT_APPEND_NEWLINE)


def run_by(session: Session, runs: Condition, limit: int) -> list[Record]:
    """At most `limit` public services that meet `runs`, whatever their status."""
    return read_page(session, [as_text(PUBLIC), services(), runs], limit=limit)


def named_provider(session: Session, organization_id: UUID) -> tuple[str, str] | None:
    """(state, name) of the organization known by name alone that has this id, None when there is none."""
    if organization_id.version != MADE_VERSION:
        return None
    wanted = str(organization_id)
    with closing(named_providers(session, [as_text(PUBLIC)])) as pairs:
        return next((pair for pair in pairs if made_organization_id(*pair) == wanted), None)


def is_run_by(session: Session, organization_id: UUID) -> Condition:
    """Services of this organization, be it an institution or known by name alone."""
    named = named_provider(session, organization_id)
    return names(*named) if named else ASSET.c.parent_id == organization_id


def names(state: str, organization_name: str) -> Condition:
    """Services whose organization is known by this name alone."""
    return and_(ASSET.c.state == state, ASSET.c.organization_name == organization_name)
