"""Lines of text in a picture that stands alone: broken by estimated width, safe as XML. Pure."""

import re
from typing import Final
from xml.sax.saxutils import escape

_WIDTH: Final = {"normal": 0.57, "bold": 0.66}
"""Mean width of a character, as part of the letters' size: that of wide sans-serif fonts, so that nothing runs over."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows in no way (its production 2)."""


def clean(text: str) -> str:
    """`text` without characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def wrapped(text: str, size: float, width: float, most: int, weight: str = "normal") -> list[str]:
    """At most `most` lines of `text` in letters of `size` that fit into `width`; … at the end if words are left."""
    room = max(int(width / (size * _WIDTH[weight])), 1)
    lines: list[str] = []
    for word in clean(text).split():
        for part in _pieces(word, room):
            if lines and len(lines[-1]) + 1 + len(part) <= room:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: room - 1].rstrip()}…"]
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """A word longer than a line in pieces."""
    return [word[at : at + room] for at in range(0, len(word), room)]


def lines_svg(
    lines: list[str],
    x: float,
    y: float,
    size: float,
    *,
    fill: str = "#17222f",
    weight: str = "normal",
    leading: float = 1.28,
) -> str:
    """The lines as SVG text, the first with its baseline at `y`."""
    return "".join(
        f'<text x="{x:g}" y="{y + at * size * leading:.1f}" font-family="sans-serif" font-size="{size:g}" '
        f'font-weight="{weight}" fill="{fill}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """A whole picture as a part of another one."""
    return svg.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" ', 1)
