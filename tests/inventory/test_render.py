"""How values are written in cells, and when a state's own text is given back."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.inventory.fields import FIELDS
from app.inventory.fields.meanings import MEANINGS
from app.inventory.formulas import guarded, unguarded, unguarded_all
from app.inventory.originals import cell_of, differs, still_means
from app.inventory.place.written import STILL_MEANT
from app.inventory.render import grades_text, render_field
from app.vocabulary.people import GRADES
from tests.deep import times

ALONE = sorted(
    set(FIELDS) - {"key", "kind", "subtype", "state", "lat", "lon", "postal_code", "parent", *STILL_MEANT}
)
"""Fields whose cell is read without looking at others."""


def words(name: str) -> st.SearchStrategy[str]:
    """What people may write in a cell of this field."""
    meaning = MEANINGS[name]
    known = [meaning.example, *(meaning.values or ())]
    if meaning.values:
        known += [meaning.values.label(slug) for slug in meaning.values]
    several = st.lists(st.sampled_from(known), min_size=1, max_size=3).map("; ".join)
    numbers = st.sampled_from(
        ["0", "25", "$25", "25.50", "$1,200", "10-14", "18+", "K-5", "7th", "(505) 555-0100"]
    )
    days = st.sampled_from(
        ["2026-06-01", "6/21/2026", "June 3, 2026", "http://a.org/x", "www.b.org", "Yes", "X", "no"]
    )
    return st.one_of(several, numbers, days, st.text(max_size=12).map(lambda text: " ".join(text.split())))


@settings(max_examples=times(10), deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", ALONE)
def test_what_is_written_is_read_as_the_same(name: str, data: st.DataObject) -> None:
    text = data.draw(words(name).filter(bool))
    parsed = FIELDS[name].parse(text)
    written = render_field(name, parsed.values)
    if written:
        again = FIELDS[name].parse(written)
        assert (again.values, again.problems) == (parsed.values, ())
    else:
        assert not any(parsed.values.values())


@settings(max_examples=times(10), deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", ALONE)
def test_a_cell_comes_back_as_it_was_sent(name: str, data: st.DataObject) -> None:
    text = data.draw(words(name))
    values = FIELDS[name].parse(text).values if text else FIELDS[name].empty
    kept = text if differs(name, text) else None
    assert cell_of(name, kept, values) == text


CHANGED: list[tuple[str, str, dict[str, Any], str]] = [
    ("phone", "(505) 555-0100", {"phone": "505-555-0199"}, "505-555-0199"),
    ("disciplines", "Coding, Robotics", {"disciplines": ["robotics"]}, "robotics"),
    ("grades", "Middle School", {"grades": ["6", "7", "8", "9"]}, "6-9"),
    ("cost", "$25.00", {"cost_amount": 30.0, "cost_band": "under-50"}, "30"),
    ("cost", "Free", {"cost_amount": None, "cost_band": "sliding-scale"}, "sliding-scale"),
    ("email", "call us", {"email": "a@example.org"}, "a@example.org"),
    ("kind", "Summer camp", {"kind": "institution", "subtype": "library"}, "institution"),
    ("subtype", "After-school program", {"kind": "program", "subtype": "club"}, "club"),
    ("state", "New Mexico", {"state": "UT"}, "UT"),
    ("postal_code", "87501-1234", {"postal_code": "87505"}, "87505"),
    ("lat", "35.10", {"lat": 35.2}, "35.2"),
    ("lat", "35.10", {"lat": None}, ""),
    ("lon", "", {"lon": -106.5}, "-106.5"),
    ("parent", "explora", {"parent": "NM-7", "parent_name": "Museum"}, "NM-7"),
    ("ipeds_unitid", "n/a", {"identifier ipeds-unitid": "187985"}, "187985"),
    ("ages", "10 to 14", {"min_age": None, "max_age": 12}, "0-12"),
    ("key", "1", {"key": "2"}, "2"),
]


@pytest.mark.parametrize(("name", "text", "values", "ours"), CHANGED)
def test_a_text_that_is_no_longer_true_gives_way(
    name: str, text: str, values: dict[str, Any], ours: str
) -> None:
    assert not still_means(name, text, values)
    assert cell_of(name, text, values) == ours


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("kind", "Summer camp", {"kind": "program", "subtype": "camp"}),
        ("subtype", "After-school program", {"kind": "program", "subtype": "out-of-school"}),
        ("state", "New Mexico", {"state": "NM"}),
        ("postal_code", "87501-1234", {"postal_code": "87501"}),
        ("postal_code", "1001", {"postal_code": "01001"}),
        ("postal_code", "none", {"postal_code": None}),
        ("lat", "35.1000", {"lat": 35.1}),
        ("lat", "", {"lat": None}),
        ("parent", "EXPLORA", {"parent": "NM-7", "parent_name": "Explora"}),
        ("parent", "Unheard of", {"parent": None}),
        ("status", "", {"status": "inactive"}),
        ("email", "call us", {"email": None}),
    ],
)
def test_a_text_that_is_true_stays(name: str, text: str, values: dict[str, Any]) -> None:
    assert cell_of(name, text, values) == text


def test_grades_are_written_as_ranges() -> None:
    assert (
        grades_text(["K", "1", "2", "9", "11", "12", "postsecondary", "adult"])
        == "K-2;9;11-12;postsecondary;adult"
    )
    assert grades_text(GRADES.slugs) == "PK-12;postsecondary;adult"


@given(st.text())
@example("'=1+1")
@example("''=1+1")
@example("-106.5")
def test_a_marked_formula_is_read_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["-106.5", "+5", "0", "plain", "'tis", "'-5", ""])
def test_numbers_and_plain_text_are_not_marked(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1 call", "-x", "@a", "\tx", "\rx", "-1+1", "=1"])
def test_formulas_are_marked(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded_all(["a", "'" + text]) == ["a", text]
