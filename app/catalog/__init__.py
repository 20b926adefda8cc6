"""Finding assets: filters, search, facets, one asset, points for maps. Reads only; HTTP is in `routers`."""
