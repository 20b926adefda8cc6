"""What a gap page is asked: the shared question, how it is drawn, and what it is compared with.

Forms cannot send units, so pages take `miles=25` for `distance=25mi` (`minutes=30` where a travel table is chosen; the
one that does not fit is left over from before and dropped, `travel=straight` means none), and `mi.P4.distance_m=25` or
`pct.P5.share_min=33` for the numbers of a preset; those of another preset than the chosen one are left over from
before and are dropped. Names that begin with `b.` change the question for the second map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast, get_args
from urllib.parse import urlencode

from app.coverage.preset_asked import PRESET_PREFIX
from app.coverage.presets import preset_of
from app.coverage.question import CoverageQuestion, parse_question, to_pairs
from app.errors import BadParameterError
from app.language import N_
from app.maps.breaks import Classing
from app.maps.classes import VIEWS, View
from app.maps.overlays import DEFAULT_OVERLAYS, NO_OVERLAYS, OVERLAYS, Overlay
from app.routers.gap_table import NAMES, TableAsked, parse_table
from app.settings import MILE_M, Settings

Pair = tuple[str, str]
SECOND: Final = "b."
OWN: Final = "own"
"""The value of `preset` that means none: a definition of one's own."""
_DRAWING: Final = ("view", "classing", "over", "side", *NAMES)
STRAIGHT: Final = "straight"
"""The value of `travel` that means no table: straight lines, in miles."""
_BOUNDS: Final = frozenset({"minutes", "distance", "within"})
BY_MILES: Final = N_(
    "Published definitions say their distances in miles: choose your own definition, or measure in straight lines."
)
_FACTORS: Final = {"mi": MILE_M, "pct": 0.01, "n": 1.0}


@dataclass(frozen=True)
class Asked:
    """One gap page: `other` is the question of the second map, `second` what makes it another."""

    question: CoverageQuestion
    view: View
    classing: Classing = "fixed"
    other: CoverageQuestion | None = None
    second: tuple[Pair, ...] = ()
    side: str = "a"
    over: tuple[Overlay, ...] = DEFAULT_OVERLAYS
    table: TableAsked = field(default_factory=TableAsked)

    @property
    def sides(self) -> tuple[CoverageQuestion, ...]:
        """The questions of the maps that are shown."""
        return (self.question,) if self.other is None else (self.question, self.other)

    def pairs(self) -> list[Pair]:
        """Query pairs of the page in one canonical order."""
        drawn: list[Pair] = [("view", self.view)]
        drawn += [("classing", self.classing)] if self.classing != "fixed" else []
        drawn += [] if self.over == DEFAULT_OVERLAYS else [("over", ",".join(self.over) or NO_OVERLAYS)]
        return to_pairs(self.question) + drawn + [(SECOND + name, text) for name, text in self.second]

    def query(self) -> str:
        """The encoded query of the page: its permanent address."""
        return urlencode(self.pairs())


def parse_asked(pairs: Iterable[Pair], settings: Settings) -> Asked:
    """What the query `pairs` of a gap page ask; raises as parse_question does."""
    given = [(name, text) for name, text in pairs if text.strip()]
    first = plain_pairs([pair for pair in given if not pair[0].startswith(SECOND)])
    second = plain_pairs(
        [(name.removeprefix(SECOND), text) for name, text in given if name.startswith(SECOND)],
        timed=_timed(first),
    )
    question = parse_question(_without_none(first), settings, also=_DRAWING)
    other = parse_question(_instead(first, second), settings, also=_DRAWING) if second else None
    if other == question:
        other, second = None, []
    return Asked(
        question,
        view=cast("View", _drawn(first, "view", tuple(VIEWS), default_view(question))),
        classing=cast("Classing", _drawn(first, "classing", get_args(Classing), "fixed")),
        other=other,
        second=tuple(second),
        side=_drawn(first, "side", ("a", "b"), "a"),
        over=_overlays(first),
        table=parse_table(given),
    )


def default_view(question: CoverageQuestion) -> View:
    """What is coloured when nothing is said."""
    if question.preset:
        return "gap"
    if question.how.measure != "nearest":
        return "access"
    return "distance" if question.areas == "zip" else "share"


def _drawn(pairs: Sequence[Pair], name: str, accepted: Sequence[str], default: str) -> str:
    text = next((text.strip() for each, text in pairs if each == name), default)
    if text not in accepted:
        raise BadParameterError(
            f"There is no {name} `{text[:40]}`.", parameter=name, accepted=tuple(accepted)
        )
    return text


def _overlays(pairs: Sequence[Pair]) -> tuple[Overlay, ...]:
    """The overlays in their own order; a form says `none` beside what is ticked, so that none can be sent."""
    texts = [text for name, text in pairs if name == "over"]
    if not texts:
        return DEFAULT_OVERLAYS
    wanted = {part.strip() for text in texts for part in text.split(",")} - {"", NO_OVERLAYS}
    if strange := sorted(wanted.difference(OVERLAYS)):
        raise BadParameterError(
            f"There is no overlay `{strange[0][:40]}`.", parameter="over", accepted=(*OVERLAYS, NO_OVERLAYS)
        )
    return tuple(name for name in OVERLAYS if name in wanted)


def _instead(first: Sequence[Pair], second: Sequence[Pair]) -> list[Pair]:
    """The pairs of the second question: those of the first with what `second` says instead."""
    names = {name for name, _ in second}
    dropped = PRESET_PREFIX if "preset" in names else "\0"
    if "travel" in names and _timed(first) != _timed(second):
        names |= _BOUNDS  # 25 miles say nothing about minutes
    kept = [(name, text) for name, text in first if name not in names and not name.startswith(dropped)]
    merged = [*kept, *second]
    _refuse_miles(merged)
    return _without_none(merged)


def _without_none(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without those that say there is no definition, or no travel table."""
    return [pair for pair in pairs if pair not in (("preset", OWN), ("travel", STRAIGHT))]


def plain_pairs(pairs: Sequence[Pair], *, timed: bool = False) -> list[Pair]:
    """The pairs as the API knows them: lengths with their unit, the numbers of the chosen preset by their name.

    `preset=own` and `travel=straight` stay where they change another question, see `_instead`; a first question simply
    has none. `timed` is whether that other question is in minutes. Raises BadParameterError for a definition in miles
    beside a travel table.
    """
    pairs = _in_one_unit([*pairs, *_groups_of_reference(pairs)], timed=timed)
    _refuse_miles(pairs)
    preset = preset_of(next((text for name, text in pairs if name == "preset"), ""))
    plain: list[Pair] = []
    for name, text in pairs:
        kind, _, rest = name.partition(".")
        if name == "miles":
            plain = [("distance", f"{text.strip()}mi"), *(pair for pair in plain if pair[0] != "distance")]
        elif kind in _FACTORS and rest:
            owner, _, number = rest.partition(".")
            if preset and owner == preset.id:
                plain.append((PRESET_PREFIX + number, _scaled(text, _FACTORS[kind])))
        elif not (name == "distance" and any(each == "miles" for each, _ in pairs)):
            plain.append((name, text))
    return plain


def _groups_of_reference(pairs: Sequence[Pair]) -> list[Pair]:
    """A page that names a reference compares all groups with it."""
    names = {name for name, _ in pairs}
    return [("groups", "all")] if "reference" in names and "groups" not in names else []


def _timed(pairs: Sequence[Pair]) -> bool:
    """Whether the pairs measure by a travel table."""
    return any(name == "travel" and text != STRAIGHT for name, text in pairs)


def _in_one_unit(pairs: Sequence[Pair], *, timed: bool) -> list[Pair]:
    """The pairs without the field of the form for the unit that is not measured in."""
    told = any(name == "travel" for name, _ in pairs)
    if not told and not timed:
        return list(pairs)  # minutes without a word about tables are refused where they are read
    left_over = "miles" if (_timed(pairs) if told else timed) else "minutes"
    return [pair for pair in pairs if pair[0] != left_over]


def _refuse_miles(pairs: Sequence[Pair]) -> None:
    """Raise BadParameterError for a published definition beside a travel table."""
    if _timed(pairs) and any(name == "preset" and text != OWN for name, text in pairs):
        raise BadParameterError(BY_MILES, parameter="preset")


def _scaled(text: str, factor: float) -> str:
    """The number of `text` times `factor`; text that is no number as it is, to be refused where it is read."""
    try:
        return repr(round(float(text) * factor, 6))
    except ValueError:
        return text
