"""What docs/researchers.md shows for notebooks runs as it stands, and makes the picture that it shows."""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from app.catalog.bulk.formats import FORMATS
from tests.live import ROOT, Live

PAGE = (ROOT / "docs" / "researchers.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_notebook_runs(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        # GDAL wants a name that ends in .gpkg for what came from an address; geopandas gives it none.
        warnings.filterwarnings("ignore", "File /vsimem/.* has GPKG application_id", RuntimeWarning)
        for block in BLOCKS:
            exec(compile(block.replace("http://127.0.0.1:8000", live.url), "researchers.md", "exec"), names)  # noqa: S102
    assert set(names["camps"].subtype) == {"camp"}
    assert len(names["assets"]) == len(names["table"]) == len(names["typed"]) > 100
    assert len(names["programs"]) > 10
    assert (tmp_path / "new-mexico.png").stat().st_size > 10_000


def test_the_page_names_every_format_and_its_picture() -> None:
    assert set(re.findall(r"^\| `\.(\w+)` \|", PAGE, re.MULTILINE)) == set(FORMATS)
    picture = re.search(r"!\[[^\]]+\]\((images/[\w-]+\.png)\)", PAGE)
    assert picture
    assert (ROOT / "docs" / picture[1]).stat().st_size < 60_000
