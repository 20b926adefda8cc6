"""What helps when little or nothing was found: what to loosen, how far to look, what was perhaps meant."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions, where
from app.catalog.described import labels_of
from app.catalog.filters import AssetFilter, changed, describe, without, words_of
from app.catalog.fragments import as_text
from app.catalog.nearest import nearest
from app.catalog.placing import near
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.sorting import distance_from
from app.catalog.subjects import form_of
from app.catalog.tables import ASSET
from app.catalog.text_query import is_plain
from app.catalog.tokens import tokens_of
from app.geography.lookup import Origin
from app.language import _
from app.settings import MILE_M
from app.vocabulary import assets, people
from app.vocabulary.codes import STATES
from app.vocabulary.terms import fold

OFFERED: Final = 6
"""Most smaller questions that are offered."""
LITTLE: Final = 3
"""With fewer matches, something else may have been meant."""
_DISTANCES_M: Final = tuple(miles * MILE_M for miles in (5, 10, 15, 25, 50, 75, 100))
_ALIKE: Final = 0.78
_WORD_MIN: Final = 4
_NAMES_MAX: Final = 3
_LOOKED_AT_MAX: Final = 2000
"""Names whose likeness is weighed: each takes some microseconds, and where so many are alike, these are too."""


@dataclass(frozen=True)
class Loosened:
    """The question less, or other than, it was: what changed in words, and how many match."""

    label: str
    filter: AssetFilter
    matched: int


def _count(session: Session, chosen: AssetFilter, today: date) -> int:
    asked = select(func.count()).select_from(ASSET).where(*where(session, chosen, today=today))
    return session.scalar(asked) or 0


def loosened(session: Session, chosen: AssetFilter, known: Mapping[str, int], today: date) -> list[Loosened]:
    """For each name that the question uses, what is left without it, the most first.

    `known` are counts at hand (Facets.without), by name.
    """
    labels = labels_of(session, chosen)
    found = [
        Loosened(
            _("anywhere, nearest first") if name == "near" else _("without %(wish)s", wish=label),
            fewer,
            known[name] if name in known else _count(session, fewer, today),
        )
        for name, label in labels.items()
        for fewer in (without(chosen, name),)
    ]
    return sorted(found, key=lambda each: -each.matched)


def alone(session: Session, chosen: AssetFilter, today: date) -> list[Loosened]:
    """For a question of several names of which none can be dropped: two of them kept, then each
    alone, near the same place; at most OFFERED of each are tried.
    """
    labels = {name: label for name, label in labels_of(session, chosen).items() if name != "near"}
    pairs = list(combinations(labels, 2)) if len(labels) > 2 else []
    kept = [*pairs[:OFFERED], *((name,) for name in list(labels)[:OFFERED])]
    found = [_keeping(session, chosen, labels, names, today) for names in kept]
    some = [(len(names), each) for names, each in zip(kept, found, strict=True) if each.matched]
    return [each for *_rest, each in sorted(some, key=lambda one: (-one[0], -one[1].matched))][:OFFERED]


def _keeping(
    session: Session,
    chosen: AssetFilter,
    labels: Mapping[str, str],
    names: tuple[str, ...],
    today: date,
) -> Loosened:
    """`chosen` with only `names` kept of all that have `labels`."""
    fewer = chosen
    for other in labels:
        fewer = without(fewer, other) if other not in names else fewer
    words = _(" and ").join(labels[name] for name in names)
    return Loosened(_("only %(wish)s", wish=words), fewer, _count(session, fewer, today))


def in_state(session: Session, chosen: AssetFilter, state: str, today: date) -> Loosened:
    """All of `chosen` but the distance, in the whole of `state`."""
    whole = changed(without(chosen, "near"), {"state": (state,)})
    return Loosened(_("in %(state)s", state=STATES.label(state)), whole, _count(session, whole, today))


def subject_in_state(session: Session, chosen: AssetFilter, state: str, today: date) -> Loosened | None:
    """What `chosen` is about, in the whole of `state`, without its other wishes; None where it is about nothing."""
    about = AssetFilter(q=chosen.q, discipline=chosen.discipline, state=(state,))
    if not (about.q or about.discipline):
        return None
    words = [
        words_of(chosen, name, value)
        for name, value, *_rest in describe(chosen)
        if name in ("q", "discipline")
    ]
    label = _("%(subject)s in %(state)s", subject=" / ".join(words), state=STATES.label(state))
    return Loosened(label, about, _count(session, about, today))


def everything_near(session: Session, chosen: AssetFilter, today: date) -> Loosened:
    """All there is around the place of `chosen`."""
    around = AssetFilter(near=chosen.near, within_m=chosen.within_m)
    label = _("everything near %(place)s", place=chosen.near or "")
    return Loosened(label, around, _count(session, around, today))


def closest(session: Session, chosen: AssetFilter, origin: Origin, today: date) -> AssetRow | None:
    """What matches all of `chosen` but the distance and is nearest to `origin`, however far; None without any."""
    anywhere = [*conditions(without(chosen, "near"), today=today), ASSET.c.geom.is_not(None)]
    far = distance_from(origin)
    found = row_select(today, far).where(*anywhere, *nearest(session, anywhere, origin, 1))
    rows = rows_of(session.execute(found.order_by(far, ASSET.c.id).limit(1)).all())
    return rows[0] if rows else None


def wider(
    session: Session, chosen: AssetFilter, origin: Origin, today: date, *, most_m: float
) -> Loosened | None:
    """The question with the shortest usual distance that finds something, up to `most_m`."""
    anywhere = conditions(without(chosen, "near"), today=today)
    reachable = as_text(near(origin, most_m))
    nearest_m = session.scalar(select(func.min(distance_from(origin))).where(*anywhere, reachable))
    if nearest_m is None:
        return None
    within_m = next((each for each in _DISTANCES_M if nearest_m <= each <= most_m), most_m)
    farther = changed(chosen, {"within_m": within_m})
    label = words_of(farther, "near", origin.label)
    return Loosened(label, farther, _count(session, farther, today))


def corrected(q: str, kept: Collection[str] = ()) -> str | None:
    """`q` with words that no vocabulary knows replaced by ones that look like them; None when nothing is.

    `kept` (folded) are words that are right as they stand, such as those of places.
    """
    if not is_plain(q):
        return None
    words = [token.text for token in tokens_of(q)]
    better = [word if fold(word) in kept else _better(word) for word in words]
    return " ".join(better) if better != words else None


def _better(word: str) -> str:
    plain = fold(word)
    if len(plain) < _WORD_MIN or form_of(word) in _known():
        return word
    alike = difflib.get_close_matches(plain, sorted(_known().values()), 1, _ALIKE)
    return alike[0] if alike else word


@cache
def _known() -> Mapping[str, str]:
    """Words of the vocabularies by form."""
    vocabularies = (*assets.SUBTYPES.values(), assets.DISCIPLINES, people.AUDIENCES, assets.SEASONS)
    texts = [
        text
        for each in vocabularies
        for slug, label in each.labels.items()
        for text in (label, *each.synonyms.get(slug, ()))
    ]
    words = {word for text in texts for word in fold(text).split() if len(word) >= _WORD_MIN}
    return {form_of(word): word for word in sorted(words)}


def names_like(session: Session, q: str, today: date) -> list[AssetRow]:
    """Assets whose names look most like `q`; of a great many that do, some of the most alike."""
    session.execute(text("SET LOCAL pg_trgm.word_similarity_threshold = 0.45"))
    current = conditions(AssetFilter(), today=today)
    looked_at = select(ASSET.c.id, ASSET.c.name).where(*current, ASSET.c.name.op("%>")(q))
    some = looked_at.limit(_LOOKED_AT_MAX).subquery()
    alike = func.word_similarity(q, some.c.name)
    best = select(some.c.id).order_by(alike.desc(), some.c.name, some.c.id).limit(_NAMES_MAX)
    ids = session.scalars(best).all()
    found = row_select(today, distance_from(Origin(0, 0, ""))).where(ASSET.c.id.in_(ids))
    rows = rows_of(session.execute(found).all()) if ids else []
    return sorted(rows, key=lambda row: ids.index(row.id))
