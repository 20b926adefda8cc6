"""Facets of each public asset as a few numbers; triggers keep them (migration 0009)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class AssetFacet(Base):
    """What the facets of the catalog count, packed; catalog/facet_codes.py says how."""

    __tablename__ = "asset_facet"

    asset_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date]
    """The last day it is current; -infinity when it is not active, infinity when it has no end."""
    offer: Mapped[int]
    disciplines: Mapped[int]
    people: Mapped[int]
