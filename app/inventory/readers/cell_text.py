"""A spreadsheet's cell as text: what a person sees, without the format. Pure."""

import datetime as dt

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_DIGITS = 15
"""What a spreadsheet keeps of a number."""
_WHOLE_BELOW = 1e15


def cell_text(cell: Cell) -> str:
    """ISO dates, times as HH:MM, yes and no, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, dt.timedelta):
        return _span(cell)
    if isinstance(cell, dt.time):
        return _clock(cell)
    if isinstance(cell, dt.datetime) and cell.time() != dt.time():
        return f"{cell.date().isoformat()} {_clock(cell.time())}"
    return (cell.date() if isinstance(cell, dt.datetime) else cell).isoformat()


def number_text(number: float) -> str:
    """A number as a spreadsheet shows it: 15 digits, no fraction when whole."""
    if number == number // 1 and abs(number) < _WHOLE_BELOW:
        return str(int(number))
    return repr(float(f"{number:.{_DIGITS}g}"))


def _clock(time: dt.time) -> str:
    return time.strftime("%H:%M:%S" if time.second else "%H:%M")


def _span(span: dt.timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    shown = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{shown}:{seconds:02}" if seconds else shown


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
