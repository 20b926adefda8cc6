"""The gap map as one file: areas drawn as SVG with everything inside it, to be sent, kept and opened without a network.

Only what is drawn is in it: no script of others, no tiles. Mouse or keys zoom; pointing at an area tells its numbers.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from math import cos, radians
from typing import Any, Final

from app.coverage.confidence import GRADES, LOW
from app.maps.classes import NO_DATA, Classes

_WIDTH: Final = 1000.0
_RADIUS: Final = 4
_UNSURE: Final = GRADES[: LOW + 1]
"""Areas of these confidences are hatched, not hidden."""
Point = tuple[float, float]
_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:70rem;padding:0 1rem;color:#1b2430;background:#fff}
svg{width:100%;height:auto;border:1px solid #ccd3dc;background:#f6f8fa}
path,circle{stroke:#5b6675;stroke-width:.5;vector-effect:non-scaling-stroke}path:hover,circle:hover{stroke-width:2}
ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem}
li span{display:inline-block;width:1.1rem;height:1.1rem;border:1px solid #5b6675}
li span{vertical-align:-.15rem;margin-right:.4rem}
table{border-collapse:collapse;width:100%}td,th{padding:.2rem .6rem;border-bottom:1px solid #dde3ea;text-align:right}
td:first-child,th:first-child{text-align:left}small{color:#4a5566}
"""
_SCRIPT: Final = """
const svg=document.querySelector('svg'),whole=svg.getAttribute('viewBox').split(' ').map(Number);let box=[...whole];
const show=()=>svg.setAttribute('viewBox',box.join(' '));
const zoom=(f,x,y)=>{box=[x-(x-box[0])*f,y-(y-box[1])*f,box[2]*f,box[3]*f];show()};
svg.addEventListener('wheel',e=>{e.preventDefault();const r=svg.getBoundingClientRect();

zoom(e.deltaY>0?1.2:1/1.2,box[0]+(e.clientX-r.left)/r.width*box[2],box[1]+(e.clientY-r.top)/r.height*box[3])},
{passive:false});
svg.addEventListener('keydown',e=>{const s=box[2]/10,
m={ArrowLeft:[-s,0],ArrowRight:[s,0],ArrowUp:[0,-s],ArrowDown:[0,s]}[e.key];
if(m){box[0]+=m[0];box[1]+=m[1];show();e.preventDefault()}else if(e.key==='0'){box=[...whole];show()}
else if(e.key==='+'||e.key==='-')zoom(e.key==='+'?1/1.2:1.2,box[0]+box[2]/2,box[1]+box[3]/2)});
"""


def gap_file(
    collection: dict[str, Any], field: str, classes: Classes, title: str, words: str, sources: Sequence[str]
) -> bytes:
    """An HTML document about a GeoJSON collection of areas as the API has it, `field` coloured by `classes`."""
    features = collection["features"]
    frame = _Frame([point for feature in features for point in _points(feature["geometry"])])
    shapes = "\n".join(_shape(feature, frame, field, classes) for feature in features)
    legend = "".join(
        f'<li><span style="background:{color}"></span>{escape(label)}</li>'
        for color, label in zip(
            (*classes.colors, NO_DATA), (*classes.labels, "No people or no figure"), strict=True
        )
    )
    told = "".join(f"<li><small>{escape(source)}</small></li>" for source in sources)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{escape(title)}</title><style>{_STYLE}</style></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<p>{escape(words)}</p>\n<p>{escape(classes.title)}</p>\n<ul>{legend}"
        f"<li>Hatched: not sure (low confidence, not inventoried, no data)</li></ul>\n"
        f'<svg viewBox="0 0 {_WIDTH:g} {frame.height:.1f}" tabindex="0" role="img" aria-label="{escape(title)}">'
        f'<defs><pattern id="unsure" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="#1b2430" stroke-width=".8"/></pattern></defs>\n{shapes}\n</svg>\n'
        f"<p><small>Wheel, + and - zoom, arrow keys move, 0 shows all.</small></p>\n{_table(features)}\n"
        f"<ul>{told}</ul><script>{_SCRIPT}</script></body></html>\n"
    ).encode()


class _Frame:
    """From degrees to the drawing: longitudes shrunk by the cosine of the middle latitude."""

    def __init__(self, points: list[Point]) -> None:
        lons, lats = ([point[at] for point in points] or [0.0] for at in (0, 1))
        self.west, self.north = min(lons), max(lats)
        self.shrink = cos(radians((min(lats) + max(lats)) / 2))
        width = max((max(lons) - min(lons)) * self.shrink, 0.01)
        self.scale = (_WIDTH - 20) / width
        self.height = (max(lats) - min(lats)) * self.scale + 20

    def at(self, point: Point) -> str:
        return (
            f"{10 + (point[0] - self.west) * self.shrink * self.scale:.1f},"
            f"{10 + (self.north - point[1]) * self.scale:.1f}"
        )


def _points(geometry: dict[str, Any]) -> Iterator[Point]:
    for ring in _rings(geometry):
        yield from ring


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        yield [(coordinates[0], coordinates[1])]
        return
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]


def _shape(feature: dict[str, Any], frame: _Frame, field: str, classes: Classes) -> str:
    found, geometry = feature["properties"], feature["geometry"]
    value = found.get(field)
    color = (
        NO_DATA
        if value is None or not found["people"]
        else classes.colors[bisect_left(classes.bounds, value)]
    )
    told = f"<title>{escape(_told(found))}</title>"
    if geometry["type"] == "Point":
        x, y = frame.at((geometry["coordinates"][0], geometry["coordinates"][1])).split(",")
        return f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{color}">{told}</circle>'
    drawn = " ".join(f"M{' '.join(frame.at(point) for point in ring)}Z" for ring in _rings(geometry))
    shape = f'<path d="{drawn}" fill="{color}" fill-rule="evenodd">{told}</path>'
    if found["confidence"] in _UNSURE:
        shape += f'<path d="{drawn}" fill="url(#unsure)" fill-rule="evenodd" pointer-events="none"/>'
    return shape


def _told(found: dict[str, Any]) -> str:
    margin = f" ± {found['people_beyond_moe']:,.0f}" if found["people_beyond_moe"] is not None else ""
    return (
        f"{found['name']}, {found['state']}: {found['people_beyond']:,.0f}{margin} of {found['people']:,.0f} people; "
        f"nearest: {found['nearest_asset_name'] or 'none'}; confidence {found['confidence']}"
        f"{'; ' + found['note'] if found.get('note') else ''}"
    )


def _table(features: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(found['name'])}, {escape(found['state'])}</td><td>{found['people_beyond']:,.0f}</td>"
        f"<td>{found['people']:,.0f}</td></tr>"
        for found in (feature["properties"] for feature in features[:50])
        if found["people_beyond"] > 0
    )
    return f"<table><thead><tr><th>Area</th><th>In a gap</th><th>People</th></tr></thead><tbody>{rows}</tbody></table>"
