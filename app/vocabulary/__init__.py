"""Closed lists of the data model: slugs, labels, synonyms and codes. Pure: no database, files or clock.

The database constrains what these modules list, and a test holds the two together.
"""
