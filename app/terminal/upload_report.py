"""The report of an upload in a terminal: columns, findings, counts. Nothing is cut off in a narrow one."""

from itertools import groupby
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from app.db.engine import Database
from app.inventory.codes import words_of_many
from app.inventory.finding_values import FoundValue, grouped_findings
from app.inventory.report import UploadReport, issues_csv
from app.terminal.console import err, out
from app.terminal.words import counts_table, field_words

_VALUES_EACH = 8
_LINES = 400


def show_report(database: Database, report: UploadReport) -> None:
    """Print what was found in a file and what publishing it would do."""
    _show_columns(report)
    _show_findings(database, report)
    out.print(counts_table(report.counts))


def _show_columns(report: UploadReport) -> None:
    columns = Table(title=f"{escape(report.file_name)}: columns")
    for title in ("Column", "Understood as", "Sure", "Why"):
        columns.add_column(title, overflow="fold")
    for each in report.columns:
        sure = f"{each['confidence']:.0%}" if each["target"] else ""
        meaning = field_words(each["target"]) if each["target"] else "[dim]a note[/]"
        columns.add_row(escape(each["header"]), meaning, sure, _why(each))
    out.print(columns)


def _why(column: dict[str, object]) -> str:
    """The reason, and for a note what else the column could be."""
    others = column.get("alternatives")
    text = escape(str(column.get("reason") or column["how"]))
    if column["target"] is None and isinstance(others, list) and others:
        text += "; could be " + ", ".join(field_words(str(other["target"])) for other in others)
    return text


def _show_findings(database: Database, report: UploadReport) -> None:
    with database.read() as session:
        found = grouped_findings(session, report.id, _VALUES_EACH, _LINES)
    if not found:
        return
    table = Table(title="Findings")
    table.add_column("Rows", no_wrap=True, justify="right")
    table.add_column("Code", no_wrap=True)
    table.add_column("What, and what to do", overflow="fold", ratio=1)
    for code, several in groupby(found, key=lambda each: each.code):
        values = list(several)
        colour = "red" if values[0].severity == "error" else "yellow"
        table.add_row(f"{values[0].code_rows:,}", f"[{colour}]{code}[/]", _said(values))
    out.print(table)
    out.print(
        "[dim]“Under Findings” is in the browser. Here: --value “Header: text=meaning”, --kind for every row.[/]",
        soft_wrap=True,
    )


def _said(values: list[FoundValue]) -> str:
    """What is wrong, which values have it and where, and the cure, once."""
    first = values[0]
    if first.values == 1:
        lines = [f"{first.message} {_where(first)}"]
    else:
        lines = [words_of_many(first.code)]
        lines += [f"- {each.column or 'file'}: “{each.value or ''}” {_where(each)}" for each in values]
    if first.values > len(values):
        lines.append(f"… and {first.values - len(values):,} more values")
    return "\n".join([*map(escape, lines), f"[dim]{escape(first.cure)}[/]"])


def _where(each: FoundValue) -> str:
    """How many rows, and the first of them; nothing for the file as a whole."""
    if each.first_rows == [0]:
        return ""
    more = " …" if each.rows > len(each.first_rows) else ""
    return f"({each.rows:,}: row {', '.join(map(str, each.first_rows))}{more})"


def write_issues(database: Database, report: UploadReport, path: Path) -> None:
    """Write all findings to a CSV file."""
    with database.read() as session, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(issues_csv(session, report.id))
    err.print(f"All findings: {escape(str(path))}", soft_wrap=True)
