"""How an upload stands among the others: what is still open before it is published, what became of it since."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.inventory.duplicates import count_answers
from app.inventory.report import UploadReport
from app.models import Asset, Upload

_NAMED: Final = 5


@dataclass(frozen=True)
class Standing:
    """Pairs without and with an answer; assets that are others' by now; names of files before and after.

    `overtaken` of the `written` assets were changed or removed by later uploads. `lost` are uploads that were undone
    after this one found their assets unchanged; `relying` found those of this one unchanged and were published since.
    `still` counts the assets that are as this upload wrote them.
    """

    open_pairs: int = 0
    merged_pairs: int = 0
    written: int = 0
    still: int = 0
    overtaken: int = 0
    lost: tuple[str, ...] = ()
    relying: tuple[str, ...] = ()


def standing_of(session: Session, report: UploadReport) -> Standing:
    """How an upload stands now."""
    if report.status in ("checked", "refused"):
        answers = count_answers(session, report.id)
        return Standing(open_pairs=answers.get(None, 0), merged_pairs=answers.get("merge", 0))
    if report.status != "applied":
        return Standing()
    written = _written(report)
    ours = (Asset.upload_id == report.id, Asset.deleted_at.is_(None))
    still = session.scalar(select(func.count()).select_from(Asset).where(*ours)) or 0
    return Standing(
        written=written,
        overtaken=max(0, written - still),
        lost=_lost(session, report),
        relying=_relying(session, report),
        still=still,
    )


def _written(report: UploadReport) -> int:
    names = ["added", "changed"]
    if report.options.get("vanished") == "inactive":
        names.append("vanished")
    return sum(report.counts.get(name, 0) for name in names)


def _lost(session: Session, report: UploadReport) -> tuple[str, ...]:
    """Files undone after this one was published on top of them, unless it wrote every row itself."""
    if not report.counts.get("unchanged"):
        return ()
    found = select(Upload.file_name).where(
        Upload.status == "undone",
        Upload.state.is_not_distinct_from(report.state),
        Upload.source_name == report.source_name,
        Upload.applied_at < report.applied_at,
        Upload.undone_at > report.applied_at,
    )
    return tuple(session.scalars(found.order_by(Upload.applied_at).limit(_NAMED)))


def _relying(session: Session, report: UploadReport) -> tuple[str, ...]:
    """Files published after this one that found assets unchanged."""
    found = select(Upload.file_name).where(
        Upload.status == "applied",
        Upload.state.is_not_distinct_from(report.state),
        Upload.source_name == report.source_name,
        Upload.applied_at > report.applied_at,
        Upload.counts["unchanged"].as_integer() > 0,
    )
    return tuple(session.scalars(found.order_by(Upload.applied_at).limit(_NAMED)))
