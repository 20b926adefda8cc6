"""Informal STEM programs: those that run outside the school day, the first thing asked of every place."""

from typing import Final

INFORMAL: Final = (
    "kind=program&subtype=out-of-school&subtype=camp&subtype=club&subtype=mentoring&subtype=mobile-outreach"
)
"""As the query of a filter."""
