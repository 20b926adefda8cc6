"""GDAL with two drivers and no network. Import this before anything that loads GDAL; only the child does.

GDAL decides by content, and some of its formats are references to other files or to the network: what is not
needed is switched off before it is loaded, and the child refuses to work when anything else is left.
"""

import os
import sys

ALLOWED = ("ESRI Shapefile", "GPKG")
_OFF = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "Arrow", "CAD", "CSV", "CSW", "Carto", "DGN", "DXF",
    "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch", "FileGDB", "FlatGeobuf", "GDALG", "GML", "GMLAS", "GPSBabel", "GPX",
    "GTFS", "Geoconcept", "GeoJSON", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "Interlis 1", "Interlis 2", "JML",
    "JSONFG", "JPEG2000", "KML", "LIBKML", "LVBAG", "MBTiles", "MEM", "MVT", "MapInfo File", "MapML", "Memory",
    "MiraMonVector", "MongoDBv3", "MSSQLSpatial", "MySQL", "NAS", "NGW", "netCDF", "OAPIF", "ODBC", "ODS", "OGCAPI",
    "OGDI", "OGR_GMT", "OGR_OGDI", "OGR_PDS", "OGR_VRT", "OpenFileGDB", "OpenJPEG", "OSM", "Parquet", "PCIDSK", "PDF",
    "PDS4", "PGDUMP", "PGeo", "PLSCENES", "PMTiles", "PostgreSQL", "S57", "SQLite", "SVG", "SXF", "Selafin", "SOSI",
    "TIGER", "TopoJSON", "UK .NTF", "VDV", "VFK", "VICAR", "VRT", "WAsP", "WFS", "XLS", "XLSX", "XODR",
)  # fmt: skip

os.environ.update(
    OGR_SKIP=",".join(_OFF),
    OGR_SQLITE_LOAD_EXTENSIONS="",
    OGR_SQLITE_ALLOW_EXTERNAL_ACCESS="NO",
    OGR_GPKG_NUM_THREADS="1",
    GDAL_NUM_THREADS="1",
    GDAL_HTTP_PROXY="http://127.0.0.1:9",
    CPL_VSIL_CURL_ALLOWED_EXTENSIONS="{noext}",
)
_UNUSED = ("geopandas", "pandas", "pyarrow", "pyproj", "shapely")
"""What pyogrio would load where it is there: slow, and not needed, or only later."""
for _name in _UNUSED:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

import pyogrio  # noqa: E402 - the order is the point

for _name in _UNUSED:
    if sys.modules[_name] is None:
        del sys.modules[_name]
_left = set(pyogrio.list_drivers()) - set(ALLOWED)
if _left:
    raise RuntimeError(f"GDAL drivers that must be switched off: {', '.join(sorted(_left))}")
