"""How an upload stands, in the words that people read: pages, terminal and messages say the same."""

from typing import Final

STATUS_WORDS: Final = {
    "checking": "Being checked",
    "checked": "Ready to publish",
    "refused": "Needs mending",
    "applied": "Published",
    "undone": "Undone",
    "abandoned": "Given up",
}
"""The status the API and the database know -> its words."""


def within_sentence(status: str) -> str:
    """The words of a status inside a sentence: `published`."""
    return STATUS_WORDS[status].lower()
