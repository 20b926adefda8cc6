"""Undoing an upload: everything is again what it was, whatever happened in between, or nothing is touched."""

import threading
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.db.engine import Database, limit_writes
from app.errors import ConflictError, NotFoundError
from app.inventory.applying import apply_upload
from app.inventory.report import UploadReport
from app.inventory.undo import undo_refusal, undo_upload
from app.stewardship.keys import create_key

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = (
    "id",
    "name",
    "type",
    "phone",
    "parent",
    "lat",
    "lon",
    "zip",
    "disciplines",
    "unitid",
    "cost",
    "note",
)
FIRST = ("1", "Explora", "science-center", "505-224-8300", "", "35.0966121", "-106.664", "", "physics; robotics",
         "187985", "7.35", "red")  # fmt: skip
SECOND = ("2", "Robot Camp", "camp", "", "1", "", "", "87501", "coding", "", "", "blue")

ROWS = text(
    "SELECT id::text, md5((to_jsonb(a) - 'version' - 'updated_at')::text || coalesce(geom::text, ''))"
    " FROM asset a UNION ALL SELECT scheme || ' ' || value, asset_id::text FROM asset_identifier"
)


AWKWARD = r"""
UPDATE asset SET geom = ST_SetSRID(ST_MakePoint(-106.66412345678901, 35.09661212345678), 4326),
  location_precision = 'exact', cost_amount = 0.1::float8 + 0.2::float8, verified_by = 'é"\',
  verified_at = '2026-01-02 03:04:05.678901+00', verification_method = 'email', next_review_due = '2027-01-01',
  rubric_scores = '{"a": [1, null]}', extra = '{"Ünit": "x\ty"}', languages = ARRAY['es', 'a,b', 'q"', '{}'],
  stops = '[{"lon": 1.50}]', deleted_at = CASE WHEN kind = 'program' THEN timestamptz '2026-02-03 04:05:06.7+00' END
"""
"""Values that a careless way through text or JSON would change."""


def rows(database: Database) -> dict[str, str]:
    """Every asset and identifier: a checksum of all it holds but its version and when it was written."""
    with database.read() as session:
        return {row_id: row for row_id, row in session.execute(ROWS)}  # noqa: C416  # mypy knows no pairs


def undo(database: Database, report: UploadReport) -> UploadReport:
    return undo_upload(database, database.settings, report.id, "key:5")


def run(database: Database, statement: str, actor: str = "key:9") -> None:
    with database.write(actor) as session:
        session.execute(text(statement))


def data_version(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT version FROM data_version")) or 0)


def test_added_assets_are_gone_and_their_keys_too(database: Database, make_csv: Make, send: Check) -> None:
    report = send(database, make_csv(HEADER, FIRST, SECOND))
    assert len(rows(database)) == 5
    version = data_version(database)
    undone = undo(database, report)
    assert (undone.status, undone.undone_by, undone.counts["added"]) == ("undone", "key:5", 2)
    assert undone.undone_at is not None
    assert rows(database) == {}
    assert data_version(database) == version + 1


def test_every_field_is_exactly_what_it_was(database: Database, make_csv: Make, send: Check) -> None:
    send(database, make_csv(HEADER, FIRST, SECOND))
    run(database, AWKWARD)
    before = rows(database)
    other = [("1", "Explora!", "museum", "", "", "36", "-105.5", "", "", "", "", "x"), (*SECOND[:11], "y")]
    report = send(database, make_csv(HEADER, *other))
    assert len({*rows(database).items()} - {*before.items()}) == 2
    undo(database, report)
    assert rows(database) == before


def test_undoing_is_audited_under_the_upload_and_its_actor(
    database: Database, make_csv: Make, send: Check
) -> None:
    send(database, make_csv(HEADER, FIRST))
    report = send(database, make_csv(HEADER, ("1", "Renamed", *FIRST[2:])))
    undone = undo(database, report)
    with database.read() as session:
        entries = session.execute(
            text("SELECT actor, action, before->>'name', after->>'name', at FROM audit_entry"
                 " WHERE upload_id = :id ORDER BY id"), {"id": report.id}
        ).all()  # fmt: skip
    assert [tuple(entry) for entry in entries] == [
        ("test", "update", "Explora", "Renamed", undone.applied_at),
        ("key:5", "update", "Renamed", "Explora", undone.undone_at),
    ]


def test_later_uploads_of_other_rows_stay(database: Database, make_csv: Make, send: Check) -> None:
    first = send(database, make_csv(HEADER, FIRST))
    send(database, make_csv(HEADER, ("9", "Planetarium", *FIRST[2:9], "", "", "")))
    after = rows(database)
    undo(database, first)
    gone = set(after) - set(rows(database))
    assert len(gone) == 3
    assert "ipeds-unitid 187985" in gone


def test_rows_that_others_changed_are_named(database: Database, make_csv: Make, send: Check) -> None:
    first = send(database, make_csv(HEADER, FIRST, SECOND))
    later = send(database, make_csv(HEADER, ("1", "Explora II", *FIRST[2:])))
    before = rows(database)
    with pytest.raises(
        ConflictError, match=r"others wrote 1 of its assets.*“Explora II” was changed by test"
    ) as told:
        undo(database, first)
    (named,) = told.value.extra["assets"]
    assert (told.value.extra["conflicts"], named["actor"], named["upload"]) == (1, "test", str(later.id))
    assert rows(database) == before
    undo(database, later)
    undo(database, first)
    assert rows(database) == {}


def test_only_so_many_conflicts_are_named(database: Database, make_csv: Make, send: Check) -> None:
    report = send(
        database, make_csv(("id", "name", "type"), *[(str(n), f"A{n}", "library") for n in range(9)])
    )
    run(database, "UPDATE asset SET city = 'Taos'")
    few = database.settings.model_copy(update={"upload_conflicts_inline": 4})
    with pytest.raises(ConflictError, match="9 of its assets") as told:
        undo_upload(database, few, report.id, "test")
    assert len(told.value.extra["assets"]) == 4


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ("UPDATE asset SET city = 'Taos' WHERE name = 'Explora'", "was changed by key:9"),
        ("DELETE FROM asset_identifier WHERE scheme = 'ipeds-unitid'", "got or lost a key"),
        (
            "INSERT INTO asset_identifier SELECT 'ein', '7', id FROM asset WHERE name = 'Explora'",
            r"a key \(ein 7\)",
        ),
        (
            (
                "INSERT INTO asset (kind, subtype, name, state, parent_id)"
                " SELECT 'program', 'club', 'Club', 'NM', id FROM asset WHERE name = 'Explora'"
            ),
            "named as the parent of “Club” by key:9",
        ),
    ],
)
def test_what_keeps_an_upload_from_being_undone(
    database: Database, make_csv: Make, send: Check, edit: str, reason: str
) -> None:
    report = send(database, make_csv(HEADER, FIRST, SECOND))
    run(database, edit)
    before = rows(database)
    with pytest.raises(ConflictError, match=reason):
        undo(database, report)
    assert rows(database) == before


def test_a_former_parent_that_is_gone_is_missed(database: Database, make_csv: Make, send: Check) -> None:
    parent = send(database, make_csv(HEADER, FIRST))
    send(database, make_csv(HEADER, SECOND))
    weaned = send(database, make_csv(HEADER, ("2", "Robot Camp", "camp", "", "", *SECOND[5:])))
    undo(database, parent)
    with pytest.raises(ConflictError, match="“Robot Camp” had a parent that is gone"):
        undo(database, weaned)


def test_what_cannot_be_undone(database: Database, make_csv: Make, check: Check, send: Check) -> None:
    checked = check(database, make_csv(HEADER, FIRST))
    with pytest.raises(ConflictError, match="was not published"):
        undo(database, checked)
    with pytest.raises(NotFoundError):
        undo_upload(database, database.settings, uuid4(), "test")
    applied = send(database, make_csv(HEADER, FIRST))
    undo(database, applied)
    with pytest.raises(ConflictError, match="was undone before"):
        undo(database, applied)


def in_threads(*calls: Callable[[], object]) -> list[object]:
    """Start all at once; what each returned or raised."""
    results: list[object] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def work(place: int) -> None:
        barrier.wait()
        try:
            results[place] = calls[place]()
        except Exception as error:  # noqa: BLE001  # told to the test
            results[place] = error

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_undo_happens_once(database: Database, make_csv: Make, send: Check) -> None:
    report = send(database, make_csv(HEADER, FIRST, SECOND))
    results = in_threads(*[lambda: undo(database, report)] * 4)
    lost = [each for each in results if isinstance(each, ConflictError)]
    assert (len(lost), rows(database)) == (3, {})
    assert all("at this moment" in each.detail or "undone before" in each.detail for each in lost)


def test_a_double_apply_happens_once(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, FIRST, SECOND))
    results = in_threads(*[lambda: apply_upload(database, database.settings, report.id, "test")] * 4)
    lost = [each for each in results if isinstance(each, ConflictError)]
    assert (len(lost), len(rows(database)), data_version(database)) == (3, 5, data_version(database))
    assert all("at this moment" in each.detail or "published before" in each.detail for each in lost)


class Held:
    """Somebody in the middle of applying or undoing an upload of New Mexico."""

    def __init__(self, database: Database) -> None:
        self._connection = database.engine.connect()

    def __enter__(self) -> None:
        self._connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext('stemmap.upload'), hashtext('NM'))")
        )

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def test_who_comes_second_is_told_so(database: Database, make_csv: Make, check: Check, send: Check) -> None:
    applied = send(database, make_csv(HEADER, FIRST))
    checked = check(database, make_csv(HEADER, ("8", "Zoom Camp", "camp", *[""] * 9)))
    before = rows(database)
    with Held(database):
        start = time.monotonic()
        with pytest.raises(ConflictError, match="Another upload of New Mexico is being published or undone"):
            undo(database, applied)
        with pytest.raises(ConflictError, match="Another upload of New Mexico is being published or undone"):
            apply_upload(database, database.settings, checked.id, "test")
        assert time.monotonic() - start < 2, "nobody waits"
        assert rows(database) == before
        utah = check(database, make_csv(HEADER, ("7", "Moab Library", "library", *[""] * 9)), "UT")
        apply_upload(database, database.settings, utah.id, "test")
    apply_upload(database, database.settings, checked.id, "test")
    undo(database, applied)


def test_two_uploads_of_a_state_at_once_leave_one_or_both_whole(
    database: Database, make_csv: Make, check: Check
) -> None:
    reports = [
        check(
            database,
            make_csv(("id", "name", "type"), *[(f"{n}", f"{each} {n}", "library") for n in range(300)]),
        )
        for each in ("Ada", "Bob")
    ]
    results = in_threads(
        *[lambda r=report: apply_upload(database, database.settings, r.id, "test") for report in reports]
    )
    with database.read() as session:
        names = set(session.scalars(text("SELECT DISTINCT split_part(name, ' ', 1) FROM asset")))
    won = [each for each in results if not isinstance(each, Exception)]
    assert len(names) == 1
    assert won
    assert all(isinstance(each, ConflictError) for each in results if each not in won)


def test_undoing_while_another_is_applied_is_one_after_the_other_or_refused(
    database: Database, make_csv: Make, check: Check, send: Check
) -> None:
    body = [(f"{n}", f"Ada {n}", "library") for n in range(300)]
    first = send(database, make_csv(("id", "name", "type"), *body))
    second = check(
        database, make_csv(("id", "name", "type"), *[(key, name + "!", kind) for key, name, kind in body])
    )
    results = in_threads(
        lambda: undo(database, first), lambda: apply_upload(database, database.settings, second.id, "test")
    )
    assert all(isinstance(each, UploadReport | ConflictError) for each in results), results
    with database.read() as session:
        found = session.scalars(text("SELECT name LIKE '%!' FROM asset")).all()
    undone, applied = (isinstance(each, UploadReport) for each in results)
    assert (undone, applied) != (False, False)
    assert len(found) == (300 if applied or not undone else 0)
    assert set(found) <= {applied}


def test_a_key_for_one_state_applies_and_undoes_under_the_lock_of_the_database(
    database: Database, make_csv: Make, check: Check, send: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []
    for module in ("applying", "undo"):
        name = f"app.inventory.{module}.limit_writes"
        monkeypatch.setattr(
            name, lambda session, states: (limits.append(list(states)), limit_writes(session, states))
        )
    undo(database, send(database, make_csv(HEADER, FIRST)))
    assert limits == [["NM"], ["NM"]]


def test_whether_it_can_be_undone_is_told_beforehand_and_names_keys(
    database: Database, make_csv: Make, send: Check
) -> None:
    first = send(database, make_csv(HEADER, FIRST, SECOND))
    asked = (database, database.settings, first.id, "test")
    before = rows(database)
    assert undo_refusal(*asked) is None
    with database.write("test") as session:
        create_key(session, database.settings, role="editor", states=["NM"], label="Lead NM")
        number = session.scalar(text("SELECT id FROM api_key WHERE label = 'Lead NM'"))
    run(database, "UPDATE asset SET name = 'Explora 2' WHERE name = 'Explora'", f"key:{number}")
    run(database, "UPDATE asset SET name = 'Robot Camp 2' WHERE name = 'Robot Camp'", "cli:ann")
    refusal = undo_refusal(*asked)
    assert refusal
    assert "“Explora 2” was changed by the key “Lead NM” on" in refusal.detail
    assert "“Robot Camp 2” was changed by ann in the terminal on" in refusal.detail
    with pytest.raises(ConflictError) as told:
        undo(database, first)
    assert (told.value.detail, told.value.extra) == (refusal.detail, refusal.extra)
    assert rows(database).keys() == before.keys()
    waiting = send(database, make_csv(HEADER, ("9", *FIRST[1:])))
    undo(database, waiting)
    again = undo_refusal(database, database.settings, waiting.id, "test")
    assert again
    assert "was undone before" in again.detail
