"""What goes beside the files of a snapshot: a Data Package, a CITATION.cff, and a record ready for DataCite. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from app.catalog.bulk.about import About
from app.catalog.bulk.fields import FIELDS, POINT, Field

Json = dict[str, Any]
PACKAGE: Final = "datapackage.json"
CITATION: Final = "CITATION.cff"
DATACITE: Final = "datacite.json"
_TYPES: Final = {
    "text": "string",
    "list": "string",
    "json": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
"""Types of Table Schema (Frictionless) in CSV; a list is one text there."""


@dataclass(frozen=True)
class Made:
    """One file of a snapshot. `digest` is its SHA-256 in hexadecimal."""

    name: str
    title: str
    media_type: str
    size: int
    digest: str

    @property
    def ending(self) -> str:
        """The format, by the file's ending."""
        return self.name.rpartition(".")[2]


def data_package(about: About, state: str, files: Iterable[Made]) -> bytes:
    """datapackage.json (Frictionless Data Package): licence, version, checksums, and the fields of the CSV."""
    document = {
        "profile": "data-package",
        "name": f"stemmap-{state.lower()}",
        "title": about.title,
        "version": str(about.version),
        "created": about.changed_at.isoformat(timespec="seconds"),
        "citation": about.citation,
        "date": about.made_on.isoformat(),
        "homepage": about.root,
        "licenses": [{"name": about.licence, "path": about.licence_url}],
        "sources": [{"title": about.publisher, "path": about.source}],
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "resources": [_resource(file) for file in files],
    }
    return _written(document)


def _resource(file: Made) -> Json:
    resource = {
        "name": file.name.rpartition(".")[0].lower() + "-" + file.ending,
        "title": file.title,
        "path": file.name,
        "format": file.ending,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
    }
    if file.ending == "csv" and file.name != "dictionary.csv":
        schema = {"fields": [_field(each) for each in (*FIELDS, *POINT)], "primaryKey": "id"}
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}
    return resource


def _field(field: Field) -> Json:
    rules: Json = {"required": True} if field.name == "id" else {}
    if field.values and field.kind == "text":
        rules["enum"] = list(field.values)
    said = {"name": field.name, "type": _TYPES[field.kind], "description": field.meaning}
    return said | ({"constraints": rules} if rules else {})


def citation_file(about: About, page: str) -> bytes:
    """CITATION.cff 1.2.0. Every value is a JSON string, which YAML reads as it is."""
    facts = {
        "cff-version": "1.2.0",
        "message": "Please cite this data set as below.",
        "type": "dataset",
        "title": about.title,
        "version": str(about.version),
        "date-released": about.made_on.isoformat(),
        "license-url" if about.licence == about.licence_url else "license": about.licence,
        "url": page,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    lines += ["authors:", f"  - name: {json.dumps(about.publisher, ensure_ascii=False)}"]
    return ("\n".join(lines) + "\n").encode()


def datacite(about: About, page: str, files: Iterable[Made]) -> bytes:
    """Attributes of a DOI as the DataCite API takes them (schema 4); the DOI itself is for whoever registers it."""
    made = list(files)
    attributes = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "titles": [{"title": about.title, "lang": "en"}],
        "creators": [{"name": about.publisher, "nameType": "Organizational"}],
        "publisher": {"name": about.publisher},
        "publicationYear": about.made_on.year,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Inventory of STEM education assets"},
        "version": str(about.version),
        "language": "en",
        "dates": [
            {"date": about.made_on.isoformat(), "dateType": "Issued"},
            {"date": about.changed_at.date().isoformat(), "dateType": "Updated"},
        ],
        "rightsList": [_rights(about)],
        "subjects": [{"subject": "STEM education"}, {"subject": "geographic information"}],
        "formats": sorted({file.media_type for file in made}),
        "sizes": [f"{file.size} bytes ({file.name})" for file in made],
        "url": page,
    }
    return _written({"data": {"type": "dois", "attributes": attributes}})


def _rights(about: About) -> Json:
    known = {"rightsIdentifier": about.licence, "rightsIdentifierScheme": "SPDX"}
    return {"rightsUri": about.licence_url} | (known if about.licence != about.licence_url else {})


def _written(document: Json) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
