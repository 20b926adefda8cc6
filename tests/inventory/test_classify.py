"""Types read with common sense: by their words, never by where they are, and only where one kind is meant."""

import pytest

from app.inventory.classify import Classified, classify, kind_hint
from app.inventory.codes import Problem

EXACT = [
    ("Robotics club", "club"), ("After-school club", "club"), ("4-H club", "club"), ("Field trip", "field-trip"),
    ("Boys & Girls Club", "afterschool-provider"), ("Science fair", "competition"), ("Summer Camp", "camp"),
]  # fmt: skip
BY_WORDS = [
    ("summer engineering camp", "program", "camp"),
    ("city library", "institution", "library"),
    ("Tribal museum", "institution", "museum"),
    ("Museum of Natural History", "institution", "museum"),
    ("Public library (branch)", "institution", "library"),
    ("Boys & Girls Club of Casper", "institution", "afterschool-provider"),
    ("Drone camps", "program", "camp"),
    ("Evening tutoring program", "program", "mentoring"),
    ("Girls' chess club", "program", "club"),
    ("Virtual field trip", "opportunity", "field-trip"),
]
UNKNOWN = [
    "Fun stuff",
    "a weekly thing at the library",
    "School garden",
    "High school robotics",
    "Camp / Club",
    "!!",
]


@pytest.mark.parametrize(("text", "subtype"), EXACT)
def test_everyday_types_are_known_as_they_are(text: str, subtype: str) -> None:
    found = classify("", text, None)
    assert isinstance(found, Classified)
    assert (found.subtype, found.read) == (subtype, None)


@pytest.mark.parametrize(("text", "kind", "subtype"), BY_WORDS)
def test_the_words_of_a_type_say_what_it_is(text: str, kind: str, subtype: str) -> None:
    assert classify("", text, None) == Classified(kind, subtype, text)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_sure_is_not_guessed(text: str) -> None:
    assert classify("", text, None) == Problem("subtype-unknown", text)


def test_words_that_several_kinds_know_need_the_kind() -> None:
    text = "Our after school"
    assert classify("", text, None) == Problem("kind-ambiguous", text)
    assert classify("", text, "program") == Classified("program", "out-of-school", text)
    assert classify("", text, None, "program") == Classified("program", "out-of-school", text)
    assert classify("", text, None, "institution") == Classified("institution", "afterschool-provider", text)
    assert classify("Youth program", "After school", None) == Classified(
        "program", "out-of-school", "Youth program"
    )
    assert classify("wizard", "library", None) == Problem("kind-unknown", "wizard")


def test_the_first_words_count_where_the_kind_is_known() -> None:
    assert classify("", "Camp week one", "program") == Classified("program", "camp", "Camp week one")
    assert classify("", "Camp week one", None) == Problem("subtype-unknown", "Camp week one")


def test_a_header_may_speak_of_the_kind() -> None:
    assert kind_hint("What kind of program is it?") == "program"
    assert kind_hint("Organization Type") == "institution"
    assert kind_hint("Type") is None
    assert kind_hint("Program or institution") is None
