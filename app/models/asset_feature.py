"""Features as they are sent, beside each public asset; triggers keep them (migration 0008)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AssetFeature(Base):
    """The GeoJSON Feature of a public asset, but for what depends on the day or the question."""

    __tablename__ = "asset_feature"

    asset_id: Mapped[UUID] = mapped_column(primary_key=True)
    verified_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    head: Mapped[str] = mapped_column(Text)
    """GeoJSON text up to the last stored property; `}}` closes it."""
