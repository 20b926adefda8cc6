"""Sitemaps: an index and parts of asset pages, written by PostgreSQL. Source: sitemaps.org protocol 0.9."""

from functools import cache
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import escape

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

_XMLNS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
PAGES: Final = ("/", "/browse", "/gaps", "/states", "/about")
"""Pages that are no asset's."""


@cache
def _statement(name: str) -> TextClause:
    return text((files("app.catalog") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def sitemap_index(session: Session, root: str, size: int) -> bytes:
    """The index: the part of other pages, then one for each `size` assets with the day its newest one changed."""
    found = session.execute(_statement("sitemap_parts"), {"size": size})
    parts = [f"<sitemap><loc>{escape(root)}/sitemaps/pages.xml</loc></sitemap>"]
    parts += [
        f"<sitemap><loc>{escape(root)}/sitemaps/assets-{row.part}.xml</loc><lastmod>{row.changed}</lastmod></sitemap>"
        for row in found
    ]
    return _document("sitemapindex", "".join(parts))


def sitemap_pages(session: Session, root: str) -> bytes:
    """The part with the pages that are no asset's: also those of states with an inventory and of their counties."""
    found = session.execute(_statement("sitemap_places"))
    paths = [*PAGES, *(f"/{row.page}/{row.code}" for row in found)]
    return _document("urlset", "".join(f"<url><loc>{escape(root + path)}</loc></url>" for path in paths))


def sitemap_assets(session: Session, root: str, number: int, size: int) -> bytes | None:
    """Part `number` (from 1) with at most `size` assets; None when there is no such part."""
    given = {"base": f"{escape(root)}/assets/", "size": size, "offset": (number - 1) * size}
    urls = session.scalar(_statement("sitemap_assets"), given)
    return _document("urlset", urls) if urls else None


def _document(element: str, content: str) -> bytes:
    return f"{_HEAD}<{element} {_XMLNS}>{content}</{element}>\n".encode()
