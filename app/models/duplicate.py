"""Pairs of assets that look like the same thing, and what people decided about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of

DECISIONS = ("both", "merge", "distinct")


class UploadDuplicate(Base):
    """A row of an upload that looks like another row of it, or like an asset that is there already."""

    __tablename__ = "upload_duplicate"
    __table_args__ = (
        UniqueConstraint("upload_id", "row_number", "other_asset_id"),
        CheckConstraint("row_number > 0 AND other_row_number > 0", name="rows"),
        CheckConstraint("asset_id <> other_asset_id", name="pair"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("cardinality(reasons) > 0", name="reasons"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    row_number: Mapped[int]
    key: Mapped[str] = mapped_column(Text)
    asset_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    other_asset_id: Mapped[UUID]
    other_row_number: Mapped[int | None]
    other_name: Mapped[str] = mapped_column(Text)
    other_state: Mapped[str] = mapped_column(Text)
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))


class DuplicateDecision(Base):
    """What was decided about two assets, for good: by their ids, which are made from keys and stay the same.

    `merge` makes the other one of the pair part of `into_id`.
    """

    __tablename__ = "duplicate_decision"
    __table_args__ = (
        CheckConstraint("low_id < high_id", name="order"),
        CheckConstraint(one_of("decision", DECISIONS), name="decision"),
        CheckConstraint(
            "(decision = 'merge') = (into_id IS NOT NULL) AND (into_id IS NULL OR into_id IN (low_id, high_id))",
            name="into",
        ),
    )

    low_id: Mapped[UUID] = mapped_column(primary_key=True)
    high_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(Text)
    into_id: Mapped[UUID | None]
    actor: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))


class UploadMerge(Base):
    """A row of an upload whose asset is, by decision, part of another one."""

    __tablename__ = "upload_merge"
    __table_args__ = (CheckConstraint("away_id <> into_id", name="pair"),)

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(Text)
    source_key: Mapped[str] = mapped_column(Text)
    away_id: Mapped[UUID]
    into_id: Mapped[UUID]
