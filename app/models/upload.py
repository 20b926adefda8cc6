"""An inventory file on its way in: what it was, what was found, and the rows that wait to be applied.

The rows are UNLOGGED: until they are applied they can be read from the kept file again, so a crash of the database
may empty them (applying says so).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.asset import Asset
from app.models.base import Base, one_of
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

UPLOAD_STATUSES = ("checking", "checked", "refused", "applied", "undone", "abandoned")
OPEN_STATUSES = ("checking", "checked", "refused")
"""Those that can still be checked again."""
_ASSET: Table = Asset.__table__  # type: ignore[assignment]
_NOT_STAGED = frozenset(
    ("id", "parent_id", "extra", "version", "created_at", "updated_at", "deleted_at", "upload_id", "search")
)
STAGED_FIELDS = tuple(each.name for each in _ASSET.columns if each.name not in _NOT_STAGED)
"""Columns of an asset that a row of a file may bring under the same name."""


class Upload(Base):
    """One inventory file a state sent."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("status", UPLOAD_STATUSES), name="status"),
        CheckConstraint("file_sha256 ~ '^[0-9a-f]{64}$'", name="file_sha256"),
        CheckConstraint("(status IN ('applied', 'undone')) = (applied_at IS NOT NULL)", name="applied"),
        CheckConstraint(
            "(status = 'undone') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undone_by IS NULL)",
            name="undone",
        ),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        Index("upload_state_idx", "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    state: Mapped[str | None] = mapped_column(Text)
    """None: a national file, whose rows name their states."""
    kind: Mapped[str | None] = mapped_column(Text)
    key_scheme: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    format: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(Text)
    columns: Mapped[list[Any]] = mapped_column(JSONB)
    reading: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """Which sheet or layer was read, and which there are."""
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    """Columns of the asset that this file writes."""
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    problem: Mapped[str | None] = mapped_column(Text)
    """Why the file could not be checked at all."""
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source_name: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    applied_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    undone_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    undone_by: Mapped[str | None] = mapped_column(Text)


class UploadRow(Base):
    """One accepted row of a checked upload, in the columns of an asset; NULL where it brings nothing."""

    __table__ = Table(
        "upload_row",
        Base.metadata,
        Column("upload_id", Uuid, primary_key=True),
        Column("row_number", Integer, primary_key=True, autoincrement=False),
        Column("source_key", Text, nullable=False),
        Column("asset_id", Uuid, nullable=False),
        *(Column(name, _ASSET.c[name].type) for name in STAGED_FIELDS),
        Column("parent", Text),
        Column("parent_id", Uuid),
        Column("extra", JSONB, nullable=False),
        Column("identifiers", JSONB, nullable=False),
        CheckConstraint("row_number > 0", name="row_number"),
        prefixes=["UNLOGGED"],
    )


class UploadRefusal(Base):
    """A refused row whose key is known: its asset is not in the file, but it has not vanished either."""

    __tablename__ = "upload_refusal"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(Text)
    source_key: Mapped[str] = mapped_column(Text)
    asset_id: Mapped[UUID]
    name: Mapped[str | None] = mapped_column(Text)


class UploadIssue(Base):
    """One finding in a file: where, what, and how to mend it. Row 0 speaks of the whole file."""

    __tablename__ = "upload_issue"
    __table_args__ = (
        CheckConstraint("severity IN ('error', 'warning')", name="severity"),
        CheckConstraint("row_number >= 0", name="row_number"),
        Index("upload_issue_upload_id_idx", "upload_id", "row_number"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    row_number: Mapped[int]
    column: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    cure: Mapped[str] = mapped_column(Text)
