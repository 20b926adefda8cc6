"""Rendering of pages: one Jinja environment with autoescape, and the few filters templates need."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from app.coverage.informal import INFORMAL
from app.coverage.preset_words import cures_said
from app.coverage.question import CoverageQuestion
from app.language import gettext, ngettext, speak
from app.language.numbers import day, number, percent
from app.language.tongues import foreign
from app.routers.asset_words import checked_in_words, status_in_words, town_in_words
from app.routers.embed_links import framed
from app.routers.shell import Shell
from app.settings import MILE_M, Settings
from app.vocabulary import assets, codes, people
from app.web import TEMPLATES


def miles(metres: float | None, digits: int = 0) -> str:
    """Metres as miles for people, without the unit."""
    return number(None if metres is None else metres / MILE_M, digits)


def far(cost: float | None, question: CoverageQuestion, digits: int = 0) -> str:
    """Metres as miles, or minutes of the travel table of `question` as they are, without the unit."""
    return number(cost, digits) if question.travel else miles(cost, digits)


def plus_minus(margin: float | None, digits: int = 0) -> str:
    """` ± 1,200`: a margin for people; nothing where it is not known or there is none."""
    return f" ± {number(margin, digits)}" if margin else ""


def coded(text: str) -> Markup:
    """Text of ours as HTML: what stands between backticks as code, everything escaped."""
    parts = [
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def data_block(json: bytes) -> Markup:
    """JSON for a `<script>` element that holds data: no character of it can end the element or begin markup."""
    text = json.decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one Jinja environment: autoescape on, an undefined name is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {
        "day": day,
        "number": number,
        "said": gettext,
        "cures": cures_said,
        "far": far,
        "miles": miles,
        "percent": percent,
        "coded": coded,
        "plus_minus": plus_minus,
        "town": town_in_words,
        "foreign": foreign,
    }
    env.globals |= {"assets": assets, "codes": codes, "people": people, "informal": INFORMAL}
    env.globals |= {"status_in_words": status_in_words, "checked_in_words": checked_in_words}
    return env


def page(
    request: Request,
    name: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page `name` for this request, in its language."""
    settings: Settings = request.app.state.settings
    shell = Shell(request, settings)
    with speak(shell.language):
        body = (
            environment()
            .get_template(name)
            .render(request=request, settings=settings, shell=shell, **context)
        )
    if shell.embed:
        body = framed(body, shell.embed)
    return Response(body, status, dict(headers or {}), media_type="text/html; charset=utf-8")
