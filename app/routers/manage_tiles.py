"""The counts at the top of an upload's page: what publishing would do, does or had done. Pure."""

from typing import Final

from app.inventory.report import UploadReport

_FINDINGS: Final = (
    ("refused", "with errors", "findings?severity=error"),
    ("warnings", "remarks", "findings?severity=warning"),
)
_WORDS: Final = {
    "applied": ("taken in", "added", "changed", "left alone"),
    "undone": ("were taken in", "had been added", "had been changed", "were left alone"),
}
_BEFORE: Final = ("ready", "would be added", "would change", "stay as they are")


def tiles_of(report: UploadReport) -> list[tuple[str, int, str]]:
    """(label, count, where under the upload's address they are listed)."""
    accepted, added, changed, unchanged = _WORDS.get(report.status, _BEFORE)
    tiles = (
        ("rows", "rows read", "changes"),
        ("accepted", accepted, "changes"),
        *_FINDINGS,
        ("added", added, "changes?action=added"),
        ("changed", changed, "changes?action=changed"),
        ("unchanged", unchanged, "changes?action=unchanged"),
        ("vanished", "no longer in the file", "changes?action=vanished"),
    )
    return [(label, report.counts[name], path) for name, label, path in tiles if name in report.counts]
