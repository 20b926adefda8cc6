"""The two tables that the catalog reads, and the type of a condition on them."""

from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Table, TextClause

from app.models.area import Area
from app.models.asset import Asset

ASSET: Final = cast("Table", Asset.__table__)
AREA: Final = cast("Table", Area.__table__)
Condition = ColumnElement[Any] | TextClause
