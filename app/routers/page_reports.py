"""`/reports/…`: a state, a county or an alliance on paper, as a page and as a PDF of the same."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from app.errors import BadParameterError
from app.language import speak, speaking
from app.maps.press.job import MEDIA_TYPES
from app.routers import templates
from app.routers.caching import Validity, not_modified
from app.routers.pressing import press_of
from app.routers.report_context import PAPER_MAP_HEIGHT, Asked, asked_report, report_context
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.shell import Shell
from app.vocabulary.alliances import alliances_of
from app.vocabulary.codes import STATES

router = APIRouter()
_MINUTE: Final = "public, max-age=60"
PAPERS: Final[Mapping[str, Literal["letter", "A4"]]] = {"letter": "letter", "a4": "A4"}


@router.head("/reports")
@router.get("/reports")
def reports(request: Request, settings: ServiceSettings) -> Response:
    """List what there are reports of."""
    states = [(code, STATES.label(code)) for code in settings.six_states]
    context = {"alliances": alliances_of(settings), "states": states}
    return templates.page(request, "reports/index.html", context)


@router.head("/reports/{kind}/{code}.pdf")
@router.get("/reports/{kind}/{code}.pdf")
def report_pdf(
    kind: str, code: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """The report as a tagged PDF; kept for the version of the data."""
    paper = paper_of(request)
    asked = asked_report(request, kind, code, database, settings)
    language = Shell(request, settings).language
    about = ("report", asked.scope, asked.report.question, paper, language, str(request.base_url))
    with database.read() as session:
        validity = Validity.of(session, *about)
    headers = validity.headers(_MINUTE) | {"Content-Disposition": f'inline; filename="{file_name(asked)}"'}
    if not_modified(request, validity):
        return Response(status_code=304, headers=headers)

    def page() -> bytes:
        context = report_context(request, asked, database, settings, PAPER_MAP_HEIGHT) | {"paper": paper}
        return _rendered(request, settings, "reports/paper.html", context)

    with speak(language):
        body = press_of(request.app).document("pdf", (validity.etag, *about), page)
    return Response(body, media_type=MEDIA_TYPES["pdf"], headers=headers)


@router.head("/reports/{kind}/{code}")
@router.get("/reports/{kind}/{code}")
def report(
    kind: str, code: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """The report as a page that also prints well."""
    paper_of(request)
    asked = asked_report(request, kind, code, database, settings)
    with speak(Shell(request, settings).language):
        context = report_context(request, asked, database, settings)
    return templates.page(request, "reports/report.html", context)


def paper_of(request: Request) -> Literal["letter", "A4"]:
    """The size of the sheets: letter unless A4 is asked for. Raises BadParameterError."""
    given = request.query_params.get("paper", "letter").lower()
    if given not in PAPERS:
        raise BadParameterError(
            f"There is no paper `{given[:40]}`.", parameter="paper", accepted=tuple(PAPERS)
        )
    return PAPERS[given]


def file_name(asked: Asked) -> str:
    """`stem-report-san-juan-county-nm.pdf`: letters, digits and hyphens alone."""
    plain = f"{asked.scope.name} {asked.scope.states[0] if asked.scope.county else ''}".lower()
    words_of = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    return f"stem-report-{'-'.join(words_of)}.pdf"


def _rendered(request: Request, settings: Any, name: str, context: Mapping[str, Any]) -> bytes:
    template = templates.environment().get_template(name)
    text = template.render(
        request=request, settings=settings, language=speaking.get(), footer=_css_text, **context
    )
    return text.encode()


def _css_text(text: str) -> Markup:
    """`text` as a string of CSS: nothing in it can end the string or the style it stands in."""
    safe = "".join(
        letter if letter.isalnum() or letter in " .,:/?=%-_()" else f"\\{ord(letter):x} " for letter in text
    )
    return Markup(f'"{safe}"')  # noqa: S704 - only letters, digits and these characters are left
