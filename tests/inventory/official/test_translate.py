"""What all official downloads have in common: recognition, row numbers, empty, ragged and kept rows."""

from collections.abc import Callable

import pytest

from app.errors import BadParameterError, InvalidFileError
from app.inventory.fields import FIELDS
from app.inventory.official.profile import Asked
from app.inventory.official.registry import PROFILES, profile_of, require_header
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import IDENTIFIER_SCHEMES
from tests.inventory.official.conftest import Ours, read_ours, sheet_of
from tests.inventory.official.test_ipeds import TECH

Make = Callable[..., Ours]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_a_profile_speaks_of_what_there_is(profile: object) -> None:
    found = next(each for each in PROFILES.values() if each is profile)
    targets = [output.field for output in found.outputs if output.field]
    assert set(targets) <= set(FIELDS)
    assert len(targets) == len(set(targets))
    assert {"key", "name", "state", "subtype"} <= set(targets)
    assert set(found.required) <= set(found.columns)
    assert {name for output in found.outputs for name in output.needs} <= set(found.columns)
    assert found.kind in KINDS
    assert found.key_scheme in IDENTIFIER_SCHEMES
    assert found.page_url.startswith("https://")
    assert ".gov/" in found.page_url
    headers = [output.header.casefold() for output in found.outputs]
    assert len(headers) == len(set(headers))


def test_another_file_is_refused_with_what_it_looks_like() -> None:
    with pytest.raises(InvalidFileError, match=r"no column MID, DISCIPL, .*It looks like .*use ipeds"):
        require_header(profile_of("museums"), list(TECH))
    with pytest.raises(InvalidFileError, match=r"no column UNITID.*A file such as HD2023\.zip"):
        require_header(profile_of("ipeds"), ["a", "b"])


def test_columns_are_known_in_any_case_and_order() -> None:
    require_header(profile_of("ipeds"), [f" {name.lower()} " for name in reversed(TECH)])


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(BadParameterError) as caught:
        profile_of("colleges")
    assert "ipeds" in (caught.value.accepted or ())


def test_rows_keep_the_numbers_of_the_download() -> None:
    header, tech = list(TECH), list(TECH.values())
    office = list((TECH | {"SECTOR": "0"}).values())
    rows = [tech, office, [""] * len(header), tech[:-1], [*tech[:1], *tech[1:]]]
    found = read_ours("ipeds", sheet_of(header, rows, batch_rows=2), Asked())
    assert found.numbers == [2, 4, 6]
    assert not any(found.rows[1].values())  # an empty row stays one, to be counted
    assert [(each.code, each.row_number) for each in found.aside] == [("row-ragged", 5)]
    assert str(len(header)) in found.aside[0].message


def test_a_row_without_its_number_is_refused(ours: Make) -> None:
    assert [each.code for each in ours("ipeds", TECH | {"UNITID": ""}).aside] == ["official-key-missing"]


def test_what_a_state_has_itself_is_set_aside(ours: Make) -> None:
    found = ours("ipeds", TECH, kept=frozenset(("187967",)))
    assert [(each.code, each.severity, each.value) for each in found.aside] == [
        ("official-known", "warning", "187967")
    ]
    assert found.rows == []
