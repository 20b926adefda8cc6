"""One check of an upload, step by step: rows staged, findings said, a plan made, all counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from app.db.engine import Database
from app.inventory.checking import Opened, forget_results, understood_anyway
from app.inventory.codes import Finding, finding
from app.inventory.columns import Mapping
from app.inventory.corrections import lost_corrections
from app.inventory.difference import written_fields
from app.inventory.duplicates import find_duplicates
from app.inventory.elsewhere import wrong_state
from app.inventory.kept_sheet import opened_sheet, rules_of, understood
from app.inventory.meant import Meant, Values, meant_of, require_possible
from app.inventory.official.opening import official_sheet
from app.inventory.official.translate import Translation
from app.inventory.origin import BadPoints, CheckOptions
from app.inventory.place.asking import Asked
from app.inventory.plan import (
    count_plan,
    drop_impossible,
    drop_merged,
    drop_untrue_places,
    find_parents,
    other_lists,
    resolve,
    taken_identifiers,
)
from app.inventory.profiles import bad_points_again, remembered_bad_points, said, said_values, used_again
from app.inventory.readers import Batch, Sheet
from app.inventory.refusing import refusing_codes
from app.inventory.report import is_refused
from app.inventory.stage import Progress, Tally, say_more, stage
from app.inventory.statistics import count_staged
from app.models import Upload
from app.settings import Settings


@dataclass(frozen=True)
class _Known:
    """What is known of a file before its rows are looked at: `sheet` from its second batch on, and what it means."""

    sheet: Sheet
    first: Batch | None
    mapping: Mapping
    meant: dict[str, Meant]
    official: Translation | None


def check(
    session: Session,
    database: Database,
    settings: Settings,
    upload: Upload,
    asked: Asked | None,
    progress: Progress,
    opened: Opened,
    values: Values,
) -> None:
    """Stage the rows of `upload` and note on it what came of them; earlier results are forgotten.

    `asked` is what a geocoder said, `values` what a person says now that texts mean; `opened` takes what is known of
    the file, for the case that the check fails. Raises what reading the file raises, BadParameterError.
    """
    forget_results(session, upload.id)
    with opened_sheet(settings, upload) as sheet:
        known = _known(session, settings, upload, sheet, opened, values)
        before = _bad_points_as_before(session, upload, known.mapping)
        rules = replace(
            rules_of(database, settings, upload, known.mapping),
            matches=asked.matches if asked else None,
            meant=known.meant,
        )
        batches = chain([known.first] if known.first else [], known.sheet.batches)
        tally = stage(session, upload.id, batches, rules, progress)
    _say(session, upload, tally, known, asked, before)
    wrong = wrong_state(session, settings, upload.state, tally.elsewhere, tally.rows)
    say_more(session, upload.id, tally, wrong)
    _conclude(session, settings, upload, tally, known.official, wrong)


def _known(
    session: Session, settings: Settings, upload: Upload, sheet: Sheet, opened: Opened, values: Values
) -> _Known:
    chosen = CheckOptions.from_json(upload.options).official
    ours = official_sheet(session, sheet, chosen) if chosen else None
    sheet = ours.sheet if ours else sheet
    first = next(sheet.batches, None)
    mapping = ours.mapping if ours else _mapping(session, upload, sheet, first, opened)
    require_possible(values, mapping, settings.upload_values_max)
    meant = meant_of(said_values(session, upload, mapping), mapping)
    opened.take(sheet, first, mapping.columns)
    opened.reading["values"] = {header: texts.said for header, texts in meant.items()}
    opened.note_on(upload)
    return _Known(sheet, first, mapping, meant, ours)


def _mapping(session: Session, upload: Upload, sheet: Sheet, first: Batch | None, opened: Opened) -> Mapping:
    chosen, told = said(session, upload.state, sheet.header, upload.options.get("columns"))
    opened.take(sheet, first, understood_anyway(sheet, first, chosen, told).columns)
    return understood(sheet, first, chosen, told, upload.kind)


def _say(
    session: Session,
    upload: Upload,
    tally: Tally,
    known: _Known,
    asked: Asked | None,
    before: BadPoints | None,
) -> None:
    """Findings of the file as a whole, and what was taken over from uploads before."""
    say_more(session, upload.id, tally, (*known.sheet.findings, *known.mapping.findings, *_unanswered(asked)))
    say_more(session, upload.id, tally, used_again(upload, known.meant))
    if before == "ignore" and (rows := tally.codes["point-left-out"]):
        say_more(session, upload.id, tally, bad_points_again(upload, rows))


def _conclude(
    session: Session,
    settings: Settings,
    upload: Upload,
    tally: Tally,
    official: Translation | None,
    wrong: Sequence[Finding],
) -> None:
    """Make the plan, count, and say whether the upload can be published."""
    upload.fields = written_fields(tally.columns)
    upload.counts = _settle(session, upload, tally)
    if official:
        aside = {"left_out": official.left_out.total(), "kept": tally.codes["official-known"]}
        upload.counts = upload.counts | aside
    upload.counts["duplicates"] = find_duplicates(session, settings, upload.id)
    if upload.counts["refused"]:
        upload.counts["refusing"] = refusing_codes(session, upload)
    if wrong:
        upload.counts["wrong_state"] = wrong[0].message
    upload.status = "refused" if is_refused(upload.counts, settings.upload_error_share_max) else "checked"


def _bad_points_as_before(session: Session, upload: Upload, mapping: Mapping) -> BadPoints | None:
    """Choose for rows with bad points what the state chose before, where nothing was said now; gives that choice."""
    if upload.options.get("official") or upload.options.get("bad_points"):
        return None
    choice = remembered_bad_points(session, upload.state, [column.header for column in mapping.columns])
    if choice is not None:
        upload.options = upload.options | {"bad_points": choice}
    return choice


def _unanswered(asked: Asked | None) -> Iterator[Finding]:
    if asked and asked.unanswered:
        yield finding("geocoder-unavailable", 0, count=asked.unanswered, reason=asked.reason)


def _settle(session: Session, upload: Upload, tally: Tally) -> dict[str, Any]:
    """Plan the staged rows and count."""
    count_staged(session, tally.rows)
    moved = resolve(session, upload)
    before = tally.severities["error"]
    if moved:
        say_more(session, upload.id, tally, drop_merged(session, upload))
    say_more(session, upload.id, tally, drop_impossible(session, upload))
    refused = tally.refused + tally.severities["error"] - before  # here, one error a row at most
    say_more(session, upload.id, tally, other_lists(session, upload))
    say_more(session, upload.id, tally, find_parents(session, upload))
    say_more(session, upload.id, tally, taken_identifiers(session, upload))
    say_more(session, upload.id, tally, lost_corrections(session, upload))
    untrue = drop_untrue_places(session, upload)
    tally.codes -= untrue
    tally.severities["warning"] -= untrue.total()
    return {
        "rows": tally.rows, "empty": tally.empty, "accepted": tally.rows - refused, "refused": refused,
        "merged": tally.codes["row-merged"],
        "errors": tally.severities["error"], "warnings": tally.severities["warning"],
        **count_plan(session, upload), "issues": dict(sorted(tally.codes.items())),
    }  # fmt: skip
