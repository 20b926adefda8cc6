"""Third-party files a map page needs: from our own server when the set-up installed them, else from a pinned CDN.

The integrity hashes are of the files in the npm packages leaflet 1.9.4 (BSD-2-Clause) and
leaflet.markercluster 1.5.3 (MIT); the CDN serves the same bytes.
"""

from dataclasses import dataclass
from typing import Final

from app.web import VENDOR

CDN: Final = "https://unpkg.com"


@dataclass(frozen=True)
class BrowserFile:
    """One script or stylesheet: its place below the vendor folder, its address on the CDN, its hash."""

    local: str
    remote: str
    integrity: str

    def installed(self) -> bool:
        """Whether the set-up has put it here."""
        return (VENDOR / self.local).is_file()

    def tag(self) -> str:
        """The HTML that loads it."""
        if self.installed():
            where = f'"/static/vendor/{self.local}"'
        else:
            where = f'"{CDN}/{self.remote}" integrity="{self.integrity}" crossorigin="anonymous"'
        if self.local.endswith(".js"):
            return f"<script src={where}></script>"
        return f'<link rel="stylesheet" href={where}>'


LEAFLET: Final = (
    BrowserFile(
        "leaflet/leaflet.css",
        "leaflet@1.9.4/dist/leaflet.css",
        "sha384-sHL9NAb7lN7rfvG5lfHpm643Xkcjzp4jFvuavGOndn6pjVqS6ny56CAt3nsEVT4H",
    ),
    BrowserFile(
        "leaflet/leaflet.js",
        "leaflet@1.9.4/dist/leaflet.js",
        "sha384-cxOPjt7s7Iz04uaHJceBmS+qpjv2JkIHNVcuOrM+YHwZOmJGBXI00mdUXEq65HTH",
    ),
)
MARKER_CLUSTER: Final = (
    BrowserFile(
        "leaflet.markercluster/MarkerCluster.css",
        "leaflet.markercluster@1.5.3/dist/MarkerCluster.css",
        "sha384-pmjIAcz2bAn0xukfxADbZIb3t8oRT9Sv0rvO+BR5Csr6Dhqq+nZs59P0pPKQJkEV",
    ),
    BrowserFile(
        "leaflet.markercluster/leaflet.markercluster.js",
        "leaflet.markercluster@1.5.3/dist/leaflet.markercluster.js",
        "sha384-eXVCORTRlv4FUUgS/xmOyr66XBVraen8ATNLMESp92FKXLAMiKkerixTiBvXriZr",
    ),
)


def all_installed() -> bool:
    """Whether maps need no other host."""
    return all(file.installed() for file in LEAFLET + MARKER_CLUSTER)
