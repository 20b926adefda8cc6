"""A search as people write it, read as filters: `robotics near 87501`, `free coding for girls in Albuquerque`."""

from app.catalog.understanding.gazetteer import Gazetteer
from app.catalog.understanding.reading import Taken, Understood, understand

__all__ = ["Gazetteer", "Taken", "Understood", "understand"]
