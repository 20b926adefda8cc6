"""Analyses of coverage that were started: what was asked, on which data, and what came out.

A run that is over never changes, and one that belongs to a key is never deleted (triggers of migration 0016).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSON, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.vocabulary.runs import ID_PATTERN, RUN_KINDS, RUN_STATUSES


class CoverageRun(Base):
    """One analysis. `inputs` are the arrays it was computed from (compressed npz), `input_digest` their SHA-256.

    `data_version`, `input_digest` and `inputs` are there once the data was read, `result` when it is done, `error` (a
    problem document) when it failed. `seen_at` is when its worker was last known to be alive. `timings` are seconds.
    """

    __tablename__ = "coverage_run"
    __table_args__ = (
        CheckConstraint(f"id ~ '{ID_PATTERN}'", name="id"),
        CheckConstraint(one_of("kind", RUN_KINDS), name="kind"),
        CheckConstraint(one_of("status", RUN_STATUSES), name="status"),
        CheckConstraint("jsonb_typeof(parameters) = 'object'", name="parameters"),
        CheckConstraint("jsonb_typeof(progress) = 'object'", name="progress"),
        CheckConstraint("jsonb_typeof(timings) = 'object'", name="timings"),
        CheckConstraint("data_version > 0", name="data_version"),
        CheckConstraint("code_version <> ''", name="code_version"),
        CheckConstraint("input_digest ~ '^[0-9a-f]{64}$'", name="input_digest"),
        CheckConstraint(
            "(status = 'done') = (result IS NOT NULL) AND (status <> 'done' OR input_digest IS NOT NULL)",
            name="result",
        ),
        CheckConstraint("(status = 'failed') = (error IS NOT NULL)", name="error"),
        CheckConstraint("(status IN ('queued', 'running')) = (finished_at IS NULL)", name="finished"),
        Index("coverage_run_created_at_idx", "created_at"),
        Index("coverage_run_repeat_of_idx", "repeat_of"),
        Index("coverage_run_open_idx", "seen_at", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    as_of: Mapped[date]
    data_version: Mapped[int | None] = mapped_column(BigInteger)
    code_version: Mapped[str] = mapped_column(Text)
    input_digest: Mapped[str | None] = mapped_column(Text)
    inputs: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    status: Mapped[str] = mapped_column(Text, server_default=text("'queued'"))
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    timings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    repeat_of: Mapped[str | None] = mapped_column(ForeignKey("coverage_run.id"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("api_key.id"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    started_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    cancel_asked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
