"""The HSDS tabular data package of a filter: every table written to disk row by row, then packed into one ZIP.

The tables stand in temporary files as soon as they outgrow a little memory, so that memory does not grow with the
result; nothing is written under a name of somebody else's.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from sqlalchemy.orm import Session

from app.catalog.records.hsds_bodies import service
from app.catalog.records.hsds_organizations import named_organization, organization
from app.catalog.records.hsds_tables import TABLES, Body, descriptor, rows_of
from app.catalog.records.record import institutions_of, named_providers, services, stream
from app.catalog.records.taxonomy import made_id, taxonomies_by_id, terms_by_id
from app.catalog.tables import Condition

UNRECORDED: Final = made_id("organization", "not recorded")
"""The organization of services whose provider the inventory does not know: the tables require one."""
_IN_MEMORY_BYTES: Final = 2**18
_COPY_BYTES: Final = 2**16
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class About:
    """What the package says of itself: title, when its data changed (ISO 8601), and its licence."""

    title: str
    created: str
    licence: Body
    sources: list[Body]


class _Tables:
    """One CSV file being written for each table."""

    def __init__(self, stack: ExitStack) -> None:
        self.files = {name: stack.enter_context(_spooled()) for name in TABLES}
        self._texts = {
            name: io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
            for name, file in self.files.items()
        }
        for text in self._texts.values():
            stack.callback(text.detach)
        self._writers = {name: csv.writer(text) for name, text in self._texts.items()}
        for name, table in TABLES.items():
            self._writers[name].writerow(table.columns)

    def add(self, table: str, bodies: Iterable[Body]) -> None:
        """Write bodies of `table`, with all that is in them."""
        for body in bodies:
            for name, row in rows_of(table, body):
                self._writers[name].writerow(_cells(row))


def write_package(
    session: Session, where: Sequence[Condition], about: About, today: date, file: IO[bytes]
) -> None:
    """Write the package of all assets that meet `where` into `file`: a ZIP that is the same for the same data."""
    with ExitStack() as stack:
        tables = _Tables(stack)
        tables.add("services", _services(session, where, today))
        tables.add("organizations", _organizations(session, where))
        tables.add("taxonomies", (each.body() for each in taxonomies_by_id().values()))
        tables.add("taxonomy_terms", (dict(each.body) for each in terms_by_id().values()))
        with ZipFile(file, "w", ZIP_DEFLATED) as package:
            text = orjson.dumps(
                descriptor(about.title, about.created, about.licence, about.sources),
                option=orjson.OPT_INDENT_2,
            )
            package.writestr(_member("datapackage.json"), text)
            for name, table in tables.files.items():
                _pack(package, f"{name}.csv", table)


def _services(session: Session, where: Sequence[Condition], today: date) -> Iterator[Body]:
    for record in stream(session, [*where, services()]):
        yield {"organization_id": UNRECORDED} | service(record, today)


def _organizations(session: Session, where: Sequence[Condition]) -> Iterator[Body]:
    for record in stream(session, institutions_of(where)):
        yield organization(record)
    for state, name in named_providers(session, where):
        if named := named_organization(state, name):
            yield named
    yield {
        "id": UNRECORDED,
        "name": "Provider not recorded",
        "description": "Stands for the providers that the inventory does not name.",
    }


def _cells(row: list[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in row]


def _spooled() -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _EARLIEST)
    member.compress_type = ZIP_DEFLATED
    return member


def _pack(package: ZipFile, name: str, file: "SpooledTemporaryFile[bytes]") -> None:
    file.seek(0)
    with package.open(_member(name), "w", force_zip64=True) as member:
        while piece := file.read(_COPY_BYTES):
            member.write(piece)
