"""The declarative base, the naming of constraints, and the SQL fragments that constraints are made of."""

from collections.abc import Iterable

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of all models; names of constraints follow one convention so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )


def quoted(slugs: Iterable[str]) -> str:
    """`'a', 'b'`: slugs as SQL literals (slugs are our own constants, never user text)."""
    return ", ".join("'" + slug.replace("'", "''") + "'" for slug in slugs)


def one_of(column: str, slugs: Iterable[str]) -> str:
    """SQL condition: `column` is NULL or one of `slugs`."""
    return f"{column} IN ({quoted(slugs)})"


def all_of(column: str, slugs: Iterable[str]) -> str:
    """SQL condition: every element of the array `column` is one of `slugs`, and none is NULL."""
    return f"{column} <@ ARRAY[{quoted(slugs)}]::text[] AND array_position({column}, NULL) IS NULL"


def sound_point(column: str) -> str:
    """SQL condition: the point is NULL, or finite, not empty and within longitude ±180, latitude ±90.

    NaN sorts above every number in PostgreSQL, so BETWEEN refuses it as it refuses infinity.
    """
    return f"NOT ST_IsEmpty({column}) AND ST_X({column}) BETWEEN -180 AND 180 AND ST_Y({column}) BETWEEN -90 AND 90"
