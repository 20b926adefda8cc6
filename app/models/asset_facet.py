"""Facets of each public asset as a few numbers; triggers keep them (migration 0009)."""

from datetime import date
from uuid import UUID

from sqlalchemy import Computed, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_PACKED = "date_send(until) || int4send(offer) || int4send(disciplines) || int4send(people)"


class AssetFacet(Base):
    """What the facets of the catalog count, packed; catalog/facet_codes.py says how."""

    __tablename__ = "asset_facet"

    asset_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date]
    """The last day it is current; -infinity when it is not active, infinity when it has no end."""
    offer: Mapped[int]
    disciplines: Mapped[int]
    people: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary, Computed(_PACKED, persisted=True))
    """All four in sixteen bytes, for gathering many rows at once; the day as days since 2000-01-01."""
