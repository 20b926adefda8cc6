"""Groups, presets and confidence in words. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.coverage.asked_words import group_words
from app.coverage.group_answers import GroupAnswer
from app.language import _, gettext, inside

if TYPE_CHECKING:
    from app.coverage.results import CoverageAnswer


def groups_words(groups: Sequence[GroupAnswer]) -> str:
    """How the groups that are clearly worse covered compare with the reference, the worst first."""
    if len(groups) < 2:
        return ""
    reference, *others = groups
    if all(each.gap.gap_is_clear is None for each in others):
        return _without_margins(reference, others)
    worse = [each for each in others if each.gap.gap_is_clear and (each.gap.gap_points.value or 0) < 0]
    worse.sort(key=lambda each: each.gap.gap_points.value or 0)
    of = group_words(reference.group, 2)
    if not worse:
        return _("No group compared is clearly worse covered than %(group)s (at 90%% confidence).", group=of)
    told = "; ".join(_group(each) for each in worse[:3])
    return _("Clearly worse covered than %(group)s (at 90%% confidence): %(told)s.", group=of, told=told)


def _without_margins(reference: GroupAnswer, others: Sequence[GroupAnswer]) -> str:
    """Differences whose margins nobody gives are told as such."""
    worst = min(others, key=lambda each: each.gap.gap_points.value or 0)
    gap = worst.gap.gap_points.value or 0
    of = group_words(reference.group, 2)
    if gap >= 0:
        return _(
            "No group compared has less cover than %(group)s; the figures come without margins, so it cannot be said "
            "whether that is more than chance.",
            group=of,
        )
    return _(
        "Of the groups compared, cover is least for %(worst)s than %(group)s; the figures come without margins, so it "
        "cannot be said whether that is more than chance.",
        worst=_group(worst),
        group=of,
    )


def _group(each: GroupAnswer) -> str:
    gap, without = each.gap.gap_points, each.gap.without_cover
    margin = "" if without.margin is None else f" ± {without.margin:,.0f}"
    points = "" if gap.margin is None else f" ± {gap.margin:.1f}"
    return _(
        "%(group)s, %(without)s without cover, %(points)s points worse",
        group=group_words(each.group, 2),
        without=f"{without.value or 0:,.0f}{margin}",
        points=f"{-(gap.value or 0):.1f}{points}",
    )


def preset_words(answer: "CoverageAnswer") -> str:
    """What the preset found, with its source."""
    if answer.preset is None:
        return ""
    found = answer.preset.record()
    title: str = found["title"]
    text = _(
        "By %(id)s (%(title)s, adapted from %(citation)s), %(gaps)s of %(areas)s areas are a gap, with "
        "%(people)s people concerned",
        id=found["id"],
        title=inside(gettext(title)),
        citation=found["citation"],
        gaps=f"{found['areas_gap']:,}",
        areas=f"{len(answer.areas):,}",
        people=f"{found['people_affected']:,.0f}",
    )
    if found["areas_undecided"]:
        text += _("; %(n)s cannot be decided", n=f"{found['areas_undecided']:,}")
    return f"{text}."


def sure_words(answer: "CoverageAnswer") -> str:
    """Which areas cannot be told: nothing known of their state, or its neighbours'."""
    whole, text = answer.summary, []
    if whole.areas_without_data:
        text.append(
            _("Of %(n)s areas there are no data rather than no program: nothing is known of their states.",
              n=f"{whole.areas_without_data:,}")
        )  # fmt: skip
    if whole.areas_not_inventoried:
        text.append(
            _("%(n)s areas are not yet inventoried by their state: only an unverified starter list is known there.",
              n=f"{whole.areas_not_inventoried:,}")
        )  # fmt: skip
    if whole.areas_at_edge:
        text.append(
            _("%(n)s areas lie within the distance of a state nothing is known of: what is there is not counted.",
              n=f"{whole.areas_at_edge:,}")
        )  # fmt: skip
    return " ".join(text)
