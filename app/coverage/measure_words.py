"""What it means to be in a gap, by each measure, inside a sentence. Pure."""

from app.catalog.units import format_distance
from app.coverage.question import CoverageQuestion
from app.language import _, gettext, inside, ngettext
from app.vocabulary.codes import AREA_KINDS


def length(distance_m: float) -> str:
    """`25 miles`, `40 km`, `800 m`."""
    text = format_distance(distance_m)
    if text.endswith("mi"):
        return _("1 mile") if text == "1mi" else _("%(n)s miles", n=text.removesuffix("mi"))
    return f"{text[:-2]} km" if text.endswith("km") else f"{text[:-1]} m"


def minutes(number: float) -> str:
    """`30 minutes`, `4.5 minutes`."""
    text = f"{number:,.0f}" if number >= 9.95 or number == round(number) else f"{number:.1f}"
    return _("1 minute") if text == "1" else _("%(n)s minutes", n=text)


def reach_words(question: CoverageQuestion) -> str:
    """`25 miles`, with what holds in rural counties and along roads."""
    if question.travel:
        return minutes(question.travel.minutes)
    text, how = length(question.distance_m), question.how
    if how.rural_distance_m is not None:
        text = _(
            "%(distance)s (%(rural)s in nonmetropolitan counties)",
            distance=text,
            rural=length(how.rural_distance_m),
        )
    return text


def lacking(question: CoverageQuestion, asset: str, threshold: float | None, *, many: bool) -> str:
    """The rest of a sentence about people in a gap: `have no camp within 25 miles`."""
    how, reach, number = question.how, reach_words(question), 2 if many else 1
    if how.measure == "nearest":
        return ngettext(
            "lives more than %(reach)s from the nearest %(asset)s",
            "live more than %(reach)s from the nearest %(asset)s",
            number,
        ) % {"reach": reach, "asset": asset}
    if how.measure == "ratio":
        least = _("fewer than %(n)s per person", n=f"{threshold:.4g}") if threshold is not None else _("none")
        return ngettext(
            "lives in %(areas)s that have %(least)s of what was asked for (%(asset)s)",
            "live in %(areas)s that have %(least)s of what was asked for (%(asset)s)",
            number,
        ) % {"areas": inside(AREA_KINDS.label(question.areas)), "least": least, "asset": asset}
    if threshold is None:
        what = _("seat of any %(asset)s", asset=asset) if how.measure == "seats" else asset
        return ngettext(
            "has no %(what)s within %(reach)s", "have no %(what)s within %(reach)s", number
        ) % {"what": what, "reach": reach}  # fmt: skip
    by = f"{inside(gettext(how.method.label))} ({gettext(how.method.unit)})"
    side = _above(number) if how.method.cost else _below(number)
    return side % {"threshold": f"{threshold:.4g}", "by": by, "reach": reach, "asset": asset}


def _above(number: int) -> str:
    return ngettext(
        "is above %(threshold)s by %(by)s within %(reach)s of any %(asset)s",
        "are above %(threshold)s by %(by)s within %(reach)s of any %(asset)s",
        number,
    )


def _below(number: int) -> str:
    return ngettext(
        "is below %(threshold)s by %(by)s within %(reach)s of any %(asset)s",
        "are below %(threshold)s by %(by)s within %(reach)s of any %(asset)s",
        number,
    )


def sharing(question: CoverageQuestion) -> str:
    """How access was measured, for a measure other than the nearest."""
    how = question.how
    if how.measure == "nearest" and how.circuity == 1:
        return ""
    parts = []
    if how.measure != "nearest":
        by = {"method": inside(gettext(how.method.label)), "citation": how.method.citation}
        if how.decay:
            parts.append(_("Measured by %(method)s, decay %(decay)s (%(citation)s)", decay=how.decay, **by))
        else:
            parts.append(_("Measured by %(method)s (%(citation)s)", **by))
    if how.circuity != 1:
        parts.append(_("Straight lines are multiplied by %(n)s for the roads", n=f"{how.circuity:g}"))
    return ". ".join(parts) + "."
