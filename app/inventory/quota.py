"""How much one key may send: uploads in an hour, bytes in a day. Counted in the database, for all workers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import TooManyError
from app.models import Upload
from app.settings import Settings

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def require_room(session: Session, settings: Settings, actor: str, size_bytes: int) -> None:
    """Raise TooManyError (with `retry_after_s`) where `actor` has used up its uploads or bytes."""
    now = datetime.now(UTC)
    in_hour, in_day = Upload.created_at > now - _HOUR, Upload.created_at > now - _DAY
    files, first_file, size, first_byte = session.execute(
        select(
            func.count().filter(in_hour),
            func.min(Upload.created_at).filter(in_hour),
            func.coalesce(func.sum(Upload.size_bytes).filter(in_day), 0),
            func.min(Upload.created_at).filter(in_day),
        ).where(Upload.created_by == actor, in_day)
    ).one()
    if files >= settings.uploads_per_hour:
        raise _too_many(f"{settings.uploads_per_hour:,} uploads an hour", first_file + _HOUR - now)
    if size + size_bytes > settings.upload_bytes_per_day:
        mebibytes = settings.upload_bytes_per_day / 2**20
        wait = first_byte + _DAY - now if first_byte else _DAY
        raise _too_many(f"{mebibytes:,.0f} MiB a day", wait)


def _too_many(limit: str, wait: timedelta) -> TooManyError:
    seconds = max(1, int(wait.total_seconds()) + 1)
    minutes = max(1, round(seconds / 60))
    return TooManyError(
        f"A key may send {limit}: there is room again in {minutes:,} minutes.", retry_after_s=seconds
    )
