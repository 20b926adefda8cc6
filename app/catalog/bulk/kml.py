"""KML 2.3: a placemark for each asset, its fields as typed data; streamed."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from app.catalog.bulk.about import About
from app.catalog.bulk.fields import FIELDS
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source, joined
from app.catalog.bulk.values import Point, value_rows

_TYPES: Final = {"integer": "int", "number": "double", "boolean": "bool"}
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to say."""
_NAMES: Final = [field.name for field in FIELDS]
_NAME, _DESCRIPTION = _NAMES.index("name"), _NAMES.index("description")


def kml(source: Source, question: Question, about: About) -> Iterator[bytes]:
    """The document in pieces; an asset without a point is a placemark without one."""
    yield _head(about).encode()
    yield from joined(_placemark(values, point).encode() for values, point in value_rows(source, question))
    yield b"</Document>\n</kml>\n"


def _head(about: About) -> str:
    facts = "".join(_data(name, fact) for name, fact in about.facts().items())
    fields = "".join(
        f"<SimpleField type={quoteattr(_TYPES.get(field.kind, 'string'))} name={quoteattr(field.name)}/>\n"
        for field in FIELDS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        f"<name>{_text(about.title)}</name>\n<description>{_text(about.citation)}</description>\n"
        f"<ExtendedData>{facts}</ExtendedData>\n"
        f'<Schema name="asset" id="asset">\n{fields}</Schema>\n'
    )


def _data(name: str, value: str) -> str:
    return f"<Data name={quoteattr(name)}><value>{_text(value)}</value></Data>"


def _placemark(values: tuple[Any, ...], point: Point) -> str:
    about = f"<description>{_text(values[_DESCRIPTION])}</description>" if values[_DESCRIPTION] else ""
    data = "".join(
        f'<SimpleData name="{name}">{_text(_said(value))}</SimpleData>'
        for name, value in zip(_NAMES, values, strict=True)
        if value not in (None, [])
    )
    place = f"<Point><coordinates>{point[0]},{point[1]}</coordinates></Point>" if point else ""
    return (
        f"<Placemark><name>{_text(values[_NAME])}</name>{about}"
        f'<ExtendedData><SchemaData schemaUrl="#asset">{data}</SchemaData></ExtendedData>{place}</Placemark>\n'
    )


def _text(text: str) -> str:
    # A carriage return would be read as a line feed.
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
