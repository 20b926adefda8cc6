"""Folding, finding, and that no spelling means two things in any vocabulary."""
# ruff: noqa: RUF001 (the ambiguous characters are what people type)

import pytest

from app.vocabulary import assets, careers, codes, people
from app.vocabulary.terms import Vocabulary, fold

ALL = {
    name: each
    for module in (assets, careers, codes, people)
    for name, each in vars(module).items()
    if isinstance(each, Vocabulary)
}

WORDS = Vocabulary("word", {"after-school": "After school", "k": "Kindergarten"}, {"k": ("kinder",)})


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("After-School / Evening ", "after school evening"),
        ("  ÉCOLE  Montessori", "ecole montessori"),
        ("Health & Safety", "health and safety"),
        ("200+", "200+"),
        ("a_b—c", "a b c"),
        ("after–school", "after school"),
        ("Children’s museum", "children s museum"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("after-school", "after-school"),
        ("After School", "after-school"),
        ("KINDER ", "k"),
        ("kinde", None),
        ("", None),
    ],
)
def test_find(text: str, slug: str | None) -> None:
    assert WORDS.find(text) == slug


def test_a_vocabulary_is_an_ordered_list_with_labels() -> None:
    assert (list(WORDS), WORDS.slugs, len(WORDS)) == (["after-school", "k"], ("after-school", "k"), 2)
    assert "k" in WORDS
    assert "kinder" not in WORDS
    assert (WORDS.label("k"), WORDS.label("unknown")) == ("Kindergarten", "unknown")


def test_vocabularies_are_found() -> None:
    assert {"KINDS", "DISCIPLINES", "STATES", "GRADES", "CLUSTERS", "GROUPS"} <= set(ALL)


@pytest.mark.parametrize("words", ALL.values(), ids=ALL)
def test_no_spelling_is_claimed_twice(words: Vocabulary) -> None:
    claims: dict[str, set[str]] = {}
    for slug, label in words.labels.items():
        for spelling in (slug, label, *words.synonyms.get(slug, ())):
            claims.setdefault(fold(spelling), set()).add(slug)
    assert {spelling: slugs for spelling, slugs in claims.items() if len(slugs) > 1} == {}
    assert "" not in claims, "a spelling that says nothing"


@pytest.mark.parametrize("words", ALL.values(), ids=ALL)
def test_every_spelling_leads_to_its_slug(words: Vocabulary) -> None:
    assert set(words.synonyms) <= set(words.labels), "synonyms of something that is not in the list"
    for slug, label in words.labels.items():
        assert {words.find(each) for each in (slug, label, *words.synonyms.get(slug, ()))} == {slug}


@pytest.mark.parametrize("words", ALL.values(), ids=ALL)
def test_labels_are_for_people(words: Vocabulary) -> None:
    assert all(label.strip() == label and label for label in words.labels.values())
    assert len(set(words.labels.values())) == len(words), "two slugs with one label"


def test_a_subtype_belongs_to_one_kind() -> None:
    assert set(assets.SUBTYPES) == set(assets.KINDS)
    every = [slug for known in assets.SUBTYPES.values() for slug in known]
    assert sorted(every) == sorted(set(every)) == sorted(assets.ALL_SUBTYPES)
