"""Which states have sent an inventory, and when. Reads the database."""

from datetime import date
from math import inf, nan

from sqlalchemy.orm import Session

from app.coverage.confidence import ONLY_STARTER
from app.coverage.statements import statement
from app.vocabulary.assets import PUBLIC_SOURCE, STARTER_SOURCE
from app.vocabulary.codes import STATE_FIPS

Inventory = tuple[date | None, bool]
"""The day of the last one, None for never, and whether only the starter list is known."""


def inventories(session: Session) -> dict[str, Inventory]:
    """By state the day of its last inventory, and whether only the starter list is known."""
    rows = session.execute(statement("inventories"), {"starter": STARTER_SOURCE, "public": PUBLIC_SOURCE})
    return {
        row.state: (row.applied_at.date() if row.applied_at else None, bool(row.only_starter)) for row in rows
    }


def inventory_days(last: dict[str, Inventory], today: date) -> dict[str, float]:
    """Days since each state's last upload, as `confidence` takes them."""
    days = dict.fromkeys(STATE_FIPS, nan)
    return days | {
        state: float((today - day).days) if day else ONLY_STARTER if starter else inf
        for state, (day, starter) in last.items()
    }
