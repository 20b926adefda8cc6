"""What is offered, to whom, how far and when."""

from typing import Final

from app.inventory.codes.code import Code, error, warning

OFFERS: Final[dict[str, Code]] = {
    "discipline-unknown": warning(
        "“{value}” is no discipline we know; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the subjects of the data dictionary, or say under Findings what it means.",
    ),
    "value-unknown": warning(
        "“{value}” is not known in this column; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the words of the data dictionary, or say under Findings what it means.",
    ),
    "audience-unknown": warning(
        "“{value}” is no audience we know; kept as a note.",
        "Not in the vocabulary and not one of its synonyms.",
        "Use one of the audiences of the data dictionary, or say under Findings what it means.",
    ),
    "grades-not-understood": warning(
        "“{value}” names no grades.",
        "A range that runs backwards, or a spreadsheet turned 6-8 into a date (8-Jun).",
        "Write for example 6-8, K-5 or high school; format the column as text.",
    ),
    "cluster-unknown": warning(
        "“{value}” is no career cluster; kept as a note.",
        "Not one of the clusters of 2024 or 2002.",
        "Use a cluster of the National Career Clusters Framework.",
    ),
    "code-bad": warning(
        "“{value}” is not a code of this list.", "Wrong form.", "Write for example 14.0801 or 17-2051."
    ),
    "reach-needs-more": warning(
        "“{value}” needs the radius or the areas served; kept as a note.",
        "Nothing in the row says how far or which areas.",
        "Add a column “Counties served” or “Service radius (miles)”, or write statewide, national, virtual or mobile.",
    ),
    "service-area-unknown": warning(
        "“{value}” is no county of {state} and says no other area; kept as a note.",
        "A town, a region, or a county and a state of one name.",
        "Write counties by name or FIPS code, “statewide”, or “within 30 miles”.",
    ),
    "radius-bad": warning(
        "“{value}” is no distance; kept as a note.",
        "Text, another unit, or more than 1,000 km.",
        "Write 30 miles or 50 km.",
    ),
    "stop-unknown": warning(
        "Nothing says where the stop “{value}” is; it has no point.",
        "The town is spelled differently or there are several of its name.",
        "End the stop with its town or ZIP code, or give latitude and longitude.",
    ),
    "stop-date-bad": warning(
        "The stop “{value}” has no day that is understood.",
        "A day that does not exist, or that can be two different days.",
        "Write days as 2026-03-04.",
    ),
    "stops-placed-by-town": warning(
        "These stops are at the centers of their towns or ZIP areas: {value}.",
        "The stops have no points.",
        "Add latitude and longitude to the stops.",
    ),
    "age-bad": warning(
        "“{value}” is no age or range of ages.", "Text or an age over 120.", "Write for example 10-14."
    ),
    "ages-reversed": error(
        "The lowest age is above the highest.", "The two were exchanged.", "Exchange them."
    ),
    "date-bad": error(
        "“{value}” is no date.",
        "A date that does not exist, a year of two digits or a spreadsheet's serial number.",
        "Write dates as 2025-03-04.",
    ),
    "date-ambiguous": error(
        "“{value}” can be two different days: {days}.",
        "Day and month cannot be told apart, and no other date of the column proves an order.",
        "Say under Findings which day it is, or write dates as 2025-03-04.",
    ),
    "date-order": warning(
        "“{value}” was read as {day}: other dates of the column have the {first} first.",
        "By itself it can be two different days.",
        "Nothing needs doing if that is right. If not, say which day it is, or write dates as 2025-03-04.",
    ),
    "dates-reversed": error(
        "It ends before it starts.", "The dates were exchanged or mistyped.", "Correct the dates."
    ),
    "deadline-after-end": error(
        "Applications close after it has ended.", "The deadline or the end is mistyped.", "Correct the dates."
    ),
    "cost-bad": warning(
        "“{value}” is no cost we understand; kept as a note.", "Free text.", "Write 0, 25 or $25."
    ),
    "seats-bad": warning(
        "“{value}” is no number of seats.", "Text, a fraction or a negative number.", "Write 24."
    ),
    "yes-no-bad": warning(
        "“{value}” is neither yes nor no; kept as a note.", "Free text.", "Write yes or no."
    ),
}
