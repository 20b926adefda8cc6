"""A checked batch as lines of COPY: column fragments joined, nothing made for single cells. Pure."""

from collections.abc import Callable, Iterable
from itertools import compress
from typing import Final

from app.inventory.cells.copytext import NULL, copy_text, escaped, json_inside
from app.inventory.codes import Finding
from app.inventory.readings import IDENTIFIER
from app.inventory.rows import Checked

_NO_JSON: Final = "{}"


def row_lines(checked: Checked, upload_id: str) -> tuple[list[str], bytes]:
    """The columns of `upload_row` that the batch fills, and its accepted rows as COPY reads them."""
    columns = {"upload_id": [upload_id] * len(checked), "row_number": list(map(str, checked.numbers))}
    columns |= {name: texts for name, texts in checked.texts.items() if not name.startswith(IDENTIFIER)}
    if checked.rules.source_name:
        columns["source_name"] = [escaped(checked.rules.source_name)] * len(checked)
    columns["extra"] = _extra(checked)
    columns["source_cells"] = _source_cells(checked)
    columns["identifiers"] = _identifiers(checked)
    if checked.refused:
        keep = [at not in checked.refused for at in range(len(checked))]
        columns = {name: list(compress(texts, keep)) for name, texts in columns.items()}
    return list(columns), _lines(list(columns.values()))


def refusal_lines(checked: Checked, upload_id: str) -> bytes:
    """Refused rows, for `upload_refusal` (see REFUSAL_COLUMNS)."""
    refused, texts, names = sorted(checked.refused), checked.texts, checked.column("name")
    return "".join(
        f"{upload_id}\t{checked.numbers[at]}\t{texts['state'][at]}\t{texts['source_key'][at]}\t{texts['asset_id'][at]}"
        f"\t{names[at]}\n"
        for at in refused
    ).encode()


def issue_lines(findings: Iterable[Finding], upload_id: str) -> bytes:
    """Findings in the order of the rows, for `upload_issue` (see ISSUE_COLUMNS)."""
    lines = (
        f"{upload_id}\t{found.row_number}\t{copy_text('', found.column)}\t{copy_text('', found.value)}"
        f"\t{found.severity}\t{found.code}\t{escaped(found.message)}\t{escaped(found.cure)}\n"
        for found in sorted(findings, key=lambda found: found.row_number)
    )
    return "".join(lines).encode("utf-8", "replace")


REFUSAL_COLUMNS: Final = ("upload_id", "row_number", "state", "source_key", "asset_id", "name")
ISSUE_COLUMNS: Final = ("upload_id", "row_number", "column", "value", "severity", "code", "message", "cure")


def _lines(columns: list[list[str]]) -> bytes:
    rows = "\n".join(map("\t".join, zip(*columns, strict=True)))
    return f"{rows}\n".encode() if rows else b""


def _template(names: list[str]) -> Callable[[tuple[str, ...]], str]:
    """A function that puts the insides of JSON strings under `names` into one JSON object."""
    members = ",".join(f'"{json_inside(name).replace("%", "%%")}":"%s"' for name in names)
    return ("{" + members + "}").__mod__


def _extra(checked: Checked) -> list[str]:
    if checked.notes:
        rows = zip(*checked.notes.values(), strict=True)
        texts = list(map(_template(list(checked.notes)), rows))
    else:
        texts = [_NO_JSON] * len(checked)
    for at, more in checked.noted.items():
        texts[at] = _with(texts[at], more)
    return texts


def _source_cells(checked: Checked) -> list[str]:
    """Cells whose text is not ours, by header; each is a member of a JSON object already."""
    if not checked.kept:
        return [NULL] * len(checked)
    rows = (",".join(filter(None, row)) for row in zip(*checked.kept, strict=True))
    return [f"{{{members}}}" if members else NULL for members in rows]


def _with(text: str, more: dict[str, str]) -> str:
    members = [f'"{json_inside(header)}":"{json_inside(value)}"' for header, value in more.items()]
    inside = [text[1:-1]] if text != _NO_JSON else []
    return "{" + ",".join((*inside, *members)) + "}"


def _identifiers(checked: Checked) -> list[str]:
    columns = {
        name.removeprefix(IDENTIFIER): texts
        for name, texts in checked.texts.items()
        if name.startswith(IDENTIFIER)
    }
    if not columns:
        return [_NO_JSON] * len(checked)
    rows = zip(*columns.values(), strict=True)
    return [
        "{"
        + ",".join(
            f'"{scheme}":"{value}"' for scheme, value in zip(columns, row, strict=True) if value != NULL
        )
        + "}"
        for row in rows
    ]
