"""A folium map as a page of its own: our files only, no inline style, every inline script named by its hash.

The page runs sandboxed in an iframe, so that even a hole in it could not use the visitor's session.
"""

import base64
import hashlib
import re
from typing import Any, Final
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template
from markupsafe import escape

from app.language import DEFAULT, _, speaking
from app.language.scripts import words_address
from app.maps.browser_files import CDN, LEAFLET, MARKER_CLUSTER, BrowserFile, all_installed
from app.settings import Settings

CENTER: Final = (39.5, -111.5)
"""(lat, lon) as Leaflet wants it: the middle of the six states, until the layer says where to look."""

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class MapPage(Figure):
    """The document around a map: a language and a title, which folium's own leaves out."""

    language = DEFAULT

    _template = Template(
        """<!doctype html>
<html lang="{{ this.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ this.title }}</title>
{{ this.header.render(**kwargs) }}
</head>
<body>
{{ this.html.render(**kwargs) }}
<script>{{ this.script.render(**kwargs) }}</script>
</body>
</html>
"""
    )


class LocalMap(folium.Map):
    """A folium map without folium's default scripts, styles and tiles."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []
    _template = Template(
        """{% macro header(this, kwargs) %}{% endmacro %}
{% macro html(this, kwargs) %}
<div id="{{ this.get_name() }}" class="map" role="region" aria-label="{{ this.described }}"></div>
{% endmacro %}
{% macro script(this, kwargs) %}
const {{ this.get_name() }} = L.map("{{ this.get_name() }}", {{ this.frame_options|tojson }});
{% endmacro %}"""
    )

    def __init__(
        self, title: str, *, clusters: bool = False, scripts: tuple[str, ...] = ("/static/map.js",)
    ) -> None:
        super().__init__(location=CENTER, zoom_start=5, tiles=None)
        self._id = "frame"  # a fixed name, so that the same map is the same bytes
        self.frame_options: dict[str, Any] = {
            "center": CENTER,
            "zoom": 5,
            "minZoom": 3,
            "maxZoom": 16,
            "zoomSnap": 0.25,
        }
        self.described = escape(_("Map: arrow keys go from place to place"))
        self.page = MapPage(title=title)
        self.page.language = speaking.get()
        self.page.add_child(self)
        for file in (*LEAFLET, *(MARKER_CLUSTER if clusters else ())):
            self._load(file)
        self.page.header.add_child(Element('<link rel="stylesheet" href="/static/map.css">'))
        words = words_address(speaking.get())
        for own in (*([words] if words else []), "/static/words.js", *scripts):
            self.page.header.add_child(Element(f'<script src="{own}"></script>'))

    def _load(self, file: BrowserFile) -> None:
        self.page.header.add_child(Element(file.tag()))


class DataLayer(MacroElement):
    """A layer drawn by our own script (`static/map.js`): `function` with `options`, which hold no user text."""

    _template = Template(
        """{% macro script(this, kwargs) %}
stemmap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.options|tojson }});
{% endmacro %}"""
    )

    def __init__(self, function: str, options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "DataLayer"
        self.function = function
        self.options = options


def add_base_map(local: LocalMap, settings: Settings) -> None:
    """External tiles under everything, where the operator has set some; by default there are none."""
    if settings.tiles_url:
        folium.TileLayer(settings.tiles_url, attr=settings.tiles_attribution or " ", overlay=False).add_to(
            local
        )


def _hosts(settings: Settings) -> tuple[str, str]:
    """Other hosts that scripts and styles, and images, may come from: none unless there is no way around."""
    scripts = "" if all_installed() else f" {CDN}"
    if not settings.tiles_url:
        return scripts, ""
    parts = urlsplit(settings.tiles_url)
    return scripts, f" {parts.scheme}://{parts.netloc.replace('{s}', '*')}"


def render(local: LocalMap, settings: Settings) -> tuple[str, str]:
    """The page of a map and its Content-Security-Policy."""
    html = local.page.render()
    scripts, images = _hosts(settings)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in _INLINE.findall(html)
    )
    policy = (
        f"default-src 'none'; script-src 'self'{scripts} {hashes}; style-src 'self'{scripts}; "
        f"img-src 'self' data:{images}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return html, policy
