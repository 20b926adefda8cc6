"""The child process: a page or picture on standard input, the finished document on standard output.

`python -m app.maps.press KIND MEMORY_BYTES ORIGIN`. It has no environment, fetches nothing but our own static files,
and may take no more memory than it is told.
"""

import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from app.maps.press.job import LIBRARY_MISSING
from app.web import STATIC


def main(kind: str, memory_bytes: int, origin: str) -> int:
    """Make it; 0 when it was written."""
    given = sys.stdin.buffer.read()
    try:
        make = {"pdf": _pdf, "png": _png}[kind]()
    except OSError as error:  # what a missing system library is to a binding
        print(error, file=sys.stderr)
        return LIBRARY_MISSING
    _limit(memory_bytes)
    sys.stdout.buffer.write(make(given, origin))
    return 0


def _limit(memory_bytes: int) -> None:
    """The libraries that are loaded are not counted."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[0]) if statm.exists() else 0
    most = pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pdf() -> Any:
    """A PDF/UA-1 document: tagged, with title and language, from the HTML of a whole page."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):  # type: ignore[misc]
        """Our static files, whatever is asked for."""

        def __init__(self, origin: str) -> None:
            super().__init__(allowed_protocols=("https",))
            self._prefix = f"{origin}/static/"

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the signature of its parent
            return URLFetcherResponse(url, static_file(url, self._prefix), {"Content-Type": _type_of(url)})

    def make(given: bytes, origin: str) -> bytes:
        page = HTML(string=given.decode(), base_url=f"{origin}/", url_fetcher=Ours(origin))
        made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, full_fonts=False)
        return made

    return make


def _type_of(url: str) -> str:
    return {"css": "text/css", "svg": "image/svg+xml"}.get(url.rpartition(".")[2], "application/octet-stream")


def static_file(url: str, prefix: str) -> bytes:
    """The static file at `url`, which begins with `prefix`. Raises ValueError for anything else."""
    path = (STATIC / url.removeprefix(prefix).partition("?")[0]).resolve()
    if not url.startswith(prefix) or not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise ValueError(f"{url} is none of our files.")
    return path.read_bytes()


def _png() -> Any:
    """A picture, as large as its SVG says it is."""
    from cairosvg import svg2png

    def make(given: bytes, _origin: str) -> bytes:
        made: bytes = svg2png(bytestring=given, unsafe=False)  # nothing is fetched, no entity is resolved
        return made

    return make


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
    except Exception:  # noqa: BLE001 - the parent turns the end of this process into an answer
        traceback.print_exc()
        sys.exit(1)
