"""Everything asked about a state at once: people beyond reach by kind, definitions, the pathway, groups.

Reads the database: one turn of the bound on coverage questions and one state of the data for all of it. Whoever asks
keeps it by data version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

import numpy as np
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, changed, parse_filter
from app.catalog.profile.matrix import YOUTH_AGES
from app.coverage.agreed import reach_of_presets
from app.coverage.agreement_answers import AgreementAnswer, agreement_answer
from app.coverage.answers import Answers, answers_of
from app.coverage.figure_sets import figure_sets
from app.coverage.gaps import answer
from app.coverage.geodesy import Floats
from app.coverage.group_answers import GroupAnswer, group_answers
from app.coverage.group_sides import Read
from app.coverage.informal import INFORMAL
from app.coverage.measured import measured
from app.coverage.presets import PRESETS
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.coverage.studies.rungs import DEFAULT_BANDS, supplies_of
from app.db.engine import Database
from app.settings import Settings

KINDS: Final = ("program", "institution", "opportunity")
GROUPS_SHOWN: Final = (
    *YOUTH_AGES, "hispanic", "black", "native-american", "asian", "pacific-islander", "white", "poverty",
    "poverty-under-18", "disability-under-18", "english-learner-5-17", "no-broadband", "rural",
)  # fmt: skip
"""Groups compared with everybody, those that have figures in the state, in this order; of youth the first there is."""
REFERENCE: Final = "total"
PROGRAMS: Final = AssetFilter(kind=("program",))
_MOSTLY: Final = 0.5
"""A grade band is there for an area with one within reach of at least this share of its people, as in the ladder."""


@dataclass(frozen=True, eq=False)
class Beyond:
    """People (a,) of the areas with these GEOIDs, and how many of them are beyond the distance."""

    at: Mapping[str, int]
    people: Floats
    beyond: Floats

    def of(self, geoid: str | None) -> tuple[float, float]:
        """(people, people beyond) of one area, of all for None; nobody in an area that is not there."""
        if geoid is None:
            return float(self.people.sum()), float(self.beyond.sum())
        if geoid not in self.at:
            return 0.0, 0.0
        return float(self.people[self.at[geoid]]), float(self.beyond[self.at[geoid]])


@dataclass(frozen=True, eq=False)
class StateGaps:
    """`whole`: the answer about informal programs, with groups; the others by kind, by grade band, for youth."""

    whole: CoverageAnswer
    kinds: Mapping[str, Beyond]
    bands: Mapping[str, Beyond]
    youth_group: str | None
    youth: Beyond | None
    agreement: AgreementAnswer

    @property
    def groups(self) -> tuple[GroupAnswer, ...]:
        """Groups of the whole state."""
        return self.whole.groups


def informal_question(state: str, settings: Settings) -> CoverageQuestion:
    """Who in `state` lives beyond 25 miles from any informal program, by county."""
    return CoverageQuestion(states=(state,), supply=parse_filter(parse_qsl(INFORMAL), settings=settings))


def read_state_gaps(database: Database, state: str, today: date) -> StateGaps | None:
    """All of it as of `today`; None where no figures of people are loaded for the state. Raises BusyError."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        there = {each.group for each in figure_sets(session, (state,), None)}
        if REFERENCE not in there:
            return None
        question = informal_question(state, database.settings)
        steps = {band: supplies_of(band, PROGRAMS, database.settings) for band in DEFAULT_BANDS}
        return _read(session, answers, question, there, steps, today)


def _read(
    session: Session, answers: Answers, question: CoverageQuestion, there: set[str],
    steps: Mapping[str, Sequence[AssetFilter]], today: date,
) -> StateGaps:  # fmt: skip
    youth = next((group for group in YOUTH_AGES if group in there), None)
    skipped = {group for group in YOUTH_AGES if group != youth}
    groups = tuple(group for group in GROUPS_SHOWN if group in there - skipped)
    with_groups = replace(question, how=replace(question.how, groups=(REFERENCE, *groups)))

    def beyond(*supplies: AssetFilter, group: str = REFERENCE) -> Beyond:
        asked = [replace(question, supply=each, group=group) for each in supplies]
        return _beyond(session, answers, asked, today)

    presets = tuple(PRESETS.values())
    ground = answers.contexts.of(session, question, today, reach_of_presets(presets))
    by_kind = {kind: changed(AssetFilter(), {"kind": (kind,)}) for kind in KINDS}
    return StateGaps(
        whole=answer(with_groups, session, today, answers.contexts),
        kinds={kind: beyond(supply) for kind, supply in by_kind.items()},
        bands={band: beyond(*supplies) for band, supplies in steps.items()},
        youth_group=youth,
        youth=beyond(question.supply, group=youth) if youth else None,
        agreement=agreement_answer(session, ground, presets),
    )


def _beyond(session: Session, answers: Answers, asked: Sequence[CoverageQuestion], today: date) -> Beyond:
    """People beyond what every one of the questions, which differ in their assets alone, asks about."""
    each = [measured(session, answers.contexts.of(session, question, today)) for question in asked]
    areas, people = each[0].context.areas, each[0].context.points.people
    at = {key: number for number, key in enumerate(areas.keys)}
    beyond = np.logical_and.reduce([found.gap for found in each])
    return Beyond(at, areas.total(people), areas.total(np.where(beyond, people, 0.0)))


def county_groups(database: Database, gaps: StateGaps, geoid: str, today: date) -> tuple[GroupAnswer, ...]:
    """The groups of the state's answer in one of its counties. Raises BusyError."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        return group_answers(session, gaps.whole.found, Read(session, today, answers.contexts), geoid)


def first_missing(gaps: StateGaps, geoid: str | None) -> tuple[str | None, dict[str, float | None]]:
    """The first grade band without a program within reach of at least half of the people (None: none is missing), and
    the share that has one, by band; no shares where nobody lives.
    """
    shares: dict[str, float | None] = {}
    for band, found in gaps.bands.items():
        people, beyond = found.of(geoid)
        shares[band] = round(1 - beyond / people, 4) if people > 0 else None
    missing = (band for band, share in shares.items() if share is not None and share < _MOSTLY)
    return next(missing, None), shares


def levels(agreement: AgreementAnswer) -> list[int]:
    """How many counties are a gap by 0, 1, 2 … of the definitions."""
    gaps = np.array(agreement.areas.extra["gaps"], dtype=np.int64)
    inhabited = agreement.areas.people > 0
    counted = np.bincount(gaps[inhabited], minlength=len(agreement.found.presets) + 1)
    return [int(each) for each in counted]
