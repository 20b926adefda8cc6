"""Where a row is: state, ZIP code, point, town, county, address."""

from typing import Final

from app.inventory.codes.code import Code, error, warning

BAD_POINTS: Final = (
    "coordinates-incomplete", "coordinates-not-numbers", "coordinates-out-of-range", "coordinates-swapped",
    "coordinates-sign", "coordinates-zero", "coordinates-outside-state",
)  # fmt: skip
"""Errors about the point a row gives: what else it says may still place it."""
_INSTEAD: Final = (
    " Or place such rows by ZIP code or town instead: in the browser under Findings, in a terminal with"
    " --bad-points ignore."
)
PLACES: Final[dict[str, Code]] = {
    "state-unknown": error("“{value}” is no state.", "Typing mistake.", "Write the two-letter code."),
    "state-missing": error(
        "The row names no state.",
        "The state cell is empty in a file of several states.",
        "Write the two-letter code.",
    ),
    "state-wrong": error(
        "{count:,} of {rows:,} rows are in {value}: was {state} chosen by mistake?",
        "The state named for the upload is not the state of the file: ZIP codes, points or state names say so.",
        "Send the file for the state it is of. If {state} is right, correct ZIP codes, points and state names.",
    ),
    "state-other": error(
        "The row is in {other}, the upload is for {state}.",
        "A row of another state, or the wrong state was named for the upload.",
        "Remove the row or upload it for {other}.",
    ),
    "zip-bad": warning(
        "“{value}” is not a ZIP code.", "Letters, or not five digits.", "Write five digits, or 87501-1234."
    ),
    "zip-zero-lost": warning(
        "“{value}” was read as {repaired}: the leading zero was lost.",
        "A spreadsheet read the ZIP code as a number.",
        "Format the column as text.",
    ),
    "zip-other-state": warning(
        "ZIP {value} is in {other}; it does not place the row.",
        "The ZIP code and the state differ.",
        "Correct the ZIP code.",
    ),
    "coordinates-incomplete": error(
        "Only one of latitude and longitude is given.", "One cell is empty.", "Fill in both or neither."
    ),
    "coordinates-not-numbers": error(
        "“{value}” is not a pair of decimal degrees.",
        "Degrees and minutes, a decimal comma, or text.",
        "Write decimal degrees with a point, for example 35.0844 and -106.6504.",
    ),
    "coordinates-out-of-range": error(
        "“{value}” is nowhere on Earth.",
        "Projected coordinates (metres or feet) or a missing decimal point.",
        "Export the file in WGS84 latitude and longitude.",
    ),
    "coordinates-swapped": error(
        "“{value}”: latitude and longitude look swapped.",
        "The columns were exchanged.",
        "Exchange the two; nothing is repaired silently.",
    ),
    "coordinates-sign": error(
        "“{value}”: the minus sign of the longitude is missing.",
        "Longitudes in the United States are negative.",
        "Put a minus before the longitude.",
    ),
    "coordinates-zero": error(
        "The point is 0, 0 in the Atlantic.", "Empty cells were exported as zeros.", "Leave both cells empty."
    ),
    "coordinates-outside-state": error(
        "“{value}” is {miles} outside {state}.",
        "Mistyped digits or a row of another state.",
        "Correct the point." + _INSTEAD,
    ),
    "coordinates-near-border": warning(
        "“{value}” is {miles} outside {state}.",
        "A place at the border, or a mistyped digit.",
        "Check the point.",
    ),
    "point-left-out": warning(
        "The point was left out, as was chosen for bad points: {why}",
        "The point cannot be right; ZIP code, town or county place the row.",
        "Nothing needs doing. Correct the point to have the exact place.",
    ),
    "city-ambiguous": warning(
        "{state} has several places called “{value}”; none was taken.",
        "The name of the town is not enough.",
        "Add the ZIP code or the point.",
    ),
    "placed-by-zip": warning(
        "Placed at the center of ZIP area {value}.", "The row has no point.", "Add latitude and longitude."
    ),
    "placed-by-city": warning(
        "Placed at the center of {value}.",
        "The row has no point and no usable ZIP code.",
        "Add latitude and longitude.",
    ),
    "placed-by-county": warning(
        "Placed at the center of {value}.",
        "The row has no point, no usable ZIP code and no known town.",
        "Add latitude and longitude, a ZIP code or a town.",
    ),
    "placed-by-address": warning(
        "Placed along the street, at {value}.",
        "The row has no point; the geocoder knows its address.",
        "Compare the address; add latitude and longitude where the point must be exact.",
    ),
    "address-elsewhere": warning(
        "The geocoder finds “{value}” outside {state}; that was not used.",
        "The town or ZIP code is missing or wrong.",
        "Correct the address, or add latitude and longitude.",
    ),
    "geocoder-unavailable": warning(
        "{count} addresses were not looked up, because {reason}.",
        "The geocoder is not reachable, slow, or not allowed more.",
        "Check the file again later; until then these rows are placed by ZIP code or town.",
    ),
    "coordinates-projected": warning(
        "The coordinates are {value}; they were turned into degrees.",
        "X and Y on a map (UTM, State Plane, web map) instead of longitude and latitude.",
        "Look at some points; name the reference system if it is another one (option crs).",
    ),
    "county-unknown": warning(
        "“{value}” is no county of {state}; kept as a note.",
        "Typing mistake, or a region that is no county.",
        "Write the county's name or its five-digit FIPS code.",
    ),
    "county-differs": warning(
        "The place is in {other}, not in “{value}”; kept as a note.",
        "The point, ZIP code or town is wrong, or the county is.",
        "Correct whichever is wrong.",
    ),
    "po-box": warning(
        "“{value}” is a post office box: mail arrives there, people do not.",
        "A mailing address instead of the place.",
        "Give the street address.",
    ),
    "rural-route": warning(
        "“{value}” is a mail route, not a place on a street.",
        "A mailing address instead of the place.",
        "Give the street address, or latitude and longitude.",
    ),
    "not-placed": warning(
        "Nothing says where this is; it is listed but not on the map.",
        "No point, no known ZIP code and no known town.",
        "Add latitude and longitude, a ZIP code or a town.",
    ),
}
