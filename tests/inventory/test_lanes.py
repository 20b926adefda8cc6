"""The fast lane says of a cell what its parser says, or leaves it to the parser."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.inventory.cells.copytext import NULL
from app.inventory.codes import Problem
from app.inventory.fields import FIELDS
from app.inventory.lanes import LANES
from app.inventory.points import DECIMALS, Box, read_point, read_points
from app.inventory.readings import KEPT, FieldReader, NoteReader, RawReader, Reader
from app.inventory.rows import RAW
from tests.deep import times

CELL_BYTES = 400
HEADER = "Column"
ODD = (
    "", " ", "  ", "a", "a  b", " a", "a ", "a\tb", "a\nb", "a\r\nb", "a\\b", "\\N", "\\", 'say "x"',
    "Español", "日本", "a\u00a0b",
    "\u200b", "\x00", "\x07", "\ud800", "\ufeffa", "https://a.example.org",
    "https://a.example.org/b?c=d#e", "https://a-.org",
    "https://-a.org", "https://a..org", "http://a.b", "https://u:p@a.org", "https://a.org:80/", "https://a.org/<b>",
    'https://a.org/"', "HTTP://A.ORG", "www.a.org", "https://a.org]", "https://a.org/[x]", "ftp://a.org",
    "a@b.org", "a@b.c",
    "a@-b.org", "a@b-.org", "a b@c.org", "a@b@c.org", "505-555-0123", "105-555-0123", "15055550123",
    "(505) 555-0123 x9", "x" * 101,
    "x" * 401, "é" * 201,
)  # fmt: skip
CELLS = st.lists(
    st.one_of(
        st.sampled_from(ODD),
        st.text(max_size=12),
        st.from_regex(r"https?://[a-z.-]{1,12}[/?#]?[ -~]{0,8}", fullmatch=True),
        st.from_regex(r"[!-~]{1,6}@[a-z.-]{1,10}", fullmatch=True),
        st.from_regex(r"[0-9]{3}-[0-9]{3}-[0-9]{4}", fullmatch=True),
    ),
    min_size=1,
    max_size=90,
)


def reader_of(name: str) -> Reader:
    return (
        RawReader(name, CELL_BYTES, HEADER) if name in RAW else FieldReader(FIELDS[name], CELL_BYTES, HEADER)
    )


def value_by_value(reader: Reader, cells: list[str]) -> list[dict[str, list[str]]]:
    reader._lane = None
    return [reader.read([cell]).texts for cell in cells]


@pytest.mark.parametrize("name", sorted(LANES))
@given(cells=CELLS)
@settings(max_examples=times(15), deadline=None)
def test_a_column_reads_the_same_on_either_lane(name: str, cells: list[str]) -> None:
    fast, slow = reader_of(name), reader_of(name)
    assert fast.read(cells).texts == {
        target: [row[target][0] for row in value_by_value(slow, cells)] for target in fast.targets
    }


@given(cells=CELLS)
@settings(max_examples=times(15), deadline=None)
def test_notes_read_the_same_on_either_lane(cells: list[str]) -> None:
    fast, slow = NoteReader(CELL_BYTES), NoteReader(CELL_BYTES)
    assert fast.read(cells).texts["note"] == [row["note"][0] for row in value_by_value(slow, cells)]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("name", ["Library", "Café Lab", ""]),
        ("url", ["https://www.a-b.example.org/x?y=z", "http://a.org", ""]),
        ("email", ["first.last@mail.example.org", ""]),
        ("phone", ["505-555-0123", ""]),
        ("description", ["One, two; “three”.", ""]),
        ("lat", ["35.1", "35.10", "-0", ""]),
    ],
)
def test_what_is_usual_takes_the_fast_lane(name: str, cells: list[str]) -> None:
    assert LANES[name](cells)
    reader = reader_of(name)
    read = reader.read(cells * 50)
    assert read.texts[reader.targets[0]] == [cell or reader.null for cell in cells] * 50
    assert not reader._known[0], "a cell was read by itself"


@pytest.mark.parametrize("name", sorted(LANES))
def test_a_cell_that_is_the_separator_takes_no_fast_lane(name: str) -> None:
    assert not LANES[name](["\\"])


def test_one_odd_cell_leaves_its_neighbours_on_the_fast_lane() -> None:
    reader = FieldReader(FIELDS["name"], CELL_BYTES, HEADER)
    cells = [f"Library {n}" for n in range(4000)]
    cells[1234] = "Library  of\tdoubles"
    texts = reader.read(cells).texts["name"]
    assert (texts[1233], texts[1234]) == ("Library 1233", "Library of doubles")
    assert len(reader._known[0]) <= 64


def test_a_column_of_ever_new_values_does_not_grow_in_memory() -> None:
    reader = FieldReader(FIELDS["disciplines"], CELL_BYTES, HEADER)
    for start in range(0, 60_000, 4_000):
        reader.read([f"nonsense {n}" for n in range(start, start + 4_000)])
    assert len(reader._known[0]) <= 24_000


def test_long_cells_and_what_is_said_of_them() -> None:
    read = FieldReader(FIELDS["name"], CELL_BYTES, HEADER).read(["é" * 201, "x\x07y", ""])
    assert [[said.code for said in read.remarks[at].said] for at in (0, 1)] == [
        ["too-long"],
        ["text-control-character"],
    ]
    assert read.texts["name"][1:] == ["xy", NULL]


NUMBERS = st.one_of(
    st.sampled_from(("", "0", "-0", "35.1", "+35.1", "-106.5", "106.5", "1.", ".5", "1e5", "nan", "--1",
    "1.2.3", "007", "35,1",
                     "35.1°", "\u221235", "9" * 13, "-106.12345678901", "٣٥")),
    st.floats(-200, 200).map(lambda number: f"{number:.8f}"),
)  # fmt: skip


@given(
    rows=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=80),
    box=st.sampled_from((None, Box(-109, 31, -103, 37))),
)
@settings(max_examples=times(30), deadline=None)
def test_points_read_the_same_together_and_alone(rows: list[tuple[str, str]], box: Box | None) -> None:
    lon, lat, problems = read_points([row[0] for row in rows], [row[1] for row in rows], box)
    for at, (lat_text, lon_text) in enumerate(rows):
        alone = read_point(lat_text, lon_text, box)
        if isinstance(alone, Problem):
            assert problems[at] == alone
        elif alone is None:
            assert math.isnan(lon[at])
            assert at not in problems
        else:
            assert (lon[at], lat[at]) == pytest.approx(alone, abs=10**-DECIMALS)


@given(cells=st.lists(NUMBERS, min_size=1, max_size=90))
@settings(max_examples=times(30), deadline=None)
def test_degrees_read_the_same_on_either_lane(cells: list[str]) -> None:
    fast, slow = reader_of("lat"), reader_of("lat")
    assert fast.read(cells).texts == {
        target: [row[target][0] for row in value_by_value(slow, cells)] for target in fast.targets
    }


def test_degrees_that_we_write_otherwise_are_kept_as_they_were_written() -> None:
    kept = reader_of("lat").read(["35.1", "35.10", "", "+35.1"] * 50).texts[KEPT]
    assert kept == ["", '"Column":"35.10"', "", '"Column":"+35.1"'] * 50
