"""Reports by the public beside what their entries say now, ready for a page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.catalog.records.record import Record, read_page
from app.catalog.tables import ASSET
from app.inventory.fields import FIELDS
from app.inventory.reported import PROPOSED
from app.routers.manage_words import moment
from app.routers.report_access import may_decide
from app.routers.report_words import now_of, status_then, then_of, what_of
from app.stewardship.actors import actors_in_words
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report
from app.vocabulary.assets import PROGRAM_SUBTYPES, STATUSES


@dataclass(frozen=True)
class Line:
    """One report as its editor sees it: `before` and `after` are what the entry says now and would say."""

    report: Report
    what: str
    before: str
    after: str
    proposed: list[tuple[str, str]]
    version: int | None
    gone: bool
    may_decide: bool
    when: str
    decided: str

    @property
    def may_take_back(self) -> bool:
        """Whether its editor can put the entry back to what it was."""
        report = self.report
        return report.status == "accepted" and report.kind != "new" and self.may_decide and not self.gone


def lines_of(session: Session, caller: Principal, found: list[Report]) -> list[Line]:
    """The reports beside what their entries say now: one statement for all entries."""
    ids = {report.asset_id for report in found if report.asset_id is not None}
    shown = (
        read_page(session, [ASSET.c.id.in_(ids), ASSET.c.deleted_at.is_(None)], limit=len(ids)) if ids else []
    )
    assets = {record.id: record for record in shown}
    names = actors_in_words(session, {report.decided_by for report in found if report.decided_by})
    return [_line(report, assets, caller, names) for report in found]


def _line(report: Report, assets: dict[Any, Record], caller: Principal, names: dict[str, str]) -> Line:
    asset = assets.get(report.asset_id)
    before, after = _change(report, asset)
    decided = f"{moment(report.decided_at)}, {names[report.decided_by or '']}" if report.decided_at else ""
    return Line(
        report,
        what_of(report.kind, report.field),
        before,
        after,
        _proposed(report),
        asset["version"] if asset else None,
        asset is None and report.kind != "new",
        may_decide(report, caller),
        moment(report.created_at),
        decided,
    )


def _change(report: Report, asset: Record | None) -> tuple[str, str]:
    if report.kind == "closed":
        return (STATUSES.label(asset["status"]) if asset else ""), status_then(report.value)
    if report.field is None:
        return "", ""
    return (now_of(report.field, asset) if asset else ""), then_of(report.field, report.value)


def _proposed(report: Report) -> list[tuple[str, str]]:
    said = report.proposal or {}
    return [
        (FIELDS[name].label, PROGRAM_SUBTYPES.label(said[name]) if name == "subtype" else said[name])
        for name in PROPOSED
        if name in said
    ]
