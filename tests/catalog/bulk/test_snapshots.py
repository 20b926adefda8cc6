"""Snapshots: complete, as their checksums say, at once or not at all, and gone when there are newer ones."""

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.catalog.bulk import snapshots as writing
from app.catalog.bulk.formats import FORMATS, Format
from app.catalog.bulk.shelf import shelf, versions
from app.db.engine import Database
from tests.conftest import client_on

SOME = [FORMATS["csv"], FORMATS["parquet"], FORMATS["gpkg"]]


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Database:
    """The module's database with a data folder of the test's own."""
    return Database(
        database.engine, database.settings.model_copy(update={"home": tmp_path, "snapshots_kept": 2})
    )


def take(database: Database, *states: str, formats: list[Format] = SOME) -> tuple[int, list[str]]:
    return writing.take_snapshots(database, states, formats, "https://map.example", lambda *_: None)


@pytest.fixture
def bumped(here: Database) -> Any:
    """Makes the next data version."""

    def bump() -> None:
        with here.write("test") as session:
            session.execute(text("UPDATE asset SET phone = coalesce(phone, '') || '1' WHERE state = 'GU'"))

    return bump


def test_a_snapshot_is_complete(here: Database) -> None:
    version, written = take(here, "NM", "all", formats=list(FORMATS.values()))
    assert written == ["NM", "all"]
    folder = shelf(here.settings) / f"v{version}" / "NM"
    package = json.loads((folder / "datapackage.json").read_text())
    for each in package["resources"]:
        content = (folder / each["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each["bytes"], each["hash"][7:])
    listed = {each["path"] for each in package["resources"]} | {"datapackage.json"}
    assert {path.name for path in folder.iterdir()} == listed
    assert {name.rpartition(".")[2] for name in listed} >= set(FORMATS)
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    assert package["version"] == str(version)


def test_the_package_describes_the_columns(here: Database) -> None:
    version, _ = take(here, "NM")
    folder = shelf(here.settings) / f"v{version}" / "NM"
    package = json.loads((folder / "datapackage.json").read_text())
    [table] = [each for each in package["resources"] if each.get("profile") == "tabular-data-resource"]
    with (folder / table["path"]).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [field["name"] for field in table["schema"]["fields"]]
    kinds = {field["name"]: field["type"] for field in table["schema"]["fields"]}
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            if cell and kinds[name] == "date":
                date.fromisoformat(cell)
            assert kinds[name] != "boolean" or cell in ("", "true", "false")


def test_citation_and_doi_metadata(here: Database) -> None:
    version, _ = take(here, "NM")
    folder = shelf(here.settings) / f"v{version}" / "NM"
    cited = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors", "type", "license"} <= cited.keys()
    assert cited["url"] == f"https://map.example/downloads/v{version}/NM"
    said = json.loads((folder / "datacite.json").read_text())["data"]["attributes"]
    needed = {"titles", "creators", "publisher", "publicationYear", "types", "url", "schemaVersion"}
    assert needed <= said.keys()
    assert said["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def test_unchanged_data_is_not_written_again(here: Database) -> None:
    version, _ = take(here, "NM")
    folder = shelf(here.settings) / f"v{version}" / "NM"
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert take(here, "NM", "WY") == (version, ["WY"])
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_only_the_newest_versions_are_kept(here: Database, bumped: Any) -> None:
    made = []
    for _ in range(3):
        made.append(take(here, "GU", formats=[FORMATS["csv"]])[0])
        bumped()
    assert versions(here.settings) == [made[2], made[1]]


def test_a_failure_leaves_nothing(here: Database) -> None:
    def broken(*_: Any) -> Iterator[bytes]:
        yield b"half"
        raise OSError("disk full")

    formats = [FORMATS["csv"], Format("bad", "Bad", "text/plain", stream=broken)]
    with pytest.raises(OSError, match="disk full"):
        take(here, "NM", formats=formats)
    assert list(shelf(here.settings).iterdir()) == []


def test_states_with_assets_are_found(here: Database) -> None:
    _, written = take(here, formats=[FORMATS["csv"]])
    assert written[0] == "all"
    assert {"GU", "NM", "WY"} <= set(written)


@pytest.fixture
def browser(here: Database) -> TestClient:
    """A client of a service with that data folder."""
    return client_on(here)


def test_the_page_lists_what_there_is(browser: TestClient, here: Database) -> None:
    assert "There are no snapshots yet" in browser.get("/downloads").text
    version, _ = take(here, "NM", "all")
    page = browser.get("/downloads").text
    assert f"/downloads/v{version}/NM/stemmap-nm-" in page
    assert "How to cite" in page
    assert "data version" in page
    assert "CC-BY-4.0" in page
    led = browser.get(f"/downloads/v{version}/NM", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (302, f"/downloads#v{version}")


def test_a_file_comes_whole_in_parts_or_not_at_all(
    browser: TestClient, here: Database, tmp_path: Path
) -> None:
    take(here, "NM")
    led = browser.get("/downloads/latest/nm/assets.parquet", follow_redirects=False)
    path = led.headers["location"]
    whole = browser.get(path, headers={"Accept-Encoding": "gzip"})
    assert whole.headers["content-length"] == str(len(whole.content))
    assert whole.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in whole.headers
    etag = whole.headers["etag"]
    assert etag == f'"{hashlib.sha256(whole.content).hexdigest()[:32]}"'
    part = browser.get(path, headers={"Range": "bytes=100-199", "If-Range": etag})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    changed = browser.get(path, headers={"Range": "bytes=100-199", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    assert browser.get(path, headers={"Range": f"bytes={10**9}-"}).status_code == 416
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 304
    head = browser.head(path)
    assert (head.headers["content-length"], head.content) == (str(len(whole.content)), b"")
    (tmp_path / "got.parquet").write_bytes(whole.content)
    assert len(geopandas.read_parquet(tmp_path / "got.parquet")) > 100


@pytest.mark.parametrize(
    "path",
    [
        "v1/NM/x.csv",
        "v{v}/NM/../../../secret",
        "v{v}/NM/%2e%2e%2f%2e%2e%2fsecret",
        "v{v}/..%2f..%2f/secret",
        "v{v}/ZZ/dictionary.csv",
        "v0{v}/NM/dictionary.csv",
        "v{v}/NM/.hidden",
        "latest/NM/assets.zip",
        "latest/WY/assets.csv",
        "v99999999999999999999/NM",
    ],
)
def test_nothing_else_is_ever_sent(browser: TestClient, here: Database, path: str) -> None:
    version, _ = take(here, "NM", formats=[FORMATS["csv"]])
    (here.settings.home / "secret").write_text("key")
    (shelf(here.settings) / f"v{version}" / "NM" / ".hidden").write_text("key")
    answer = browser.get("/downloads/" + path.format(v=version))
    assert answer.status_code == 404
    assert answer.text != "key"
