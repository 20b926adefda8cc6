"""Where a row is, as people write it: addresses, degrees, projected coordinates, counties, stops, areas served.

Belongs here: turning such text into places, and asking a geocoder. Does not belong here: files, rows as a whole,
and writing assets.
"""
