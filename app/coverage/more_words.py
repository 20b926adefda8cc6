"""Groups, presets and confidence in words. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.coverage.group_answers import GroupAnswer

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
    if not worse:
        return (
            f"No group compared is clearly worse covered than {reference.label.lower()} (at 90% confidence)."
        )
    told = "; ".join(_group(each) for each in worse[:3])
    return f"Clearly worse covered than {reference.label.lower()} (at 90% confidence): {told}."


def _without_margins(reference: GroupAnswer, others: Sequence[GroupAnswer]) -> str:
    """Differences whose margins nobody gives are told as such."""
    worst = min(others, key=lambda each: each.gap.gap_points.value or 0)
    gap = worst.gap.gap_points.value or 0
    unknown = "; the figures come without margins, so it cannot be said whether that is more than chance"
    if gap >= 0:
        return f"No group compared has less cover than {reference.label.lower()}{unknown}."
    return (
        f"Of the groups compared, cover is least for {_group(worst)} than {reference.label.lower()}{unknown}."
    )


def _group(each: GroupAnswer) -> str:
    gap, without = each.gap.gap_points, each.gap.without_cover
    margin = "" if without.margin is None else f" ± {without.margin:,.0f}"
    points = "" if gap.margin is None else f" ± {gap.margin:.1f}"
    lower = each.label[:1].lower() + each.label[1:] if not each.label[1:2].isupper() else each.label
    return f"{lower}, {without.value or 0:,.0f}{margin} without cover, {-(gap.value or 0):.1f}{points} points worse"


def preset_words(answer: "CoverageAnswer") -> str:
    """What the preset found, with its source."""
    if answer.preset is None:
        return ""
    found = answer.preset.record()
    undecided = f"; {found['areas_undecided']:,} cannot be decided" if found["areas_undecided"] else ""
    return (
        f"By {found['id']} ({found['title'].lower()}, adapted from {found['citation']}), {found['areas_gap']:,} of "
        f"{len(answer.areas):,} areas are a gap, with {found['people_affected']:,.0f} people concerned{undecided}."
    )


def sure_words(answer: "CoverageAnswer") -> str:
    """Which areas cannot be told: nothing known of their state, or its neighbours'."""
    whole, text = answer.summary, []
    if whole.areas_without_data:
        text.append(f"Of {whole.areas_without_data:,} areas there are no data rather than no program: nothing is "
                    "known of their states.")  # fmt: skip
    if whole.areas_not_inventoried:
        text.append(f"{whole.areas_not_inventoried:,} areas are not yet inventoried by their state: only an unverified "
                    "starter list is known there.")  # fmt: skip
    if whole.areas_at_edge:
        text.append(f"{whole.areas_at_edge:,} areas lie within the distance of a state nothing is known of: what is "
                    "there is not counted.")  # fmt: skip
    return " ".join(text)
