"""What docs/researchers.md shows for notebooks runs as it stands, and makes the picture that it shows."""

import re
import warnings
from pathlib import Path
from typing import Any

import geopandas
import pytest

from app.catalog.bulk.formats import FORMATS
from tests.live import ROOT, Live

PAGE = (ROOT / "docs" / "researchers.md").read_text()
PICTURES = re.findall(r"!\[[^\]]+\]\(images/([\w-]+\.png)\)", PAGE)
LOADED = ("assets", "institutions", "programs", "opportunities", "states", "counties", "zips", "places")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.usefixtures("snapshot")
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
    assert set(names["snapshot"].id) == set(names["assets"].id)
    assert len(names["boundaries"]) == 33
    for picture in PICTURES:
        assert (tmp_path / picture).stat().st_size > 10_000


@pytest.mark.parametrize("collection", LOADED)
def test_geopandas_reads_every_collection_by_its_address(live: Live, collection: str) -> None:
    frame = geopandas.read_file(f"{live.url}/ogc/collections/{collection}/items?limit=100")
    assert len(frame) == min(100, frame["id"].nunique()) > 50
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.notna().sum() > 50


def test_the_page_names_every_format_and_its_pictures() -> None:
    assert set(re.findall(r"^\| `\.(\w+)` \|", PAGE, re.MULTILINE)) == set(FORMATS)
    assert len(PICTURES) == 2
    for picture in PICTURES:
        assert (ROOT / "docs" / "images" / picture).stat().st_size < 60_000
