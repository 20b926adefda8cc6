"""Uploads, edits and undoings in any order leave what a small model of them says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from app.db.engine import Database
from app.errors import ConflictError
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload
from tests.deep import times

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
ROWS = text(
    "SELECT id::text, (to_jsonb(a) - 'version' - 'updated_at')::text || coalesce(geom::text, '') FROM asset a"
)
NAMES = text(
    "SELECT i.value, a.name, coalesce(p.value, '') FROM asset a JOIN asset_identifier i ON i.asset_id = a.id"
    " LEFT JOIN asset_identifier p ON p.asset_id = a.parent_id"
)
EDIT = text(
    "UPDATE asset SET city = coalesce(city, '') || 'x' FROM asset_identifier i"
    " WHERE i.value = :key AND id = i.asset_id"
)


def rows(database: Database) -> dict[str, str]:
    with database.read() as session:
        return {row_id: row for row_id, row in session.execute(ROWS)}  # noqa: C416  # mypy knows no pairs


@dataclass
class Sent:
    """An upload that was applied: what each row it wrote was before."""

    report: UploadReport
    former: dict[str, tuple[str, str] | None]
    is_undone: bool = False


@dataclass
class Reference:
    """What should be there: (name, parent's key) by key; who wrote which key, in order (None: an edit by hand)."""

    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: list[tuple[str, Sent | None]] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def publish(self, file: dict[str, tuple[str, str]], report: UploadReport) -> None:
        there = self.rows.keys() | file.keys()
        new = {
            key: (name, parent if parent in there and parent != key else "")
            for key, (name, parent) in file.items()
        }
        changed = {key: self.rows.get(key) for key in new if new[key] != self.rows.get(key)}
        self.sent.append(Sent(report, changed))
        self.written += [(key, self.sent[-1]) for key in changed]
        self.rows |= new

    def after_undoing(self, sent: Sent) -> dict[str, tuple[str, str]] | None:
        """What should be left; None where it must be refused."""
        if sent.is_undone:
            return None
        mine = [place for place, (_, by) in enumerate(self.written) if by is sent]
        last = max(mine, default=len(self.written))
        if any(
            key in sent.former
            for key, by in self.written[last:]
            if by is None or (by is not sent and not by.is_undone)
        ):
            return None
        left = {key: row for key, row in (self.rows | sent.former).items() if row is not None}
        return left if all(parent == "" or parent in left for _, parent in left.values()) else None


def machine_on(database: Database, make_csv: Make, send: Check) -> type[RuleBasedStateMachine]:
    keys = st.sampled_from("abcd")
    files = st.dictionaries(
        keys, st.tuples(st.sampled_from(["Ada", "Bob", "Cyd"]), st.sampled_from(["", *"abcd"])), min_size=1
    )

    class PublishEditUndo(RuleBasedStateMachine):
        """Uploads, edits and undoings in any order."""

        @initialize()
        def empty(self) -> None:
            with database.write("test") as session:
                session.execute(text("DELETE FROM asset"))
            self.reference = Reference()
            self.snapshots: dict[UUID, dict[str, str]] = {}

        @rule(file=files)
        def publish(self, file: dict[str, tuple[str, str]]) -> None:
            before = rows(database)
            body = [(key, name, "club", parent) for key, (name, parent) in file.items()]
            report = send(database, make_csv(("id", "name", "type", "parent"), *body))
            self.snapshots[report.id] = before
            self.reference.publish(file, report)

        @rule(key=keys)
        def edit(self, key: str) -> None:
            if key in self.reference.rows:
                with database.write("key:9") as session:
                    session.execute(EDIT, {"key": key})
                self.reference.written.append((key, None))

        @rule(data=st.data())
        def undo(self, data: st.DataObject) -> None:
            if not self.reference.sent:
                return
            sent = data.draw(st.sampled_from(self.reference.sent))
            expected = self.reference.after_undoing(sent)
            if expected is None:
                with pytest.raises(ConflictError):
                    undo_upload(database, database.settings, sent.report.id, "test")
                return
            before = rows(database)
            undo_upload(database, database.settings, sent.report.id, "test")
            sent.is_undone, self.reference.rows = True, expected
            former = self.snapshots[sent.report.id]
            after = rows(database)
            touched = {name for name, _ in after.items() ^ before.items()}
            assert {name: after.get(name) for name in touched} == {name: former.get(name) for name in touched}

        @invariant()
        def the_database_is_as_the_reference_says(self) -> None:
            with database.read() as session:
                found = session.execute(NAMES)
                assert {key: (name, parent) for key, name, parent in found} == self.reference.rows

    return PublishEditUndo


@pytest.mark.slow
def test_publish_edit_undo_in_any_order(database: Database, make_csv: Make, send: Check) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_on(database, make_csv, send),
        settings=settings(
            max_examples=times(10),
            stateful_step_count=9,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
