"""What a person says that texts mean: applied, validated, remembered, and the file comes back as it was."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError
from app.inventory.applying import apply_upload
from app.inventory.export import find_layout, rows
from app.inventory.fields import FIELDS
from app.inventory.finding_values import grouped_findings, unknown_values
from app.inventory.meant import Meant, joined, parser_of, values_from
from app.inventory.origin import CheckOptions, Origin
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload, run_check
from app.routers.manage_values import values_shown

HEADER = ("ID", "Title", "Type", "STEM Area", "Grades", "Cost", "Starts", "Remark")
ROWS = (
    ("1", "Alpha", "Fun stuff", "Robotics; kites", "8-Jun", "varies", "03/04/2026", "x"),
    ("2", "Beta", "FUN  stuff", "kites", "6-8", "Free", "2026-03-04", ""),
    ("3", "Gamma", "library", "Coding", "K-5", "", "", "y"),
)
SAID = {
    "Type": {"Fun stuff": "camp"},
    "STEM Area": {"kites": "aerospace"},
    "Grades": {"8-Jun": "6-8"},
    "Cost": {"varies": ""},
    "Starts": {"03/04/2026": "2026-03-04"},
}
Check = Callable[..., UploadReport]


@pytest.fixture
def said(database: Database, make_csv: Callable[..., bytes]) -> Check:
    with database.write("test") as session:
        session.execute(text("DELETE FROM upload_profile"))

    def run(values: object = None, cells: object = ROWS, **more: object) -> UploadReport:
        body = make_csv(HEADER, *cells)  # type: ignore[misc]
        options = CheckOptions(values=values, **more)  # type: ignore[arg-type]
        origin = Origin("NM", "f.csv", "test", "s")
        return check_upload(database, database.settings, io.BytesIO(body), origin, options)

    return run


def own(database: Database) -> list[list[str]]:
    with database.read() as session:
        return sorted(rows(session, "NM", find_layout(session, "NM", "own"), everything=True))


def test_values_are_what_is_said_and_come_back_as_they_were(database: Database, said: Check) -> None:
    before = said()
    assert before.status == "refused"
    assert before.counts["refused"] == 2
    with database.read() as session:
        asked = {(each.column, each.value, each.rows) for each in unknown_values(session, before, 100)}
    assert asked == {
        ("Type", "Fun stuff", 1), ("Type", "FUN  stuff", 1), ("STEM Area", "kites", 2), ("Grades", "8-Jun", 1),
        ("Cost", "varies", 1), ("Starts", "03/04/2026", 1),
    }  # fmt: skip
    report = said(SAID)
    assert (report.status, report.counts["refused"]) == ("checked", 0)
    with database.read() as session:
        assert unknown_values(session, report, 100) == []
    apply_upload(database, database.settings, report.id, "test")
    with database.read() as session:
        found = session.execute(
            text(
                "SELECT name, subtype, disciplines, grades, cost_band, start_date::text FROM asset ORDER BY name"
            )
        ).all()
    assert tuple(found[0]) == (
        "Alpha",
        "camp",
        ["robotics", "aerospace"],
        ["6", "7", "8"],
        None,
        "2026-03-04",
    )
    assert tuple(found[1])[:3] == ("Beta", "camp", ["aerospace"])
    assert own(database) == [list(row) for row in ROWS]


def test_an_ambiguous_date_may_be_either_of_its_days(database: Database, said: Check) -> None:
    report = said()
    with database.read() as session:
        (asked,) = (each for each in unknown_values(session, report, 100) if each.column == "Starts")
    assert (asked.code, asked.accepted) == ("date-ambiguous", ["2026-03-04", "2026-04-03"])
    cells = (*ROWS, ("4", "Delta", "camp", "", "", "", "12/31/2026", ""))
    assert said(None, cells).counts["issues"]["date-order"] == 1
    answered = said({"Starts": {"03/04/2026": "2026-04-03"}}, cells).counts["issues"]
    assert {"date-order", "date-ambiguous"}.isdisjoint(answered)


def test_what_was_said_is_remembered_and_changes_nothing_again(database: Database, said: Check) -> None:
    apply_upload(database, database.settings, said(SAID).id, "test")
    again = said()
    assert (again.counts["unchanged"], again.counts["refused"]) == (3, 0)
    (told,) = (each for each in again.issues if each.code == "values-remembered")
    assert told.message == "5 values were understood as New Mexico said before."
    apply_upload(database, database.settings, again.id, "test")
    assert own(database) == [list(row) for row in ROWS]
    taken_back = said({"Type": {"fun stuff": None}})
    assert taken_back.counts["issues"]["subtype-unknown"] == 2
    other = [(key, name, "club", *rest) for key, name, _, *rest in ROWS]
    assert "values-remembered" in said(None, other).counts["issues"]


def test_said_in_steps_and_the_kind_of_all_rows(database: Database, said: Check) -> None:
    cells = [(str(at), f"N{at}", "after school", "", "", "", "", "") for at in range(4)]
    report = said(None, cells)
    assert report.counts["issues"]["kind-ambiguous"] == 4

    def again(**more: object) -> UploadReport:
        options = CheckOptions(**more)  # type: ignore[arg-type]
        return run_check(database, database.settings, report.id, options, "test")

    assert again(kind="institution").counts["accepted"] == 4
    assert (again().kind, again(kind="").kind) == ("institution", None)
    assert again(values={"Type": {"after school": "club"}}).counts["accepted"] == 4
    assert again(values={"Type": {"other": "camp"}}).counts["accepted"] == 4
    with pytest.raises(BadParameterError, match="no kind"):
        again(kind="wizard")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"Nowhere": {"a": "b"}}, "no column “Nowhere”"),
        ({"Type": {"Fun stuff": "galaxy"}}, "cannot mean 'galaxy' in “Type”"),
        ({"Starts": {"03/04/2026": "soon"}}, "cannot mean 'soon'"),
        ({"Title": {"Alpha": "Omega"}}, "“Title” is Name"),
        ({"Remark": {"x": "y"}}, "kept as a note"),
        ({"Type": {" ": "camp"}}, "empty already"),
        ({"Type": {f"t{at}": "camp" for at in range(501)}}, "At most 500 values"),
    ],
)
def test_what_cannot_be_is_a_400(said: Check, values: object, told: str) -> None:
    with pytest.raises(BadParameterError, match=told) as caught:
        said(values)
    assert caught.value.parameter == "values"


@pytest.mark.parametrize("given", [[], {"Type": "camp"}, {"Type": {"a": 1}}])
def test_the_shape_of_values(given: object) -> None:
    with pytest.raises(BadParameterError, match="values is an object"):
        values_from(given)


def test_later_words_count_whatever_the_case() -> None:
    assert joined({"T": {"Fun": "camp", "b": "x"}}, {"T": {"fun ": None}}) == {"T": {"b": "x", "fun ": None}}


def test_pieces_of_a_cell_have_meanings() -> None:
    read = parser_of(FIELDS["disciplines"], Meant({"kites": "aerospace; physics", "n/a": ""}))
    assert read("Coding, Kites").values["disciplines"] == ["physics", "computing", "aerospace"]
    assert read("kites and n/a").values["disciplines"] == ["physics", "aerospace"]
    assert read("N/A").values["disciplines"] == []
    assert read("boats").problems[0].value == "boats"


def test_a_refused_file_says_what_to_mend_first(database: Database, said: Check) -> None:
    report = said()
    with pytest.raises(ConflictError) as caught:
        apply_upload(database, database.settings, report.id, "test")
    told = caught.value.detail
    assert told.startswith("2 of 3 rows are refused (67%); at most 20% may be.")
    assert (
        "“The type is none that is known” in 2 (mending that frees 1);"
        " “The date can be two different days” in 1 (mending that frees 0)" in told
    )
    assert "First “The type is none that is known”: say what its values mean" in told


def test_findings_by_code_and_value(database: Database, said: Check) -> None:
    cells = [(str(at), f"N{at}", "blah" if at % 2 else "bluh", "", "", "", "", "") for at in range(9)]
    report = said(None, cells)
    with database.read() as session:
        found = [
            each for each in grouped_findings(session, report.id, 1, 100) if each.code == "subtype-unknown"
        ]
    assert [(each.value, each.rows, each.first_rows, each.values, each.code_rows) for each in found] == [
        ("bluh", 5, [2, 4, 6], 2, 9)
    ]


def test_a_wrong_meaning_is_shown_under_the_text_of_the_file(database: Database, said: Check) -> None:
    """And can be changed where it is shown: there is no value that the file does not have."""
    cells = [
        ("1", "Alpha", "Makerspace", "", "", "", "", ""),
        ("2", "Beta", " makerspace", "", "", "", "", ""),
    ]
    report = said({"Type": {"Makerspace": "school"}}, cells, kind="program")
    told = [each for each in report.issues if each.code == "kind-differs"]
    assert [each.value for each in told] == ["Makerspace", "makerspace"]
    assert told[0].message.startswith("“Makerspace”, said to mean “school” is a type of")
    with database.read() as session:
        assert [each.value for each in unknown_values(session, report, 9)] == ["Makerspace", "makerspace"]
        shown = values_shown(session, report, 9)
    assert [(each.value, each.said) for each in shown.unknown] == [
        ("Makerspace", "school"),
        ("makerspace", "school"),
    ]
    assert shown.said == []
    mended = run_check(
        database,
        database.settings,
        report.id,
        CheckOptions(values={"Type": {"Makerspace": "club"}}),
        "test",
    )
    assert (mended.status, mended.counts["kinds"]) == ("checked", {"program": 2})


def test_what_becomes_of_bad_points_is_remembered_until_something_else_is_said(
    database: Database, make_csv: Callable[..., bytes]
) -> None:
    with database.write("test") as session:
        session.execute(text("DELETE FROM upload_profile"))
    rows_of_file = [(str(at), f"P{at}", "library", "87501", "35.687", "-105.938") for at in range(9)]
    body = make_csv(
        ("id", "name", "type", "zip", "lat", "lon"),
        *rows_of_file,
        ("9", "Far", "library", "87501", "40", "-90"),
    )

    def check(state: str = "NM", **said: object) -> UploadReport:
        origin, options = Origin(state, "f.csv", "test", "s"), CheckOptions(**said)  # type: ignore[arg-type]
        return check_upload(database, database.settings, io.BytesIO(body), origin, options)

    assert check().counts["refused"] == 1
    apply_upload(database, database.settings, check(bad_points="ignore").id, "test")
    again = check()
    assert (again.counts["refused"], again.options["bad_points"]) == (0, "ignore")
    (told,) = (each for each in again.issues if each.code == "bad-points-remembered")
    assert told.message.startswith("1 rows with a point that cannot be right")
    assert "as New Mexico said before" in told.message
    assert check(bad_points="refuse").counts["refused"] == 1
    apply_upload(database, database.settings, check(bad_points="refuse").id, "test")
    assert check().counts["refused"] == 1
