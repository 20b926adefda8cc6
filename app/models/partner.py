"""Whose pages may show ours in a frame: partners and their domains."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.settings import DOMAIN

PARTNER_ID: Final = "[a-z0-9]+(-[a-z0-9]+)*"
"""How a partner is named in addresses, as a regular expression."""


class EmbedPartner(Base):
    """A partner: `id` names it in addresses of embedded pages, `domains` are where its pages are."""

    __tablename__ = "embed_partner"
    __table_args__ = (
        CheckConstraint(f"id ~ '^{PARTNER_ID}$' AND length(id) <= 60", name="id"),
        CheckConstraint("btrim(name) <> '' AND length(name) <= 200", name="name"),
        CheckConstraint(
            f"array_to_string(domains, ' ') ~ '^{DOMAIN}( {DOMAIN})*$' AND array_position(domains, NULL) IS NULL",
            name="domains",
        ),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    domains: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
