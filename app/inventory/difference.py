"""Rows of an upload beside the assets they are about: what is new, what differs, what has vanished, as SQL conditions.

Fields the file does not have keep their values, empty cells clear, notes under the file's own headers are replaced.
"""

from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Text,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
)

from app.inventory.fields import FIELDS
from app.models import Upload
from app.models.upload import STAGED_FIELDS
from app.vocabulary.codes import IDENTIFIER_SCHEMES

ROW: Final = table(
    "upload_row",
    *map(
        column,
        ("upload_id", "row_number", "source_key", "asset_id", "parent", "parent_id", "extra", "identifiers"),
    ),
    *map(column, STAGED_FIELDS),
)
ASSET: Final = table(
    "asset",
    *map(column, ("id", "parent_id", "extra", "deleted_at", "upload_id")),
    *map(column, STAGED_FIELDS),
)
IDENTIFIER: Final = table("asset_identifier", *map(column, ("scheme", "value", "asset_id")))
REFUSAL: Final = table("upload_refusal", *map(column, ("upload_id", "asset_id")))
UPLOAD: Final = table("upload", *map(column, ("id", "source_name")))
KEPT_WHEN_EMPTY: Final = {"status": "active", "visibility": "public", "reach": "site"}
"""Fields that an empty cell leaves as they are, and what a new asset has."""
BESIDE: Final = ROW.outerjoin(ASSET, ASSET.c.id == ROW.c.asset_id)
"""Rows beside their assets."""
_PLACE = ("geom", "location_precision", "county_geoid")
_SAME_PLACE = ("address", "city", "postal_code")
_WRITES: Final = {
    "parent": ("organization_name", "parent_id"),
    "subtype": ("subtype", "kind"),
    "kind": ("kind", "subtype"),
    "county": ("county_geoid",),
    **dict.fromkeys(("lat", "lon", "lat_lon"), ("geom", "location_precision")),
    "service_areas": ("service_area_geoids", "reach"),
    **dict.fromkeys(("service_radius", "service_radius_km"), ("service_radius_m", "reach")),
}
_GONE = ("inactive", "defunct")


def written_fields(columns: frozenset[str]) -> list[str]:
    """The columns of an asset that a file with these columns of `upload_row` writes."""
    parent = {"parent_id", "organization_name"} if "parent" in columns else set()
    return sorted((columns & set(STAGED_FIELDS)) | parent | {"extra"})


def schemes_of(upload: Upload) -> list[str]:
    """The identifier schemes that have a column in the file."""
    targets = {str(each["target"]).replace("_", "-") for each in upload.columns if each["target"]}
    return [scheme for scheme in IDENTIFIER_SCHEMES if scheme in targets]


def columns_of(field: str) -> tuple[str, ...]:
    """The columns of an asset that a field of a file writes, the one with its text first."""
    return _WRITES.get(field) or tuple(FIELDS[field].empty) or (field,)


def header_by_field(upload: Upload) -> dict[str, str]:
    """The file's headers by the field they mean."""
    return {each["target"]: each["header"] for each in upload.columns if each["target"]}


def vanished_choice(upload: Upload) -> str:
    """What the sender chose for vanished assets."""
    return str(upload.options.get("vanished", "keep"))


def rows_of(upload: Upload) -> Any:
    """The condition for rows of this upload."""
    return ROW.c.upload_id == upload.id


def merged(upload: Upload, name: str) -> Any:
    """The value that a field of an asset would have after its row."""
    if name == "extra":
        return _under_headers(upload, name)
    if name == "source_cells":
        return func.nullif(_under_headers(upload, name), text("'{}'::jsonb"))
    if name in KEPT_WHEN_EMPTY:
        return func.coalesce(ROW.c[name], ASSET.c[name], KEPT_WHEN_EMPTY[name])
    if name in _PLACE:
        return case((keeps_point(upload), ASSET.c[name]), else_=ROW.c[name])
    return ROW.c[name]


def _under_headers(upload: Upload, name: str) -> Any:
    """What an asset holds under headers, replaced under those that the file has."""
    nothing = text("'{}'::jsonb")
    headers = cast(literal([each["header"] for each in upload.columns]), ARRAY(Text))
    left = func.coalesce(ASSET.c[name], nothing).op("-")(headers)
    return left.op("||")(func.coalesce(ROW.c[name], nothing))


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


def has_other_identifiers(upload: Upload) -> Any:
    """Whether the row gives its asset a key or official number, or takes one away."""
    scheme = func.coalesce(literal(upload.key_scheme, Text), literal("state:").op("||")(ROW.c.state))
    key = exists().where(IDENTIFIER.c.scheme == scheme, IDENTIFIER.c.value == ROW.c.source_key)
    if not schemes_of(upload):
        return ~key
    brought = func.jsonb_each_text(ROW.c.identifiers).table_valued("key", "value")
    known = exists().where(IDENTIFIER.c.scheme == brought.c.key, IDENTIFIER.c.value == brought.c.value)
    gives = select(literal(1)).select_from(brought).where(~known).exists()
    takes = exists().where(
        IDENTIFIER.c.asset_id == ROW.c.asset_id,
        IDENTIFIER.c.scheme.in_(schemes_of(upload)),
        ROW.c.identifiers.op("->>")(IDENTIFIER.c.scheme).is_distinct_from(IDENTIFIER.c.value),
    )
    return or_(~key, gives, takes)


def has_vanished(upload: Upload) -> Any:
    """Whether an asset was last written by an upload of this source and is not in this file.

    Where vanished assets become inactive, those that are so already are left out.
    """
    source = select(UPLOAD.c.id).where(UPLOAD.c.source_name == upload.source_name)
    inactive = vanished_choice(upload) == "inactive"
    return and_(
        ASSET.c.upload_id.in_(source),
        ASSET.c.deleted_at.is_(None),
        ASSET.c.state == upload.state if upload.state else true(),
        ASSET.c.status.not_in(_GONE) if inactive else true(),
        # NOT IN is hashed once; NOT EXISTS was planned as a walk through all rows for every asset.
        *(
            ASSET.c.id.not_in(
                select(each.c.asset_id).where(each.c.upload_id == upload.id, each.c.asset_id.is_not(None))
            )
            for each in (ROW, REFUSAL)
        ),
    )
