"""Tiles of the lowest zooms, kept ready for one data version and day (migration 0011). Can be lost: they are remade."""

from datetime import date

from sqlalchemy import BigInteger, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Overview(Base):
    """That all tiles of a version and day are there."""

    __tablename__ = "overview"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)


class OverviewTile(Base):
    """One of them; where nothing is there is none."""

    __tablename__ = "overview_tile"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    z: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    x: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    y: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
