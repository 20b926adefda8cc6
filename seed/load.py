"""Fill an empty database: reference geography, then the starter inventory. A second run changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.db.engine import Database
from app.geography.reference import load_reference
from app.inventory.starter import load_starter

SEED: Final = Path(__file__).parent
ACTOR: Final = "seed"


def _silent(_: str) -> None:
    """Say nothing."""


def seed_all(database: Database, say: Callable[[str], None] = _silent) -> None:
    """Load what is missing; `say` hears a line for each part that was."""
    with database.write(ACTOR) as session:
        load_reference(session, SEED / "geography", say)
    load_starter(database, database.settings, sorted((SEED / "inventory").glob("??.csv")), say)
