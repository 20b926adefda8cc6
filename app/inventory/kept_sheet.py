"""The kept file of an upload, opened and understood: what its columns mean, and what its rows are checked against."""

from collections.abc import Iterator
from collections.abc import Mapping as ReadMapping
from contextlib import contextmanager
from dataclasses import replace

from app.db.engine import Database
from app.errors import ConflictError
from app.inventory.checking import require_type
from app.inventory.columns import Mapping, Told, map_columns
from app.inventory.files import kept_file
from app.inventory.origin import CheckOptions
from app.inventory.readers import Batch, Sheet
from app.inventory.readers.opening import open_sheet
from app.inventory.reference import StoredGazetteer
from app.inventory.rows import Rules
from app.models import Upload
from app.settings import Settings


@contextmanager
def opened_sheet(settings: Settings, upload: Upload) -> Iterator[Sheet]:
    """The kept file, read while the block runs; its reader lets go of it before it is closed."""
    try:
        file = kept_file(settings, upload.id).open("rb")
    except FileNotFoundError as error:
        raise ConflictError(
            "The file of this upload is not there any more: send it again.", upload=str(upload.id)
        ) from error
    with file:
        read = CheckOptions.from_json(upload.options).read
        sheet = open_sheet(file, settings, replace(read, file_name=upload.file_name))
        try:
            yield sheet
        finally:
            sheet.close()


def understood(
    sheet: Sheet, first: Batch | None, chosen: ReadMapping[str, str | None], told: Told, kind: str | None
) -> Mapping:
    """What the columns mean."""
    mapping = map_columns(sheet.header, first.columns if first else (), chosen, told)
    require_type(mapping, kind)
    return mapping


def rules_of(database: Database, settings: Settings, upload: Upload, mapping: Mapping) -> Rules:
    """What every row is checked against."""
    options = CheckOptions.from_json(upload.options)
    return Rules(
        state=upload.state,
        mapping=mapping,
        source_name=upload.source_name,
        kind=upload.kind,
        places=StoredGazetteer(database),
        cell_bytes=settings.upload_max_cell_bytes,
        name_bytes=settings.upload_max_name_bytes,
        points_sampled=settings.wrong_state_points_max,
        key_scheme=upload.key_scheme,
        ignores_bad_points=options.bad_points == "ignore",
        crs=options.read.crs,
    )
