# ruff: noqa: E501 - files are written as they are
"""Hostile and sloppy files, each with what must come of it: a refusal by its code, or rows and findings."""

import gzip
import json
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.inventory.readers import AS_IT_IS, ReadOptions
from app.inventory.template import template_xlsx
from tests.inventory.readers import making as m

INVALID, LARGE, UNSUPPORTED = "invalid-file", "too-large", "unsupported-file"


@dataclass(frozen=True)
class Case:
    """One file. `error` is the refusal's code and `says` a pattern in its text; else `rows` and `codes`."""

    name: str
    make: Callable[[], bytes]
    error: str | None = None
    says: str = ""
    rows: int = 0
    codes: tuple[str, ...] = ()
    options: ReadOptions = AS_IT_IS
    limits: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    """What the first row holds, by header."""


def refused(name: str, body: bytes | Callable[[], bytes], error: str, says: str = "", **more: Any) -> Case:
    return Case(name, body if callable(body) else lambda: body, error, says, **more)


def read(name: str, body: bytes | Callable[[], bytes], rows: int, *codes: str, **more: Any) -> Case:
    return Case(name, body if callable(body) else lambda: body, None, "", rows, codes, **more)


def cut(body: bytes, share: float) -> bytes:
    return body[: int(len(body) * share)]


VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>/etc/passwd</SrcDataSource>'
    b"<GeometryType>wkbNone</GeometryType></OGRVRTLayer></OGRVRTDataSource>"
)
WFS = (
    b"<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>",
    b'<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs"/>',
)
XXE = '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
PRETENDED = ("assets.csv", "assets.geojson", "assets.gpkg", "assets.kml", "assets.xlsx")
MANY = {"upload_max_rows": 3}


def references() -> Iterator[Case]:
    """Files that point to other files or to the network: no byte of those may come out."""
    for name in PRETENDED:
        yield refused(
            f"vrt named {name}", VRT, UNSUPPORTED, "OGRVRTDataSource", options=ReadOptions(file_name=name)
        )
        yield refused(f"vrt zipped as {name}", m.zip_bytes({name: VRT}), UNSUPPORTED, "OGRVRTDataSource")
    for place, body in enumerate(WFS):
        yield refused(f"wfs document {place}", body, UNSUPPORTED, "XML file")
    parts = m.shp_members()
    for part in ("assets.shp", "assets.shx", "assets.dbf"):
        yield refused(
            f"shapefile whose {part} is a vrt", m.zip_bytes(parts | {part: VRT}), INVALID, "damaged"
        )
    yield refused(
        "shapefile whose prj is a vrt", m.zip_bytes(parts | {"assets.prj": VRT}), INVALID, "coordinate system"
    )
    yield refused(
        "vrt zipped as gpkg in shapefile", m.zip_bytes({"a.shp": VRT}), INVALID, "no .shx and no .dbf"
    )
    yield refused("gpkg header before a vrt", m.gpkg_bytes()[:100] + VRT, INVALID)
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/other.kml</href></Link></NetworkLink>"
    yield refused("kml of links only", m.kml_bytes(link), INVALID, "links are not followed")
    yield read("kml with a link", m.kml_bytes(m.placemark(), link), 1, "link-not-followed")
    view = "CREATE VIEW seen AS SELECT 1 AS fid, readfile('/etc/passwd') AS name; " + contents("seen")
    yield refused("gpkg view that reads a file", m.gpkg_bytes(view, layer=False), INVALID)
    view = "CREATE VIEW seen AS SELECT 1 AS fid, load_extension('evil.so') AS name; " + contents("seen")
    yield refused("gpkg view that loads code", m.gpkg_bytes(view, layer=False), INVALID)
    attach = "CREATE VIEW seen AS SELECT * FROM pragma_database_list; " + contents("seen")
    yield read("gpkg view of the database's own lists", m.gpkg_bytes(attach, layer=False), 1)


def contents(table: str) -> str:
    return f"INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('{table}', 'attributes', '{table}');"


def archives() -> Iterator[Case]:
    good = m.csv_bytes()
    zeros = b"name,note\n" + b"a,b\n" * 17_500_000
    yield refused("zip bomb in csv", lambda: m.zip_bytes({"a.csv": zeros}), LARGE, "would grow")
    yield refused(
        "zip bomb in xlsx",
        lambda: m.zip_bytes(m.xlsx_members(m.table()) | {"xl/media/x.bin": b"\0" * 70_000_000}),
        LARGE,
        "would grow",
    )
    yield refused(
        "zip bomb in shapefile",
        lambda: m.zip_bytes(m.shp_members(dbf=m.dbf_bytes() + b" " * 70_000_000)),
        LARGE,
        "would grow",
    )
    yield refused(
        "zip bomb in kmz",
        lambda: m.zip_bytes({"doc.kml": m.kml_bytes() + b" " * 70_000_000}),
        LARGE,
        "would grow",
    )
    yield refused(
        "gzip bomb",
        lambda: gzip.compress(zeros[:20_000_000]),
        LARGE,
        "Unpacked",
        limits={"upload_max_unpacked_bytes": 2**20},
    )
    yield refused(
        "zip over the unpacked limit",
        lambda: m.zip_bytes({"a.csv": zeros[:2_000_000]}),
        LARGE,
        "Unpacked",
        limits={"upload_max_unpacked_bytes": 2**20},
    )
    yield refused(
        "zip of too many entries", m.zip_bytes({f"{n}.csv": good for n in range(501)}), LARGE, "501 entries"
    )
    slips = ("../a.csv", "/etc/a.csv", "a/../../b.csv", "C:\\a.csv", "..\\a.csv")
    for name in slips:
        yield refused(f"zip slip {name}", m.zip_bytes({name: good}), INVALID, "outside the archive")
    yield refused(
        "zip slip beside a shapefile", m.zip_bytes(m.shp_members() | {"../x.prj": b""}), INVALID, "outside"
    )
    yield refused(
        "zip slip in xlsx", m.zip_bytes(m.xlsx_members(m.table()) | {"../../x": b""}), INVALID, "outside"
    )
    yield refused(
        "zipped link", m.zip_with("a.csv", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), INVALID, "is a link"
    )
    yield refused(
        "zipped linked layer", m.zip_with("a.shp", b"/etc/passwd", mode=stat.S_IFLNK), INVALID, "is a link"
    )
    yield refused("zip with a password", m.zip_with("a.csv", good, flags=1), INVALID, "password")
    yield refused(
        "zip in an unusual method", m.zip_bytes({"a.csv": good}, zipfile.ZIP_LZMA), INVALID, "unusual"
    )
    yield refused("zip with a file twice", double_zip(good), INVALID, "twice")
    yield refused(
        "zip with names alike but for case", m.zip_bytes({"a.csv": good, "A.CSV": good}), INVALID, "twice"
    )
    yield refused("zip that says too little", m.lying_zip("a.csv", good, 10), INVALID, "damaged")
    yield refused("zip that says too much", m.lying_zip("a.csv", good, 9_999), INVALID, "damaged")
    yield refused("xlsx that says too little", lie_in_xlsx(), INVALID, "damaged")
    yield refused("zip with a wrong checksum", wrong_checksum(good), INVALID, "damaged")
    for share in (0.3, 0.6, 0.97):
        yield refused(f"zip cut at {share}", cut(m.zip_bytes({"a.csv": good}), share), INVALID, "damaged")
        yield refused(f"gzip cut at {share}", cut(gzip.compress(good), share), INVALID, "gzip")
    yield refused("zip magic alone", b"PK\x03\x04", INVALID, "damaged")
    yield refused("empty zip", m.zip_bytes({}), INVALID, "holds no file")
    yield refused("zip of folders", m.zip_bytes({"a/": b"", "__MACOSX/._a": b""}), INVALID, "holds no file")
    yield refused(
        "zip of several tables", m.zip_bytes({"a.csv": good, "b.csv": good}), INVALID, "a.csv, b.csv"
    )
    nest = m.zip_bytes({"a.zip": m.zip_bytes({"b.zip": m.zip_bytes({"c.csv": good})})})
    yield refused("zip in zip in zip", nest, INVALID, "archive in an archive")
    yield refused(
        "gzip in gzip in gzip",
        gzip.compress(gzip.compress(gzip.compress(good))),
        INVALID,
        "archive in an archive",
    )
    yield refused("zip of a picture", m.zip_bytes({"a.dat": b"\x89PNG\r\n\x1a\n"}), UNSUPPORTED, "picture")
    yield refused(
        "zip of a geodatabase", m.zip_bytes({"x.gdb/a00000001.gdbtable": b"x"}), UNSUPPORTED, "geodatabase"
    )
    yield refused("numbers document", m.zip_bytes({"Index/Document.iwa": b"x"}), UNSUPPORTED, "Numbers")
    yield refused(
        "docx", m.zip_bytes({"[Content_Types].xml": b"", "word/document.xml": b""}), UNSUPPORTED, "DOCX"
    )
    yield refused(
        "pptx", m.zip_bytes({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), UNSUPPORTED, "PPTX"
    )
    yield refused(
        "odt",
        m.zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        UNSUPPORTED,
        "OpenDocument text",
    )
    yield refused("jar", m.zip_bytes({"META-INF/MANIFEST.MF": b""}), UNSUPPORTED, "Java")
    yield read(
        "zip of one csv", m.zip_bytes({"a.csv": good, "__MACOSX/._a.csv": b"x", "readme.txt": b"x"}), 2
    )
    yield read("zip of one xlsx", m.zip_bytes({"a.xlsx": m.xlsx_bytes()}), 2)
    yield read("zip of one geojson", m.zip_bytes({"a.geojson": m.collection()}), 2)
    yield read(
        "zip, member chosen",
        m.zip_bytes({"a.csv": good, "b.csv": m.csv_bytes(rows=m.ROWS[:1])}),
        1,
        options=ReadOptions(part="b.csv"),
    )
    for name, body in (
        ("csv", good),
        ("xlsx", m.xlsx_bytes()),
        ("geojson", m.collection()),
        ("gpkg", m.gpkg_bytes()),
        ("kml", m.kml_bytes()),
    ):
        yield read(f"gzip of {name}", gzip.compress(body), 2)


def double_zip(body: bytes) -> bytes:
    packed = bytearray(m.zip_bytes({"a.csv": body, "b.csv": body}))
    return bytes(packed.replace(b"b.csv", b"a.csv"))


def wrong_checksum(body: bytes) -> bytes:
    packed = bytearray(m.zip_bytes({"a.csv": body}, zipfile.ZIP_STORED))
    packed[packed.index(b"Santa")] ^= 1
    return bytes(packed)


def lie_in_xlsx() -> bytes:
    packed = bytearray(m.xlsx_bytes())
    place = packed.rindex(b"PK\x01\x02") + 24
    packed[place : place + 4] = struct.pack("<I", 20)
    return bytes(packed)


def other_formats() -> Iterator[Case]:
    bodies = {
        "PDF": b"%PDF-1.7\n%x",
        "RAR": b"Rar!\x1a\x07\x00",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "bzip2": b"BZh91AY",
        "xz": b"\xfd7zXZ\x00",
        "picture": b"\xff\xd8\xff\xe0",
        "Access": b"\x00\x01\x00\x00Standard ACE DB\x00",
        "Parquet": b"PAR1\x15",
        "FlatGeobuf": b"fgb\x03fgb\x00",
        "rich text": b"{\\rtf1 x}",
        "tar": b"a.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(200, b"\0"),
        "single .shp": m.shp_members()["assets.shp"],
        "web page": b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
        "HTML": b"<table><tr><td>name</td></tr></table>",
        "XML form of 2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "DOC": m.ole_bytes({"WordDocument": b"x" * 5000}),
        "password": m.ole_bytes({"EncryptedPackage": b"x" * 5000}),
        "SQLite": sqlite_bytes(),
        "TopoJSON": b'{"type": "Topology", "objects": {}, "arcs": []}',
        "Esri JSON": b'{"geometryType": "esriGeometryPoint", "features": [{"attributes": {"a": 1}, "geometry": {"x": 1}}]}',
        "not GeoJSON": b'[{"name": "Library"}]',
    }
    for name, body in bodies.items():
        yield refused(f"other format: {name}", body, UNSUPPORTED, name)
    for share in (1, 3, 4):
        yield refused(
            f"byte order mark of {share} bytes",
            b"\xef\xbb\xbf\r\n"[:share] if share > 1 else b"\n",
            INVALID,
            "empty",
        )
    yield refused("nothing", b"", INVALID, "empty")
    yield refused("one space", b" ", INVALID, "empty")
    yield refused("UTF-16 mark alone", b"\xff\xfe", INVALID, "empty")
    yield refused("empty gzip", gzip.compress(b""), INVALID, "empty")
    yield refused("empty member", m.zip_bytes({"a.csv": b""}), INVALID, "empty")


def sqlite_bytes() -> bytes:
    body = bytearray(m.gpkg_bytes())
    body[68:72] = b"\0\0\0\0"
    return bytes(body)


def csv_files() -> Iterator[Case]:
    wide = [f"column {n}" for n in range(201)]
    yield refused("csv of 201 columns", m.csv_bytes(wide, [wide]), LARGE, "201 columns")
    yield refused(
        "csv of too many rows", m.csv_bytes(rows=m.ROWS * 2), LARGE, "more than 3 rows", limits=MANY
    )
    yield refused("csv with NUL", b"name,town\na\0b,c\n", INVALID, "NUL")
    yield refused("csv with an open quote", b'name,note\n"open,' + b"x" * 200_000, INVALID, "double quote")
    yield refused("csv without header", b"Library,87501,505\nSchool,87001,3\n", INVALID, "holds data")
    yield refused("csv with a name twice", b"name,Town,TOWN\nx,y,z\n", INVALID, "twice")
    yield refused("csv without rows", b"name,town\n", INVALID, "nothing below")
    yield refused("csv in neither encoding", b"name,town\nb\x81d,x\n", INVALID, "byte 12, line 2")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        yield read(f"csv in {encoding}", m.csv_bytes(encoding=encoding), 2)
    yield read("csv in cp1252", m.csv_bytes(encoding="cp1252"), 2, "encoding-guessed")
    for name, delimiter in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
        yield read(f"csv by {name}", m.csv_bytes(delimiter=delimiter), 2)
    yield read("csv with quoted line breaks", m.csv_bytes(rows=[("1", "A\nB", "library", "x")]), 1)
    yield read(
        "csv named xlsx", m.csv_bytes(), 2, "name-differs", options=ReadOptions(file_name="assets.xlsx")
    )
    yield read("csv named csv", m.csv_bytes(), 2, options=ReadOptions(file_name="assets.CSV"))
    yield read("csv that begins like JSON", b"[id],name\n1,A\n", 1)


def workbooks() -> Iterator[Case]:
    far = m.SheetOf("Far", [m.HEADER, *m.ROWS], more='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield refused(
        "xlsx that takes too long", m.xlsx_bytes(), LARGE, "longer than", limits={"upload_child_wall_s": 0.01}
    )
    yield refused("xlsx with a cell at XFD1048576", m.xlsx_bytes(far), LARGE, "stray cell")
    wide = [f"column {n}" for n in range(201)]
    yield refused(
        "xlsx of 201 columns", m.xlsx_bytes(m.table(header=wide, rows=[wide])), LARGE, "201 columns"
    )
    yield refused(
        "xlsx of too many rows",
        m.xlsx_bytes(m.table(rows=m.ROWS * 2)),
        LARGE,
        "more than 3 rows",
        limits=MANY,
    )
    yield refused("xlsx without rows", m.xlsx_bytes(m.table(rows=[])), INVALID, "nothing below")
    yield refused("xlsx without cells", m.xlsx_bytes(m.SheetOf("Empty", [])), INVALID, "no table")
    yield refused(
        "xlsx of data alone", m.xlsx_bytes(m.SheetOf("Data", [[1, 2.5], [3, 4]])), INVALID, "holds data"
    )
    yield refused(
        "xlsx with a name twice",
        m.xlsx_bytes(m.table(header=("id", "name", "type", "Name"))),
        INVALID,
        "twice",
    )
    yield refused(
        "xlsx with an unnamed column",
        m.xlsx_bytes(m.table(header=("id", "name", None, "city"))),
        INVALID,
        "Cell C2",
    )
    yield refused(
        "xlsx without the asked sheet",
        m.xlsx_bytes(),
        INVALID,
        "it has Assets",
        options=ReadOptions(part="Other"),
    )
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        members = m.xlsx_members(m.table())
        broken = members | {name: members[name][:-30]}
        yield refused(f"xlsx with broken {name}", m.zip_bytes(broken), INVALID)
        entity = members | {name: XXE.encode() + members[name].replace(b"Library", b"&x;")}
        yield refused(f"xlsx with an entity in {name}", m.zip_bytes(entity), INVALID, "document type")
    laughs = m.xlsx_members(m.table())
    laughs["xl/worksheets/sheet1.xml"] = LAUGHS.encode() + laughs["xl/worksheets/sheet1.xml"].replace(
        b"Library", b"&j;"
    )
    yield refused("xlsx with billion laughs", m.zip_bytes(laughs), INVALID)
    yield refused(
        "xlsx without its sheet",
        m.zip_bytes({k: v for k, v in m.xlsx_members(m.table()).items() if "sheet1" not in k}),
        INVALID,
    )
    for share in (0.2, 0.4, 0.6):
        yield refused(f"xlsx cut at {share}", cut(m.xlsx_bytes(), share), INVALID, "damaged")
        yield refused(f"xls cut at {share}", cut(m.xls_bytes(), share), INVALID)
    yield refused(
        "ods with an entity",
        m.zip_bytes(
            m.ods_members()
            | {"content.xml": XXE.encode() + m.ods_members()["content.xml"].replace(b"Rocket", b"&x;")}
        ),
        INVALID,
    )
    yield refused(
        "ods with a broken content",
        m.zip_bytes(m.ods_members() | {"content.xml": m.ods_members()["content.xml"][:-80]}),
        INVALID,
    )
    yield refused("ods repeated rows bomb", repeated_ods(), LARGE)
    yield refused("xls magic alone", m.xls_bytes()[:8], INVALID)
    yield refused("xls of zeros", m.xls_bytes()[:512] + b"\0" * 4096, LARGE, "damaged")
    yield read("ods", m.zip_bytes(m.ods_members()), 2)
    yield read("xls", m.xls_bytes(), 2)
    yield read(
        "xls with numbers",
        m.xls_bytes([("id", "name", "zip"), (1, "A", 87501)]),
        1,
        cells={"id": "1", "zip": "87501"},
    )
    titles = [["STEM inventory 2025"], [], ["as of June"], m.HEADER, *m.ROWS]
    yield read(
        "xlsx under titles",
        m.xlsx_bytes(m.SheetOf("A", titles)),
        2,
        "header-row-found",
        cells={"name": "Main Library"},
    )
    yield read(
        "xlsx under a merged title",
        m.xlsx_bytes(m.SheetOf("A", [["Inventory"], m.HEADER, *m.ROWS], ["A1:D1"])),
        2,
        "header-row-found",
    )
    two = [["id", "name", "Contact", None], [None, None, "Phone", "Email"], ["1", "A", "505", "a@b.org"]]
    yield read(
        "xlsx with merged groups",
        m.xlsx_bytes(m.SheetOf("A", two, ["A1:A2", "B1:B2", "C1:D1"])),
        1,
        "header-row-found",
        cells={"Contact Phone": "505", "Contact Email": "a@b.org", "name": "A"},
    )
    yield read(
        "xlsx with groups over blanks",
        m.xlsx_bytes(m.SheetOf("A", two)),
        1,
        "header-row-found",
        cells={"Contact Email": "a@b.org"},
    )
    yield read(
        "xlsx with the header row named",
        m.xlsx_bytes(m.SheetOf("A", [["a", "b", "c", "d"], m.HEADER, *m.ROWS])),
        2,
        options=ReadOptions(header_row=2),
        cells={"id": "NM-1"},
    )
    yield read("xlsx with blank rows between", m.xlsx_bytes(m.table(rows=[m.ROWS[0], [], [], m.ROWS[1]])), 2)
    yield read("xlsx of the template", template_xlsx(), 2, cells={"name": "Example Public Library"})
    several = (
        m.SheetOf("Notes", [["Read me"], ["x"]]),
        m.table("Assets"),
        m.table("Secret", rows=m.ROWS * 9, hidden=True),
    )
    yield read(
        "xlsx of several sheets", m.xlsx_bytes(*several), 2, "part-chosen", cells={"name": "Main Library"}
    )
    yield read("xlsx, sheet asked for", m.xlsx_bytes(*several), 18, options=ReadOptions(part="Secret"))
    formulas = [("id", "name", "total"), ("1", "A", m.Formula("1+1", "2")), ("2", "B", m.Formula("1+1"))]
    yield read(
        "xlsx with a formula without value",
        m.xlsx_bytes(m.SheetOf("A", formulas)),
        2,
        "formula-without-value",
        cells={"total": "2"},
    )
    yield read(
        "xlsx with errors",
        m.xlsx_bytes(m.table(rows=[("1", "A", m.Failed(), "x")])),
        1,
        "cell-error",
        cells={"type": ""},
    )
    kinds = [
        ("id", "name", "day", "hour", "paid", "share", "span", "at"),
        (
            7.0,
            "A",
            date(2025, 3, 4),
            time(9, 30),
            True,
            0.1 + 0.2,
            timedelta(hours=30),
            datetime(2025, 3, 4, 10, 15),  # noqa: DTZ001 - a spreadsheet knows no zones
        ),
    ]
    shown = {
        "id": "7",
        "day": "2025-03-04",
        "hour": "09:30",
        "paid": "yes",
        "share": "0.3",
        "span": "30:00",
        "at": "2025-03-04 10:15",
    }
    yield read("xlsx with every kind of cell", m.xlsx_bytes(m.SheetOf("A", kinds)), 1, cells=shown)
    yield read(
        "xlsx that counts days from 1904",
        m.xlsx_bytes(m.SheetOf("A", [("name", "day"), ("A", date(2025, 3, 4))]), date1904=True),
        1,
        cells={"day": "2025-03-04"},
    )
    yield read(
        "xlsx with a huge cell", m.xlsx_bytes(m.table(rows=[("1", "A" * 1_000_000, "library", "x")])), 1
    )
    yield read(
        "xlsx with garbled text",
        m.xlsx_bytes(m.table(rows=[("1", "EspaÃ±ola", "library", "x")])),
        1,
        "text-garbled",
    )
    yield read(
        "xlsx named csv", m.xlsx_bytes(), 2, "name-differs", options=ReadOptions(file_name="assets.csv")
    )


def repeated_ods() -> bytes:
    members = m.ods_members()
    row = b"<table:table-row"
    body = members["content.xml"]
    place = body.rindex(row) + len(row)
    more = b' table:number-rows-repeated="1048576"'
    body = body[:place] + more + body[place:]
    cell = b"<table:table-cell"
    place = body.rindex(cell) + len(cell)
    return m.zip_bytes(
        members | {"content.xml": body[:place] + b' table:number-columns-repeated="16384"' + body[place:]}
    )


def geojson_files() -> Iterator[Case]:
    good = m.collection()
    yield read(
        "geojson",
        good,
        2,
        cells={"Longitude (shape)": "-105.94", "Latitude (shape)": "35.69", "name": "Main Library"},
    )
    yield read("geojson by line", b"\n".join(json.dumps(each).encode() for each in m.two_features()), 2)
    yield read(
        "geojson by RS", b"".join(b"\x1e" + json.dumps(each).encode() + b"\n" for each in m.two_features()), 2
    )
    yield read("geojson of one feature", json.dumps(m.feature()).encode(), 1)
    yield read("geojson as a bare list", json.dumps(m.two_features()).encode(), 2)
    yield read("geojson with a byte order mark", b"\xef\xbb\xbf" + good, 2)
    yield read(
        "geojson without shape", m.collection(m.feature(coordinates=None)), 1, cells={"Longitude (shape)": ""}
    )
    yield read(
        "geojson of an empty point",
        m.collection(m.feature(coordinates=[])),
        1,
        cells={"Longitude (shape)": ""},
    )
    yield read(
        "geojson with height",
        m.collection(m.feature(coordinates=[-105.5, 35.5, 2100])),
        1,
        cells={"Latitude (shape)": "35.5"},
    )
    yield read(
        "geojson at latitude 95",
        m.collection(m.feature(coordinates=[-105.5, 95])),
        1,
        cells={"Latitude (shape)": "95"},
    )
    yield read(
        "geojson with a NaN point",
        m.collection(m.feature(coordinates=[float("nan"), 35])),
        1,
        cells={"Longitude (shape)": "NaN"},
    )
    yield read(
        "geojson with an infinite point",
        good.replace(b"-105.94", b"1e999"),
        2,
        cells={"Longitude (shape)": "NaN"},
    )
    yield read(
        "geojson with words for a point",
        m.collection(m.feature(coordinates=["east", True])),
        1,
        cells={"Longitude (shape)": "east"},
    )
    yield read(
        "geojson with a NaN property",
        m.collection(m.feature({"name": "A", "seats": float("nan")})),
        1,
        "number-not-finite",
        cells={"seats": ""},
    )
    yield read(
        "geojson with an unknown shape",
        m.collection(m.feature(kind="Circle")),
        1,
        cells={"Longitude (shape)": "unreadable Circle"},
    )
    yield read(
        "geojson with a broken ring",
        m.collection(m.feature(coordinates=[[[0, 0]]], kind="Polygon")),
        1,
        cells={"Longitude (shape)": "unreadable Polygon"},
    )
    ring = [[[-105, 35], [-104, 35], [-104, 36], [-105, 36], [-105, 35]]]
    yield read(
        "geojson area",
        m.collection(m.feature(coordinates=ring, kind="Polygon")),
        1,
        "shape-not-point",
        cells={"Longitude (shape)": "-104.5"},
    )
    yield read(
        "geojson properties",
        m.collection(
            m.feature({"name": "A", "tags": ["x", 1], "more": {"a": [1]}, "open": True, "n": 5.0}, id="f7")
        ),
        1,
        cells={"id": "f7", "tags": "x; 1", "more": '{"a":[1]}', "open": "yes", "n": "5"},
    )
    yield read(
        "geojson with late columns",
        m.collection(m.feature({"name": "A"}), m.feature({"name": "B", "late": "x"})),
        2,
        cells={"late": ""},
    )
    for name in ("EPSG:26913", "urn:ogc:def:crs:EPSG::26913"):
        body = m.collection(
            m.feature(coordinates=[400000, 3950000]), crs={"type": "name", "properties": {"name": name}}
        )
        yield read(
            f"geojson in {name}", body, 1, "shape-transformed", cells={"Longitude (shape)": "-106.1051904"}
        )
    behind = json.dumps(
        {
            "features": [m.feature(coordinates=[400000, 3950000])],
            "type": "FeatureCollection",
            "crs": {"properties": {"name": "EPSG:26913"}},
        }
    )
    yield read(
        "geojson with its crs behind",
        behind.encode(),
        1,
        "shape-transformed",
        cells={"Longitude (shape)": "-106.1051904"},
    )
    yield read(
        "geojson, crs given",
        m.collection(m.feature(coordinates=[400000, 3950000])),
        1,
        "shape-transformed",
        options=ReadOptions(crs="epsg:26913"),
    )
    unknown = m.collection(crs={"type": "name", "properties": {"name": "EPSG:999999"}})
    yield refused("geojson in an unknown crs", unknown, INVALID, "EPSG:999999")
    yield refused(
        "geojson, nonsense for crs", good, INVALID, "no code", options=ReadOptions(crs="/etc/passwd")
    )
    yield refused(
        "geojson without features", b'{"type": "FeatureCollection", "features": []}', INVALID, "no features"
    )
    yield refused(
        "geojson of too many rows",
        m.collection(*m.two_features() * 2),
        LARGE,
        "more than 3 rows",
        limits=MANY,
    )
    yield refused(
        "geojson of 201 properties",
        m.collection(m.feature({f"p{n}": n for n in range(201)})),
        LARGE,
        "200 properties",
    )
    yield refused(
        "geojson with a name twice", m.collection(m.feature({"Name": "a", "name": "b"})), INVALID, "twice"
    )
    yield refused(
        "geojson with list properties", m.collection(m.feature() | {"properties": [1]}), INVALID, "no object"
    )
    for share in (0.1, 0.5, 0.8, 0.99):
        yield refused(f"geojson cut at {share}", cut(good, share), INVALID, "ends too early")
    yield refused("geojson with junk behind", good + b" x", UNSUPPORTED, "not GeoJSON")
    yield refused(
        "geojson with a missing comma",
        good.replace(b'"name": "Main', b'"name" "Main'),
        INVALID,
        "broken near byte",
    )
    yield refused(
        "geojson with a lone surrogate", good.replace(b"Main", b"\\ud800"), INVALID, "cannot be stored"
    )
    yield refused("geojson with NUL", good.replace(b"Main", b"\\u0000"), INVALID, "Row 1, column 4")
    yield refused(
        "geojson in latin-1",
        json.dumps({"type": "FeatureCollection", "features": m.two_features()}, ensure_ascii=False).encode(
            "latin-1"
        ),
        INVALID,
        "broken",
    )
    yield refused(
        "geojson depth bomb",
        b'{"type":"FeatureCollection","features":' + b"[" * 100_000,
        INVALID,
        "nested deeper|not GeoJSON|ends too early",
    )
    deep: Any = 1
    for _ in range(70):
        deep = [deep]
    yield refused(
        "geojson with deep properties", m.collection(m.feature({"a": deep})), INVALID, "nested deeper"
    )
    yield read("geojson with deep coordinates", m.collection(m.feature(coordinates=deep)), 1)
    yield refused(
        "geojson of a huge feature",
        lambda: m.collection(m.feature({"a": "x" * 9_000_000})),
        LARGE,
        "larger than 8 MiB",
    )
    line = [[-105 + n / 1e6, 35] for n in range(1000)]
    yield refused(
        "geojson of many vertices",
        m.collection(m.feature(coordinates=line, kind="LineString")),
        LARGE,
        "1,000 vertices",
        limits={"upload_max_vertices": 999},
    )
    yield refused("geojson of 400,000 vertices", lambda: many_vertices(), LARGE, "larger than 8 MiB")
    yield refused(
        "geojson with an open string of escapes",
        b'{"type": "Feature", "x": "' + b'\\"' * 2_000_000,
        INVALID,
        "ends too early",
    )
    yield read("geojson named csv", good, 2, "name-differs", options=ReadOptions(file_name="a.csv"))


def many_vertices() -> bytes:
    line = b",".join(b"[-105.%06d,35.5]" % n for n in range(1_000_000))
    return (
        b'{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[' + line + b"]}}"
    )


def layers() -> Iterator[Case]:
    good = m.shp_members()
    lon, lat = "Longitude (shape)", "Latitude (shape)"
    yield read(
        "shapefile", m.zip_bytes(good), 2, cells={lon: "-105.94", lat: "35.69", "name": "Main Library"}
    )
    yield read("shapefile in a folder", m.zip_bytes({f"out/{name}": body for name, body in good.items()}), 2)
    yield read("shapefile in capitals", m.zip_bytes({name.upper(): body for name, body in good.items()}), 2)
    yield read("shapefile with a null shape", m.zip_bytes(m.shp_members(((-105.94, 35.69), None))), 2)
    utm = m.shp_members(((400000.0, 3950000.0), (401000.0, 3950000.0)), prj=m.UTM13_WKT)
    yield read(
        "shapefile in UTM",
        m.zip_bytes(utm),
        2,
        "shape-transformed",
        cells={lon: "-106.1051904", lat: "35.6888414"},
    )
    none = m.shp_members(prj=None)
    yield refused("shapefile without prj", m.zip_bytes(none), INVALID, "needs its .prj")
    yield read("shapefile, crs given", m.zip_bytes(none), 2, options=ReadOptions(crs="EPSG:4326"))
    yield refused(
        "shapefile in a local crs", m.zip_bytes(m.shp_members(prj=m.LOCAL_WKT)), INVALID, "Campus grid"
    )
    for ending in (".shx", ".dbf"):
        rest = {name: body for name, body in good.items() if not name.endswith(ending)}
        yield refused(f"shapefile without {ending}", m.zip_bytes(rest), INVALID, f"no {ending}")
    for part in ("assets.shp", "assets.shx", "assets.dbf"):
        yield refused(
            f"shapefile with {part} cut",
            m.zip_bytes(good | {part: good[part][:-50]}),
            INVALID,
            f"{part} is damaged",
        )
        yield refused(
            f"shapefile with {part} empty", m.zip_bytes(good | {part: b""}), INVALID, f"{part} is damaged"
        )
    yield refused(
        "shapefile with a row too many",
        m.zip_bytes(m.shp_members(dbf=m.dbf_bytes(rows=[*m.ROWS, m.ROWS[0]]))),
        INVALID,
        "2 shapes but 3 rows",
    )
    yield refused(
        "shapefile with zeroed fields",
        m.zip_bytes(good | {"assets.dbf": good["assets.dbf"][:32] + b"\0" * 200 + good["assets.dbf"][232:]}),
        INVALID,
    )
    nan = m.shp_members(((float("nan"), 35.0), (1e300, 95.0)))
    yield read("shapefile with NaN and 95", m.zip_bytes(nan), 2)
    latin = m.shp_members(cpg=None, dbf=m.dbf_bytes(rows=[m.ROWS[1], m.ROWS[0]], encoding="cp1252"))
    yield read("shapefile in cp1252", m.zip_bytes(latin), 2, "encoding-guessed", cells={"city": "Española"})
    plain = m.shp_members(cpg=None, dbf=m.dbf_bytes(rows=[m.ROWS[1], m.ROWS[0]]))
    yield read("shapefile in unsaid UTF-8", m.zip_bytes(plain), 2, cells={"city": "Española"})
    wrong = m.shp_members(cpg="ISO 88591", dbf=m.dbf_bytes(rows=[m.ROWS[1], m.ROWS[0]]))
    yield read(
        "shapefile with a wrong cpg", m.zip_bytes(wrong), 2, "encoding-claim", cells={"city": "Española"}
    )
    odd = m.shp_members(cpg="hex")
    yield read("shapefile with a nonsense cpg", m.zip_bytes(odd), 2)
    dos = m.shp_members(cpg=None, dbf=m.dbf_bytes(rows=[m.ROWS[1], m.ROWS[0]], encoding="cp850", language=2))
    yield read(
        "shapefile in a DOS code page", m.zip_bytes(dos), 2, "encoding-guessed", cells={"city": "Española"}
    )
    yield refused(
        "shapefile, nonsense for encoding",
        m.zip_bytes(good),
        INVALID,
        "no encoding",
        options=ReadOptions(encoding="rot13"),
    )
    small = m.shp_members(m.POINTS[:1], "few", dbf=m.dbf_bytes(rows=m.ROWS[:1]))
    yield read("shapefiles, several", m.zip_bytes(small | good), 2, "part-chosen")
    yield read("shapefiles, one asked for", m.zip_bytes(small | good), 1, options=ReadOptions(part="few"))
    yield refused(
        "shapefiles, a wrong one asked for",
        m.zip_bytes(small | good),
        INVALID,
        "few, assets",
        options=ReadOptions(part="x"),
    )
    yield refused(
        "shapefile of too many rows",
        m.zip_bytes(m.shp_members(m.POINTS * 2, dbf=m.dbf_bytes(rows=m.ROWS * 2))),
        LARGE,
        "more than 3 rows",
        limits=MANY,
    )
    ring = [(-105.0, 35.0), (-105.0, 36.0), (-104.0, 36.0), (-104.0, 35.0), (-105.0, 35.0)]
    yield read(
        "shapefile area",
        m.zip_bytes(m.polygon_shp_members(ring)),
        1,
        "shape-not-point",
        cells={lon: "-104.5"},
    )
    yield refused(
        "shapefile of many vertices",
        m.zip_bytes(m.polygon_shp_members(ring)),
        LARGE,
        "5 vertices",
        limits={"upload_max_vertices": 4},
    )
    lie = bytearray(m.polygon_shp_members(ring)["assets.shp"])
    lie[100 + 8 + 40 : 100 + 8 + 44] = struct.pack("<i", 2_000_000_000)
    yield refused(
        "shapefile that says two billion vertices",
        m.zip_bytes(m.polygon_shp_members(ring) | {"assets.shp": bytes(lie)}),
        INVALID,
        "nPoints",
    )


def geopackages() -> Iterator[Case]:
    good = m.gpkg_bytes()
    yield read("gpkg", good, 2, cells={"Longitude (shape)": "-105.94", "city": "Santa Fe"})
    yield read("gpkg in a zip", m.zip_bytes({"a.gpkg": good}), 2)
    for share in (0.01, 0.3, 0.7):
        yield refused(f"gpkg cut at {share}", cut(good, share), INVALID)
    yield refused("gpkg of nothing", m.gpkg_bytes(layer=False), INVALID)
    yield refused("gpkg without rows", m.gpkg_bytes("DELETE FROM assets"), INVALID, "no features")
    plain = (
        "CREATE TABLE list (fid INTEGER PRIMARY KEY, name TEXT, n INTEGER, x REAL, d DATE, b BOOLEAN); INSERT INTO list VALUES (1, 'A', 7, 2.5, '2025-03-04', 1), (2, 'B', NULL, NULL, NULL, NULL); "
        + contents("list")
    )
    yield read(
        "gpkg table without shapes",
        m.gpkg_bytes(plain, layer=False),
        2,
        cells={"name": "A", "n": "7", "x": "2.5", "d": "2025-03-04", "b": "yes"},
    )
    more = plain + "INSERT INTO list (name) VALUES ('C')"
    yield read("gpkg of two layers", m.gpkg_bytes(more), 3, "part-chosen")
    yield read("gpkg, layer asked for", m.gpkg_bytes(more), 2, options=ReadOptions(part="assets"))
    yield refused(
        "gpkg, a wrong layer asked for", good, INVALID, "there are assets", options=ReadOptions(part="x")
    )
    yield refused("gpkg in no crs", m.gpkg_bytes(srs_id=-1, definition="undefined"), INVALID)
    utm = m.gpkg_bytes(srs_id=26913, definition=m.UTM13_WKT, geometries=[m.wkb_point(400000, 3950000)])
    yield read("gpkg in UTM", utm, 1, "shape-transformed", cells={"Longitude (shape)": "-106.1051904"})
    broken = m.gpkg_bytes(geometries=[b"GP\x00\x01\xe6\x10\x00\x00\x01\x01", None, b"x"])
    yield refused("gpkg with broken shapes", broken, INVALID, "read geometry")
    yield read("gpkg without a shape", m.gpkg_bytes(geometries=[m.wkb_point(*m.POINTS[0]), None]), 2)
    yield read("gpkg with a NaN point", m.gpkg_bytes(geometries=[m.wkb_point(float("nan"), 95)]), 1)
    endless = (
        "CREATE VIEW endless AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) SELECT fid, 'x' AS name FROM n; "
        + contents("endless")
    )
    yield refused(
        "gpkg with an endless view",
        m.gpkg_bytes(endless, layer=False),
        LARGE,
        "longer than",
        limits={"upload_child_cpu_s": 1},
    )
    trigger = "CREATE TRIGGER t AFTER INSERT ON assets BEGIN DELETE FROM assets; END; CREATE VIEW broken AS SELECT * FROM missing;"
    yield read("gpkg with a trigger and a broken view", m.gpkg_bytes(trigger), 2, "part-chosen")
    yield refused(
        "gpkg of too many rows",
        m.gpkg_bytes(geometries=[m.wkb_point(*m.POINTS[0])] * 4),
        LARGE,
        "more than 3 rows",
        limits=MANY,
    )
    huge = "UPDATE assets SET name = CAST(randomblob(0) AS TEXT) || printf('%.*c', 90000000, 'x')"
    yield refused(
        "gpkg with cells larger than memory",
        lambda: gzip.compress(m.gpkg_bytes(huge), 1),
        LARGE,
        "memory",
        limits={"upload_child_memory_bytes": 64 * 2**20},
    )
    wide = (
        "CREATE TABLE wide (fid INTEGER PRIMARY KEY, "
        + ", ".join(f"c{n} TEXT" for n in range(201))
        + "); INSERT INTO wide (fid) VALUES (1); "
        + contents("wide")
    )
    yield refused("gpkg of 201 columns", m.gpkg_bytes(wide, layer=False), LARGE, "201 columns")
    yield read(
        "gpkg with a quote in its layer's name",
        m.gpkg_bytes(
            """CREATE TABLE "a'; DROP TABLE x; --" (fid INTEGER PRIMARY KEY, name TEXT); INSERT INTO "a'; DROP TABLE x; --" VALUES (1, 'A'); INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('a''; DROP TABLE x; --', 'attributes', 'q');""",
            layer=False,
        ),
        1,
    )


def kml_files() -> Iterator[Case]:
    lon = "Longitude (shape)"
    good = m.kml_bytes()
    yield read("kml", good, 2, cells={lon: "-105.94", "name": "Main Library"})
    yield read(
        "kml in UTF-16", m.kml_bytes(prolog='<?xml version="1.0" encoding="UTF-16"?>', encoding="utf-16"), 2
    )
    yield read("kmz", m.zip_bytes({"doc.kml": good, "files/a.png": b"x"}), 2)
    yield read("kmz with doc second", m.zip_bytes({"a.kml": m.kml_bytes(m.placemark()), "doc.kml": good}), 2)
    inside = m.data(type="library", city="Santa Fe")
    folder = f"<Folder><name>North</name>{m.placemark(inside=inside + '<Point><coordinates>-105,35</coordinates></Point>')}</Folder>"
    yield read(
        "kml with data in a folder", m.kml_bytes(folder), 1, cells={"folder": "North", "type": "library"}
    )
    simple = (
        '<ExtendedData><SchemaData><SimpleData name="Name">Other</SimpleData></SchemaData></ExtendedData>'
    )
    yield read(
        "kml with schema data",
        m.kml_bytes(m.placemark(inside=simple)),
        1,
        cells={"Name (data)": "Other", lon: ""},
    )
    text = "<description><![CDATA[<b>Robots</b> &amp; more]]></description>"
    yield read(
        "kml with a balloon", m.kml_bytes(m.placemark(inside=text)), 1, cells={"description": "Robots & more"}
    )
    ring = "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    yield read("kml area", m.kml_bytes(m.placemark(inside=ring)), 1, "shape-not-point", cells={lon: "0.5"})
    for name, pair in (("words", "east,north"), ("one number", "12"), ("open ends", "1,2 3")):
        point = f"<Point><coordinates>{pair}</coordinates></Point>"
        yield read(f"kml with coordinates of {name}", m.kml_bytes(m.placemark(inside=point)), 1)
    yield read(
        "kml at latitude 95",
        m.kml_bytes(m.placemark(inside="<Point><coordinates>-105,95</coordinates></Point>")),
        1,
        cells={"Latitude (shape)": "95"},
    )
    yield refused(
        "kml with an external entity", m.kml_bytes(m.placemark("&x;"), prolog=XXE), INVALID, "entities"
    )
    yield refused(
        "kml with billion laughs", m.kml_bytes(m.placemark("&j;"), prolog=LAUGHS), INVALID, "entities"
    )
    yield refused(
        "kmz with an external entity", m.zip_bytes({"doc.kml": m.kml_bytes(prolog=XXE)}), INVALID, "entities"
    )
    for share in (0.2, 0.6, 0.95):
        yield refused(f"kml cut at {share}", cut(good, share), INVALID, "broken")
    yield refused("kml without placemarks", m.kml_bytes("<Style/>"), INVALID, "no placemarks")
    yield refused(
        "kml depth bomb", m.kml_bytes("<Folder>" * 1000 + "</Folder>" * 1000), INVALID, "nested deeper"
    )
    yield refused("kml with NUL", m.kml_bytes(m.placemark("a&#0;b")), INVALID, "broken")
    yield refused(
        "kml in an unknown encoding",
        m.kml_bytes(prolog='<?xml version="1.0" encoding="klingon"?>'),
        INVALID,
        "broken",
    )
    yield refused(
        "kml of too many rows", m.kml_bytes(*[m.placemark()] * 4), LARGE, "more than 3 rows", limits=MANY
    )
    yield refused(
        "kml of a huge placemark",
        lambda: m.kml_bytes(m.placemark("x" * 9_000_000)),
        LARGE,
        "larger than 8 MiB",
    )
    many = " ".join(f"{n / 1e6},35" for n in range(1000))
    yield refused(
        "kml of many vertices",
        m.kml_bytes(m.placemark(inside=f"<LineString><coordinates>{many}</coordinates></LineString>")),
        LARGE,
        "1,000 vertices",
        limits={"upload_max_vertices": 999},
    )
    yield refused(
        "kml of 201 kinds of data",
        m.kml_bytes(m.placemark(inside=m.data(**{f"d{n}": "x" for n in range(201)}))),
        LARGE,
        "200 kinds",
    )


def packages() -> Iterator[Case]:
    good = m.hsds_members()
    yield read(
        "hsds",
        m.zip_bytes(good),
        3,
        cells={
            "id": "a1",
            "address_1": "2 Main St",
            "phone": "505-555-0100",
            "organization_name": "County Libraries",
        },
    )
    yield read("hsds in a folder", m.zip_bytes({f"export/{name}": body for name, body in good.items()}), 3)
    yield read(
        "hsds with singular names",
        m.zip_bytes({name.replace("services.csv", "service.csv"): body for name, body in good.items()}),
        3,
    )
    yield read(
        "hsds without places",
        m.zip_bytes(m.hsds_members(locations="", service_at_locations="", addresses="")),
        2,
        cells={"id": "s1"},
    )
    broken = "id,service_id,location_id\na1,s1,l1\na9,s9,l1\na8,s2,l9\n"
    yield read(
        "hsds with broken links",
        m.zip_bytes(m.hsds_members(service_at_locations=broken)),
        2,
        "reference-missing",
    )
    more = m.hsds_members(
        languages="id,service_id,name\n1,s1,Spanish\n",
        taxonomy_terms="id,name\nt,STEM\n",
        attributes="id,link_id,taxonomy_term_id\n1,s1,t\n",
    )
    yield read(
        "hsds with languages and terms",
        m.zip_bytes(more),
        3,
        cells={"languages": "Spanish", "taxonomy_terms": "STEM"},
    )
    yield refused(
        "data package of something else",
        m.zip_bytes({"datapackage.json": b"{}", "a.csv": b"x\n1\n"}),
        INVALID,
        "no services.csv and no organizations.csv",
    )
    yield refused(
        "hsds without services",
        m.zip_bytes(m.hsds_members(services="id,organization_id,name\n")),
        INVALID,
        "no services",
    )
    yield refused(
        "hsds with a short row",
        m.zip_bytes(m.hsds_members(services="id,organization_id,name\ns1\n")),
        INVALID,
        "services.csv, line 2",
    )
    yield refused(
        "hsds in cp1252",
        m.zip_bytes(good | {"services.csv": b"id,organization_id,name\ns1,o1,Espa\xf1ola\n"}),
        INVALID,
        "services.csv",
    )
    yield refused(
        "hsds with an open quote",
        m.zip_bytes(m.hsds_members(services='id,organization_id,name\ns1,o1,"open\n')),
        INVALID,
        "services.csv",
    )
    yield refused(
        "hsds of too many rows",
        m.zip_bytes(
            m.hsds_members(services="id,organization_id,name\n" + "".join(f"s{n},o1,A\n" for n in range(9)))
        ),
        LARGE,
        "more than 3 rows",
        limits=MANY,
    )


def corpus() -> list[Case]:
    """All cases; their names are unique."""
    groups = (
        references,
        archives,
        other_formats,
        csv_files,
        workbooks,
        geojson_files,
        layers,
        geopackages,
        kml_files,
        packages,
    )
    return [case for group in groups for case in group()]
