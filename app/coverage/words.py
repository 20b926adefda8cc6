"""An answer as one paragraph of plain words, to be read out or quoted. Pure."""

from app.coverage.asked_words import any_asset_words, asset_words, group_words, place_words
from app.coverage.body_words import body
from app.coverage.figure_words import listed, margin, miles, percent
from app.coverage.measure_words import lacking, sharing
from app.coverage.more_words import groups_words, preset_words, sure_words
from app.coverage.nouns import NOUNS
from app.coverage.results import CoverageAnswer
from app.coverage.supply_words import assets_words, counted_words, figures_words
from app.language import _

__all__ = [
    "NOUNS", "body", "headline", "lead", "listed", "margin", "miles", "paragraph", "percent", "place_words",
]  # fmt: skip


def paragraph(answer: CoverageAnswer) -> str:
    """The whole answer in words: how many people, where, how far, which assets, how good the figures are."""
    if not answer.summary.people:
        return _(
            "No %(people)s are counted in %(where)s.",
            people=group_words(answer.question.group, 2),
            where=place_words(answer.question),
        )
    parts = [
        headline(answer),
        body(answer),
        sharing(answer.question),
    ]
    timed = answer.question.travel is not None
    parts += [groups_words(answer.groups), preset_words(answer), assets_words(answer.supply, timed=timed)]
    parts += [counted_words(answer), sure_words(answer), figures_words(answer)]
    return " ".join(part for part in parts if part)


def lead(answer: CoverageAnswer) -> str:
    """The first sentence of an answer: what the published definition asked for found, else the one to quote."""
    return preset_words(answer) or headline(answer)


def headline(answer: CoverageAnswer) -> str:
    """The one sentence to quote."""
    whole, where = answer.summary, place_words(answer.question)
    everybody = f"{whole.people:,.0f} {group_words(answer.question.group, whole.people)}"
    if answer.no_supply:
        return _(
            "No %(asset)s is listed with a known place: none of %(everybody)s in %(where)s is known to have one. "
            "Not listed is not the same as not there.",
            asset=asset_words(answer.question),
            everybody=everybody,
            where=where,
        )
    if not whole.people_beyond:
        lacks = _lacking(answer, many=False)
        return _(
            "Nobody in %(where)s (%(everybody)s) %(lacks)s.", where=where, everybody=everybody, lacks=lacks
        )
    said = {
        "where": where,
        "number": f"{whole.people_beyond:,.0f}{margin(whole.people_beyond_moe)}",
        "everybody": everybody,
        "share": percent(whole.share_beyond or 0),
        "lack": _lacking(answer, many=round(whole.people_beyond) != 1),
    }
    if answer.modelled:
        return _("In %(where)s, an estimated %(number)s of %(everybody)s (%(share)s) %(lack)s.", **said)
    return _("In %(where)s, %(number)s of %(everybody)s (%(share)s) %(lack)s.", **said)


def _lacking(answer: CoverageAnswer, *, many: bool) -> str:
    question = answer.question
    asset = any_asset_words(question) if question.how.measure == "nearest" else asset_words(question)
    return lacking(question, asset, answer.found.threshold, many=many)
