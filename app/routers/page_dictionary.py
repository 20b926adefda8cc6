"""`/dictionary`: the fields of an inventory file and the words each of them knows, for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.inventory.fields import FIELDS
from app.inventory.fields.meanings import MEANINGS
from app.routers import templates
from app.vocabulary.assets import KINDS, SUBTYPES

router = APIRouter()
Words = list[tuple[str, str]]
"""(word, its code)."""


@dataclass(frozen=True)
class FieldShown:
    """One field; `words` are its closed lists by title, the only one without."""

    name: str
    label: str
    meaning: str
    needed: str
    form: str
    example: str
    headers: tuple[str, ...]
    words: list[tuple[str, Words]]


def fields_shown() -> Iterator[FieldShown]:
    """All fields in the order of the data dictionary."""
    for name, field in FIELDS.items():
        meaning = MEANINGS[name]
        words = [("", list(meaning.values.labels.items()))] if meaning.values else []
        if name == "subtype":
            words = [(KINDS.labels[kind], list(known.labels.items())) for kind, known in SUBTYPES.items()]
        yield FieldShown(
            name,
            field.label,
            meaning.text,
            meaning.needed,
            meaning.form.partition(": values below")[0],
            meaning.example,
            field.synonyms,
            [(title, [(label, slug) for slug, label in pairs]) for title, pairs in words],
        )


@router.get("/dictionary")
def dictionary(request: Request) -> Response:
    """Show every field of an inventory file, and what may stand in it."""
    return templates.page(request, "dictionary.html", {"fields": list(fields_shown())})
