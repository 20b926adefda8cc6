"""The catalog's features and tiles: ours against TiPg, pygeoapi and PostgreSQL alone, on the same rows in one run."""
