"""What a row is, what it belongs to, and how it is reached by web, mail and phone."""

from typing import Final

from app.inventory.codes.code import Code, error, warning

ASSETS: Final[dict[str, Code]] = {
    # What it is
    "name-missing": error("The name is missing.", "The name cell is empty.", "Give the row a name."),
    "kind-unknown": error(
        "“{value}” is no kind of asset.",
        "The kind is not institution, program or opportunity, nor one of their subtypes.",
        "Write institution, program or opportunity.",
    ),
    "kind-ambiguous": error(
        "“{value}” can be an institution, a program or an opportunity.",
        "The type is known for more than one kind, and the column's header names none (as “Program type” does).",
        "Say under Findings what every row is, or add a column “kind”: an institution is a place, a program runs there,"
        " an opportunity is applied for.",
    ),
    "kind-differs": error(
        "“{value}” is a type of {other}, but the row is said to be of kind {kind}.",
        "The kind, from the kind column or from what all rows were said to be, and the type do not fit together.",
        "Correct the kind (under Findings: “Every row is”) or the type: an institution is a place, a program runs"
        " there, an opportunity is applied for.",
    ),
    "subtype-missing": error(
        "Nothing says which type of {kind} this is.",
        "The type cell is empty.",
        "Fill in one of the types of the data dictionary.",
    ),
    "subtype-unknown": error(
        "“{value}” is not a known type.",
        "The type is not in the vocabulary and not one of its synonyms.",
        "Use one of the types of the data dictionary, or say under Findings what it means.",
    ),
    "type-understood": warning(
        "“{value}” was read as {label} ({kind}).",
        "No known type as a whole; its last words, or the kind its header speaks of, decide.",
        "Nothing needs doing if that is right. If not, say under Findings what it means.",
    ),
    "status-unknown": error(
        "“{value}” is no status.",
        "The status is not in the vocabulary.",
        "Use active, inactive, temporarily closed or defunct.",
    ),
    "visibility-unknown": error(
        "“{value}” does not say who may see the row.",
        "The visibility is not in the vocabulary.",
        "Use public, partner or internal.",
    ),
    "parent-unknown": warning(
        "Who runs it, “{value}”, is kept as text.",
        "No row and no asset of the state has this name or key.",
        "Nothing needs doing. Where the organization is on the map as well, its key or exact name links the two.",
    ),
    "parent-ambiguous": warning(
        "Who runs it, “{value}”, is kept as text: {count} assets have this name.",
        "Several assets share this name.",
        "Nothing needs doing. The organization's key instead of its name links the two.",
    ),
    "identifier-bad": warning(
        "“{value}” is not a valid number of this register.",
        "Digits are missing or there are letters in it.",
        "Copy the number again; codes are text, keep leading zeros.",
    ),
    "identifier-taken": warning(
        "{scheme} {value} already belongs to another asset; it was not added.",
        "Two assets claim one official number.",
        "Correct the number, or remove it from the other asset.",
    ),
    # Contact
    "url-bad": warning(
        "“{value}” is not a web address.",
        "A space, a missing domain, or another scheme than http and https.",
        "Write the whole address, for example https://example.org.",
    ),
    "email-bad": warning(
        "“{value}” is not an e-mail address.",
        "Typing mistake or several in one cell.",
        "Write one name@domain.",
    ),
    "phone-bad": warning(
        "“{value}” is not a US phone number.", "Not ten digits, or several in one cell.", "Write ten digits."
    ),
}
