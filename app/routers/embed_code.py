"""What people paste into a page of theirs to show one of ours: a script, or a plain frame."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from app.language import N_
from app.web import STATIC

VIEWS: Final[Mapping[str, str]] = {
    "states": N_("A state"),
    "counties": N_("A county"),
    "gaps": N_("Who is underserved"),
    "browse": N_("Programs, with a list and a map"),
    "assets": N_("One program or place"),
    "search": N_("The search box alone"),
}
"""What can be embedded, by the first part of its address."""
PLACED: Final = ("states", "counties", "assets")
"""Views that are of something: its code or id follows in the address."""
ADDRESSES: Final = (
    "/embed/browse", "/embed/gaps", "/embed/states/WY", "/embed/counties/56039", "/embed/assets/{id}", "/embed/search",
)  # fmt: skip
HEIGHT_PX: Final = 640
"""Of a plain frame, which cannot grow with its page."""
BOX_PX: Final = 190
"""Of the search box in a plain frame."""
_VIEW: Final = re.compile(
    r"(?:browse|gaps|search|states/[A-Z]{2}|counties/\d{5}|assets/[0-9a-f-]{36})(?:\?.*)?"
)


@dataclass(frozen=True)
class EmbedCode:
    """One view as people paste it: by script or frame; `preview` is its address here."""

    view: str
    preview: str
    script: str
    frame: str

    @property
    def builder(self) -> str:
        """Where more can be chosen."""
        kind, _, place = self.view.partition("/")
        return f"/embed?{urlencode({'view': kind, 'place': place})}" if place.isalnum() else "/embed"


def code_of(
    root: str, address: str, title: str, more: Mapping[str, str] | None = None, height_px: int = 0
) -> EmbedCode | None:
    """The code for the page at `address` (`/states/WY?…`); None where that cannot be embedded.

    `more` is what the frame's address says besides: partner, show, lang. A height in pixels keeps the frame from
    growing with its page.
    """
    view = address.lstrip("/")
    if not _VIEW.fullmatch(view):
        return None
    said = {name: text for name, text in (more or {}).items() if text}
    preview = f"/embed/{view}"
    if said:
        preview += f"{'&' if '?' in view else '?'}{urlencode(said)}"
    frame_px = height_px or (BOX_PX if view == "search" else HEIGHT_PX)
    return EmbedCode(
        view, preview, _script(root, view, title, said, height_px), _frame(root + preview, title, frame_px)
    )


def _script(root: str, view: str, title: str, said: Mapping[str, str], height_px: int) -> str:
    data = {"view": view, **said, "title": title, **({"height": str(height_px)} if height_px else {})}
    written = Markup(" ").join(Markup('data-{}="{}"').format(name, text) for name, text in data.items())
    return str(Markup('<script src="{}/embed.js" {} async></script>').format(root, written))


def _frame(address: str, title: str, height_px: int) -> str:
    return str(
        Markup(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>'
        ).format(address, title, height_px)
    )


@cache
def loader() -> bytes:
    """The script that partners load."""
    return (STATIC / "embed.js").read_bytes()


@cache
def loader_version() -> str:
    """A name of what the script is: another script, another name."""
    return hashlib.sha256(loader()).hexdigest()[:12]
