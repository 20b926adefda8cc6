"""Every finding a file can get, said once: how grave it is, what it means, why it happens and how to mend it.

An error refuses its row; a warning lets the row in and says what was done. A test produces every code.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]
VALUE_CHARS = 200
"""How much of a cell a finding shows."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding. `message` may hold `{value}` and other details."""

    severity: Severity
    message: str
    cause: str
    cure: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value, before it is known in which row it stands."""

    code: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: row 0 speaks of the whole file, `column` is the file's own header."""

    row_number: int
    column: str | None
    value: str | None
    severity: Severity
    code: str
    message: str
    cure: str


def finding(
    code: str, row_number: int, column: str | None = None, value: str | None = None, **details: Any
) -> Finding:
    """The finding `code` in a row, with its text filled in from `value` and `details`."""
    kind = CODES[code]
    shown = value if value is None or len(value) <= VALUE_CHARS else value[: VALUE_CHARS - 1] + "…"
    message = kind.message.format(value=shown, **details)
    return Finding(
        row_number, column, shown, kind.severity, code, message, kind.cure.format(value=shown, **details)
    )


def is_error(code: str) -> bool:
    """Whether `code` refuses its row."""
    return CODES[code].severity == "error"


def in_general(template: str) -> str:
    """A message or cure without the details of one row."""
    words = re.sub(r"“\{\w+(?::[^}]*)?\}”|\{\w+(?::[^}]*)?\}", "…", template)
    return words[:1].upper() + words[1:]


def _error(message: str, cause: str, cure: str) -> Code:
    return Code("error", message, cause, cure)


def _warning(message: str, cause: str, cure: str) -> Code:
    return Code("warning", message, cause, cure)


CODES: Final[dict[str, Code]] = {
    # The file and its columns
    "encoding-guessed": _warning(
        "The file is not UTF-8; it was read as Windows-1252.",
        "Excel on Windows saves plain CSV in Windows-1252.",
        "Check names with accents below, or save the file as CSV UTF-8.",
    ),
    "column-spare": _warning(
        "Two columns mean {target}: “{kept}” is used, this one is kept as a note.",
        "The file has two columns for one field.",
        "Rename or remove one of them if the wrong one was chosen.",
    ),
    "column-guessed": _warning(
        "“{value}” was understood as {target} because the names are alike.",
        "The header is nearly, but not exactly, a known name.",
        "Rename the column to “{target}” if that is right, or to something else if not.",
    ),
    "column-suggested": _warning(
        "“{value}” is kept as a note; it could be {target}.",
        "The header names no field surely enough, but its words or values look like one.",
        "Choose the field for this column, or leave it as a note.",
    ),
    "values-remembered": _warning(
        "{count} values were understood as {who} said before.",
        "An earlier file of these columns had them, and somebody said what they mean.",
        "Nothing needs doing. Say something else where that is no longer right.",
    ),
    "key-derived": _warning(
        "No column holds your own key; rows are recognised by name, town and kind.",
        "The file has no id column.",
        "Add a column “id” that never changes: then a renamed row is still the same row.",
    ),
    # What kind of file it is and how it was read
    "name-differs": _warning(
        "The name ends in {value}, but the file is {format}; it was read as that.",
        "The file was renamed instead of exported.",
        "Nothing needs doing; the content decides.",
    ),
    "part-chosen": _warning(
        "“{value}” was read; the file also holds: {others}.",
        "A file with several sheets or layers; the largest with known columns is taken.",
        "Choose another one when you send the file.",
    ),
    "header-row-found": _warning(
        "The column names were taken from row {value}; what stands above was left out.",
        "Titles or blank rows stand above the table.",
        "Name the row of the header when you send the file, if another one is right.",
    ),
    "cell-error": _warning(
        "{count} cells hold an error such as #N/A and were read as empty; the first is {value}.",
        "A formula in the workbook fails.",
        "Correct the formulas, or fill in the values.",
    ),
    "formula-without-value": _warning(
        "{count} formulas have no stored result and were read as empty; the first is {value}.",
        "A program wrote the workbook without calculating it.",
        "Open it in your spreadsheet program, save it, and send it again.",
    ),
    "text-garbled": _warning(
        "“{value}” looks like text that was once read in the wrong encoding.",
        "UTF-8 was opened as Windows-1252 and saved again.",
        "Export the file again from where it was right, as UTF-8.",
    ),
    "encoding-claim": _warning(
        "The file says its text is {value}, but it is {read}; it was read as that.",
        "The .cpg of a Shapefile is wrong.",
        "Check names with accents below.",
    ),
    "shape-not-point": _warning(
        "{count} shapes are lines or areas; a point on each was taken. This is the first.",
        "The layer holds outlines, not places.",
        "Send points if the places are elsewhere in their areas.",
    ),
    "shape-transformed": _warning(
        "The shapes are in {value}; they were converted to WGS84.",
        "The file uses another coordinate system than longitude and latitude.",
        "Look at a few points on the map.",
    ),
    "number-not-finite": _warning(
        "{count} values are NaN or infinite and were read as empty; this is the first.",
        "A program wrote missing values as NaN.",
        "Nothing needs doing, or write null.",
    ),
    "link-not-followed": _warning(
        "{count} links to other files were not followed.",
        "The KML shows layers that are elsewhere.",
        "Save the places themselves into the file.",
    ),
    "reference-missing": _warning(
        "{count} rows of {value} name a service or location that is not in the package; they were left out.",
        "The tables of the data package do not fit together.",
        "Export the whole package again.",
    ),
    # The row as a whole
    "row-empty": _warning(
        "{count} empty rows were skipped; this is the first.",
        "Blank lines or lines of separators only.",
        "Nothing needs doing.",
    ),
    "row-total": _warning(
        "“{value}” begins a line of sums, not an asset; it was left out.",
        "The name or the first cell says Total, Grand total or Sum.",
        "Nothing needs doing. If it is an asset, give it its whole name.",
    ),
    "row-ragged": _error(
        "The row has {found} cells and the header has {expected}.",
        "A separator inside a cell without quotes, or a missing cell.",
        "Put cells that hold a separator in double quotes, and give every row all cells.",
    ),
    "duplicate-key": _error(
        "Row {first} has the same key ({value}).",
        "Two rows for one thing, or one key used twice.",
        "Give each row its own key, or delete the second row.",
    ),
    "row-merged": _warning(
        "Row {first} is the same thing: this row only adds its key ({value}).",
        "The two were merged, as somebody decided.",
        "Nothing needs doing. Delete the row, or decide otherwise about the pair.",
    ),
    "list-other": _warning(
        "{count:,} assets of this file are in the list “{value}” so far; publishing moves them to this file's list.",
        "The same keys came before under another name of the list.",
        "Send the file under the name “{value}” to keep them there.",
    ),
    "key-other-state": _error(
        "The key {value} belongs to an asset that is now in {other}.",
        "The asset was moved to another state's inventory.",
        "Ask an administrator, or use another key.",
    ),
    "too-long": _error(
        "The cell has {found} bytes; {limit} are allowed.",
        "A long text, or a quote that is opened and never closed.",
        "Shorten the text or close the quote.",
    ),
    "text-control-character": _warning(
        "Invisible control characters were removed.",
        "Text pasted from a PDF or a terminal.",
        "Retype the cell if something is missing.",
    ),
    # Official downloads
    "left-out": _warning(
        "{count:,} rows were left out: {value}.",
        "The download holds more than this source loads.",
        "Nothing needs doing; `stemmap load --all` loads what a source leaves out by default.",
    ),
    "official-known": _warning(
        "“{name}” ({value}) is already known and is kept as the state has it.",
        "An asset with this official number is the state's own, or was changed by its state since it was loaded.",
        "Nothing needs doing. The state's inventory is the place to correct it.",
    ),
    "official-key-missing": _error(
        "The official number is missing.", "An incomplete row.", "Download the file again."
    ),
    "official-number-bad": _error(
        "“{value}” does not have {digits} digits.",
        "A spreadsheet took the number for a figure and rounded it or dropped its zeros.",
        "Load the download itself, not a copy saved from a spreadsheet.",
    ),
    "institution-not-loaded": _error(
        "No institution with the UNITID {value} is loaded.",
        "Programs are placed at their institution and belong to it.",
        "Load the institutions first (`stemmap load ipeds HD….zip`), then this file again.",
    ),
    "state-not-served": _error(
        "{value} is {what}, not a state or territory of the United States.",
        "Federal files also list places that no state's inventory covers.",
        "Nothing needs doing.",
    ),
    # What it is
    "name-missing": _error("The name is missing.", "The name cell is empty.", "Give the row a name."),
    "kind-unknown": _error(
        "“{value}” is no kind of asset.",
        "The kind is not institution, program or opportunity, nor one of their subtypes.",
        "Write institution, program or opportunity.",
    ),
    "kind-ambiguous": _error(
        "“{value}” can be an institution, a program or an opportunity.",
        "The type is known for more than one kind, and the column's header names none (as “Program type” does).",
        "Say what all rows are (in the browser under “All rows are”, in a terminal with --kind), or add a column"
        " “kind”: an institution is a place, a program runs there, an opportunity is applied for.",
    ),
    "kind-differs": _error(
        "“{value}” is a type of {other}, but the row is said to be of kind {kind}.",
        "The kind, from the kind column or from what all rows were said to be, and the type do not fit together.",
        "Correct the kind (in the browser also “All rows are”, in a terminal --kind) or the type: an institution is"
        " a place, a program runs there, an opportunity is applied for.",
    ),
    "subtype-missing": _error(
        "Nothing says which type of {kind} this is.",
        "The type cell is empty.",
        "Fill in the type; accepted: {accepted}.",
    ),
    "subtype-unknown": _error(
        "“{value}” is not a known type.",
        "The type is not in the vocabulary and not one of its synonyms.",
        "Use one of: {accepted}.",
    ),
    "type-understood": _warning(
        "“{value}” was read as {label} ({kind}).",
        "No known type as a whole; its last words, or the kind its header speaks of, decide.",
        "Nothing needs doing if that is right. If not, say what it means: in the browser under Findings, in a terminal"
        " with --value.",
    ),
    "status-unknown": _error(
        "“{value}” is no status.",
        "The status is not in the vocabulary.",
        "Use active, inactive, temporarily_closed or defunct.",
    ),
    "visibility-unknown": _error(
        "“{value}” does not say who may see the row.",
        "The visibility is not in the vocabulary.",
        "Use public, partner or internal.",
    ),
    "parent-unknown": _warning(
        "No row or asset of the state is called “{value}”; the row has no parent.",
        "The parent is spelled differently, refused, or not in the inventory.",
        "Use the parent's key or its exact name.",
    ),
    "parent-ambiguous": _warning(
        "{count} assets are called “{value}”; the row has no parent.",
        "Several assets share this name.",
        "Use the parent's key instead of its name.",
    ),
    "identifier-bad": _warning(
        "“{value}” is not a valid number of this register.",
        "Digits are missing or there are letters in it.",
        "Copy the number again; codes are text, keep leading zeros.",
    ),
    "identifier-taken": _warning(
        "{scheme} {value} already belongs to another asset; it was not added.",
        "Two assets claim one official number.",
        "Correct the number, or remove it from the other asset.",
    ),
    # Contact
    "url-bad": _warning(
        "“{value}” is not a web address.",
        "A space, a missing domain, or another scheme than http and https.",
        "Write the whole address, for example https://example.org.",
    ),
    "email-bad": _warning(
        "“{value}” is not an e-mail address.",
        "Typing mistake or several in one cell.",
        "Write one name@domain.",
    ),
    "phone-bad": _warning(
        "“{value}” is not a US phone number.", "Not ten digits, or several in one cell.", "Write ten digits."
    ),
    # Place
    "state-unknown": _error("“{value}” is no state.", "Typing mistake.", "Write the two-letter code."),
    "state-missing": _error(
        "The row names no state.",
        "The state cell is empty in a file of several states.",
        "Write the two-letter code.",
    ),
    "state-wrong": _error(
        "{count:,} of {rows:,} rows are in {value}: was {state} chosen by mistake?",
        "The state named for the upload is not the state of the file: ZIP codes, points or state names say so.",
        "Send the file for the state it is of. If {state} is right, correct ZIP codes, points and state names.",
    ),
    "state-other": _error(
        "The row is in {other}, the upload is for {state}.",
        "A row of another state, or the wrong state was named for the upload.",
        "Remove the row or upload it for {other}.",
    ),
    "zip-bad": _warning(
        "“{value}” is not a ZIP code.", "Letters, or not five digits.", "Write five digits, or 87501-1234."
    ),
    "zip-zero-lost": _warning(
        "“{value}” was read as {repaired}: the leading zero was lost.",
        "A spreadsheet read the ZIP code as a number.",
        "Format the column as text.",
    ),
    "zip-other-state": _warning(
        "ZIP {value} is in {other}; it does not place the row.",
        "The ZIP code and the state differ.",
        "Correct the ZIP code.",
    ),
    "coordinates-incomplete": _error(
        "Only one of latitude and longitude is given.", "One cell is empty.", "Fill in both or neither."
    ),
    "coordinates-not-numbers": _error(
        "“{value}” is not a pair of decimal degrees.",
        "Degrees and minutes, a decimal comma, or text.",
        "Write decimal degrees with a point, for example 35.0844 and -106.6504.",
    ),
    "coordinates-out-of-range": _error(
        "“{value}” is nowhere on Earth.",
        "Projected coordinates (metres or feet) or a missing decimal point.",
        "Export the file in WGS84 latitude and longitude.",
    ),
    "coordinates-swapped": _error(
        "“{value}”: latitude and longitude look swapped.",
        "The columns were exchanged.",
        "Exchange the two; nothing is repaired silently.",
    ),
    "coordinates-sign": _error(
        "“{value}”: the minus sign of the longitude is missing.",
        "Longitudes in the United States are negative.",
        "Put a minus before the longitude.",
    ),
    "coordinates-zero": _error(
        "The point is 0, 0 in the Atlantic.", "Empty cells were exported as zeros.", "Leave both cells empty."
    ),
    "coordinates-outside-state": _error(
        "“{value}” is {distance_km} km outside {state}.",
        "Mistyped digits or a row of another state.",
        "Correct the point or leave both cells empty.",
    ),
    "coordinates-near-border": _warning(
        "“{value}” is {distance_km} km outside {state}.",
        "A place at the border, or a mistyped digit.",
        "Check the point.",
    ),
    "city-ambiguous": _warning(
        "{state} has several places called “{value}”; none was taken.",
        "The name of the town is not enough.",
        "Add the ZIP code or the point.",
    ),
    "placed-by-zip": _warning(
        "Placed at the center of ZIP area {value}.", "The row has no point.", "Add latitude and longitude."
    ),
    "placed-by-city": _warning(
        "Placed at the center of {value}.",
        "The row has no point and no usable ZIP code.",
        "Add latitude and longitude.",
    ),
    "placed-by-county": _warning(
        "Placed at the center of {value}.",
        "The row has no point, no usable ZIP code and no known town.",
        "Add latitude and longitude, a ZIP code or a town.",
    ),
    "placed-by-address": _warning(
        "Placed along the street, at {value}.",
        "The row has no point; the geocoder knows its address.",
        "Compare the address; add latitude and longitude where the point must be exact.",
    ),
    "address-elsewhere": _warning(
        "The geocoder finds “{value}” outside {state}; that was not used.",
        "The town or ZIP code is missing or wrong.",
        "Correct the address, or add latitude and longitude.",
    ),
    "geocoder-unavailable": _warning(
        "{count} addresses were not looked up, because {reason}.",
        "The geocoder is not reachable, slow, or not allowed more.",
        "Check the file again later; until then these rows are placed by ZIP code or town.",
    ),
    "coordinates-projected": _warning(
        "The coordinates are {value}; they were turned into degrees.",
        "X and Y on a map (UTM, State Plane, web map) instead of longitude and latitude.",
        "Look at some points; name the reference system if it is another one (option crs).",
    ),
    "county-unknown": _warning(
        "“{value}” is no county of {state}; kept as a note.",
        "Typing mistake, or a region that is no county.",
        "Write the county's name or its five-digit FIPS code.",
    ),
    "county-differs": _warning(
        "The place is in {other}, not in “{value}”; kept as a note.",
        "The point, ZIP code or town is wrong, or the county is.",
        "Correct whichever is wrong.",
    ),
    "po-box": _warning(
        "“{value}” is a post office box: mail arrives there, people do not.",
        "A mailing address instead of the place.",
        "Give the street address.",
    ),
    "rural-route": _warning(
        "“{value}” is a mail route, not a place on a street.",
        "A mailing address instead of the place.",
        "Give the street address, or latitude and longitude.",
    ),
    "not-placed": _warning(
        "Nothing says where this is; it is listed but not on the map.",
        "No point, no known ZIP code and no known town.",
        "Add latitude and longitude, a ZIP code or a town.",
    ),
    # What, who, when
    "discipline-unknown": _warning(
        "“{value}” is no discipline we know; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the disciplines of the data dictionary.",
    ),
    "value-unknown": _warning(
        "“{value}” is not known in this column; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the values of the data dictionary.",
    ),
    "audience-unknown": _warning(
        "“{value}” is no audience we know; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the audiences of the data dictionary.",
    ),
    "grades-not-understood": _warning(
        "“{value}” names no grades.",
        "A range that runs backwards, or a spreadsheet turned 6-8 into a date (8-Jun).",
        "Write for example 6-8, K-5 or high school; format the column as text.",
    ),
    "cluster-unknown": _warning(
        "“{value}” is no career cluster; kept as a note.",
        "Not one of the clusters of 2024 or 2002.",
        "Use a cluster of the National Career Clusters Framework.",
    ),
    "code-bad": _warning(
        "“{value}” is not a code of this list.", "Wrong form.", "Write for example 14.0801 or 17-2051."
    ),
    "reach-needs-more": _warning(
        "“{value}” needs the radius or the areas served; kept as a note.",
        "Nothing in the row says how far or which areas.",
        "Add a column “Counties served” or “Service radius (miles)”, or write statewide, national, virtual or mobile.",
    ),
    "service-area-unknown": _warning(
        "“{value}” is no county of {state} and says no other area; kept as a note.",
        "A town, a region, or a county and a state of one name.",
        "Write counties by name or FIPS code, “statewide”, or “within 30 miles”.",
    ),
    "radius-bad": _warning(
        "“{value}” is no distance; kept as a note.",
        "Text, another unit, or more than 1,000 km.",
        "Write 30 miles or 50 km.",
    ),
    "stop-unknown": _warning(
        "Nothing says where the stop “{value}” is; it has no point.",
        "The town is spelled differently or there are several of its name.",
        "End the stop with its town or ZIP code, or give latitude and longitude.",
    ),
    "stop-date-bad": _warning(
        "The stop “{value}” has no day that is understood.",
        "A day that does not exist, or that can be two different days.",
        "Write days as 2026-03-04.",
    ),
    "stops-placed-by-town": _warning(
        "These stops are at the centers of their towns or ZIP areas: {value}.",
        "The stops have no points.",
        "Add latitude and longitude to the stops.",
    ),
    "age-bad": _warning(
        "“{value}” is no age or range of ages.", "Text or an age over 120.", "Write for example 10-14."
    ),
    "ages-reversed": _error(
        "The lowest age is above the highest.", "The two were exchanged.", "Exchange them."
    ),
    "date-bad": _error(
        "“{value}” is no date.",
        "A date that does not exist, a year of two digits or a spreadsheet's serial number.",
        "Write dates as 2025-03-04.",
    ),
    "date-ambiguous": _error(
        "“{value}” can be two different days: {days}.",
        "Day and month cannot be told apart, and no other date of the column proves an order.",
        "Say which day it is (in the browser under Findings, in a terminal with --value),"
        " or write dates as 2025-03-04.",
    ),
    "date-order": _warning(
        "“{value}” was read as {day}: other dates of the column have the {first} first.",
        "By itself it can be two different days.",
        "Nothing needs doing if that is right. If not, say which day it is, or write dates as 2025-03-04.",
    ),
    "dates-reversed": _error(
        "It ends before it starts.", "The dates were exchanged or mistyped.", "Correct the dates."
    ),
    "deadline-after-end": _error(
        "Applications close after it has ended.", "The deadline or the end is mistyped.", "Correct the dates."
    ),
    "cost-bad": _warning(
        "“{value}” is no cost we understand; kept as a note.", "Free text.", "Write 0, 25 or $25."
    ),
    "seats-bad": _warning(
        "“{value}” is no number of seats.", "Text, a fraction or a negative number.", "Write 24."
    ),
    "yes-no-bad": _warning(
        "“{value}” is neither yes nor no; kept as a note.", "Free text.", "Write yes or no."
    ),
}
