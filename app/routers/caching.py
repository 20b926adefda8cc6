"""Validators of answers: an ETag made of what an answer depends on, so that an unchanged one costs no row."""

import hashlib
from dataclasses import dataclass

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.routers.sessions import today


@dataclass(frozen=True)
class Validity:
    """What an answer depends on, as one ETag."""

    etag: str

    @classmethod
    def of(cls, session: Session, *parts: object, by_day: bool = True) -> "Validity":
        """From the data version, the `parts` of the question and, where it matters, the day."""
        version = session.scalar(text("SELECT version FROM data_version"))
        seen = repr((version, parts, today() if by_day else None))
        return cls(f'"{hashlib.sha256(seen.encode()).hexdigest()[:24]}"')

    def headers(self, cache_control: str) -> dict[str, str]:
        """Headers that let others keep the answer."""
        return {"ETag": self.etag, "Cache-Control": cache_control}

    def unchanged(self, cache_control: str) -> Response:
        """304: the caller has this answer."""
        return Response(status_code=304, headers=self.headers(cache_control))

    def answer(self, body: bytes, media_type: str, cache_control: str) -> Response:
        """200 with a body that others may keep."""
        return Response(body, media_type=media_type, headers=self.headers(cache_control))


def not_modified(request: Request, validity: Validity) -> bool:
    """Whether the caller has this very answer (weak comparison, as RFC 9110 asks for If-None-Match)."""
    given = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return validity.etag in tags or "*" in tags
