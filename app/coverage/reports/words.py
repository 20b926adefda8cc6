"""A report in words: one paragraph that can be read out, in the language of the page. Pure."""

from typing import Final

from app.coverage.measure_words import minutes
from app.coverage.nouns import NOUNS
from app.coverage.reports.phrases import (
    asset_noun,
    by_distance,
    distance,
    group_noun,
    margin,
    measure,
    place_name,
)
from app.coverage.reports.report import Report
from app.coverage.words import miles, percent
from app.language import _, ngettext
from app.vocabulary.codes import STATES

_WORST_NAMED: Final = 3
_GROUPS_NAMED: Final = 3


def headline(report: Report) -> str:
    """The one sentence to quote."""
    found, place = report.totals, place_name(report.scope)
    noun = asset_noun(report)
    if not found.people:
        return _(
            "No figures of %(people)s are loaded for %(place)s.", people=group_noun(report, 2), place=place
        )
    everybody = f"{found.people:,.0f}"
    if report.whole.no_supply:
        return _("No %(asset)s is listed with a known place for the %(number)s %(people)s of %(place)s. Not listed is "
                 "not the same as not there.",
                 asset=noun, number=everybody, people=group_noun(report, found.people), place=place)  # fmt: skip
    if not found.beyond:
        return _("Nobody counted in %(place)s (%(number)s %(people)s) lives more than %(distance)s from the nearest "
                 "%(asset)s.", place=place, number=everybody, people=group_noun(report, found.people),
                 distance=distance(report), asset=noun) if by_distance(report) else _(
            "Nobody counted in %(place)s (%(number)s %(people)s) is in a gap by %(measure)s.", place=place,
            number=everybody, people=group_noun(report, found.people), measure=measure(report))  # fmt: skip
    number = f"{found.beyond:,.0f}{margin(found.beyond_moe)}"
    if by_distance(report) and round(found.beyond) == round(found.people):
        return _("In %(place)s, all %(number)s %(people)s live more than %(distance)s from the nearest %(asset)s.",
                 place=place, number=everybody, people=group_noun(report, found.people),
                 distance=distance(report), asset=noun)  # fmt: skip
    said = {"place": place, "number": number, "whole": everybody, "people": group_noun(report, found.people),
            "share": percent(found.share or 0),
            "about": _("an estimated ") if report.whole.modelled else ""}  # fmt: skip
    if by_distance(report):
        return _("In %(place)s, %(about)s%(number)s of %(whole)s %(people)s (%(share)s) live more than %(distance)s "
                 "from the nearest %(asset)s.", distance=distance(report), asset=noun, **said)  # fmt: skip
    return _("In %(place)s, %(about)s%(number)s of %(whole)s %(people)s (%(share)s) are in a gap by %(measure)s, "
             "counting each %(asset)s.", measure=measure(report), asset=noun, **said)  # fmt: skip


def sentences(report: Report) -> list[str]:
    """The paragraph, a sentence each: how many, where, how far, how it compares, who, how sure."""
    found = [headline(report)]
    if report.totals.people:
        found += [
            _close(report),
            _worst(report),
            _rests(report),
            _far(report),
            _compared(report),
            _groups(report),
            _definitions(report),
            _sure(report),
        ]
    return [each for each in found if each]


def _worst(report: Report) -> str:
    worst = [
        f"{_placed(report, area.name, area.state)} ({area.people_beyond:,.0f})"
        for area in report.places[:_WORST_NAMED]
        if area.people_beyond >= 0.5
    ]
    if not worst or report.whole.no_supply:
        return ""
    if len(worst) == 1:
        return _("All of them live in %(place)s.", place=worst[0])
    return _(
        "The largest numbers live in %(first)s and %(last)s.", first=", ".join(worst[:-1]), last=worst[-1]
    )


def _close(report: Report) -> str:
    if report.close is None:
        return ""
    return ngettext(
        "%(people)s of them live less than %(miles)s mile beyond it.",
        "%(people)s of them live less than %(miles)s miles beyond it.",
        report.close.miles,
    ) % {"people": f"{report.close.people:,.0f}", "miles": report.close.miles}


def _rests(report: Report) -> str:
    if not report.rests_on:
        return ""
    return _("What is within reach here rests on one entry: %(name)s.", name=report.rests_on)


def _placed(report: Report, name: str, state: str | None) -> str:
    """`Walsh, CO`; the name alone where all places lie in one state."""
    return name if report.scope.state else f"{name}, {state}"


def _far(report: Report) -> str:
    found = report.totals
    if found.mean_m is None or found.farthest_m is None or not found.farthest_name:
        return ""
    far = minutes if report.question.travel else miles
    return _("On average the nearest one is %(mean)s away; from %(name)s it is %(far)s.", mean=far(found.mean_m),
             name=_placed(report, found.farthest_name, found.farthest_state),
             far=far(found.farthest_m))  # fmt: skip


def _compared(report: Report) -> str:
    if report.rank is None or not report.totals.beyond:
        if report.scope.county is None and report.whole.summary.counties and report.totals.beyond:
            whole = report.whole.summary
            return _("In %(number)s of %(counties)s counties most of them live beyond that.",
                     number=f"{whole.counties_mostly_beyond:,}", counties=f"{whole.counties:,}")  # fmt: skip
        return ""
    return _("By number of people without, it is number %(rank)s of %(counties)s counties in %(state)s.",
             rank=report.rank, counties=report.ranked, state=STATES.label(report.scope.states[0]))  # fmt: skip


def _groups(report: Report) -> str:
    if len(report.groups) < 2 or report.whole.no_supply or same_by_making(report):
        return ""
    others = [each for each in report.groups[1:] if each.gap.gap_points.value is not None]
    worse = sorted((each for each in others if (each.gap.gap_points.value or 0) < -0.5),
                   key=lambda each: each.gap.gap_points.value or 0.0)[:_GROUPS_NAMED]  # fmt: skip
    if not worse:
        return _("No group compared has clearly less within reach than everybody.")
    told = "; ".join(
        _(
            "%(group)s %(points)s points",
            group=_(NOUNS.get(each.group, NOUNS["total"])[1]),
            points=f"{-(each.gap.gap_points.value or 0):.1f}",
        )
        for each in worse
    )
    clear = all(each.gap.gap_is_clear for each in worse)
    rest = (
        ""
        if clear
        else " " + _("Whether that is more than chance cannot be said: the figures have no margins.")
    )
    if any(each.gap.gap_is_clear is not None for each in worse) and not clear:
        rest = " " + _("Not all of these differences are more than chance; the table says which.")
    return _("Further behind than everybody: %(groups)s.", groups=told) + rest


def same_by_making(report: Report) -> bool:
    """Whether the figures of groups follow from one share for the whole county: inside it they cannot differ."""
    others = [each for each in report.groups if each.group != report.question.group]
    modelled = [each for each in others if each.figures.method == "modelled"]
    return report.scope.county is not None and bool(others) and len(modelled) == len(others)


def _definitions(report: Report) -> str:
    if not report.decided:
        return ""
    if report.scope.county is not None:
        return _("Of the %(number)s published definitions that can decide it, %(gaps)s call it a gap.",
                 number=report.decided, gaps=report.gaps)  # fmt: skip
    found = report.agreement
    if found is None:
        return ""
    some = int(sum(each > 0 for each in found.areas.extra["gaps"]))
    return _("Of %(counties)s counties, %(number)s are a gap by at least one of the %(definitions)s published "
             "definitions that could be applied.", counties=f"{len(found.areas):,}", number=f"{some:,}",
             definitions=report.decided)  # fmt: skip


def _sure(report: Report) -> str:
    quality = report.quality
    if not quality.entries:
        return _("Nothing is listed here yet: that is no data, not proof that there is nothing.")
    if quality.starter == quality.entries:
        return _("How sure: all %(number)s entries listed here come from a starter list that nobody in the state has "
                 "verified, so treat this as a first look.", number=f"{quality.entries:,}")  # fmt: skip
    share = percent(quality.verified / quality.entries)
    return ngettext(
        "How sure: one entry is listed here, and %(share)s were verified in the last twelve months.",
        "How sure: %(number)s entries are listed here, and %(share)s were verified in the last twelve months.",
        quality.entries,
    ) % {"number": f"{quality.entries:,}", "share": share}
