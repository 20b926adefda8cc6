"""What the pages of an upload say in words: the verdict and the next step, statuses, values before and after. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from app.inventory.codes import CODES, in_general
from app.inventory.refusing import why_refused
from app.inventory.report import UploadReport
from app.inventory.standing import Standing
from app.vocabulary import assets, careers, people
from app.vocabulary.terms import Vocabulary

Tone = Literal["good", "mind", "bad", "quiet"]
STATUS: Final[dict[str, tuple[str, Tone]]] = {
    "checking": ("Being checked", "quiet"),
    "checked": ("Ready to publish", "good"),
    "refused": ("Needs mending", "bad"),
    "applied": ("Published", "good"),
    "undone": ("Undone", "quiet"),
    "abandoned": ("Given up", "quiet"),
}
_VOCABULARIES: Final[dict[str, Vocabulary]] = {
    "kind": assets.KINDS,
    "subtype": assets.ALL_SUBTYPES,
    "status": assets.STATUSES,
    "disciplines": assets.DISCIPLINES,
    "grades": people.GRADES,
    "designed_for": people.AUDIENCES,
    "restricted_to": people.AUDIENCES,
    "languages": people.LANGUAGES,
    "seasons": assets.SEASONS,
    "times_of_day": assets.TIMES_OF_DAY,
    "career_clusters": careers.CLUSTERS,
    "cost_band": assets.COST_BANDS,
    "delivery_mode": assets.DELIVERY_MODES,
    "reach": assets.REACHES,
    "location_precision": assets.PRECISIONS,
}
_VALUE_CHARS = 300
_ALONE: Final = Standing()


@dataclass(frozen=True)
class Verdict:
    """How an upload stands in one sentence, and what to do next."""

    tone: Tone
    headline: str
    advice: str


def some(count: int, one: str, many: str = "") -> str:
    """`1 row`, `1,234 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moment(at: datetime | None) -> str:
    """`Mar 4, 2025, 14:05 UTC`."""
    return f"{at:%b} {at.day}, {at:%Y, %H:%M} UTC" if at else "–"


def changes_in_words(counts: Mapping[str, Any]) -> str:
    """`12 added, 3 changed, 200 unchanged`."""
    return ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("added", "changed", "unchanged"))


def nothing_new(report: UploadReport, standing: Standing = _ALONE) -> bool:
    """Whether publishing a checked file would change nothing: no row is new or other, no pair is to be merged."""
    counts = report.counts
    return (
        report.status == "checked"
        and bool(counts.get("unchanged"))
        and not any(counts.get(name) for name in ("added", "changed", "vanished"))
        and not standing.merged_pairs
    )


def status_of(report: UploadReport, standing: Standing = _ALONE) -> tuple[str, Tone]:
    """The status in a few words."""
    return ("Nothing to publish", "quiet") if nothing_new(report, standing) else STATUS[report.status]


def on_the_map(report: UploadReport, standing: Standing) -> str:
    """Where the map shows the entries of this upload alone; those of its state when none is left."""
    if standing.still:
        return f"/browse?upload={report.id}"
    return f"/browse?state={report.state}" if report.state else "/browse"


def verdict_of(report: UploadReport, error_share_max: float, standing: Standing = _ALONE) -> Verdict:
    """The sentence at the top of an upload's page."""
    if report.problem:
        return Verdict("bad", f"This file could not be checked. {report.problem}", _mend(report))
    if report.status in _SAID:
        return _SAID[report.status]
    if report.status == "applied":
        return _applied(report, standing)
    return _refused(report, error_share_max) if report.status == "refused" else _checked(report, standing)


def _mend(report: UploadReport) -> str:
    if report.status == "abandoned":
        return "Send another file."
    if report.columns:
        return "Under Columns, say what the columns mean or in which row the headers are, then check again."
    return "Under Columns, choose how the file is to be read, or send another file."


_SAID: Final = {
    "checking": Verdict(
        "quiet", "The file has arrived and is being checked.", "This page goes on by itself."
    ),
    "undone": Verdict(
        "quiet",
        "This upload was undone: the inventory is as it was before it.",
        "Send the file again to publish it after all.",
    ),
    "abandoned": Verdict(
        "quiet",
        "This upload was never published and its file is no longer kept.",
        "Send the file again.",
    ),
}


def _applied(report: UploadReport, standing: Standing) -> Verdict:
    headline = f"Published on {moment(report.applied_at)}: {changes_in_words(report.counts)}."
    since = _since(standing)
    if since:
        return Verdict("mind", headline, f"{since} Send the file again to put all of it back.")
    on_it = (
        "It is on the map." if standing.written else "It changed nothing: the map was like this file already."
    )
    return Verdict("good", headline, f"{on_it} You can undo it at any time.")


def _since(standing: Standing) -> str:
    """What became of a published upload since."""
    parts = []
    if standing.overtaken:
        were = "was" if standing.overtaken == 1 else "were"
        entries = some(standing.written, "entry", "entries")
        parts.append(
            f"{standing.overtaken:,} of the {entries} it wrote {were} changed or removed by later uploads."
        )
    if standing.lost:
        names = ", ".join(f"“{name}”" for name in standing.lost)
        parts.append(
            f"It relied on {names}, undone since: entries that came from there are not on the map now."
        )
    return " ".join(parts)


def _refused(report: UploadReport, error_share_max: float) -> Verdict:
    return Verdict(
        "bad",
        f"Nothing can be published yet. {why_refused(report.counts, error_share_max)}",
        "Look at the columns, in case one was understood wrongly; then say under Findings what unknown values mean. "
        "What is left is mended in your own file.",
    )


def _checked(report: UploadReport, standing: Standing) -> Verdict:
    counts = report.counts
    rows, refused, warnings = (counts.get(name, 0) for name in ("rows", "refused", "warnings"))
    everything = "The one row is" if rows == 1 else f"All {rows:,} rows are"
    if refused:
        return Verdict(
            "mind",
            f"{counts.get('accepted', 0):,} of {some(rows, 'row')} are ready; "
            f"{some(refused, 'row has', 'rows have')} errors and would be left out.",
            "What is ready is in the inventory as it is: mend the others, and send the file again."
            if nothing_new(report, standing)
            else "Publish what is ready now and send the mended rows later, or mend them first.",
        )
    if nothing_new(report, standing):
        them = "it is" if rows == 1 else "they are"
        return Verdict(
            "good",
            f"Nothing to publish: {everything[0].lower()}{everything[1:]} in the inventory as {them}.",
            "There is nothing to do, unless you merge likely duplicates."
            if standing.open_pairs
            else "There is nothing to do.",
        )
    if warnings:
        return Verdict(
            "good",
            f"{everything} ready. {some(warnings, 'remark')} to look through.",
            "Look through the remarks, then publish.",
        )
    return Verdict("good", f"{everything} ready and nothing is wrong.", "Publish.")


@dataclass(frozen=True)
class CodeGroup:
    """All findings of one kind in a file."""

    code: str
    count: int
    severity: str
    what: str
    why: str
    cure: str


def groups_of(counts: Mapping[str, Any]) -> list[CodeGroup]:
    """The kinds of findings of a file, errors first, the most frequent first."""
    groups = [
        CodeGroup(
            code,
            count,
            CODES[code].severity,
            in_general(CODES[code].message),
            CODES[code].cause,
            in_general(CODES[code].cure),
        )
        for code, count in counts.get("issues", {}).items()
        if code in CODES and count
    ]
    return sorted(groups, key=lambda group: (group.severity != "error", -group.count, group.code))


def shown(field: str, value: Any) -> str:
    """A value before or after a change, for people."""
    vocabulary = _VOCABULARIES.get(field)
    if value is None or value == "" or value == [] or value == {}:
        return "empty"
    if isinstance(value, list):
        return ", ".join(vocabulary.label(str(each)) if vocabulary else str(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())[:_VALUE_CHARS]
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = vocabulary.label(str(value)) if vocabulary else str(value)
    return text if len(text) <= _VALUE_CHARS else text[: _VALUE_CHARS - 1] + "…"
