"""The HTML of a page, changed to stand in a frame: links stay in it where they have a twin there, others open a tab.

Works on the tags of our own templates (attributes in double quotes, user text escaped), so that no template needs to
know whether it is embedded.
"""

import re
from dataclasses import replace
from html import escape, unescape
from typing import Final
from urllib.parse import urldefrag, urlencode

from app.routers.embeds import Embed

_TWIN: Final = re.compile(r"/(?:browse|gaps|states/[A-Za-z-]+|counties/[^/?#.]+|assets/[0-9a-f-]{36})")
_DRAWN: Final = ("/states/", "/counties/", "/gaps")
"""Pages whose map can be shown alone, and be gone on from to another such."""
_TAG: Final = re.compile(r"<(a|form|iframe|button)\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(r'\s(href|action|src|data-src|rel|sandbox)="([^"]*)"')
_STAYS: Final = ("#", "mailto:", "tel:", "/embed/")
_UP: Final = "allow-top-navigation-by-user-activation"
_OUT: Final = "allow-popups-to-escape-sandbox"
"""A map in a frame of a frame may not take away the page around both: its links open tabs, which are not sandboxed."""


def framed(html: str, embed: Embed) -> str:
    """`html` for a frame that `embed` describes."""
    return _TAG.sub(lambda tag: _changed(tag, embed), html)


def twin_of(address: str, embed: Embed) -> str | None:
    """The address inside the frame that shows what `address` does; None where there is none."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    if not _TWIN.fullmatch(path):
        return None
    within = embed if path.startswith(_DRAWN) else replace(embed, show=None)
    return _with(f"/embed{address}", within.query())


def _with(address: str, more: str) -> str:
    if not more:
        return address
    base, fragment = urldefrag(address)
    return f"{base}{'&' if '?' in base else '?'}{more}{'#' if fragment else ''}{fragment}"


def _changed(tag: re.Match[str], embed: Embed) -> str:
    name, attributes = tag[1], tag[2]
    there = {each[1]: unescape(each[2]) for each in _ATTRIBUTE.finditer(attributes)}
    if name == "a" and "href" in there:
        return f"<a{_link(attributes, there, embed)}>"
    if name == "form" and "action" in there:
        return _form(attributes, there["action"], embed)
    if name == "iframe":
        return f"<iframe{_map(attributes, there, embed)}>"
    return tag[0]


def _set(attributes: str, name: str, value: str) -> str:
    """`attributes` with the one called `name` set to `value`."""
    bare = re.sub(rf'\s{name}="[^"]*"', "", attributes)
    return f'{bare} {name}="{escape(value)}"'


def _link(attributes: str, there: dict[str, str], embed: Embed) -> str:
    href = there["href"]
    if href.startswith("/embed/"):  # this page in another language
        return _set(attributes, "href", _with(href, embed.query(language=False)))
    if href.startswith(_STAYS) or re.search(r"\sdownload\b", attributes):
        return attributes
    twin = twin_of(href, embed)
    if twin:
        return _set(attributes, "href", twin)
    words = [*(word for word in there.get("rel", "").split() if word != "noopener"), "noopener"]
    return _set(_set(attributes, "rel", " ".join(words)), "target", "_blank")


def _form(attributes: str, action: str, embed: Embed) -> str:
    twin = twin_of(action, Embed())
    if twin is None or 'target="' in attributes:
        return f"<form{_set(_set(attributes, 'target', '_blank'), 'rel', 'noopener')}>"
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(text)}" data-frame>' for name, text in embed.pairs
    )
    return f"<form{_set(attributes, 'action', twin)}>{fields}"


def _map(attributes: str, there: dict[str, str], embed: Embed) -> str:
    more = urlencode([("partner", embed.partner)]) if embed.partner else ""
    for name in ("src", "data-src"):
        if there.get(name, "").startswith("/maps/"):
            attributes = _set(attributes, name, _with(there[name], more))
    return attributes.replace(_UP, _OUT)
