"""The data dictionary: one entry a field, for the template's second sheet and for docs/data-dictionary.md."""

from dataclasses import dataclass

from app.inventory.fields import FIELDS
from app.inventory.fields.meanings import MEANINGS

SHEET = "Data dictionary"
LISTS_SHEET = "Lists"
"""The sheets of the template that hold no inventory."""
HEADER = ("Field", "Label", "Meaning", "Needed", "Accepted", "Example", "Other headers understood")


@dataclass(frozen=True)
class Entry:
    """One field as a reader sees it."""

    name: str
    label: str
    meaning: str
    needed: str
    accepted: str
    example: str
    other_headers: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table under HEADER."""
        return (
            self.name, self.label, self.meaning, self.needed, self.accepted, self.example, self.other_headers,
        )  # fmt: skip


def entries() -> list[Entry]:
    """All fields in their order."""
    return [_entry(name) for name in FIELDS]


def _entry(name: str) -> Entry:
    field, meaning = FIELDS[name], MEANINGS[name]
    accepted = meaning.form
    if meaning.values is not None:
        accepted += ": " + ", ".join(meaning.values)
    others = "; ".join((*field.synonyms, *field.weak))
    return Entry(name, field.label, meaning.text, meaning.needed, accepted, meaning.example, others)


def as_markdown() -> str:
    """The page docs/data-dictionary.md."""
    lines = [
        "# Data dictionary",
        "",
        "The fields of an inventory file. This page is made from the program (`stemmap template --dictionary`); the",
        "same table is the second sheet of the template (`/api/v1/uploads/template.xlsx`). Case, accents, signs and",
        "blanks of headers do not count, nor do words such as “program”, “site” or “contact” before them.",
        "",
        "| " + " | ".join(HEADER) + " |",
        "| " + " | ".join("---" for _ in HEADER) + " |",
        *("| " + " | ".join(_cell(cell) for cell in entry.cells) + " |" for entry in entries()),
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
