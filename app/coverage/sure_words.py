"""How sure an area is, in the language of the page: answers are kept with English words. Pure."""

from app.coverage.confidence import UNKNOWN
from app.language import gettext


def confidence_said(words: str) -> str:
    """`low: how many of the programs are verified`, as Confidence.words has it, in the language of the page."""
    grade, apart, reasons = words.partition(": ")
    return gettext(grade) + apart + reasons_said(reasons)


def reasons_said(reasons: str) -> str:
    """What keeps a confidence from being better, in the language of the page."""
    if reasons in UNKNOWN.values():
        return gettext(reasons)
    return "; ".join(gettext(each) for each in reasons.split("; ")) if reasons else ""
