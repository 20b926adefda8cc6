"""A state's inventory as rows of text: in its own columns, as it sent them, or in ours. Streams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.inventory.meant import NOTHING, Meant
from app.inventory.originals import cell_of
from app.inventory.place.county_names import CountyNames
from app.inventory.readers import SHAPE_LAT, SHAPE_LON
from app.inventory.reference import county_names
from app.inventory.render import render_field, text_of
from app.inventory.statements import statement
from app.inventory.template import COLUMNS
from app.models import Asset, Upload
from app.vocabulary.codes import state_scheme

Kind = Literal["own", "ours"]
KINDS: Final[tuple[Kind, ...]] = ("own", "ours")
_AT_ONCE = 1000
_DERIVED = "derived:"
_PLAIN = {SHAPE_LON: "Longitude", SHAPE_LAT: "Latitude"}


@dataclass(frozen=True)
class Layout:
    """The columns of an export: (header, field or None for a note) in their order, and whose rows they hold."""

    columns: tuple[tuple[str, str | None], ...]
    source_name: str | None = None
    key_scheme: str | None = None
    originals: bool = False
    """Whether the state's own texts are given, not ours."""
    meant: Mapping[str, Meant] = field(default_factory=dict)
    """What the state said that its texts mean, by header."""

    @property
    def header(self) -> list[str]:
        """The first row. Columns made from the shapes of a map layer get plain names, where those are free."""
        given = [header for header, _ in self.columns]
        return [header if (plain := _PLAIN.get(header, header)) in given else plain for header in given]

    def for_everyone(self) -> "Layout":
        """What the public gets: no notes, and values as we write them (a cell may hold more than its value)."""
        known = tuple(column for column in self.columns if column[1] is not None)
        return replace(self, columns=known, originals=False)


def find_layout(session: Session, state: str, kind: Kind, source: str | None = None) -> Layout:
    """The columns of `state`'s export: ours, or those of its newest applied file (of `source`, if named).

    Raises NotFoundError when there is no such file.
    """
    if kind == "ours":
        return Layout(tuple((name, name) for name in COLUMNS), source)
    query = select(Upload).where(Upload.state == state, Upload.status == "applied")
    if source is not None:
        query = query.where(Upload.source_name == source)
    upload = session.scalar(query.order_by(Upload.applied_at.desc(), Upload.id).limit(1))
    if upload is None:
        whose = f" from “{source}”" if source is not None else ""
        raise NotFoundError(f"{state} has published no file{whose}: ask for columns=ours.")
    columns = tuple((each["header"], each["target"]) for each in upload.columns)
    scheme = getattr(upload, "key_scheme", None)
    said = upload.reading.get("values", {})
    meant = {header: Meant(texts) for header, texts in said.items()}
    return Layout(columns, upload.source_name, scheme, originals=True, meant=meant)


def rows(session: Session, state: str, layout: Layout, *, everything: bool) -> Iterator[list[str]]:
    """The rows below the header, one list of cells each; `everything` false gives public assets only.

    The session must stay open while they are read.
    """
    given = {
        "state": state,
        "scheme": layout.key_scheme or state_scheme(state),
        "source": layout.source_name,
        "everything": everything,
    }
    names = county_names(session)
    found = session.execute(statement("export"), given, execution_options={"yield_per": _AT_ONCE})
    for asset in found.mappings():
        yield _row(asset, layout, names)


def assets_of(session: Session, state: str, *, everything: bool) -> int:
    """How many assets `state` has, whatever they come from; `everything` false counts public ones only."""
    query = select(func.count()).select_from(Asset).where(Asset.state == state, Asset.deleted_at.is_(None))
    return session.scalar(query if everything else query.where(Asset.visibility == "public")) or 0


def _row(asset: Mapping[Any, Any], layout: Layout, names: CountyNames) -> list[str]:
    values = _values(asset, names)
    if not layout.originals:
        return [render_field(str(name), values) for _, name in layout.columns]
    extra, kept = asset["extra"] or {}, asset["source_cells"] or {}
    return [
        _own_cell(header, name, values, extra, kept, layout.meant.get(header, NOTHING))
        for header, name in layout.columns
    ]


def _own_cell(
    header: str,
    name: str | None,
    values: Mapping[str, Any],
    extra: Mapping[str, Any],
    kept: Mapping[str, Any],
    meant: Meant,
) -> str:
    if name is None:
        return text_of(extra.get(header))
    return cell_of(name, kept.get(header, extra.get(header)), values, meant)


def _values(asset: Mapping[Any, Any], names: CountyNames) -> dict[str, Any]:
    """The asset's values as the renderers want them."""
    values = dict(asset)
    values |= {f"identifier {scheme}": value for scheme, value in (asset["identifiers"] or {}).items()}
    if (asset["key"] or "").startswith(_DERIVED):
        values["key"] = None  # a key that we made from name and town is not the state's
    values["county_names"] = names
    return values
