"""Who may write: API keys, stored only as keyed hashes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Identity, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, all_of, one_of
from app.vocabulary.codes import STATES

ROLES = ("admin", "editor", "reader")


class ApiKey(Base):
    """A key and what it may do. `states` empty means every state (admins only)."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        CheckConstraint(all_of("states", STATES), name="states"),
        CheckConstraint("role <> 'editor' OR cardinality(states) > 0", name="editor_states"),
        CheckConstraint("octet_length(digest) = 32", name="digest"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    prefix: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    role: Mapped[str] = mapped_column(Text)
    states: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    label: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    expires_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
