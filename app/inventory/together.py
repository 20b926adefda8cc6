"""Rules about several fields of one row: dates and ages in their order. Pure."""

from app.inventory.cells.copytext import NULL
from app.inventory.rows import Checked

_OPPORTUNITY = "opportunity"


def check_together(checked: Checked) -> None:
    """Say where fields of one row contradict each other."""
    _dates(checked)
    _deadlines(checked)
    _ages(checked)


def _dates(checked: Checked) -> None:
    if not {"start_date", "end_date"} <= checked.texts.keys():
        return
    pairs = zip(checked.texts["start_date"], checked.texts["end_date"], strict=True)
    for at, (start, end) in enumerate(pairs):
        if end < start != NULL:  # ISO dates order as text, and NULL comes after them
            checked.say(at, "dates-reversed", "end_date", f"{start} to {end}")


def _deadlines(checked: Checked) -> None:
    if not {"application_deadline", "end_date"} <= checked.texts.keys():
        return
    rows = zip(
        checked.texts["end_date"], checked.texts["application_deadline"], checked.texts["kind"], strict=True
    )
    for at, (end, deadline, kind) in enumerate(rows):
        if end < deadline != NULL and kind == _OPPORTUNITY:
            checked.say(at, "deadline-after-end", "application_deadline", f"{deadline} > {end}")


def _ages(checked: Checked) -> None:
    if not {"min_age", "max_age"} <= checked.texts.keys():
        return
    pairs = list(zip(checked.texts["min_age"], checked.texts["max_age"], strict=True))
    wrong = {pair for pair in set(pairs) if NULL not in pair and int(pair[0]) > int(pair[1])}
    if wrong:
        field = "ages" if "ages" in checked.rules.header else "max_age"
        for at, pair in enumerate(pairs):
            if pair in wrong:
                checked.say(at, "ages-reversed", field, f"{pair[0]}-{pair[1]}")
