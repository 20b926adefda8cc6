"""Headers to fields."""

import pytest

from app.errors import InvalidFileError
from app.inventory.columns import map_columns
from app.inventory.fields import FIELDS


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Program Name", "name"), ("PROGRAM_NAME", "name"),
        ("Zip Code", "postal_code"), ("ZIP", "postal_code"),
        ("GradeLevels", "grades"), ("Grade Levels Served", "grades"),
        ("STEM Area", "disciplines"),
        ("Content area", "disciplines"), ("Lat", "lat"), ("Y", "lat"), ("Long", "lon"), ("X", "lon"),
        ("Web site", "url"),
        ("Type", "subtype"), ("Serves", "audiences"), ("Fee", "cost"), ("Site ID", "key"),
        ("Website (optional)", "url"),
        ("Disciplin", "disciplines"), ("E-mail", "email"), ("designed_for", "audiences"),
        ("UNITID", "ipeds_unitid"),
    ],
)  # fmt: skip
def test_header_means(header: str, target: str) -> None:
    others = [] if target == "name" else ["Name"]
    assert map_columns([header, *others]).header_of(target) == header


def test_every_field_is_found_by_its_name_and_label() -> None:
    for name, field in FIELDS.items():
        for header in (name, field.label):
            headers = [header] if name == "name" else [header, "name"]
            column = next(each for each in map_columns(headers).columns if each.header == header)
            assert (column.target, column.confidence > 0.9) == (name, True)


def test_the_better_of_two_columns_wins_and_the_other_is_a_note() -> None:
    mapping = map_columns(["Name", "Website", "Homepage"])
    assert mapping.header_of("url") == "Website"
    assert [(each.code, each.column) for each in mapping.findings if each.code == "column-spare"] == [
        ("column-spare", "Homepage")
    ]


def test_organization_is_the_name_unless_there_is_a_better_one() -> None:
    assert map_columns(["Organization", "Type"]).header_of("name") == "Organization"
    both = map_columns(["Organization", "Program Name"])
    assert (both.header_of("name"), both.header_of("parent")) == ("Program Name", "Organization")


def test_unknown_columns_are_notes_and_near_misses_are_said() -> None:
    mapping = map_columns(["name", "Legislative District", "Descripton"])
    assert [each.target for each in mapping.columns] == ["name", None, "description"]
    assert "column-guessed" in {each.code for each in mapping.findings}


def test_without_a_name_column_the_file_is_refused() -> None:
    with pytest.raises(InvalidFileError, match=r"No column is the name.*“Town”"):
        map_columns(["Town", "Zip"])
