"""ZIP codes of a batch: five digits, or what is wrong with them. Pure."""

from app.inventory.cells.copytext import NULL
from app.inventory.rows import Checked
from app.vocabulary.codes import zip_of

_DIGITS = 5


def read_zips(checked: Checked) -> None:
    """Turn the clean text of the ZIP column into codes; a lost zero comes back only where the list proves it."""
    cells = checked.cells.get("postal_code")
    if cells is None:
        return
    known = {cell: zip_of(cell.removesuffix(".0")) if cell.isascii() else None for cell in set(cells)}
    checked.texts["postal_code"] = [known[cell] or NULL for cell in cells]
    odd = {cell for cell, code in known.items() if cell and code is None}
    if odd:
        for at, cell in enumerate(cells):
            if cell in odd:
                _mend(checked, at, cell.removesuffix(".0"))


def _mend(checked: Checked, at: int, text: str) -> None:
    whole = text.zfill(_DIGITS)
    if text.isascii() and text.isdigit() and whole in checked.rules.places.of(checked.states[at]).zips:
        checked.texts["postal_code"][at] = whole
        checked.say(at, "zip-zero-lost", "postal_code", text, repaired=whole)
    else:
        checked.say(at, "zip-bad", "postal_code", text)
        checked.note(at, checked.rules.header["postal_code"], text)
