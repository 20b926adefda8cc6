"""What a state said about its columns is remembered by header set."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inventory.columns import map_columns
from app.inventory.profiles import remember, remembered
from app.models import UploadProfile

HEADER = ["Title", "Where", "Col7"]


def test_remembered_whatever_the_order_and_case(session: Session) -> None:
    remember(session, "NM", HEADER, {"Where": "city", "Col7": None}, "ana")
    assert remembered(session, "NM", HEADER) == {"Where": "city", "Col7": None}
    assert remembered(session, "NM", ["COL7", "title", "Where "]) == {"COL7": None, "Where ": "city"}


def test_another_state_or_header_set_knows_nothing(session: Session) -> None:
    remember(session, "NM", HEADER, {"Where": "city"}, "ana")
    assert remembered(session, "UT", HEADER) is None
    assert remembered(session, "NM", [*HEADER, "More"]) is None
    assert remembered(session, "NM", HEADER[:2]) is None


def test_a_national_file_has_no_memory(session: Session) -> None:
    remember(session, None, HEADER, {"Where": "city"}, "ana")
    assert remembered(session, None, HEADER) is None


def test_the_last_word_counts(session: Session) -> None:
    remember(session, "NM", HEADER, {"Where": "city"}, "ana")
    remember(session, "NM", HEADER, {"Where": "address"}, "bo")
    assert remembered(session, "NM", HEADER) == {"Where": "address"}
    assert session.scalars(select(UploadProfile.saved_by)).all() == ["bo"]


def test_a_field_that_is_gone_is_left_to_the_mapper(session: Session) -> None:
    remember(session, "NM", HEADER, {"Where": "galaxy", "Col7": "url"}, "ana")
    assert remembered(session, "NM", HEADER) == {"Col7": "url"}


def test_the_mapper_says_that_it_remembered(session: Session) -> None:
    remember(session, "NM", HEADER, {"Col7": "phone"}, "ana")
    mapping = map_columns(HEADER, chosen=remembered(session, "NM", HEADER), told="remembered")
    column = mapping.columns[2]
    assert (column.target, column.how, column.confidence) == ("phone", "remembered", 1.0)
