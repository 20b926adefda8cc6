"""What a question asks about, inside a sentence: where, who, and which assets. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.coverage.figure_words import listed
from app.coverage.nouns import NOUNS
from app.coverage.question import CoverageQuestion
from app.language import _, gettext, inside
from app.vocabulary.codes import STATES

_MOST_STATES_NAMED: Final = 6


def place_words(question: CoverageQuestion) -> str:
    """Where the question asks: `New Mexico and Utah`."""
    if not question.states:
        return _("the United States")
    if len(question.states) > _MOST_STATES_NAMED:
        return _("%(n)s states", n=len(question.states))
    return listed(sorted(_state_name(code) for code in question.states))


def _state_name(code: str) -> str:
    return _("the District of Columbia") if code == "DC" else STATES.label(code)


def group_words(group: str, number: float) -> str:
    """`person` or `people`, of the group."""
    one, many = NOUNS.get(group, NOUNS["total"])
    noun = one if round(number) == 1 else many
    said = gettext(noun)
    # English alone writes nouns of people large in the middle of a sentence; a label may have the same message.
    return said if said == noun else inside(said)


def asset_words(question: CoverageQuestion) -> str:
    """What counts, as a reader would say it: `camp or club with robotics`; for anything, `STEM asset`."""
    wanted: dict[str, list[str]] = {}
    for name, _value, label in describe(question.supply):
        wanted.setdefault(name, []).append(label)
    kinds, subtypes = wanted.pop("kind", []), wanted.pop("subtype", [])
    noun = _any_of(subtypes) or _("STEM %(kind)s", kind=_any_of(kinds) or _("asset"))
    if subjects := _any_of(wanted.pop("discipline", [])):
        noun = _("%(noun)s with %(subjects)s", noun=noun, subjects=subjects)
    rest = "; ".join(_either(labels) for labels in wanted.values())
    return noun + (f" ({rest})" if rest else "")


def any_asset_words(question: CoverageQuestion) -> str:
    """What counts, at the end of a sentence; of an unfiltered question said so that nobody takes it for programs."""
    if next(iter(describe(question.supply)), None) is None:
        return _("STEM asset of any kind, museums and colleges included")
    return asset_words(question)


def _any_of(labels: list[str]) -> str:
    """`camp, club or CTE pathway`: labels inside a sentence."""
    words = [inside(label) for label in labels]
    return _either([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _either(words: list[str]) -> str:
    """`a`, `a or b`, `a or b or c`."""
    said = words[0] if words else ""
    for word in words[1:]:
        said = _("%(some)s or %(last)s", some=said, last=word)
    return said
