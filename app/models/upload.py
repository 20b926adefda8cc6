"""An inventory file on its way in: what it was, what was found, and the rows that wait to be applied."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.vocabulary.codes import STATES

UPLOAD_STATUSES = ("checked", "applied", "refused")


class Upload(Base):
    """One inventory file a state sent."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("status", UPLOAD_STATUSES), name="status"),
        CheckConstraint("file_sha256 ~ '^[0-9a-f]{64}$'", name="file_sha256"),
        CheckConstraint("(status = 'applied') = (applied_at IS NOT NULL)", name="applied"),
        Index("upload_state_idx", "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    state: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    format: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(Text)
    columns: Mapped[list[Any]] = mapped_column(JSONB)
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source_name: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    applied_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class UploadRow(Base):
    """One accepted row of a checked upload: its asset, as it would be written."""

    __tablename__ = "upload_row"
    __table_args__ = (CheckConstraint("row_number > 0", name="row_number"),)

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    source_key: Mapped[str | None] = mapped_column(Text)
    asset: Mapped[dict[str, Any]] = mapped_column(JSONB)


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
