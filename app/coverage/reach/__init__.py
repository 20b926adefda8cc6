"""Which places reach which sites at what cost: exact on the ellipsoid, or from a table of costs. Pure."""
