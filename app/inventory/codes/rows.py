"""A row as a whole: empty, ragged, there before; its cells whatever they mean."""

from typing import Final

from app.inventory.codes.code import Code, error, warning

ROWS: Final[dict[str, Code]] = {
    "row-empty": warning(
        "{count} empty rows were skipped; this is the first.",
        "Blank lines or lines of separators only.",
        "Nothing needs doing.",
    ),
    "row-total": warning(
        "“{value}” begins a line of sums, not an asset; it was left out.",
        "The name or the first cell says Total, Grand total or Sum.",
        "Nothing needs doing. If it is an asset, give it its whole name.",
    ),
    "row-ragged": error(
        "The row has {found} cells and the header has {expected}.",
        "A separator inside a cell without quotes, or a missing cell.",
        "Put cells that hold a separator in double quotes, and give every row all cells.",
    ),
    "duplicate-key": error(
        "Row {first} has the same key ({value}).",
        "Two rows for one thing, or one key used twice.",
        "Give each row its own key, or delete the second row.",
    ),
    "row-merged": warning(
        "Row {first} is the same thing: this row only adds its key ({value}).",
        "The two were merged, as somebody decided.",
        "Nothing needs doing. Delete the row, or decide otherwise about the pair.",
    ),
    "list-other": warning(
        "{count:,} assets of this file are in the list “{value}” so far; publishing moves them to this file's list.",
        "The same keys came before under another name of the list.",
        "Send the file under the name “{value}” to keep them there.",
    ),
    "correction-lost": warning(
        "“{value}” was taken over from a report by the public ({reference}); publishing would write over it.",
        "The file says something else than what was corrected after a report by the public.",
        "Put “{value}” into the cell if the correction holds; else publish, and the file's word counts.",
    ),
    "key-other-state": error(
        "The key {value} belongs to an asset that is now in {other}.",
        "The asset was moved to another state's inventory.",
        "Ask an administrator, or use another key.",
    ),
    "too-long": error(
        "The cell has {found} bytes; {limit} are allowed.",
        "A long text, or a quote that is opened and never closed.",
        "Shorten the text or close the quote.",
    ),
    "text-control-character": warning(
        "Invisible control characters were removed.",
        "Text pasted from a PDF or a terminal.",
        "Retype the cell if something is missing.",
    ),
}
