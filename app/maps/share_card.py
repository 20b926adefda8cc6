"""The picture that stands beside a link: title, map, one number, our mark; 1200 by 630, as sites want it.

Pure. Every text is broken and escaped by `lettering`.
"""

from dataclasses import dataclass
from typing import Final

from app.maps.lettering import lines_svg, placed, wrapped

WIDTH: Final = 1200
HEIGHT: Final = 630
MAP_WIDTH: Final = 600
MAP_HEIGHT: Final = 540
_LEFT: Final = 56.0
_ROOM: Final = 500.0
_BAND: Final = "#12324a"
_SUN: Final = "#e9a13b"
_QUIET: Final = "#46566a"


@dataclass(frozen=True)
class Card:
    """`number` is the one large figure (may be empty), `caption` says what it counts, `foot` whose card it is."""

    title: str
    number: str
    caption: str
    foot: str
    map_svg: str


def card_svg(card: Card) -> str:
    """The whole picture."""
    title = wrapped(card.title, 46, _ROOM, 3, "bold")
    at = 112 + len(title) * 58
    number = wrapped(card.number, 84, _ROOM, 1, "bold")
    caption_at = at + (96 if number else 10)
    caption = wrapped(card.caption, 27, _ROOM, max(1, int((530 - caption_at) / 35)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="{WIDTH}" height="14" fill="{_BAND}"/><rect y="14" width="{WIDTH}" height="5" fill="{_SUN}"/>'
        f"{placed(card.map_svg, WIDTH - MAP_WIDTH - 20, 44, MAP_WIDTH, MAP_HEIGHT)}"
        f"{lines_svg(title, _LEFT, 100, 46, fill=_BAND, weight='bold')}"
        f"{lines_svg(number, _LEFT, at + 52, 84, fill='#b30000', weight='bold')}"
        f"{lines_svg(caption, _LEFT, caption_at + 14, 27)}"
        f"{_mark(_LEFT, 556)}"
        f"{lines_svg(wrapped(card.foot, 25, 440, 1, 'bold'), _LEFT + 60, 587, 25, fill=_QUIET, weight='bold')}</svg>"
    )


def _mark(x: float, y: float) -> str:
    """Our mark, 46 units wide."""
    return (
        f'<g transform="translate({x:g} {y:g})"><rect width="46" height="46" rx="10" fill="{_BAND}"/>'
        f'<circle cx="23" cy="23" r="12" fill="none" stroke="{_SUN}" stroke-width="5"/>'
        '<circle cx="23" cy="23" r="4" fill="#fff"/></g>'
    )
