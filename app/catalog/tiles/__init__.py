"""Vector tiles: what is in a tile of a collection, the statement that makes it, tiles kept ready.

Belongs here: the grid of Web Mercator, layers as SQL, overviews, the cache. Does not belong here: HTTP, links, styles.
"""
