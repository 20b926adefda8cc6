"""Reads a report from the database: one answer by county, the definitions, new sites and the inventory.

Kept until the data or the day change. Every part takes its turn of the bound on coverage questions.
"""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from app.catalog.facet_sets import read_columns
from app.catalog.filters import AssetFilter, changed
from app.catalog.profile.history import last_uploads
from app.catalog.profile.matrix import AGES, YOUTH_AGES, matrix_of, young_of
from app.catalog.profile.quality import quality_of
from app.catalog.search import search_rows
from app.coverage.agreed import reach_of_presets
from app.coverage.agreement_answers import AgreementAnswer, agreement_answer
from app.coverage.answers import answer_of, answers_of, data_version
from app.coverage.context import Context
from app.coverage.grounds import verdict_of
from app.coverage.group_answers import GroupAnswer, group_answers
from app.coverage.group_sides import Read
from app.coverage.kept import Kept
from app.coverage.measuring import ALL
from app.coverage.near_misses import just_beyond, only_entry
from app.coverage.preset_answers import PresetAnswer, plain_ground
from app.coverage.presets import PRESETS
from app.coverage.profile.reading import GROUPS_SHOWN
from app.coverage.question import CoverageQuestion
from app.coverage.reports.parts import definitions_of, rank_of, steps_of, totals_of
from app.coverage.reports.report import Report
from app.coverage.reports.scope import Scope
from app.coverage.reports.sites import new_sites
from app.coverage.results import AreaGap, CoverageAnswer
from app.db.engine import Database
from app.errors import AppError, BadParameterError

NEAREST: Final = 8
_BY_MILES: Final = "Published definitions say their distances in miles: leave out `travel`."
_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()


def report_of(database: Database, scope: Scope, question: CoverageQuestion, today: date) -> Report:
    """The report on the data of now. Raises BusyError, and BadParameterError for a group without figures."""
    kept = _kept.setdefault(database, Kept(database.settings.reports_kept))
    version = data_version(database)
    return kept.of(
        (version, today, scope, question), lambda: _report(database, scope, question, today, version)
    )


def _report(
    database: Database, scope: Scope, question: CoverageQuestion, today: date, version: int
) -> Report:
    plain = replace(question, preset=None, preset_values=())
    whole = answer_of(database, plain, today)
    by_places = whole if scope.county is None else answer_of(database, replace(plain, areas="zip"), today)
    places = tuple(each for each in by_places.areas if scope.county in (None, each.county_geoid))
    area = next((each for each in whole.areas if each.geoid == scope.county), None)
    groups, agreement, lacking, chosen, refused = _analyses(database, scope, question, whole, today)
    rank, ranked = rank_of(whole, scope.county) if scope.county else (None, 0)
    with database.read() as session:
        inventory = _inventory(session, database, scope, today)
    return Report(
        scope=scope, question=question, today=today, data_version=version, whole=whole,
        totals=totals_of(whole, area, places), area=area, places=places, places_answer=by_places, rank=rank,
        ranked=ranked, groups=groups, agreement=agreement,
        definitions=definitions_of(agreement, scope.county, lacking), chosen=chosen, chosen_lacking=refused,
        steps=steps_of(whole, scope.county), sites=new_sites(database, scope, question, places, today),
        close=just_beyond(whole.found, scope.county),
        rests_on=only_entry(whole.found, scope.county) if scope.county else None,
        young=_young(groups), **inventory,
    )  # fmt: skip


def _analyses(
    database: Database, scope: Scope, question: CoverageQuestion, whole: CoverageAnswer, today: date
) -> tuple[tuple[GroupAnswer, ...], AgreementAnswer | None, dict[str, str], PresetAnswer | None, str]:
    """Groups, definitions and the chosen one, in one state of the data."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        found = replace(whole.found, context=_asking(whole))
        groups = group_answers(session, found, _Shown(session, today, answers.contexts), scope.county)
        if question.travel:
            return groups, None, dict.fromkeys(PRESETS, _BY_MILES), None, _BY_MILES if question.preset else ""
        presets = tuple(PRESETS.values())
        plain = replace(question, preset=None, preset_values=())
        ground = answers.contexts.of(session, plain, today, reach_of_presets(presets))
        try:
            agreement = agreement_answer(session, ground, presets)
        except BadParameterError as nothing:
            return groups, None, dict.fromkeys(PRESETS, nothing.detail), None, ""
        chosen, refused = _chosen(session, ground, question) if question.preset else (None, "")
    return groups, agreement, dict(agreement.lacking), chosen, refused


def _asking(whole: CoverageAnswer) -> Context:
    """The context of an answer as if it had been asked for every group that has figures here."""
    context = whole.found.context
    how = replace(context.question.how, groups=(ALL,), reference=None)
    return replace(context, question=replace(context.question, how=how))


class _Shown(Read):
    """Reads the groups that reports show, no others."""

    def groups(self) -> tuple[str, ...]:
        """GROUPS_SHOWN that have figures anywhere."""
        there = set(super().groups())
        return tuple(each for each in GROUPS_SHOWN if each in there)


def _chosen(
    session: Session, context: Context, question: CoverageQuestion
) -> tuple[PresetAnswer | None, str]:
    """What the definition of the question says, or what it lacks."""
    values = dict(question.preset_values)
    try:
        preset, verdict = verdict_of(plain_ground(session, context), context, question.preset or "", values)
    except AppError as missing:
        return None, missing.detail
    return PresetAnswer(preset, preset.values(values), verdict, context), ""


def _young(groups: tuple[GroupAnswer, ...]) -> dict[str, float | None]:
    """Young people of the ages of each band, from the first group of young people that has figures here."""
    people = {each.group: each.gap.people.value for each in groups}
    group = next((name for name in YOUTH_AGES if people.get(name)), None)
    if group is None:
        return dict.fromkeys(AGES)
    return {band: young_of(band, group, people[group] or 0.0) for band in AGES}


def _inventory(session: Session, database: Database, scope: Scope, today: date) -> dict[str, Any]:
    """What is listed inside the place, however the question narrows it."""
    inside = {"county": (scope.county,)} if scope.county else {"state": scope.states}
    chosen = changed(AssetFilter(), inside)
    return {
        "matrix": matrix_of(read_columns(session, chosen, today, None)),
        "quality": quality_of(session, chosen, today),
        "uploads": tuple(each for state in scope.states for each in last_uploads(session, state)),
        "nearest": tuple(_nearest(session, database, scope, today)) if scope.county else (),
    }


def _nearest(session: Session, database: Database, scope: Scope, today: date) -> list[dict[str, Any]]:
    """Programs nearest to the middle of the people of a county, on either side of its line."""
    asked = changed(
        AssetFilter(),
        {"kind": ("program",), "near": f"{scope.lat:.5f},{scope.lon:.5f}",
         "within_m": database.settings.radius_max_m},
    )  # fmt: skip
    rows = search_rows(session, asked, today=today, limit=NEAREST, sort="distance").rows
    return [
        {"id": str(row.id), "name": row.name, "subtype": row.subtype, "city": row.city, "state": row.state,
         "distance_m": row.distance_m, "lon": row.lon, "lat": row.lat}
        for row in rows
    ]  # fmt: skip


def worst(report: Report, most: int) -> list[AreaGap]:
    """The areas with most people beyond, `most` at most."""
    return [each for each in report.places if each.people_beyond >= 0.5][:most]
