"""The file as a whole and what its columns mean."""

from typing import Final

from app.inventory.codes.code import Code, warning

COLUMNS: Final[dict[str, Code]] = {
    "encoding-guessed": warning(
        "The file is not UTF-8; it was read as Windows-1252.",
        "Excel on Windows saves plain CSV in Windows-1252.",
        "Check names with accents below, or save the file as CSV UTF-8.",
    ),
    "column-spare": warning(
        "Two columns mean {target}: “{kept}” is used, this one is kept as a note.",
        "The file has two columns for one field.",
        "Rename or remove one of them if the wrong one was chosen.",
    ),
    "column-guessed": warning(
        "“{value}” was understood as {target} because the names are alike.",
        "The header is nearly, but not exactly, a known name.",
        "Rename the column to “{target}” if that is right, or to something else if not.",
    ),
    "column-suggested": warning(
        "“{value}” is kept as a note; it could be {target}.",
        "The header names no field surely enough, but its words or values look like one.",
        "Choose the field for this column, or leave it as a note.",
    ),
    "values-remembered": warning(
        "{count} values were understood as {who} said before.",
        "An earlier file of these columns had them, and somebody said what they mean.",
        "Nothing needs doing. Say something else where that is no longer right.",
    ),
    "bad-points-remembered": warning(
        "{count} rows with a point that cannot be right were placed by ZIP code or town, as {who} said before.",
        "Somebody said so under Findings for an earlier file of these columns.",
        "Nothing needs doing. Say something else under Findings where that is no longer right.",
    ),
    "key-derived": warning(
        "No column holds your own key; rows are recognised by name, town and kind.",
        "The file has no id column.",
        "Add a column “id” that never changes: then a renamed row is still the same row.",
    ),
}
