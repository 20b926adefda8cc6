"""The gap map of any question as a picture that stands alone: title, map, classes, where it is from. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from app.coverage.results import CoverageAnswer
from app.language import _, gettext
from app.maps.albers import Ring
from app.maps.classes import NO_DATA, Classes
from app.maps.lettering import lines_svg, placed, wrapped
from app.maps.overlay_svg import overlays_svg, swatch
from app.maps.overlays import NOTHING_LAID, OVERLAYS, Laid
from app.maps.svg import Dot, Picture, Shape, plane_of, rings_of, svg_map
from app.maps.values import Painted, hatched

WIDTH: Final = 1200
_EDGE: Final = 40
_MOST_HEIGHT: Final = 1100
_FAR_AWAY: Final = ("AK", "HI", "AS", "GU", "MP", "PR", "VI")
"""Not drawn on a map of the whole country, which would be small beside the ocean."""
_GROUND: Final = ("#d9e1e8",)
_SWATCH: Final = 30


@dataclass(frozen=True)
class Told:
    """Texts of the picture, in the language it is asked for in."""

    title: str
    source: str
    no_data: str
    hatched: str
    left_out: str = ""


def told_of(answer: CoverageAnswer, title: str, where: str) -> Told:
    """The texts of the picture of `answer`, which can be asked for at `where`."""
    source = answer.sources[0]
    about = {"where": where, "number": answer.data_version, "day": answer.today.isoformat(),
             "people": f"{source.title}, {source.vintage}"}  # fmt: skip
    if answer.question.travel:
        said = _("%(where)s · data version %(number)s, %(day)s. People: %(people)s. Times: travel table %(table)s.",
                 table=answer.question.travel, **about)  # fmt: skip
    else:
        said = _("%(where)s · data version %(number)s, %(day)s. People: %(people)s. Distances are straight lines.",
                 **about)  # fmt: skip
    left_out = "" if answer.question.states else _("Alaska, Hawaii and the territories are not drawn.")
    return Told(title, said, _("No people or no figure"), _("Hatched: low confidence"), left_out)


def far_away(answer: CoverageAnswer, state: str) -> bool:
    """Whether an area of `state` is left out of the map."""
    return not answer.question.states and state in _FAR_AWAY


def gap_map_svg(
    answer: CoverageAnswer,
    shown: Painted,
    classes: Classes,
    outlines: Mapping[str, Any],
    width: int,
    most_height: int,
    laid: Laid = NOTHING_LAID,
) -> tuple[str, int]:
    """The map alone with its height: areas with their outlines, or points on the outlines of states; what is laid
    over them.
    """
    shapes, dots = _drawn(answer, shown, classes, outlines)
    ground = replace(classes, colors=_GROUND) if dots else classes
    picture = Picture(
        "", "", ground, "gaps", width, most_height, tabbable=False, area_lines="#b7c0c9" if dots else "#fff"
    )
    plane, height = plane_of(shapes, picture)
    over = overlays_svg(laid, _areas(answer, shapes, bool(dots)), plane, (width, height))
    return svg_map(shapes, dots, picture).removesuffix("</svg>") + over + "</svg>", height


def _areas(
    answer: CoverageAnswer, shapes: Sequence[Shape], as_dots: bool
) -> list[tuple[Sequence[Ring], tuple[float, float]] | None]:
    """Rings and middle of each area of `answer`; None for those that are not drawn."""
    areas = answer.areas
    rings = {} if as_dots else {each.key: each.rings for each in shapes}
    return [
        (rings.get(geoid, ()), (lon, lat))
        if (as_dots and not far_away(answer, state)) or geoid in rings
        else None
        for geoid, state, lon, lat in zip(
            areas.geoid.tolist(), areas.state.tolist(), areas.lon.tolist(), areas.lat.tolist(), strict=True
        )
    ]


def _drawn(
    answer: CoverageAnswer, shown: Painted, classes: Classes, outlines: Mapping[str, Any]
) -> tuple[list[Shape], list[Dot]]:
    numbers, areas = classes.of(shown.values).tolist(), answer.areas
    unsure = hatched(areas.confidence)
    if areas.geoid.size and areas.geoid[0] in outlines:
        return [
            Shape(geoid, rings_of(outlines[geoid]), name, number, hatched=bool(thin))
            for geoid, name, state, number, thin in zip(
                areas.geoid, areas.name, areas.state, numbers, unsure, strict=True
            )
            if geoid in outlines and not far_away(answer, state)
        ], []
    ground = [Shape(key, rings_of(shape), key, 0) for key, shape in outlines.items()]
    colors = [*classes.colors, NO_DATA]
    return ground, [
        Dot(lon, lat, "area", 6.5, colors[number])
        for lon, lat, state, number in zip(
            areas.lon.tolist(), areas.lat.tolist(), areas.state, numbers, strict=True
        )
        if not far_away(answer, state)
    ]


def gap_picture(
    answer: CoverageAnswer,
    shown: Painted,
    classes: Classes,
    outlines: Mapping[str, Any],
    told: Told,
    laid: Laid = NOTHING_LAID,
) -> str:
    """The whole picture as SVG."""
    room = WIDTH - 2 * _EDGE
    title = wrapped(told.title, 30, room, 4, "bold")
    top = 40 + len(title) * 40
    svg, height = gap_map_svg(answer, shown, classes, outlines, room, _MOST_HEIGHT, laid)
    entries = _entries(classes, told, laid, "url(#gaps-hatch)" in svg)
    legend, legend_height = _legend(classes.title, entries, top + height + 50, room)
    source = wrapped(f"{told.source} {told.left_out}", 17, room, 3)
    source_at = top + height + legend_height + 80
    whole = source_at + len(source) * 24 + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole}" viewBox="0 0 {WIDTH} {whole}">'
        f'<rect width="{WIDTH}" height="{whole}" fill="#fff"/>'
        f"{lines_svg(title, _EDGE, 54, 30, fill='#12324a', weight='bold')}{placed(svg, _EDGE, top, room, height)}"
        f"{legend}{lines_svg(source, _EDGE, source_at, 17, fill='#46566a')}</svg>"
    )


Entry = tuple[Callable[[float, float], str], str]
"""What draws a swatch with its upper left corner at (x, y), and its label."""


def _entries(classes: Classes, told: Told, laid: Laid, is_hatched: bool) -> list[Entry]:
    """Of the classes, of what is not known, and of what lies over the areas."""
    fills = [*zip(classes.colors, classes.labels, strict=False), (NO_DATA, told.no_data)]
    fills += [("url(#gaps-hatch)", told.hatched)] if is_hatched else []
    entries: list[Entry] = [(partial(_box, fill), label) for fill, label in fills]
    for name in laid.on:
        lacks = f" ({laid.lacks[name]})" if name in laid.lacks else ""
        draw = partial(swatch, name, width=_SWATCH, ground=classes.colors[0])
        entries.append((draw, gettext(OVERLAYS[name]) + lacks))
    return entries


def _box(fill: str, x: float, y: float) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{_SWATCH}" height="20" fill="{fill}" stroke="#46566a"/>'


def _legend(title: str, entries: Sequence[Entry], y: float, room: float) -> tuple[str, float]:
    """Swatches in rows under the title of the classes; and their height."""
    x, row, written = 0.0, 1, lines_svg([title], _EDGE, y, 20, weight="bold")
    for draw, label in entries:
        wide = _SWATCH + 34 + 0.57 * 19 * len(label)
        if x and x + wide > room:
            x, row = 0.0, row + 1
        at = y + 34 * row
        written += draw(_EDGE + x, at - 17) + lines_svg([label], _EDGE + x + _SWATCH + 8, at, 19)
        x += wide
    return written, 34.0 * row
