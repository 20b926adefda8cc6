"""A sheet of an official download as the pipeline gets it: translated with what the database knows."""

from dataclasses import replace
from itertools import chain, islice

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.inventory.official.choice import OfficialChoice
from app.inventory.official.known import institutions_of, kept_keys
from app.inventory.official.profile import Asked, Profile
from app.inventory.official.registry import profile_of
from app.inventory.official.translate import Translation, translate
from app.inventory.readers import Sheet


def official_sheet(session: Session, sheet: Sheet, choice: OfficialChoice) -> Translation:
    """`sheet` as ours, and what its columns mean.

    Raises InvalidFileError when it is another file, ConflictError when institutions must be loaded first.
    """
    profile = profile_of(choice.source)
    # Reading is begun first: only a reader that has begun lets go of its file when it is stopped.
    first = list(islice(sheet.batches, 1))
    begun = replace(sheet, batches=chain(first, sheet.batches))
    return translate(begun, profile, _asked(session, profile, choice))


def _asked(session: Session, profile: Profile, choice: OfficialChoice) -> Asked:
    institutions = institutions_of(session) if profile.needs_institutions else {}
    if profile.needs_institutions and not institutions:
        raise ConflictError(
            "Programs belong to institutions, and none is loaded: "
            "run `stemmap load ipeds FILE` first, then load this file again."
        )
    return Asked(
        states=frozenset(choice.states),
        everything=choice.everything,
        vintage=choice.vintage,
        stem=choice.stem,
        institutions=institutions,
        kept=kept_keys(session, profile),
    )
