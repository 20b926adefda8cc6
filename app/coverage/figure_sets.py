"""Which figures there are of a group, and which of them an answer uses. Reads the database.

A set of figures is all figures of one kind of area, one group, one source, one vintage. Figures of different sets are
never added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from app.coverage.statements import statement
from app.errors import BadParameterError, NotFoundError
from app.language import inside
from app.vocabulary.codes import AREA_KINDS
from app.vocabulary.people import GROUPS

KINDS: Final = ("block-group", "tract", "zip", "county")
"""Kinds of areas whose figures can be put on points, the finest first."""
POINT_WORDS: Final = {
    "block-group": "block groups",
    "tract": "census tracts",
    "zip": "ZIP areas",
    "county": "counties",
}
_METHODS: Final = ("counted", "estimated", "modelled")
_COMPLETE_SHARE: Final = 0.95
"""A set that has this share of the areas (or counties) of the fullest set is as good as complete."""


@dataclass(frozen=True)
class FigureSet:
    """Figures of one group by one source for one kind of area: how they came about and how much they cover.

    `counties` is in how many counties there are some. `points` says in words where an answer puts the people, `choice`
    why this set was taken, `beside` which better figures of a narrower group are loaded.
    """

    group: str
    label: str
    source: str
    vintage: str
    method: str
    areas: int
    people: float
    kind: str = "zip"
    counties: int = 0
    points: str = "ZIP areas"
    choice: str = ""
    beside: str = ""


def available_groups(session: Session) -> list[FigureSet]:
    """Groups that have figures, in the order of the vocabulary, each with the set an answer would use."""
    sets = figure_sets(session, (), None)
    by_group = {group: [each for each in sets if each.group == group] for group in GROUPS}
    return [preferred(found) for found in by_group.values() if found]


def figures_for(
    session: Session, states: tuple[str, ...], group: str, kinds: Sequence[str] = KINDS
) -> FigureSet:
    """The set of figures of areas of `kinds` an answer about `group` in `states` (none: all) uses; see `preferred`.

    Raises BadParameterError when the group has no figures there.
    """
    return chosen_set(session, figure_sets(session, states, (group,), kinds), states, group, kinds)


def chosen_set(
    session: Session, sets: Sequence[FigureSet], states: tuple[str, ...], group: str, kinds: Sequence[str]
) -> FigureSet:
    """As `figures_for`, of `sets` that were read already."""
    found = [each for each in sets if each.group == group and each.kind in kinds]
    if found:
        return _beside(preferred(found), sets, kinds)
    raise _without_figures(session, states, group, kinds)


def narrower(group: str) -> tuple[str, ...]:
    """The group of the same people who are not Hispanic, where there is one."""
    other = f"{group}-non-hispanic"
    return (other,) if other in GROUPS else ()


def _beside(chosen: FigureSet, sets: Sequence[FigureSet], kinds: Sequence[str]) -> FigureSet:
    """`chosen`; where it is modelled and survey figures of a narrower group are loaded, that is said.

    They are not taken in its place: they leave out people who are Hispanic, too.
    """
    if chosen.method != "modelled":
        return chosen
    found = [
        each
        for each in sets
        if each.group in narrower(chosen.group) and each.kind in kinds and each.method != "modelled"
    ]
    if not found:
        return chosen
    best = preferred(found)
    note = (
        f" {chosen.label} of {chosen.vintage} are modelled; of those who are not Hispanic there are {best.method} "
        f"figures of {best.source} {best.vintage}: ask for `{best.group}`."
    )
    return replace(chosen, choice=chosen.choice + note, beside=note.strip())


def _without_figures(
    session: Session, states: tuple[str, ...], group: str, kinds: Sequence[str]
) -> BadParameterError | NotFoundError:
    sets = figure_sets(session, states, None, tuple(AREA_KINDS))
    known = list(dict.fromkeys(each.group for each in sets if each.kind in kinds))
    coarse = [each for each in sets if each.group == group]
    where = ", ".join(states) or "the whole country"
    if not known:
        return NotFoundError(
            f"No population figures are loaded for {where}: load the reference geography (`stemmap db seed`)."
        )
    return BadParameterError(
        f"There are no figures of {inside(GROUPS.labels.get(group, group))} for {where}{_elsewhere(coarse, kinds)}.",
        parameter="population",
        accepted=known,
    )


def _elsewhere(sets: Sequence[FigureSet], kinds: Sequence[str]) -> str:
    """Why the figures of a group that there are do not serve: of which areas they are, and what to do."""
    if not sets:
        return ""
    of = " and ".join(AREA_KINDS.label(kind).lower() for kind in dict.fromkeys(each.kind for each in sets))
    if any(each.kind in KINDS for each in sets):
        return f" that can be put on {' or '.join(POINT_WORDS[kind] for kind in kinds)}, only of {of}: ask by county"
    return (
        f" but of {of}: those are not spread over smaller areas, as nothing says how the group is spread inside "
        "them. Load figures of counties or smaller areas (`stemmap load acs FILE`)"
    )


def figure_sets(
    session: Session,
    states: tuple[str, ...],
    groups: tuple[str, ...] | None,
    kinds: Sequence[str] = KINDS,
) -> list[FigureSet]:
    """Every set there is, of `groups` (None: of every group), over the areas of `kinds` in `states` (none: all)."""
    asked = {
        "states": list(states) or None,
        "groups": list(groups) if groups is not None else None,
        "kinds": list(kinds),
    }
    rows = session.execute(statement("figure_sets", whole_country=not states), asked)
    return [FigureSet(row.group, GROUPS.labels.get(row.group, row.group), *row[1:]) for row in rows]


def preferred(sets: Sequence[FigureSet]) -> FigureSet:
    """The set an answer takes, with the reason in `choice`.

    A complete set before a partial one, counted before estimated before modelled, then the newer vintage, then the
    finer areas.
    """
    complete = _complete(sets)
    by_source = sorted(complete, key=lambda each: (KINDS.index(each.kind), each.source))
    newest_first = sorted(by_source, key=lambda each: each.vintage, reverse=True)
    best = min(newest_first, key=lambda each: _METHODS.index(each.method))
    return replace(best, choice=_choice(best, sets, complete))


def _complete(sets: Sequence[FigureSet]) -> list[FigureSet]:
    areas = {kind: max((each.areas for each in sets if each.kind == kind), default=0) for kind in KINDS}
    counties = max(each.counties for each in sets)
    return [
        each
        for each in sets
        if each.areas >= _COMPLETE_SHARE * areas[each.kind] and each.counties >= _COMPLETE_SHARE * counties
    ] or list(sets)


def _choice(best: FigureSet, sets: Sequence[FigureSet], complete: Sequence[FigureSet]) -> str:
    """`Figures of counties, acs5 2018 (estimated). Not taken: zip, chsi-county-shares 2005 (modelled).`"""
    text = f"Figures of {POINT_WORDS[best.kind]}, {best.source} {best.vintage} ({best.method})."
    others = [each for each in sets if (each.kind, each.source, each.vintage) != _edition(best)]
    named = [
        f"{POINT_WORDS[each.kind]}, {each.source} {each.vintage} "
        f"({each.method}{'' if each in complete else ', not complete'})"
        for each in others
    ]
    return f"{text} Not taken: {'; '.join(named)}." if named else text


def _edition(figures: FigureSet) -> tuple[str, str, str]:
    return figures.kind, figures.source, figures.vintage


def weights_by_kind(sets: Iterable[FigureSet]) -> Mapping[str, FigureSet]:
    """For each finer kind the set of total people that figures of counties are spread by."""
    totals = [each for each in sets if each.group == "total" and each.kind != "county"]
    kinds = dict.fromkeys(each.kind for each in totals)
    return {kind: preferred([each for each in totals if each.kind == kind]) for kind in kinds}
