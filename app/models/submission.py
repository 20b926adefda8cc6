"""What the public reports: a correction, that something closed, a program that is missing. Shown to nobody but editors.

Row security (migration 0018): anybody's session may put in a report that waits, only one that writes for the state may
change it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.vocabulary.assets import VERIFICATION_METHODS
from app.vocabulary.codes import STATES
from app.vocabulary.reports import (
    CLOSED_AS,
    REFERENCE_PATTERN,
    REPORT_FIELDS,
    REPORT_KINDS,
    REPORT_STATUSES,
)


class Submission(Base):
    """One report. `reference` is the number its sender gets; `digest` (SHA-256) makes the same one waiting twice one.

    `value` is the text proposed for `field`, or the status of something closed; `proposal` what a missing program's
    form says, by field of an inventory file. `email` is forgotten after a while.
    """

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint(f"reference ~ '{REFERENCE_PATTERN}'", name="reference"),
        CheckConstraint(one_of("kind", REPORT_KINDS), name="kind"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("field", REPORT_FIELDS), name="field"),
        CheckConstraint("(kind = 'correction') = (field IS NOT NULL)", name="correction"),
        CheckConstraint(f"kind <> 'closed' OR coalesce({one_of('value', CLOSED_AS)}, false)", name="closed"),
        CheckConstraint("(kind = 'new') = (proposal IS NOT NULL)", name="new"),
        CheckConstraint("kind = 'new' OR value IS NOT NULL OR comment IS NOT NULL", name="says_something"),
        CheckConstraint("jsonb_typeof(proposal) = 'object'", name="proposal"),
        CheckConstraint("btrim(asset_name) <> ''", name="asset_name"),
        CheckConstraint("email ~ '.@.'", name="email"),
        CheckConstraint("octet_length(digest) = 32", name="digest"),
        CheckConstraint(one_of("status", REPORT_STATUSES), name="status"),
        CheckConstraint(
            "(status = 'waiting') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        CheckConstraint("(status = 'declined') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint(one_of("method", VERIFICATION_METHODS), name="method"),
        Index("submission_state_idx", "state", "status", "id"),
        Index("submission_asset_id_idx", "asset_id"),
        Index("submission_waiting_key", "digest", unique=True, postgresql_where=text("status = 'waiting'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset.id", ondelete="SET NULL"))
    asset_name: Mapped[str] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    comment: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(Text, server_default=text("'waiting'"))
    reason: Mapped[str | None] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    decided_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
