"""Published definitions of a gap, as data with editable numbers, and the rules that apply them. Pure numerics.

There is no agreed definition of a "STEM desert". Every preset names its source, the numbers it published for its own
field, and that it is adapted here; `agreement` says under how many of them an area is a gap.
"""

from app.coverage.presets.agreement import Agreement, agreement
from app.coverage.presets.catalog import PRESETS, preset_of
from app.coverage.presets.ground import Ground, Reach
from app.coverage.presets.judging import NotLoadedError, judge, missing, verdicts
from app.coverage.presets.model import Need, Parameter, Preset, Verdict

__all__ = [
    "PRESETS",
    "Agreement",
    "Ground",
    "Need",
    "NotLoadedError",
    "Parameter",
    "Preset",
    "Reach",
    "Verdict",
    "agreement",
    "judge",
    "missing",
    "preset_of",
    "verdicts",
]
