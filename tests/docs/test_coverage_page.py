"""docs/coverage.md names every parameter, measure, decay, kind of area and column there is."""

from pathlib import Path

from app.coverage.hotspot_answers import NEIGHBOURS, PERMUTATIONS
from app.coverage.methods import DECAYS, METHODS
from app.coverage.preset_answers import PRESET_COLUMNS
from app.coverage.presets import PRESETS
from app.coverage.question import AREAS, OWN_NAMES
from app.coverage.tables import AREA_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text()


def test_everything_is_named() -> None:
    for name in (*OWN_NAMES, *METHODS, *DECAYS, *AREAS, *AREA_COLUMNS, *PRESET_COLUMNS):
        assert f"`{name}`" in PAGE or f"`{name}," in PAGE or f"`{name}=" in PAGE, name
    assert f"lists {len(PRESETS)} published ones" in PAGE
    assert f"{NEIGHBOURS} nearest neighbours, {PERMUTATIONS:,} conditional permutations" in PAGE
