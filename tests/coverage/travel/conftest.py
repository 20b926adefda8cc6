"""Travel tables in a data folder of their own, and questions about them in the small world."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.coverage.gaps import answer
from app.coverage.question import parse_question
from app.coverage.results import CoverageAnswer
from app.settings import Settings
from tests.coverage.conftest import TODAY

A = "00000000-0000-4000-8000-00000000000a"
B = "00000000-0000-4000-8000-00000000000b"
ROWS = (("87901", A, 20.0), ("87902", A, 75.0), ("87902", B, 45.0), ("81901", A, 30.0))
Keep = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Settings:
    """Settings with an empty data folder."""
    return settings.model_copy(update={"home": tmp_path})


@pytest.fixture
def keep(home: Settings) -> Keep:
    """Write `keep("drive", rows)` as the operator would, into the folder of travel tables."""

    def write(name: str = "drive", rows: Sequence[tuple[str, str, float]] = ROWS) -> Path:
        folder = home.home / "travel"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.csv"
        lines = [",".join(map(str, row)) for row in rows]
        path.write_text("\n".join(["origin,destination,minutes", *lines]) + "\n")
        return path

    return write


@pytest.fixture
def ask(world: Session, home: Settings) -> Callable[..., CoverageAnswer]:
    """Ask `ask("states=NM", "travel=drive")` in the small world."""

    def ask(*pairs: str) -> CoverageAnswer:
        question = parse_question([tuple(pair.split("=", 1)) for pair in pairs], home)  # type: ignore[misc]
        return answer(question, world, TODAY)

    return ask
