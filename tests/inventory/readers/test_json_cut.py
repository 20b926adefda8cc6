"""Cutting JSON into values gives what parsing it whole gives, wherever the pieces of the file end."""

import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidFileError
from app.inventory.readers import AS_IT_IS, json_cut
from app.inventory.readers.geojson import read_geojson
from app.inventory.readers.json_cut import JsonCutter, depth_of
from app.inventory.readers.limits import limits_of
from app.settings import Settings

LIMITS = limits_of(Settings())
TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ['"', "\\", '\\"', "}, {", "]", "é\\"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=3)


class Trickle(io.BytesIO):
    """A file that gives a few bytes at a time."""

    step = 1

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, self.step))


@given(st.lists(OBJECTS, max_size=4), st.integers(1, 9), st.booleans(), st.sampled_from([None, 1]))
def test_objects_are_found_wherever_pieces_end(
    objects: list[Any], step: int, ascii_only: bool, indent: int | None
) -> None:
    file = Trickle(json.dumps(objects, ensure_ascii=ascii_only, indent=indent).encode())
    file.step = step
    cutter = JsonCutter(file, LIMITS)
    found = []
    cutter.take(b"[")
    while cutter.peek() != b"]":
        found.append(cutter.object())
        if cutter.peek() != b"]":
            cutter.take(b",")
    cutter.take(b"]")
    assert (found, cutter.peek()) == (objects, b"")


@given(VALUES, st.integers(1, 9))
def test_any_value_is_read_whole(value: Any, step: int) -> None:
    file = Trickle(json.dumps(value).encode() + b"\n")
    file.step = step
    assert JsonCutter(file, LIMITS).value() == value


@given(st.binary(max_size=60))
def test_bytes_never_fail_but_by_name(body: bytes) -> None:
    with suppress(InvalidFileError):
        assert isinstance(JsonCutter(io.BytesIO(b"{" + body), LIMITS).value(), dict)


def test_a_late_feature_is_found_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cut, "_CHUNK_BYTES", 7)
    body = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": f"N{n}", "list": [{"a": 1}, {"b": 2}]}, "geometry": None}
        for n in range(5)
    ]}  # fmt: skip
    sheet = read_geojson(io.BytesIO(json.dumps(body).encode()), AS_IT_IS, LIMITS)
    (batch,) = sheet.batches
    assert batch.columns[2] == ["N0", "N1", "N2", "N3", "N4"]
    assert batch.columns[3][0] == '[{"a":1},{"b":2}]'


@pytest.mark.parametrize(("value", "depth"), [(1, 1), ([], 1), ([1], 2), ({"a": [{}]}, 3), ([[[[[1]]]]], 4)])
def test_depth_is_counted_no_further_than_asked(value: Any, depth: int) -> None:
    assert depth_of(value, 3) == depth
