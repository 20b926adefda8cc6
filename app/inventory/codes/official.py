"""Rows of official downloads."""

from typing import Final

from app.inventory.codes.code import Code, error, warning

OFFICIAL: Final[dict[str, Code]] = {
    "left-out": warning(
        "{count:,} rows were left out: {value}.",
        "The download holds more than this source loads.",
        "Nothing needs doing; `stemmap load --all` loads what a source leaves out by default.",
    ),
    "official-known": warning(
        "“{name}” ({value}) is already known and is kept as the state has it.",
        "An asset with this official number is the state's own, or was changed by its state since it was loaded.",
        "Nothing needs doing. The state's inventory is the place to correct it.",
    ),
    "official-key-missing": error(
        "The official number is missing.", "An incomplete row.", "Download the file again."
    ),
    "official-number-bad": error(
        "“{value}” does not have {digits} digits.",
        "A spreadsheet took the number for a figure and rounded it or dropped its zeros.",
        "Load the download itself, not a copy saved from a spreadsheet.",
    ),
    "institution-not-loaded": error(
        "No institution with the UNITID {value} is loaded.",
        "Programs are placed at their institution and belong to it.",
        "Load the institutions first (`stemmap load ipeds HD….zip`), then this file again.",
    ),
    "state-not-served": error(
        "{value} is {what}, not a state or territory of the United States.",
        "Federal files also list places that no state's inventory covers.",
        "Nothing needs doing.",
    ),
}
