"""Every public page, for the tests that look at all of them; and why an address that answers a browser is not one."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Sight:
    """A page in one state. `{museum}`, `{program}` and `{other}` in its path are ids of assets; `route` is what
    answers it, where that is not its path."""

    path: str
    status: int = 200
    form: str = ""
    """What must be there to be used without a script, as a CSS selector."""
    spanish: bool = True

    def address(self, ids: dict[str, str], **more: str) -> str:
        """Its path and query with `more` parameters."""
        query = "&".join(f"{name}={value}" for name, value in more.items())
        path = self.path.format(**ids)
        return path + (("&" if "?" in path else "?") + query if query else "")


PAGES: Final = (
    Sight("/", form="form[role=search] input, form input#q"),
    Sight("/browse", form="#filters button"),
    Sight("/browse?state=NM&kind=program&discipline=robotics&cost=free", form="#filters button"),
    Sight("/browse?q=zzzqqq&state=NM", form="#filters button"),
    Sight("/browse?kind=program&state=VT&discipline=robotics&band=early&cost=free&near=Las+Cruces%2C+NM"),
    Sight("/browse?q=museums+near+Albuquerque", form="#filters button"),
    Sight("/browse?q=science+balloon&read=text", form="#filters button"),
    Sight("/browse?q=free+weekend+robotics+club+for+12+year+old+in+Farmington", form="#filters button"),
    Sight("/browse?q=camp&near=Farmingtn", 400, form="#near"),
    Sight("/browse?kind=castle", 400),
    Sight("/compare"),
    Sight("/compare?ids={museum}&ids={program}&ids={other}", form="table"),
    Sight("/saved"),
    Sight("/saved?ids={museum}&ids={program}&ids=00000000-0000-0000-0000-000000000000", form=".item"),
    Sight("/gaps", form="form button"),
    Sight("/gaps?states=NM", form="form button"),
    Sight("/gaps?areas=zip&states=WY", form="form button"),
    Sight("/gaps?states=NM&kind=program&view=agreement", form="form button"),
    Sight("/gaps?states=NM&preset=P4", form="form button"),
    Sight("/gaps?states=NM&b.population=age-under-19&reference=total", form="form button"),
    Sight("/gaps?states=NM&distance=9999mi", 400),
    Sight("/assets/{museum}"),
    Sight("/assets/{program}"),
    Sight("/assets/00000000-0000-0000-0000-000000000000", 404),
    Sight("/assets/{program}/correct", form="form select"),
    Sight("/assets/{program}/closed", form="form input[type=radio]"),
    Sight("/suggest", form="form input"),
    Sight("/reported/NONE-0000", 404),
    Sight("/states"),
    Sight("/states/NM"),
    Sight("/states/VT"),
    Sight("/states/ZZ", 404),
    Sight("/counties/35045"),
    Sight("/counties/san-juan", 404),
    Sight("/reports"),
    Sight("/reports/states/NM"),
    Sight("/reports/counties/35045"),
    Sight("/downloads"),
    Sight("/downloads/selection?state=NM"),
    Sight("/dictionary"),
    Sight("/api", spanish=False),
    Sight("/embed", form="form select"),
    Sight("/embed?view=states&place=Narnia", 400, form="form select"),
    Sight("/about"),
    Sight("/about/style"),
    Sight("/accessibility"),
    Sight("/nothing-here", 404),
    Sight("/manage/sign-in", form="form input", spanish=False),
    Sight("/ogc?f=html", spanish=False),
    Sight("/ogc/collections?f=html", spanish=False),
    Sight("/ogc/collections/assets?f=html", spanish=False),
    Sight("/ogc/collections/assets/items?f=html", spanish=False),
    Sight("/ogc/collections/assets/items/{museum}?f=html", spanish=False),
    Sight("/ogc/collections/assets/schema?f=html", spanish=False),
    Sight("/ogc/conformance?f=html", spanish=False),
    Sight("/ogc/api.html", spanish=False),
)


def ids_of(client: Any) -> dict[str, str]:
    """The assets that stand for `{museum}` and so on; `client` is any that asks the service."""

    def first(query: str, at: int = 0) -> str:
        found = client.get(f"/api/v1/assets?{query}&limit=5").json()["features"]
        return str(found[at]["id"])

    return {
        "museum": first("state=NM&q=balloon+museum"),
        "program": first("state=NM&kind=program"),
        "other": first("state=NM&kind=program", 3),
    }


MAPS: Final = (
    ("/maps/assets?state=NM", ".dot", ".leaflet-popup .card"),
    ("/maps/gaps?states=NM", "path.area", "[role=dialog], .area-tip"),
    ("/maps/gaps?areas=zip&states=WY", ".walker, path.area", "[role=dialog], .area-tip"),
    ("/maps/gaps?states=NM&kind=program&view=agreement", "path.area", "[role=dialog], .area-tip"),
)
"""Path of a map, what of it takes the focus, and the card that the Enter key opens there."""

NO_PAGES: Final = {
    "/api/v1": "the API, whose page is /api",
    "/hsds": "an API",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/data.json": "for machines",
    "/sitemap": "for machines",
    "/robots.txt": "for machines",
    "/favicon.ico": "a picture",
    "/share/": "pictures",
    "/embed/": "pages of this table in another frame, looked at in test_embed.py",
    "/embed.js": "a script",
    "/maps/gaps.": "pictures and values of a map",
    "/maps/outlines.geojson": "values of a map",
    "/maps/assets.json": "values of a map",
    "/browse/": "values for a field",
    "/assets/{asset_id}.jsonld": "for machines",
    "/downloads/latest/": "files",
    "/downloads/{version}/": "files",
    "/words/": "a script",
    "/reports/{kind}/{code}.pdf": "a file, looked at in tests/http/test_reports.py",
    "/manage": "after signing in: test_manage.py and test_submissions.py look at each of them with axe",
}
"""How the path of what is no page begins, and why it is not in the table."""
