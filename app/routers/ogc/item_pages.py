"""Pages about features, for people who open /ogc in a browser."""

from typing import Any

import orjson
from starlette.responses import Response

from app.catalog.collections import Collection, Property
from app.catalog.collections.question import Question
from app.catalog.feature_pages import FeaturePage
from app.routers import templates
from app.routers.ogc.asking import Asked

_USUAL = ("name", "subtype", "city", "state", "population", "geoid")
_NOT_SHOWN = ("f", "cursor", "offset")


def items_page(found: Asked, question: Question, page: FeaturePage, links: list[dict[str, str]]) -> Response:
    """A page of features as a table."""
    context = {
        "collection": question.collection,
        "matched": page.matched,
        "features": [orjson.loads(each) for each in page.features],
        "columns": _columns(question),
        "links": {each["rel"]: each["href"] for each in links},
        "root": found.root,
        "settings_of_page": [(name, text) for name, text in found.pairs if name not in _NOT_SHOWN],
    }
    return templates.page(found.request, "ogc/items.html", context)


def _columns(question: Question) -> list[Property]:
    known = question.collection.by_name
    shown = question.display.names or _USUAL
    return [known[name] for name in shown if name in known]


def item_page(found: Asked, collection: Collection, feature: dict[str, Any]) -> Response:
    """One feature as a table of its properties."""
    context = {"collection": collection, "feature": feature, "root": found.root, "here": found.here}
    return templates.page(found.request, "ogc/item.html", context)
