"""What it means to be in a gap, by each measure, inside a sentence. Pure."""

from app.catalog.units import format_distance
from app.coverage.question import CoverageQuestion
from app.vocabulary.codes import AREA_KINDS


def length(distance_m: float) -> str:
    """`25 miles`, `40 km`, `800 m`."""
    text = format_distance(distance_m)
    if text.endswith("mi"):
        return "1 mile" if text == "1mi" else f"{text.removesuffix('mi')} miles"
    return f"{text[:-2]} km" if text.endswith("km") else f"{text[:-1]} m"


def minutes(number: float) -> str:
    """`30 minutes`, `4.5 minutes`."""
    text = f"{number:,.0f}" if number >= 9.95 or number == round(number) else f"{number:.1f}"
    return f"{text} minute" if text == "1" else f"{text} minutes"


def reach_words(question: CoverageQuestion) -> str:
    """`25 miles`, with what holds in rural counties and along roads."""
    if question.travel:
        return minutes(question.travel.minutes)
    text, how = length(question.distance_m), question.how
    if how.rural_distance_m is not None:
        text += f" ({length(how.rural_distance_m)} in nonmetropolitan counties)"
    return text


def lacking(question: CoverageQuestion, asset: str, threshold: float | None, *, many: bool) -> str:
    """The rest of a sentence about people in a gap: `have no camp within 25 miles`."""
    how, reach = question.how, reach_words(question)
    have, live, are = ("have", "live", "are") if many else ("has", "lives", "is")
    if how.measure == "nearest":
        return f"{live} more than {reach} from the nearest {asset}"
    if how.measure == "ratio":
        where = AREA_KINDS.label(question.areas).lower()
        least = f"fewer than {threshold:.4g} per person" if threshold is not None else "none"
        return f"{live} in {where} that have {least} of what was asked for ({asset})"
    what = {"count": asset, "seats": f"seat of any {asset}"}.get(how.measure, asset)
    if threshold is None:
        return f"{have} no {what} within {reach}"
    side = "above" if how.method.cost else "below"
    by = f"{how.method.label.lower()} ({how.method.unit})"
    return f"{are} {side} {threshold:.4g} by {by} within {reach} of any {asset}"


def sharing(question: CoverageQuestion) -> str:
    """How access was measured, for a measure other than the nearest."""
    how = question.how
    if how.measure == "nearest" and how.circuity == 1:
        return ""
    parts = []
    if how.measure != "nearest":
        decay = f", decay {how.decay}" if how.decay else ""
        parts.append(f"Measured by {how.method.label.lower()}{decay} ({how.method.citation})")
    if how.circuity != 1:
        parts.append(f"Straight lines are multiplied by {how.circuity:g} for the roads")
    return ". ".join(parts) + "."
