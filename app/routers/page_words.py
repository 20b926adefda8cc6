"""`/words/{language}.js`: what our scripts say in another language."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.errors import NotFoundError
from app.language import DEFAULT
from app.language.catalogs import languages
from app.language.scripts import version_of, words_script

router = APIRouter()
_KEPT: Final = "public, max-age=31536000, immutable"
_OTHER: Final = "public, max-age=300"


@router.get("/words/{language}.js")
def words(request: Request, language: str) -> Response:
    """The words in `language`; kept for good under the address that names their version."""
    if language == DEFAULT or language not in languages():
        raise NotFoundError("There are no words in this language.")
    is_named = request.query_params.get("v") == version_of(language)
    headers = {"Cache-Control": _KEPT if is_named else _OTHER}
    return Response(words_script(language), media_type="text/javascript; charset=utf-8", headers=headers)
