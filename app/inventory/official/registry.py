"""The profiles there are, and which of them a file fits."""

from collections.abc import Sequence
from typing import Final

from app.errors import BadParameterError, InvalidFileError
from app.inventory.official.ipeds import IPEDS
from app.inventory.official.libraries import LIBRARIES
from app.inventory.official.museums import MUSEUMS
from app.inventory.official.profile import Profile
from app.inventory.official.programs import COMPLETIONS, SCORECARD
from app.inventory.official.schools import SCHOOLS

PROFILES: Final[dict[str, Profile]] = {
    each.slug: each for each in (IPEDS, COMPLETIONS, SCORECARD, SCHOOLS, MUSEUMS, LIBRARIES)
}
"""All profiles by the word an operator types."""


def profile_of(slug: str) -> Profile:
    """The profile called `slug`. Raises BadParameterError."""
    found = PROFILES.get(slug.strip().lower())
    if found is None:
        raise BadParameterError(
            f"There is no official source {slug!r}.", parameter="source", accepted=tuple(PROFILES)
        )
    return found


def require_header(profile: Profile, header: Sequence[str]) -> None:
    """Raise InvalidFileError naming the missing columns, and the source that the header fits if there is one."""
    missing = profile.missing(header)
    if not missing:
        return
    other = next((each for each in PROFILES.values() if not each.missing(header)), None)
    hint = (
        f"It looks like “{other.title}”: use {other.slug}."
        if other
        else f"A file such as {profile.example} is expected; see {profile.page_url}."
    )
    raise InvalidFileError(
        f"This is not “{profile.title}”: it has no column {', '.join(missing)}. {hint}", parameter="file"
    )
