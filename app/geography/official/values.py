"""Numbers as official tables write them: sentinels, signs for "controlled" and "not computable". Pure.

Source: U.S. Census Bureau, "Notes on ACS Estimate and Annotation Values",
https://www.census.gov/data/developers/data-sets/acs-1yr/notes-on-acs-estimate-and-annotation-values.html
"""

from collections import Counter
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

Floats = NDArray[np.float64]
pc: Any = pyarrow.compute
Column = Any
"""A column of pyarrow, whose types say more than its stubs do."""

CONTROLLED: Final = -555_555_555.0
"""In a margin: the estimate is controlled to a total and has no sampling error. The margin is 0."""
NO_VALUE: Final = {
    -666_666_666.0: "not computable",
    -999_999_999.0: "too few cases",
    -888_888_888.0: "does not apply",
    -222_222_222.0: "no margin computable",
    -333_333_333.0: "no margin: median in an open interval",
}
"""What stands for no value at all."""
_NUMBER: Final = r"^[+-]?\d+(\.\d+)?$"
_CONTROLLED_TEXT: Final = "*****"


def numbers(texts: Column) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_], Counter[str]]:
    """Numbers (n,) of text cells with NaN for what is none; which are blank; which say "controlled"; what was met."""
    if not pa.types.is_string(texts.type):
        texts = texts.cast(pa.string())
    texts = pc.replace_substring(pc.utf8_trim_whitespace(texts), ",", "")
    sound = pc.fill_null(pc.match_substring_regex(texts, _NUMBER), False)
    blank = pc.fill_null(pc.equal(texts, pa.scalar("")), True)
    found = pc.if_else(sound, texts, None).cast(pa.float64()).to_numpy(zero_copy_only=False)
    values: Floats = np.array(found, dtype=np.float64)
    said = pc.fill_null(pc.equal(texts, pa.scalar(_CONTROLLED_TEXT)), False).to_numpy(zero_copy_only=False)
    controlled: NDArray[np.bool_] = (values == CONTROLLED) | said
    met = _without_sentinels(values)
    values[controlled] = np.nan
    odd = ~(np.asarray(sound) | np.asarray(blank) | said)
    met.update(Counter(texts.filter(pa.array(odd)).to_pylist()) if odd.any() else {})
    if controlled.any():
        met["controlled"] += int(controlled.sum())
    return values, np.asarray(blank), controlled, met


def _without_sentinels(values: Floats) -> Counter[str]:
    """Make sentinels NaN, in place; how often each was met."""
    met: Counter[str] = Counter()
    lowest = values.min(initial=0.0, where=~np.isnan(values))
    if lowest > -100_000_000:
        return met
    for code, meaning in NO_VALUE.items():
        at = values == code
        if at.any():
            met[f"{code:.0f} ({meaning})"] += int(at.sum())
            values[at] = np.nan
    return met


def margins(texts: Column, estimates: Floats, *, blank_is_controlled: bool) -> tuple[Floats, Counter[str]]:
    """Margins (n,): 0 where the estimate is controlled, NaN where none is given."""
    values, blank, controlled, met = numbers(texts)
    if blank_is_controlled:
        controlled = controlled | (blank & ~np.isnan(estimates))
    values[controlled] = 0.0
    values[values < 0] = np.nan
    return values, met
