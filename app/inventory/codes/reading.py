"""What kind of file it is and how it was read."""

from typing import Final

from app.inventory.codes.code import Code, warning

READING: Final[dict[str, Code]] = {
    "name-differs": warning(
        "The name ends in {value}, but the file is {format}; it was read as that.",
        "The file was renamed instead of exported.",
        "Nothing needs doing; the content decides.",
    ),
    "part-chosen": warning(
        "“{value}” was read; the file also holds: {others}.",
        "A file with several sheets or layers; the largest with known columns is taken.",
        "Choose another one: in the browser under Columns, in a terminal with --part.",
    ),
    "header-row-found": warning(
        "The column names were taken from row {value}; what stands above was left out.",
        "Titles or blank rows stand above the table.",
        "If another row is right, say which: in the browser under Columns, in a terminal with --header-row.",
    ),
    "cell-error": warning(
        "{count} cells hold an error such as #N/A and were read as empty; the first is {value}.",
        "A formula in the workbook fails.",
        "Correct the formulas, or fill in the values.",
    ),
    "formula-without-value": warning(
        "{count} formulas have no stored result and were read as empty; the first is {value}.",
        "A program wrote the workbook without calculating it.",
        "Open it in your spreadsheet program, save it, and send it again.",
    ),
    "text-garbled": warning(
        "“{value}” looks like text that was once read in the wrong encoding.",
        "UTF-8 was opened as Windows-1252 and saved again.",
        "Export the file again from where it was right, as UTF-8.",
    ),
    "encoding-claim": warning(
        "The file says its text is {value}, but it is {read}; it was read as that.",
        "The .cpg of a Shapefile is wrong.",
        "Check names with accents below.",
    ),
    "shape-not-point": warning(
        "{count} shapes are lines or areas; a point on each was taken. This is the first.",
        "The layer holds outlines, not places.",
        "Send points if the places are elsewhere in their areas.",
    ),
    "shape-transformed": warning(
        "The shapes are in {value}; they were converted to WGS84.",
        "The file uses another coordinate system than longitude and latitude.",
        "Look at a few points on the map.",
    ),
    "number-not-finite": warning(
        "{count} values are NaN or infinite and were read as empty; this is the first.",
        "A program wrote missing values as NaN.",
        "Nothing needs doing, or write null.",
    ),
    "link-not-followed": warning(
        "{count} links to other files were not followed.",
        "The KML shows layers that are elsewhere.",
        "Save the places themselves into the file.",
    ),
    "reference-missing": warning(
        "{count} rows of {value} name a service or location that is not in the package; they were left out.",
        "The tables of the data package do not fit together.",
        "Export the whole package again.",
    ),
}
