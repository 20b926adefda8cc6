"""Whole results as files: which fields they have, how they are read from one snapshot, how each format is written."""
