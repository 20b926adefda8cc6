"""Rows: every code that a row alone can get, and what is kept when a value is not understood."""

import pytest

from app.inventory.codes import CODES
from app.inventory.columns import map_columns
from app.inventory.points import Box
from app.inventory.readers import RawRow
from app.inventory.rows import CheckedRow, Rules, check_row

GOOD = {"id": "1", "name": "Library", "type": "library", "state": "NM", "city": "Santa Fe", "zip": "87501"}
NM = Box(-109.05, 31.33, -103.0, 37.0)


def checked(cells: dict[str, str], **rules: object) -> CheckedRow:
    values = GOOD | cells
    made = {"state": "NM", "box": NM, "source_name": "s"} | rules
    return check_row(RawRow(7, values, len(values)), Rules(mapping=map_columns(list(values)), **made))


def codes_of(row: CheckedRow) -> list[str]:
    return [found.code for found in row.findings]


ROW_CODES = [
    ({"name": ""}, "name-missing"),
    ({"type": "thingamajig"}, "subtype-unknown"),
    ({"type": "", "kind": "wizard"}, "kind-unknown"),
    ({"type": "after school"}, "kind-ambiguous"),
    ({"type": "camp", "kind": "institution"}, "kind-differs"),
    ({"type": "", "kind": "institution"}, "subtype-missing"),
    ({"status": "kinda"}, "status-unknown"),
    ({"visibility": "friends"}, "visibility-unknown"),
    ({"state": "AZ"}, "state-other"),
    ({"state": "Nowhere"}, "state-unknown"),
    ({"ein": "12"}, "identifier-bad"),
    ({"url": "no idea"}, "url-bad"),
    ({"email": "no idea"}, "email-bad"),
    ({"phone": "555-0123"}, "phone-bad"),
    ({"zip": "875O1"}, "zip-bad"),
    ({"lat": "35.1", "lon": ""}, "coordinates-incomplete"),
    ({"lat": "35 5 N", "lon": "-106"}, "coordinates-not-numbers"),
    ({"lat": "nan", "lon": "inf"}, "coordinates-not-numbers"),
    ({"lat": "3884567", "lon": "349876"}, "coordinates-out-of-range"),
    ({"lat": "-106.6", "lon": "35.1"}, "coordinates-swapped"),
    ({"lat": "35.1", "lon": "106.6"}, "coordinates-sign"),
    ({"lat": "0", "lon": "0.0"}, "coordinates-zero"),
    ({"disciplines": "basket weaving"}, "discipline-unknown"),
    ({"audiences": "pilots"}, "audience-unknown"),
    ({"grades": "8-Jun"}, "grades-not-understood"),
    ({"career clusters": "wizardry"}, "cluster-unknown"),
    ({"delivery": "pigeon"}, "value-unknown"),
    ({"cip": "x"}, "code-bad"),
    ({"reach": "areas"}, "reach-needs-more"),
    ({"min age": "ten"}, "age-bad"),
    ({"ages": "14-10"}, "ages-reversed"),
    ({"start date": "soon"}, "date-bad"),
    ({"start date": "03/04/2025"}, "date-ambiguous"),
    ({"start date": "2025-05-01", "end date": "2025-04-01"}, "dates-reversed"),
    ({"type": "internship", "end date": "2025-04-01", "deadline": "2025-05-01"}, "deadline-after-end"),
    ({"cost": "ask"}, "cost-bad"),
    ({"seats": "some"}, "seats-bad"),
    ({"stipend": "perhaps"}, "yes-no-bad"),
    ({"description": "x" * 11_000}, "too-long"),
    ({"description": "a\x07b"}, "text-control-character"),
]


@pytest.mark.parametrize(("cells", "code"), ROW_CODES)
def test_code(cells: dict[str, str], code: str) -> None:
    row = checked(cells)
    assert codes_of(row) == [code]
    found = row.findings[0]
    assert (found.row_number, row.refused) == (7, CODES[code].severity == "error")
    assert found.cure
    assert found.column in GOOD | cells


def test_a_good_row_has_no_findings() -> None:
    row = checked({"lat": "35.687", "lon": "-105.938", "notes": " as it is "})
    assert codes_of(row) == []
    assert row.point == (-105.938, 35.687)
    assert row.asset["extra"] == {"notes": "as it is"}
    assert (row.asset["kind"], row.asset["subtype"], row.key) == ("institution", "library", "1")


def test_ragged_row() -> None:
    values = dict(GOOD)
    row = check_row(RawRow(3, values, 9), Rules("NM", map_columns(list(values))))
    assert codes_of(row) == ["row-ragged"]


def test_a_value_that_is_not_understood_is_kept_as_a_note() -> None:
    row = checked({"STEM Area": "Robotics; basket weaving", "zip": "875O1"})
    assert row.asset["disciplines"] == ["robotics"]
    assert row.asset["extra"] == {"STEM Area": "Robotics; basket weaving", "zip": "875O1"}


def test_a_lost_zero_comes_back_only_where_the_list_proves_it() -> None:
    cells = {"state": "MA", "zip": "2139"}
    proved = checked(cells, state="MA", zips=frozenset({"02139"}), box=None)
    assert (codes_of(proved), proved.postal_code) == (["zip-zero-lost"], "02139")
    unproved = checked(cells, state="MA", box=None)
    assert (codes_of(unproved), unproved.postal_code) == (["zip-bad"], None)


def test_a_type_alone_gives_the_kind() -> None:
    assert checked({"type": "After-School Program"}).asset["kind"] == "program"
    assert checked({"type": "Intern"}).asset["kind"] == "opportunity"
    assert checked({"type": "", "kind": "Summer camp"}).asset["subtype"] == "camp"
    assert checked({"type": "after school"}, kind="program").asset["subtype"] == "out-of-school"


def test_without_a_key_the_key_comes_from_name_town_and_kind() -> None:
    one, same, other = (checked({"id": "", "name": name}).key for name in ("The Lab", "the  LAB!", "Labs"))
    assert one == same != other


def test_ids_are_the_same_everywhere() -> None:
    assert checked({"id": "NM-0001"}).asset["id"] == checked({"id": "NM-0001", "name": "Renamed"}).asset["id"]
    assert checked({"id": "NM-0001"}).asset["id"] != checked({"id": "NM-0002"}).asset["id"]


def test_empty_cells_clear_but_never_a_field_that_must_have_a_value() -> None:
    asset = checked({"grades": "", "phone": "", "status": "", "reach": "", "visibility": ""}).asset
    assert (asset["grades"], asset["phone"]) == ([], None)
    assert not {"status", "reach", "visibility"} & asset.keys()
