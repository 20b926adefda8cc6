# ruff: noqa: E501 - files are written as they are
"""Files of every format, made byte by byte: whole ones, and with exactly the damage that is asked for."""

import csv
import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WGS84_WKT = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
UTM13_WKT = (
    'PROJCS["NAD_1983_UTM_Zone_13N",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",-105.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)
LOCAL_WKT = 'LOCAL_CS["Campus grid",LOCAL_DATUM["Campus",32767],UNIT["Foot_US",0.3048006096],AXIS["X",EAST],AXIS["Y",NORTH]]'
HEADER = ("id", "name", "type", "city")
ROWS = (("NM-1", "Main Library", "library", "Santa Fe"), ("NM-2", "Rocket Club", "museum", "Española"))
POINTS = ((-105.94, 35.69), (-106.08, 36.0))


# Text


def csv_bytes(
    header: Sequence[str] = HEADER,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode(encoding)


# Archives


def zip_bytes(
    members: Mapping[str, bytes] | Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in pairs:
            archive.writestr(name, body)
    return out.getvalue()


def zip_with(name: str, body: bytes, *, mode: int = 0, flags: int = 0) -> bytes:
    """A ZIP whose member has a file mode (a link, say) or flags (encryption, say) of its own."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, body)
    packed = bytearray(out.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.index(signature) + offset
        packed[place] |= flags
    return bytes(packed)


def lying_zip(name: str, body: bytes, says: int) -> bytes:
    """A ZIP whose member says it has `says` bytes."""
    packed = bytearray(zip_bytes({name: body}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = packed.index(signature) + offset
        packed[place : place + 4] = struct.pack("<I", says)
    return bytes(packed)


# Workbooks


@dataclass(frozen=True)
class Formula:
    """A formula with the value stored beside it, None for no value."""

    text: str
    value: str | None = None


@dataclass(frozen=True)
class Failed:
    """A cell that shows an error."""

    text: str = "#N/A"


@dataclass(frozen=True)
class SheetOf:
    """One sheet: cells by row (None leaves a cell out), merged ranges, and whether it is hidden."""

    name: str
    rows: Sequence[Sequence[Any]]
    merged: Sequence[str] = ()
    hidden: bool = False
    more: str = ""


_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="20" applyNumberFormat="1"/><xf numFmtId="46" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def letters(column: int) -> str:
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _serial(day: date, since: date) -> int:
    return (day - since).days


def _cell(place: str, value: Any, since: date) -> str:
    if isinstance(value, Formula):
        stored = "" if value.value is None else f"<v>{escape(value.value)}</v>"
        return f'<c r="{place}" t="str"><f>{escape(value.text)}</f>{stored}</c>'
    if isinstance(value, Failed):
        return f'<c r="{place}" t="e"><v>{value.text}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        part = (value - datetime.combine(value.date(), time())) / timedelta(days=1)
        return f'<c r="{place}" s="1"><v>{_serial(value.date(), since) + part}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{_serial(value, since)}</v></c>'
    if isinstance(value, time):
        return f'<c r="{place}" s="2"><v>{(value.hour * 60 + value.minute) / 1440!r}</v></c>'
    if isinstance(value, timedelta):
        return f'<c r="{place}" s="3"><v>{value / timedelta(days=1)!r}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def sheet_xml(sheet: SheetOf, since: date = date(1899, 12, 30)) -> str:
    lines = []
    for number, row in enumerate(sheet.rows, start=1):
        cells = "".join(
            _cell(f"{letters(column)}{number}", value, since)
            for column, value in enumerate(row)
            if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in sheet.merged)
    merged = f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else ""
    return f"<worksheet {_MAIN}><sheetData>{''.join(lines)}{sheet.more}</sheetData>{merged}</worksheet>"


def xlsx_members(*sheets: SheetOf, date1904: bool = False) -> dict[str, bytes]:
    since = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    entries = "".join(
        f'<sheet name="{escape(each.name)}" sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if each.hidden else ""}/>'
        for n, each in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><workbookPr{" date1904=" + chr(34) + "1" + chr(34) if date1904 else ""}/><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}<Relationship Id="rId99" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    texts |= {f"xl/worksheets/sheet{n}.xml": sheet_xml(each, since) for n, each in enumerate(sheets, start=1)}
    return {name: text.encode() for name, text in texts.items()}


def xlsx_bytes(*sheets: SheetOf, date1904: bool = False) -> bytes:
    return zip_bytes(xlsx_members(*(sheets or (table(),)), date1904=date1904))


def table(
    name: str = "Assets", header: Sequence[Any] = HEADER, rows: Sequence[Sequence[Any]] = ROWS, **more: Any
) -> SheetOf:
    return SheetOf(name, [header, *rows], **more)


def ods_members(rows: Sequence[Sequence[str]] = (HEADER, *ROWS)) -> dict[str, bytes]:
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{oasis}:office:1.0" xmlns:table="{oasis}:table:1.0" xmlns:text="{oasis}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Assets">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": content.encode(),
    }


def xls_bytes(rows: Sequence[Sequence[Any]] = (HEADER, *ROWS)) -> bytes:
    """An XLS (BIFF8) workbook in its container."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, (int, float)):
                cells += record(0x0203, struct.pack("<HHHd", r, c, 0, value))
            else:
                text = str(value)
                cells += record(
                    0x0204, struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le")
                )
    sheet = (
        begin(0x0010)
        + record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, 4, 0))
        + cells
        + record(0x000A, b"")
    )
    name = b"Assets"
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name
    head = begin(0x0005) + record(0x0042, struct.pack("<H", 1200))
    start = len(head) + 4 + len(bound) + 4
    bound = struct.pack("<I", start) + bound[4:]
    return ole_bytes({"Workbook": head + record(0x0085, bound) + record(0x000A, b"") + sheet})


def ole_bytes(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of at most three large streams."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [fat_sector, end]
    body, entries = b"", [_ole_entry("Root Entry", 5, end, 0, child=1)]
    for name, stream in streams.items():
        padded = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
        first, count = len(fat), len(padded) // 512
        fat += [*range(first + 1, first + count), end]
        body += padded
        entries.append(_ole_entry(name, 2, first, len(padded)))
    fat += [free] * (128 - len(fat))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    head += struct.pack("<HHHHHHIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, end, 0, end)
    head += struct.pack("<I", 0) + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    return head[:512] + struct.pack("<128I", *fat[:128]) + b"".join(entries).ljust(512, b"\0") + body


def _ole_entry(name: str, kind: int, first: int, size: int, child: int = -1) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
        + b"\0" * 36
        + struct.pack("<IQ", first, size)
    )


# Maps


def feature(
    properties: Any = None, coordinates: Any = POINTS[0], kind: str = "Point", **more: Any
) -> dict[str, Any]:
    return {
        "type": "Feature",
        **more,
        "properties": dict(zip(HEADER, ROWS[0], strict=True)) if properties is None else properties,
        "geometry": None if coordinates is None else {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", **more, "features": features or two_features()}).encode()


def two_features() -> list[dict[str, Any]]:
    return [
        feature(dict(zip(HEADER, row, strict=True)), point) for row, point in zip(ROWS, POINTS, strict=True)
    ]


def dbf_bytes(
    header: Sequence[str] = HEADER,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    encoding: str = "utf-8",
    language: int = 0,
) -> bytes:
    width = 40
    fields = b"".join(
        name.encode(encoding)[:10].ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([width, 0]) + b"\0" * 14
        for name in header
    )
    start, length = 32 + len(fields) + 1, 1 + width * len(header)
    head = (
        struct.pack("<B3BIHH", 3, 125, 1, 1, len(rows), start, length)
        + b"\0" * 17
        + bytes([language])
        + b"\0\0"
    )
    body = b"".join(
        b" " + b"".join(cell.encode(encoding)[:width].ljust(width) for cell in row) for row in rows
    )
    return head + fields + b"\r" + body + b"\x1a"


def shp_members(
    points: Sequence[tuple[float, float] | None] = POINTS,
    stem: str = "assets",
    prj: str | None = WGS84_WKT,
    cpg: str | None = "UTF-8",
    dbf: bytes | None = None,
) -> dict[str, bytes]:
    """The parts of a Shapefile of points (None: no shape)."""
    records, index, offset = b"", b"", 50
    for number, point in enumerate(points, start=1):
        content = struct.pack("<i", 0) if point is None else struct.pack("<idd", 1, *point)
        records += struct.pack(">ii", number, len(content) // 2) + content
        index += struct.pack(">ii", offset, len(content) // 2)
        offset += 4 + len(content) // 2
    return shp_parts(records, index, 1, stem, prj, cpg, dbf_bytes() if dbf is None else dbf)


def shp_parts(
    records: bytes,
    index: bytes,
    kind: int,
    stem: str = "assets",
    prj: str | None = WGS84_WKT,
    cpg: str | None = "UTF-8",
    dbf: bytes = b"",
) -> dict[str, bytes]:
    def head(size: int) -> bytes:
        return struct.pack(">i20xi", 9994, size // 2) + struct.pack(
            "<ii8d", 1000, kind, -180, -90, 180, 90, 0, 0, 0, 0
        )

    parts = {
        f"{stem}.shp": head(100 + len(records)) + records,
        f"{stem}.shx": head(100 + len(index)) + index,
        f"{stem}.dbf": dbf,
    }
    if prj is not None:
        parts[f"{stem}.prj"] = prj.encode()
    if cpg is not None:
        parts[f"{stem}.cpg"] = cpg.encode()
    return parts


def polygon_shp_members(ring: Sequence[tuple[float, float]]) -> dict[str, bytes]:
    """A Shapefile of one polygon with `ring`."""
    content = struct.pack("<i4dii", 5, -180, -90, 180, 90, 1, len(ring)) + struct.pack("<i", 0)
    content += b"".join(struct.pack("<dd", *point) for point in ring)
    record = struct.pack(">ii", 1, len(content) // 2) + content
    return shp_parts(record, struct.pack(">ii", 50, len(content) // 2), 5, dbf=dbf_bytes(rows=ROWS[:1]))


def wkb_point(lon: float, lat: float) -> bytes:
    return b"GP\x00\x01" + struct.pack("<i", 4326) + b"\x01" + struct.pack("<Idd", 1, lon, lat)


def gpkg_bytes(
    *statements: str,
    srs_id: int = 4326,
    definition: str = WGS84_WKT,
    layer: bool = True,
    geometries: Sequence[bytes | None] = (),
    kind: str = "POINT",
) -> bytes:
    """A GeoPackage with the table `assets` and whatever `statements` do to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        database = sqlite3.connect(path)
        database.executescript(_GPKG_TABLES)
        database.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', ?, 'EPSG', ?, ?, NULL)",
            (srs_id, srs_id, definition),
        )
        if layer:
            database.executescript(_GPKG_LAYER.format(srs=srs_id, kind=kind))
            shapes = geometries or [wkb_point(*point) for point in POINTS]
            for place, shape in enumerate(shapes):
                database.execute(
                    "INSERT INTO assets (geom, id, name, type, city) VALUES (?, ?, ?, ?, ?)",
                    (shape, *ROWS[place % len(ROWS)]),
                )
        for statement in statements:
            database.executescript(statement)
        database.commit()
        database.close()
        return path.read_bytes()


_GPKG_TABLES = """
PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME DEFAULT '2025-01-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE,
    max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,
    z TINYINT, m TINYINT, PRIMARY KEY (table_name, column_name));
"""
_GPKG_LAYER = """
CREATE TABLE assets (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom {kind}, id TEXT, name TEXT, type TEXT, city TEXT);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('assets', 'features', 'assets', {srs});
INSERT INTO gpkg_geometry_columns VALUES ('assets', 'geom', '{kind}', {srs}, 0, 0);
"""


def placemark(
    name: str = "Main Library", inside: str = "<Point><coordinates>-105.94,35.69,0</coordinates></Point>"
) -> str:
    return f"<Placemark><name>{name}</name>{inside}</Placemark>"


def kml_bytes(
    *marks: str, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>', encoding: str = "utf-8"
) -> bytes:
    body = "".join(marks or (placemark(), placemark("Rocket Club")))
    return f'{prolog}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode(
        encoding
    )


def data(**values: str) -> str:
    inner = "".join(f'<Data name="{name}"><value>{value}</value></Data>' for name, value in values.items())
    return f"<ExtendedData>{inner}</ExtendedData>"


def hsds_members(**tables: str) -> dict[str, bytes]:
    """A data package of two services, one of them at two places; `tables` replace or add (empty: leave out)."""
    texts = {
        "organizations": "id,name,description\no1,County Libraries,All of them\n",
        "services": "id,organization_id,name,description,status,minimum_age\ns1,o1,Robot Hour,Robots,active,8\ns2,o1,Star Bus,Mobile,active,\n",
        "locations": "id,location_type,name,latitude,longitude\nl1,physical,Main,35.69,-105.94\nl2,physical,South,35.6,-106\n",
        "service_at_locations": "id,service_id,location_id\na1,s1,l1\na2,s1,l2\n",
        "addresses": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "d1,l1,1 Post St,Santa Fe,NM,87501,US,postal\nd2,l1,2 Main St,Santa Fe,NM,87501,US,physical\n",
        "phones": "id,service_id,location_id,number\np1,,l1,505-555-0100\np2,s2,,505-555-0101\n",
    } | tables
    members = {f"{name}.csv": text.encode() for name, text in texts.items() if text}
    return {"datapackage.json": b'{"name": "human-services", "resources": []}'} | members
