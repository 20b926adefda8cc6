"""Which plan somebody looked at: a mark of all that publishing depends on, so that no other plan is published."""

import hashlib
import json

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.inventory.duplicates import answers_of
from app.inventory.report import UploadReport
from app.models import Upload

_MARK_CHARS = 32


class OtherPlanError(ConflictError):
    """Another plan than the one you saw would be published: the file was checked again, or answers were given."""

    code = "other-plan"


def mark_of(session: Session, upload: Upload | UploadReport) -> str:
    """The mark of the plan of a checked upload: other columns, values, choices or decisions make another mark."""
    options = {name: said for name, said in upload.options.items() if name != "vanished"}
    plan = (
        upload.columns,
        upload.reading,
        upload.kind,
        options,
        upload.counts,
        answers_of(session, upload.id),
    )
    text = json.dumps(plan, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_CHARS]


def require_seen(session: Session, upload: Upload, seen: str | None) -> None:
    """Raise OtherPlanError unless `seen` is the mark of the plan; None is somebody who looked at none."""
    if seen is not None and seen != mark_of(session, upload):
        raise OtherPlanError(
            "This file was checked again, or likely duplicates were decided, after the page you published from was"
            " opened: nothing was published. Look at what would change now, then publish.",
            upload=str(upload.id),
        )
