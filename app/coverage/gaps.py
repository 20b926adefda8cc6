"""The answer to a coverage question: demand, supply and distances put together.

`answer` computes; `answers.answer_of` is the same behind a cache and a bound, for pages and the API.
"""

from datetime import date
from typing import Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.coverage.context import Context, Contexts, read_context
from app.coverage.group_answers import group_answers
from app.coverage.group_sides import Read
from app.coverage.measured import Measured, measured
from app.coverage.preset_answers import preset_answer
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGaps, CoverageAnswer, Identity, Source, StateGap, Summary
from app.coverage.tally import by_area, with_preset
from app.coverage.totals import by_state, summary
from app.errors import AppError
from app.language import N_
from app.models import DataSource

_TOLERANCE: Final = 1e-9


class CoverageIdentityError(AppError):
    """The parts of this answer do not add up to the whole; it was withheld. This is a fault of the
    service.
    """

    status = 500
    code = "coverage-identity"


def answer(
    question: CoverageQuestion, session: Session, today: date, contexts: Contexts | None = None
) -> CoverageAnswer:
    """Who lives beyond the distance of `question`, on the data `session` sees, as of `today`.

    What it stands on comes from `contexts` where they are given: only for sessions that see what is committed. Raises
    BadParameterError for a group without figures or an unknown place, CoverageIdentityError when the parts do not add
    up.
    """
    context = contexts.of(session, question, today) if contexts else read_context(session, question, today)
    found = measured(session, context)
    groups = group_answers(session, found, Read(session, today, contexts)) if question.how.groups else ()
    preset = preset_answer(session, context) if question.preset else None
    areas = with_preset(by_area(found), preset)
    states, whole = by_state(found, areas), summary(found, areas)
    check_identities(whole, states, areas)
    return CoverageAnswer(
        question,
        today,
        context.data_version,
        areas,
        states,
        whole,
        context.supply.facts,
        context.points.figures,
        _sources(session, context),
        found,
        _identities(found, whole, states, areas),
        groups,
        preset,
    )


def _identities(
    found: Measured, whole: Summary, states: tuple[StateGap, ...], areas: AreaGaps
) -> tuple[Identity, ...]:
    """What was checked on this answer; a measure's own identities were checked where it was computed."""
    return (
        Identity(
            N_("People of all areas are the people asked about"), float(areas.people.sum()), whole.people
        ),
        Identity(N_("People in a gap in all areas"), float(areas.people_beyond.sum()), whole.people_beyond),
        Identity(
            N_("People in a gap in all states"),
            sum(each.people_beyond for each in states),
            whole.people_beyond,
        ),
        *(Identity(each.says, each.left, each.right) for each in found.identities),
    )


def check_identities(whole: Summary, states: tuple[StateGap, ...], areas: AreaGaps) -> None:
    """Raise CoverageIdentityError unless states and areas each add up to the whole, for people and people
    beyond.
    """
    wholes = (whole.people, whole.people_beyond)
    by_state = (sum(each.people for each in states), sum(each.people_beyond for each in states))
    by_area = (float(areas.people.sum()), float(areas.people_beyond.sum()))
    for parts in (by_state, by_area):
        if not np.allclose(parts, wholes, rtol=_TOLERANCE, atol=1e-6):
            raise CoverageIdentityError
    if np.any(areas.people_beyond > areas.people * (1 + _TOLERANCE)):
        raise CoverageIdentityError


def _sources(session: Session, context: Context) -> tuple[Source, ...]:
    """Where the figures come from, then where the areas do."""
    figures = context.points.figures
    layers = {*context.layer.sources, *(context.counties.sources if context.question.areas == "zip" else ())}
    areas = sorted({*context.points.area_sources, *layers} - {figures.source})
    found = {row.slug: row for row in session.scalars(select(DataSource))}
    roles = [(figures.source, "population"), *((slug, "areas") for slug in areas)]
    return tuple(_source(found[slug], role, figures.vintage, figures.method) for slug, role in roles)


def _source(row: DataSource, role: str, vintage: str, method: str) -> Source:
    of_people = role == "population"
    return Source(
        slug=row.slug,
        role=role,
        title=row.title,
        publisher=row.publisher,
        vintage=vintage if of_people else row.vintage,
        licence=row.licence,
        url=row.url,
        note=row.note,
        method=method if of_people else None,
    )
