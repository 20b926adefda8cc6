"""What a state said its columns and their values mean, remembered for the next file with the same headers."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.vocabulary.codes import STATES


class UploadProfile(Base):
    """What a person of the state said about one set of headers.

    `columns`: header -> field, or null for a note. `values`: header -> text -> what it means.
    `bad_points`: what becomes of rows whose point cannot be right, None where nobody said.
    """

    __tablename__ = "upload_profile"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("header_sha256 ~ '^[0-9a-f]{64}$'", name="header_sha256"),
        CheckConstraint("jsonb_typeof(columns) = 'object'", name="columns"),
        CheckConstraint("jsonb_typeof(values) = 'object'", name="values"),
        CheckConstraint("bad_points IN ('refuse', 'ignore')", name="bad_points"),
    )

    state: Mapped[str] = mapped_column(Text, primary_key=True)
    header_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB)
    values: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    bad_points: Mapped[str | None] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
