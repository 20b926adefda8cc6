"""What a report says in a terminal: the words of the pages for the counts and the fields of an upload."""

from typing import Any, Final

from rich.markup import escape
from rich.table import Table

from app.inventory.field_changes import label_of
from app.inventory.report import kinds_in_words

COUNTS: Final = {
    "rows": "rows read",
    "accepted": "ready",
    "refused": "with errors",
    "warnings": "remarks",
    "left_out": "left out: not of the kind or the states that are loaded",
    "kept": "kept: a state's own inventory has them, and stays as it is",
    "added": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "vanished": "no longer in the file",
}
"""Name of a count in a report -> its words."""


def counts_table(counts: dict[str, Any]) -> Table:
    """What publishing a file would do, one count a line; a count the report does not have is left out."""
    table = Table("", title="If published")
    table.add_column("Rows", no_wrap=True, justify="right")
    for name, words in COUNTS.items():
        if name in counts:
            table.add_row(words, f"{counts[name]:,}")
    if kinds := kinds_in_words(counts):
        table.caption = f"Ready: {kinds}"
    return table


def field_words(name: str) -> str:
    """A field by its label, then the name that `--columns` takes; markup is escaped."""
    return f"{escape(label_of(name))} [dim]({escape(name)})[/]"
