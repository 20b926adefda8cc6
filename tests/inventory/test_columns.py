"""Headers to fields."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import BadParameterError, InvalidFileError
from app.inventory.columns import LOWEST, map_columns
from app.inventory.fields import FIELDS
from app.inventory.readers import SHAPE_LAT, SHAPE_LON

ACCURACY = 0.97
"""Share of the headers of headers.txt that must be understood as written there."""
Line = tuple[str, str | None, list[str]]


def files() -> Iterator[tuple[str, list[Line]]]:
    """The files of headers.txt: each header with the field it means and its first values."""
    for block in (Path(__file__).parent / "headers.txt").read_text().split("== ")[1:]:
        title, *lines = block.splitlines()
        yield title, [line(text) for text in lines]


def line(text: str) -> Line:
    header, _, rest = text.partition(" => ")
    target, _, values = rest.partition(" | ")
    return header, None if target == "-" else target, values.split(" / ")


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


def test_real_looking_headers_are_understood() -> None:
    wrong, count = [], 0
    for title, lines in files():
        mapping = map_columns([each[0] for each in lines], [each[2] for each in lines])
        for (header, target, _), column in zip(lines, mapping.columns, strict=True):
            count += 1
            if column.target != target:
                wrong.append(f"{title}: {header} is {target}, not {column.target} ({column.reason})")
    assert count >= 200
    assert 1 - len(wrong) / count >= ACCURACY, wrong


def one(header: str, values: list[str], *others: str) -> tuple[str | None, float]:
    """What `header` means beside the columns Name and `others`."""
    column = map_columns([header, "Name", *others], [values]).columns[0]
    return column.target, column.confidence


def test_values_lift_and_lower_a_weak_header() -> None:
    assert one("Level", ["6-8", "K-5", "9-12"]) == ("grades", 0.85)
    assert one("Level", []) == ("grades", 0.7)
    assert one("Level", ["Beginner", "Advanced", "Mixed"]) == (None, 0.0)
    assert one("Location", ["Santa Fe", "Taos", "Las Cruces"])[0] == "city"
    assert one("Location", ["1 Main St", "2 Oak Ave", "PO Box 3"])[0] == "address"
    assert one("Program", ["summer camp", "club", "summer camp", "mentoring"])[0] == "subtype"


def test_a_sure_header_keeps_its_bad_values() -> None:
    assert one("Latitude", ["35 N", "36 N", "37 N"])[0] == "lat"


def test_nothing_is_surer_than_its_values_are() -> None:
    values = ["camp", "club", "library", "blah", "bluh"]
    assert one("Type", values) == ("subtype", 0.6)
    assert not [each for each in map_columns(["Type", "Name"], [values]).findings if each.column == "Type"]
    assert one("Type", values[:3])[1] > 0.95


def test_values_of_another_field_turn_a_synonym_down() -> None:
    column = map_columns(["Serves", "Name"], [["K-5", "6-8", "9-12"]]).columns[0]
    assert (column.target, column.alternatives[0][0]) == (None, "audiences")
    assert "grades" in dict(column.alternatives)


def test_values_alone_suggest_and_never_decide() -> None:
    mapping = map_columns(["Col7", "Name"], [["a@x.org", "b@x.org", "c@x.org"]])
    column = mapping.columns[0]
    assert column.target is None
    assert column.alternatives == (("email", 0.45),)
    assert column.alternatives[0][1] < LOWEST
    found = next(each for each in mapping.findings if each.code == "column-suggested")
    assert (found.column, "E-mail" in found.message) == ("Col7", True)


def test_numbers_suggest_nothing() -> None:
    assert map_columns(["Col7", "Name"], [["6", "7", "8", "9"]]).columns[0].alternatives == ()


def test_alternatives_are_in_the_report() -> None:
    shown = map_columns(["Organization", "Program Name"]).columns[0].as_json()
    assert {key: shown[key] for key in ("header", "target", "confidence", "how", "alternatives")} == {
        "header": "Organization", "target": "parent", "confidence": 0.7, "how": "weak synonym",
        "alternatives": [{"target": "name", "confidence": 0.7}],
    }  # fmt: skip


def test_shapes_win_over_columns() -> None:
    mapping = map_columns(["Name", "Lat", "Lon", SHAPE_LON, SHAPE_LAT])
    assert (mapping.header_of("lat"), mapping.header_of("lon")) == (SHAPE_LAT, SHAPE_LON)
    assert {each.column for each in mapping.findings if each.code == "column-spare"} == {"Lat", "Lon"}


def test_the_form_owner_is_not_the_contact() -> None:
    mapping = map_columns(["Timestamp", "Email Address", "Program Name", "Contact Email"])
    assert mapping.header_of("email") == "Contact Email"
    alone = map_columns(
        ["Timestamp", "Email Address", "Program Name"], [["x"], ["a@x.org", "b@x.org", "c@x.org"]]
    )
    assert alone.header_of("email") is None
    assert alone.columns[1].alternatives == (("email", 0.45),)


def test_a_key_must_be_unique_to_be_taken_from_a_weak_header() -> None:
    assert one("Code", ["A", "B", "C"])[0] == "key"
    assert one("Code", ["A", "A", "B"])[0] is None


def test_what_a_person_chose_wins() -> None:
    mapping = map_columns(["Title", "Website", "Homepage"], chosen={"Website": None, "Homepage": "url"})
    assert [(each.target, each.how) for each in mapping.columns] == [
        ("name", "synonym"), (None, "chosen"), ("url", "chosen"),
    ]  # fmt: skip
    assert not [each for each in mapping.findings if each.code == "column-spare"]
    again = map_columns(["Title", "Website"], chosen={"Title": "name", "Website": None}, told="remembered")
    assert {each.how for each in again.columns} == {"remembered"}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"Nowhere": "url"}, "no column “Nowhere”"),
        ({"Title": "colour"}, "no field 'colour'"),
        ({"Title": "name", "Website": "name"}, "cannot both be name"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(chosen: dict[str, str | None], told: str) -> None:
    with pytest.raises(BadParameterError, match=told):
        map_columns(["Title", "Website"], chosen=chosen)
