"""The plain Folium page that people make: one Marker with a popup for each asset.

Its files come from this machine, and of those only Leaflet: without Bootstrap, Font Awesome and jQuery, which it would
fetch from other hosts, it is measured better than it is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from threading import Thread
from typing import Any, Final

import folium

from app.web import STATIC

_JQUERY: Final = (
    "const $ = (html) => { const box = document.createElement('template'); box.innerHTML = html.trim(); "
    "return [box.content.firstChild]; };"
)
"""All that popups use of jQuery."""
_READY: Final = "<script>document.documentElement.dataset.ready = 1</script>"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: the table is what is printed."""


@contextmanager
def naive_pages(home: Path, assets: list[dict[str, Any]], counts: tuple[int, ...]) -> Iterator[str]:
    """The base URL where `/3000.html` and so on show that many of `assets`."""
    copytree(STATIC / "vendor" / "leaflet", home / "leaflet")
    for count in counts:
        (home / f"{count}.html").write_text(_page(assets[:count]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(home)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _page(assets: list[dict[str, Any]]) -> str:
    drawing = folium.Map(location=[38, -108], zoom_start=5, tiles=None)
    for each in assets:
        lon, lat = each["geometry"]["coordinates"]
        folium.Marker([lat, lon], popup=each["properties"]["name"]).add_to(drawing)
    html = drawing.get_root().render()
    html = re.sub(r"<(script|link)[^>]*https?://[^>]*>(</script>)?", "", html)
    files = '<link rel="stylesheet" href="leaflet/leaflet.css"><script src="leaflet/leaflet.js"></script>'
    ours = f"{files}<script>{_JQUERY}</script>"
    return html.replace("<head>", f"<head>{ours}", 1).replace("</html>", f"{_READY}</html>")
