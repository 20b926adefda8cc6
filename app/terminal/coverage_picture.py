"""`stemmap coverage --map FILE.png|svg`: the gap map of an answer as a picture."""

from typing import Final

from app.coverage.reports.outlines import outlines_under
from app.coverage.results import CoverageAnswer
from app.coverage.words import headline
from app.db.engine import Database
from app.maps.gap_picture import gap_picture, told_of
from app.maps.lettering import clean
from app.maps.press.job import Limits
from app.maps.press.running import made
from app.maps.values import classes_for, painted

PICTURES: Final = (".png", ".svg")
PAGES: Final = (".html", ".htm")


def picture(database: Database, answer: CoverageAnswer, ending: str) -> bytes:
    """The map as SVG or, for `.png`, made into pixels. Raises CannotPrintError where Cairo is missing."""
    shown = painted(answer, "distance" if answer.question.areas == "zip" else "share")
    classes = classes_for([(answer, shown)], "fixed")
    with database.read() as session:
        outlines = outlines_under(session, answer)
    told = told_of(answer, headline(answer), "stemmap coverage")
    svg = clean(gap_picture(answer, shown, classes, outlines, told)).encode()
    settings = database.settings
    limits = Limits(settings.print_timeout_s, settings.print_memory_bytes)
    return made("png", svg, limits) if ending == ".png" else svg
