"""What a file must have before its rows are read."""

import pytest

from app.errors import InvalidFileError
from app.inventory.checking import require_type
from app.inventory.columns import map_columns

HEADER = ("id", "name", "type")


def test_a_type_kept_as_a_note_is_named() -> None:
    mapping = map_columns(HEADER, chosen={"type": None})
    with pytest.raises(InvalidFileError, match=r"“type” is kept as a note.* Under Columns"):
        require_type(mapping, None)
    with pytest.raises(InvalidFileError, match="of the kind “Program” does not say its type"):
        require_type(mapping, "program")


def test_a_type_is_enough() -> None:
    require_type(map_columns(HEADER), None)
