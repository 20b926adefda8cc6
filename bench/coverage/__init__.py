"""How fast and how exact coverage is, beside PySAL, spopt, esda and PostGIS, in one run: `make bench-coverage`."""
