"""How an upload stands, in a sentence with the next step, and in a word or two. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from app.inventory.checking import NOT_THE_FILE
from app.inventory.elsewhere import state_meant
from app.inventory.refusing import why_refused
from app.inventory.report import UploadReport
from app.inventory.standing import Standing
from app.inventory.statuses import STATUS_WORDS
from app.routers.manage_words import changes_in_words, moment, some
from app.stewardship.keys import Principal

Tone = Literal["good", "mind", "bad", "quiet"]
_TONES: Final[dict[str, Tone]] = {"checked": "good", "refused": "bad", "applied": "good"}
STATUS: Final[dict[str, tuple[str, Tone]]] = {
    status: (words, _TONES.get(status, "quiet")) for status, words in STATUS_WORDS.items()
}
_ALONE: Final = Standing()


@dataclass(frozen=True)
class Verdict:
    """How an upload stands in one sentence, and what to do next."""

    tone: Tone
    headline: str
    advice: str


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
    if report.problem in NOT_THE_FILE and report.status != "abandoned":
        return "Not checked", "mind"
    return ("Nothing to publish", "quiet") if nothing_new(report, standing) else STATUS[report.status]


def on_the_map(report: UploadReport, standing: Standing) -> str:
    """Where the map shows the entries of this upload alone; those of its state when none is left."""
    if standing.still:
        return f"/browse?upload={report.id}"
    return f"/browse?state={report.state}" if report.state else "/browse"


def state_instead(report: UploadReport, person: Principal) -> str | None:
    """The state to send a refused file for instead, where its rows name one that `person` may write."""
    if report.status != "refused" or person.role not in ("admin", "editor"):
        return None
    state = state_meant(report.issues)
    return state if state and person.may_see(state) else None


def verdict_of(report: UploadReport, error_share_max: float, standing: Standing = _ALONE) -> Verdict:
    """The sentence at the top of an upload's page."""
    if report.problem in NOT_THE_FILE and report.status != "abandoned":
        return Verdict("mind", f"This file was not checked. {report.problem}", _AGAIN)
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


_AGAIN: Final = "Nothing has to be changed: under Columns, check again."
_RIGHT_STATE: Final = "If it was chosen rightly, correct the states, ZIP codes and points in your own file."
_SAID: Final = {
    "checking": Verdict(
        "quiet", "The file has arrived and is being checked.", "This page goes on by itself."
    ),
    "undone": Verdict(
        "quiet",
        "This upload was undone: the inventory is as it was before it.",
        "Nothing of it is on the map any more.",
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
    if "wrong_state" in report.counts:
        return Verdict("bad", why_refused(report.counts, error_share_max), _RIGHT_STATE)
    return Verdict(
        "bad",
        f"Nothing can be published yet. {why_refused(report.counts, error_share_max)}",
        "Look at the columns, in case one was understood wrongly; then say under Findings what unknown values mean. "
        "What is left is mended in your own file.",
    )


def _partly(report: UploadReport, standing: Standing, rows: int, refused: int) -> Verdict:
    """Some rows are ready, `refused` of them have errors."""
    return Verdict(
        "mind",
        f"{report.counts.get('accepted', 0):,} of {some(rows, 'row')} are ready; "
        f"{some(refused, 'row has', 'rows have')} errors and would be left out.",
        "What is ready is in the inventory as it is: mend the others, and send the file again."
        if nothing_new(report, standing)
        else "Publish what is ready now and send the mended rows later, or mend them first.",
    )


def _checked(report: UploadReport, standing: Standing) -> Verdict:
    counts = report.counts
    rows, refused, warnings = (counts.get(name, 0) for name in ("rows", "refused", "warnings"))
    if refused:
        return _partly(report, standing, rows, refused)
    everything = "The one row is" if rows == 1 else f"All {rows:,} rows are"
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
