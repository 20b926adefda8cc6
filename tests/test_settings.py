"""Every setting is documented, bounded and read from its variable."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import MILE_M, Settings, default_home

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"
FIELDS = Settings.model_fields
ROW = re.compile(r"^\| `STEMMAP_(?P<name>\w+)` \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.MULTILINE)
NUMBERS = {name: field for name, field in FIELDS.items() if type(field.default) in (int, float)}


def written_default(name: str) -> str:
    """A default as the document has it."""
    value = FIELDS[name].default
    if value is None or value == "":
        return "none" if value is None else "empty"
    return f"`{json.dumps(list(value)) if isinstance(value, tuple) else value}`"


def bounds(name: str) -> dict[str, float]:
    """`{"ge": 1, "le": 9}`: what the field says about its least and greatest value."""
    kinds = ("ge", "gt", "le", "lt")
    return {
        kind: getattr(rule, kind) for rule in FIELDS[name].metadata for kind in kinds if hasattr(rule, kind)
    }


def test_every_setting_is_in_the_document_as_it_is() -> None:
    rows = {row["name"].lower(): row for row in ROW.finditer(DOCUMENT.read_text())}
    assert list(rows) == list(FIELDS), "docs/settings.md lists other settings than app/settings"
    for name, row in rows.items():
        assert row["meaning"] == FIELDS[name].description, name
        if name != "home":  # depends on who runs it
            assert row["default"] == written_default(name), name


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_said_in_one_sentence(name: str) -> None:
    about = FIELDS[name].description or ""
    assert about[:1].isupper()
    assert len(about) < 120
    assert about.rstrip(".") != ""


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_has_bounds_that_hold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = bounds(name)
    assert limits.keys() & {"ge", "gt"}, "a number without a least value"
    wrong = {"ge": -1, "gt": 0, "le": 1, "lt": 0}
    for kind, limit in limits.items():
        monkeypatch.setenv(f"STEMMAP_{name.upper()}", str(limit + wrong[kind]))
        with pytest.raises(ValidationError, match=name):
            Settings()


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["", "many", "nan", "inf"])
def test_a_number_is_a_number(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"STEMMAP_{name.upper()}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_defaults_fit_each_other() -> None:
    settings = Settings()
    assert settings.page_limit_default <= settings.page_limit_max
    assert settings.upload_max_cell_bytes < settings.upload_max_bytes
    assert settings.coverage_at_once < settings.pool_size
    assert MILE_M == 1609.344


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("STEMMAP_PORT", "9000", "port", 9000),
        ("STEMMAP_READ_TIMEOUT_S", "2.5", "read_timeout_s", 2.5),
        ("STEMMAP_SIX_STATES", '["NM", "AZ"]', "six_states", ("NM", "AZ")),
        (
            "STEMMAP_TILES_URL",
            "https://tile.example/{z}/{x}/{y}.png",
            "tiles_url",
            "https://tile.example/{z}/{x}/{y}.png",
        ),
    ],
)
def test_a_setting_is_read_from_its_variable(
    variable: str, value: str, name: str, expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(Settings(), name) == expected


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMAP_SECRET", "hidden-1")
    monkeypatch.setenv("STEMMAP_DATABASE_URL", "postgresql://me:hidden-2@there/map")
    settings = Settings()
    assert "hidden" not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_the_data_folder_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STEMMAP_HOME", "~/data")
    assert Settings().home == tmp_path / "data"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEMMAP_HOME", "data")
    assert Settings().home == tmp_path / "data"


@pytest.mark.parametrize(
    ("user", "variable", "expected"),
    [
        (0, None, "/var/lib/stemmap"),
        (1000, None, "{home}/.local/share/stemmap"),
        (1000, "/data", "/data/stemmap"),
    ],
)
def test_where_data_is_kept_when_nothing_is_said(
    user: int, variable: str | None, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if variable:
        monkeypatch.setenv("XDG_DATA_HOME", variable)
    assert str(default_home()) == expected.format(home=tmp_path)
