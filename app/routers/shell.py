"""What stands around every page: its address in other languages, the data it is made of."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from fastapi import FastAPI, Request
from markupsafe import Markup
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db.engine import Database
from app.errors import AppError
from app.language import DEFAULT
from app.language.catalogs import languages
from app.language.numbers import locale_of
from app.language.scripts import words_tag
from app.routers.absolute import root_url
from app.routers.embed_code import EmbedCode, code_of
from app.routers.embeds import embed_of
from app.routers.languages import LANGUAGE
from app.settings import Settings

_KEPT_S: Final = 30.0
"""How long a page may name the data version before."""


@dataclass(frozen=True)
class Switch:
    """This page in one language."""

    code: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class DataVersion:
    """Which data the service has, and since when."""

    number: int
    changed_at: datetime


class Shell:
    """What the frame of the page for `request` says."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self._request = request
        self.root = root_url(request, settings)
        self.embed = embed_of(request.scope)
        self.path = request.url.path.removeprefix("/embed") if self.embed else request.url.path
        self.language: str = request.scope.get(LANGUAGE, DEFAULT)
        self._serial = count(1)

    def serial(self) -> int:
        """Another number than any before on this page, for ids."""
        return next(self._serial)

    @property
    def canonical(self) -> str:
        """The address of this page that others are to keep."""
        language = "" if self.language == DEFAULT else f"lang={self.language}"
        return self.root + self._with(language)

    @property
    def layout(self) -> str:
        """The template around the page: all of the site, or the little that stands in a frame."""
        return "embed/layout.html" if self.embed else "base.html"

    def embed_code(self, title: str) -> EmbedCode | None:
        """What to paste to embed this page; None for one that cannot be, or is."""
        return None if self.embed else code_of(self.root, self._with(""), title)

    @property
    def switches(self) -> list[Switch]:
        """This page in every language there is; none where pages are English alone."""
        return list(self._switches()) if LANGUAGE in self._request.scope else []

    def alternate(self, code: str) -> str:
        """The absolute address of this page in a language."""
        return self.root + self._with("" if code == DEFAULT else f"lang={code}")

    @property
    def locale(self) -> str:
        """`es_US`, as pages that show links want it."""
        return str(locale_of(self.language))

    @property
    def words_tag(self) -> Markup:
        """The script with the translated words of our scripts; nothing for English pages."""
        return words_tag(self.language)

    def map_language(self, address: str) -> str:
        """What is added to the address of a map so that it speaks as this page does."""
        if self.language == DEFAULT:
            return ""
        return f"{'&' if '?' in address else '?'}lang={self.language}"

    def data(self) -> DataVersion | None:
        """The data there is; None while that cannot be asked."""
        return data_version(self._request.app)

    def is_at(self, path: str) -> bool:
        """Whether this page is the one at `path` or below it."""
        return self.path == path or self.path.startswith(f"{path}/")

    def _switches(self) -> Iterator[Switch]:
        for code, name in languages().items():
            address = f"/embed{self._with(f'lang={code}')}" if self.embed else self._with(f"lang={code}")
            yield Switch(code, name, address, code == self.language)

    def _with(self, more: str) -> str:
        given = self._request.url.query if self._request.method in ("GET", "HEAD") else ""
        query = "&".join(part for part in (given, more) if part)
        return f"{self.path}?{query}" if query else self.path


def data_version(app: FastAPI) -> DataVersion | None:
    """The data version, asked for once in a while; never on the event loop, where it would hold up others."""
    known: tuple[float, DataVersion | None] = getattr(app.state, "data_version", (-_KEPT_S, None))
    if time.monotonic() - known[0] < _KEPT_S or _on_the_loop():
        return known[1]
    found = None
    database: Database | None = getattr(app.state, "database", None)
    with suppress(SQLAlchemyError, AppError):
        if database is not None:
            with database.read() as session:
                found = DataVersion(
                    *session.execute(text("SELECT version, changed_at FROM data_version")).one()
                )
    app.state.data_version = time.monotonic(), found
    return found


def _on_the_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
