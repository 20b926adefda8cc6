"""CSV, GeoJSON and GeoJSON text sequences: bytes as PostgreSQL made them, in pieces."""

from collections.abc import Iterator

import orjson

from app.catalog.bulk.about import About
from app.catalog.bulk.selecting import Question, features_of, sheet_of
from app.catalog.bulk.source import Source, joined

_BOM = b"\xef\xbb\xbf"
"""Tells spreadsheet programs that the file is UTF-8."""


def csv(source: Source, question: Question, about: About) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark; what it says of itself goes along in headers or beside it."""
    del about
    yield _BOM
    yield from source.pieces(sheet_of(question))


def geojson(source: Source, question: Question, about: About) -> Iterator[bytes]:
    """One FeatureCollection (RFC 7946), a feature a line, with what it says of itself as further members."""
    members = {"type": "FeatureCollection", "name": about.stem, **about.facts()}
    yield orjson.dumps(members)[:-1] + b',"features":[\n'
    yield from joined(_separated(source.lines(features_of(question))))
    yield b"]}\n"


def _separated(lines: Iterator[bytes]) -> Iterator[bytes]:
    first = next(lines, None)
    if first is None:
        return
    yield first
    for line in lines:
        yield b"," + line


def geojsonl(source: Source, question: Question, about: About) -> Iterator[bytes]:
    """A feature a line, each a document of its own."""
    del about
    return source.pieces(features_of(question))
