"""The report of an upload in a terminal: columns, findings, counts. Nothing is cut off in a narrow one."""

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from app.db.engine import Database
from app.inventory.report import UploadReport, issues_csv
from app.terminal.console import err, out

_SHOWN_ISSUES = 20
_COUNTS = ("rows", "accepted", "refused", "warnings", "added", "changed", "unchanged", "vanished")


def show_report(report: UploadReport) -> None:
    """Print what was found in a file and what applying it would do."""
    _show_columns(report)
    _show_issues(report)
    counts = Table("", "Rows", title="If applied")
    for name in _COUNTS:
        if name in report.counts:
            counts.add_row(name, f"{report.counts[name]:,}")
    out.print(counts)


def _show_columns(report: UploadReport) -> None:
    columns = Table(title=f"{escape(report.file_name)}: columns")
    for title in ("Column", "Understood as", "Sure", "Why"):
        columns.add_column(title, overflow="fold")
    for each in report.columns:
        sure = f"{each['confidence']:.0%}" if each["target"] else ""
        columns.add_row(escape(each["header"]), each["target"] or "[dim]a note[/]", sure, _why(each))
    out.print(columns)


def _why(column: dict[str, object]) -> str:
    """The reason, and for a note what else the column could be."""
    others = column.get("alternatives")
    text = str(column.get("reason") or column["how"])
    if column["target"] is None and isinstance(others, list) and others:
        text += "; could be " + ", ".join(str(other["target"]) for other in others)
    return escape(text)


def _show_issues(report: UploadReport) -> None:
    if not report.issues:
        return
    total = report.counts["errors"] + report.counts["warnings"]
    shown = report.issues[:_SHOWN_ISSUES]
    issues = Table(title=f"The first {len(shown)} of {total:,} findings")
    issues.add_column("Row", no_wrap=True, justify="right")
    issues.add_column("Column", overflow="fold")
    issues.add_column("Code", no_wrap=True)
    issues.add_column("What, and what to do", overflow="fold", ratio=1)
    for each in shown:
        colour = "red" if each.severity == "error" else "yellow"
        row = str(each.row_number) if each.row_number else "file"
        text = f"{escape(each.message)} [dim]{escape(each.cure)}[/]"
        issues.add_row(row, escape(each.column or ""), f"[{colour}]{each.code}[/]", text)
    out.print(issues)


def write_issues(database: Database, report: UploadReport, path: Path) -> None:
    """Write all findings to a CSV file."""
    with database.read() as session, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(issues_csv(session, report.id))
    err.print(f"All findings: {escape(str(path))}", soft_wrap=True)
