"""What a geocoder answered, so that the same address is never asked twice."""

from datetime import datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of, sound_point
from app.vocabulary.assets import PRECISIONS


class GeocodeAnswer(Base):
    """One answer: where an address is, or (precision `none`) that the geocoder does not know it."""

    __tablename__ = "geocode_answer"
    __table_args__ = (
        CheckConstraint(sound_point("geom"), name="geom"),
        CheckConstraint(one_of("precision", PRECISIONS), name="precision"),
        CheckConstraint("(geom IS NULL) = (precision = 'none')", name="geom_precision"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
    )

    geocoder: Mapped[str] = mapped_column(Text, primary_key=True)
    """Which geocoder and which edition of its addresses."""
    address_key: Mapped[str] = mapped_column(Text, primary_key=True)
    """The folded address (app.inventory.place.geocoding)."""
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    precision: Mapped[str] = mapped_column(Text)
    matched_address: Mapped[str | None] = mapped_column(Text)
    score: Mapped[float | None]
    asked_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
