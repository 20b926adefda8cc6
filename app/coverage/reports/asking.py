"""The question of a report, read from its address. Pure.

A report without a word about assets is about informal programs, as the pages of states and counties are;
`assets=all` asks about every asset. `group` is short for `population`. Where and by which areas is asked is the
report's own business, so `states`, `areas` and how a map was drawn are passed over: links from the gap page have them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl

from app.catalog.filters import FILTER_NAMES
from app.coverage.asked import Pair, one_of, single
from app.coverage.informal import INFORMAL
from app.coverage.question import CoverageQuestion, parse_question, to_pairs
from app.coverage.reports.scope import Scope
from app.settings import Settings

EVERY: Final = "all"
_PASSED_OVER: Final = ("states", "areas", "view", "classing", "side")
_SECOND: Final = "b."


def parse_report(pairs: Sequence[Pair], scope: Scope, settings: Settings) -> CoverageQuestion:
    """The question by county about the states of `scope`. Raises as `parse_question` does."""
    given = [("population" if name == "group" else name, text) for name, text in pairs if text.strip()]
    assets = single(given, "assets")
    if assets is not None:
        one_of("assets", assets, (EVERY,))
    asked = [
        (name, text)
        for name, text in given
        if name not in _PASSED_OVER and name != "assets" and not name.startswith(_SECOND)
    ]
    if assets is None and not any(name in FILTER_NAMES for name, _ in asked):
        asked += parse_qsl(INFORMAL)
    return parse_question([*asked, ("areas", "county"), ("states", ",".join(scope.states))], settings)


def report_pairs(question: CoverageQuestion, settings: Settings) -> list[Pair]:
    """Query pairs that `parse_report` reads back as the same question, in one canonical order, defaults left out."""
    plain = replace(question, how=replace(question.how, groups=(), reference=None))
    usual = set(to_pairs(CoverageQuestion(states=question.states)))
    kept = [pair for pair in to_pairs(plain) if pair[0] not in _PASSED_OVER and pair not in usual]
    if is_informal(question, settings):
        return [pair for pair in kept if pair[0] not in FILTER_NAMES]
    return kept if any(name in FILTER_NAMES for name, _ in kept) else [*kept, ("assets", EVERY)]


def is_informal(question: CoverageQuestion, settings: Settings) -> bool:
    """Whether what counts are informal programs and nothing else."""
    return parse_question(parse_qsl(INFORMAL), settings).supply == question.supply
