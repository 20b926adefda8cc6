"""Rows: every code that a row alone can get, and what is kept when a value is not understood."""

from uuid import UUID, uuid5

import pytest
import shapely

from app.inventory.cells.copytext import NULL
from app.inventory.codes import CODES
from app.inventory.columns import map_columns
from app.inventory.gazetteer import Gazetteer, StatePlaces
from app.inventory.identity import NAMESPACE, asset_id
from app.inventory.points import Box
from app.inventory.readers import Batch
from app.inventory.rows import Checked, Rules
from app.inventory.stage import Checker, Tally

GOOD = {"id": "1", "name": "Library", "type": "library", "state": "NM", "city": "Santa Fe", "zip": "87501"}
NM = StatePlaces(Box(-109.05, 31.33, -103.0, 37.0), zips={"87501": (-105.9, 35.6, "35049")})


def checked(
    cells: dict[str, str], state: str | None = "NM", places: StatePlaces = NM, **rules: str
) -> Checked:
    values = GOOD | cells
    gazetteer = Gazetteer({state: places} if state else {"NM": places}, {})
    made = Rules(state, map_columns(list(values)), "s", places=gazetteer, **rules)
    return Checker(made, Tally()).check(Batch([7], [[cell] for cell in values.values()], {}))


def codes_of(row: Checked) -> list[str]:
    """What is said but for where a row was placed."""
    return [found.code for found in row.findings if found.code not in ("placed-by-zip", "not-placed")]


def text_of(row: Checked, column: str) -> str:
    return row.texts[column][0]


ROW_CODES = [
    ({"name": ""}, "name-missing"),
    ({"type": "thingamajig"}, "subtype-unknown"),
    ({"type": "", "kind": "wizard"}, "kind-unknown"),
    ({"type": "after school"}, "kind-ambiguous"),
    ({"type": "Evening club"}, "type-understood"),
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
    (found,) = (found for found in row.findings if found.code == code)
    assert (found.row_number, bool(row.refused)) == (7, CODES[code].severity == "error")
    assert found.cure
    assert found.column in GOOD | cells


def test_a_good_row_has_no_findings() -> None:
    row = checked({"lat": "35.687", "lon": "-105.938", "notes": " as it is "})
    assert row.findings == []
    point = shapely.from_wkb(text_of(row, "geom"))
    assert (point.x, point.y, shapely.get_srid(point)) == (-105.938, 35.687, 4326)
    assert row.notes == {"notes": ["as it is"]}
    assert (text_of(row, "kind"), text_of(row, "subtype"), row.keys) == ("institution", "library", ["1"])


def test_ragged_and_empty_rows() -> None:
    tally = Tally()
    checker = Checker(Rules("NM", map_columns(["id", "name", "type"])), tally)
    batch = Batch([3, 4, 5], [["", "", "1"], ["", " ", "A"], ["", "", "library"]], {0: 9})
    row = checker.check(batch)
    assert sorted((found.row_number, found.code) for found in row.findings) == [
        (3, "row-ragged"),
        (5, "not-placed"),
    ]
    assert (row.numbers, tally.rows, tally.refused, tally.empty, tally.first_empty) == ([5], 2, 1, 1, 4)


def test_a_value_that_is_not_understood_is_kept_as_a_note() -> None:
    row = checked({"STEM Area": "Robotics; basket weaving", "zip": "875O1"})
    assert text_of(row, "disciplines") == '{"robotics"}'
    assert row.noted == {0: {"STEM Area": "Robotics; basket weaving", "zip": "875O1"}}


def test_a_lost_zero_comes_back_only_where_the_list_proves_it() -> None:
    cells = {"state": "MA", "zip": "2139"}
    proved = checked(cells, "MA", StatePlaces(zips={"02139": (-71.1, 42.4, "25017")}))
    assert (codes_of(proved), text_of(proved, "postal_code")) == (["zip-zero-lost"], "02139")
    unproved = checked(cells, "MA", StatePlaces())
    assert (codes_of(unproved), text_of(unproved, "postal_code")) == (["zip-bad"], NULL)


def test_a_type_alone_gives_the_kind() -> None:
    assert text_of(checked({"type": "After-School Program"}), "kind") == "program"
    assert text_of(checked({"type": "Intern"}), "kind") == "opportunity"
    assert text_of(checked({"type": "", "kind": "Summer camp"}), "subtype") == "camp"
    assert text_of(checked({"type": "after school"}, kind="program"), "subtype") == "out-of-school"


def test_without_a_key_the_key_comes_from_name_town_and_kind() -> None:
    one, same, other = (checked({"id": "", "name": name}).keys for name in ("The Lab", "the  LAB!", "Labs"))
    assert one == same != other


def test_ids_are_the_same_everywhere() -> None:
    ids = [text_of(checked({"id": key, "name": name}), "asset_id") for key, name in
           (("NM-0001", "A"), ("NM-0001", "Renamed"), ("NM-0002", "A"))]  # fmt: skip
    assert ids[0] == ids[1] != ids[2]
    assert UUID(ids[0]) == asset_id("state:NM", "NM-0001") == uuid5(NAMESPACE, "state:NM|NM-0001")


def test_empty_cells_clear_but_never_a_field_that_must_have_a_value() -> None:
    row = checked({"grades": "", "phone": "", "status": "", "reach": "", "visibility": ""})
    assert (text_of(row, "grades"), text_of(row, "phone")) == ("{}", NULL)
    assert [text_of(row, name) for name in ("status", "reach", "visibility")] == [NULL, NULL, NULL]


def test_rows_of_a_national_file_name_their_states() -> None:
    row = checked({"state": "New Mexico"}, None)
    assert (codes_of(row), row.states, text_of(row, "county_geoid")) == ([], ["NM"], "35049")
    assert text_of(row, "asset_id") == text_of(checked({}), "asset_id")
    assert codes_of(checked({"state": ""}, None)) == ["state-missing"]
    assert codes_of(checked({"state": "Narnia"}, None)) == ["state-unknown"]
    other = checked({}, None, key_scheme="ipeds-unitid")
    assert UUID(text_of(other, "asset_id")) == asset_id("ipeds-unitid", "1")


def dated(*days: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The start dates of rows with these cells, and what is said about them."""
    header = ["id", "name", "type", "start date"]
    columns = [list(map(str, range(len(days)))), ["A"] * len(days), ["camp"] * len(days), list(days)]
    made = Checker(Rules("NM", map_columns(header)), Tally()).check(
        Batch(list(range(len(days))), columns, {})
    )
    said = [(found.code, found.message) for found in made.findings if found.code.startswith("date-")]
    return made.texts["start_date"], said


def test_a_date_that_can_be_two_days_is_read_in_the_order_that_others_prove() -> None:
    texts, said = dated("03/04/2026", "12/31/2026")
    assert texts == ["2026-03-04", "2026-12-31"]
    told = "“03/04/2026” was read as March 4, 2026: other dates of the column have the month first."
    assert said == [("date-order", told)]
    texts, said = dated("03/04/2026", "31/12/2026")
    assert (texts[0], said[0][0]) == ("2026-04-03", "date-order")


@pytest.mark.parametrize("others", [(), ("2026-12-31",), ("12/31/2026", "31/12/2026")])
def test_a_date_that_nothing_proves_is_refused_with_both_days(others: tuple[str, ...]) -> None:
    texts, said = dated("03/04/2026", *others)
    assert texts[0] == NULL
    told = "“03/04/2026” can be two different days: March 4, 2026 or April 3, 2026."
    assert said == [("date-ambiguous", told)]


def test_a_proof_in_a_later_batch_counts_from_there() -> None:
    checker = Checker(Rules("NM", map_columns(["id", "name", "type", "ends"])), Tally())
    found = []
    for at, cells in enumerate((["03/04/2026"], ["03/04/2026", "12/31/2026"], ["31/12/2026", "03/04/2026"])):
        keys = [f"{at}-{place}" for place in range(len(cells))]
        columns = [keys, ["A"] * len(cells), ["camp"] * len(cells), cells]
        made = checker.check(Batch(list(range(len(cells))), columns, {}))
        found.append([each.code for each in made.findings if each.code.startswith("date-")])
    assert found == [["date-ambiguous"], ["date-order"], ["date-ambiguous"]]


SUMS = [
    ("9", "Total", "", "name"), ("9", " TOTALS ", "camp", "name"), ("9", "sum", "", "name"),
    ("Grand total", "12", "", "id"), ("Total", "", "3", "id"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "name", "type_", "column"), SUMS)
def test_a_line_of_sums_is_left_out(key: str, name: str, type_: str, column: str) -> None:
    tally = Tally()
    checker = Checker(Rules("NM", map_columns(["id", "name", "type"])), tally)
    made = checker.check(Batch([2, 3], [["1", key], ["Total Robotics", name], ["camp", type_]], {}))
    (told,) = (each for each in made.findings if each.code == "row-total")
    assert (told.row_number, told.column, made.numbers, tally.rows, tally.refused) == (3, column, [2], 1, 0)


def test_a_name_beside_a_total_is_an_asset() -> None:
    assert codes_of(checked({"id": "Total"})) == []


def test_kind_and_type_that_do_not_fit_are_both_named() -> None:
    (found,) = (
        each for each in checked({"type": "museum"}, kind="program").findings if each.column == "type"
    )
    assert found.message == "“museum” is a type of institution, but the row is said to be of kind program."
    (found,) = (each for each in checked({"type": "after school"}).findings if each.column == "type")
    assert found.cure.startswith("Say under Findings what every row is, or add a column “kind”")


def test_the_header_that_says_program_decides() -> None:
    made = Rules("NM", map_columns(["Name", "What kind of program is it?"]))
    row = Checker(made, Tally()).check(Batch([2], [["A"], ["After school"]], {}))
    assert (text_of(row, "kind"), row.refused) == ("program", set())
