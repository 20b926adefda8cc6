"""Analyses that are kept: started, watched, cancelled, cited, repeated with the same numbers, compared."""
