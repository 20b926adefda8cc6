"""`stemmap load census`: the same tables, asked of the Census API and kept as files to be loaded.

One question for each table, kind of area and state: `{url}/{year}/acs/acs5?get=NAME,group(B01001)&for=tract:*&in=…`.
The API answers 200 with JSON, 204 where it has nothing, 400 with a sentence for what it does not understand, and a page
of HTML where it wants a (valid) key. U.S. Census Bureau, "Census Data API User Guide".
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from app.errors import AppError, BadParameterError, TooLargeError
from app.settings import Settings
from app.vocabulary.codes import STATE_FIPS

_CHUNK_BYTES: Final = 1 << 16
_NOTHING, _BAD = 204, 400
GEOGRAPHIES: Final = {
    "state": ("state:{state}", ()),
    "county": ("county:*", ("state:{state}",)),
    "tract": ("tract:*", ("state:{state}", "county:*")),
    "block-group": ("block group:*", ("state:{state}", "county:*", "tract:*")),
    "school-district": ("school district (unified):*", ("state:{state}",)),
    "legislative-upper": ("state legislative district (upper chamber):*", ("state:{state}",)),
    "legislative-lower": ("state legislative district (lower chamber):*", ("state:{state}",)),
}
"""What the API is asked `for`, and `in` which larger areas, by our word."""


class CensusApiError(AppError):
    """The Census API did not give the table."""

    status = 502
    code = "census-api"


@dataclass(frozen=True)
class CensusQuestion:
    """One table of one kind of area in one state."""

    year: int
    table: str
    geography: str
    state: str

    @property
    def file_name(self) -> str:
        """A name that tells the edition: `ACSDT5Y2022.B01001-county-NM.json`."""
        return f"ACSDT5Y{self.year}.{self.table}-{self.geography}-{self.state}.json"

    def url(self, base: str, key: str | None = None) -> str:
        """The address of the question."""
        wanted, within = GEOGRAPHIES[self.geography]
        fips = STATE_FIPS[self.state]
        pairs = [("get", f"NAME,group({self.table})"), ("for", wanted.format(state=fips))]
        pairs += [("in", part.format(state=fips)) for part in within]
        pairs += [("key", key)] if key else []
        return f"{base.rstrip('/')}/{self.year}/acs/acs5?{urlencode(pairs, safe=':*(),')}"


def questions(
    year: int, states: list[str], tables: list[str], geographies: list[str]
) -> list[CensusQuestion]:
    """All questions, in the order given. Raises BadParameterError for a kind of area the API is not asked for."""
    for each in geographies:
        if each not in GEOGRAPHIES:
            raise BadParameterError(
                f"There is no geography {each!r}.", parameter="geography", accepted=GEOGRAPHIES
            )
    return [
        CensusQuestion(year, table.upper(), geography, state)
        for table in tables for geography in geographies for state in states
    ]  # fmt: skip


def fetch(asked: list[CensusQuestion], folder: Path, settings: Settings) -> Iterator[Path]:
    """Each answer as a file in `folder`. Raises CensusApiError for what the API refuses or does not answer."""
    for question in asked:
        path = folder / question.file_name
        _fetch(question, path, settings)
        yield path


def _fetch(question: CensusQuestion, path: Path, settings: Settings) -> None:
    key = settings.census_api_key.get_secret_value() if settings.census_api_key else None
    said = question.url(settings.census_api_url)
    request = urllib.request.Request(question.url(settings.census_api_url, key))  # noqa: S310 - settings allow http(s)
    try:
        with urllib.request.urlopen(request, timeout=settings.census_api_timeout_s) as answer:  # noqa: S310
            if answer.status == _NOTHING:
                raise CensusApiError(
                    f"The Census API has nothing for {said}: another year, table or kind of area?"
                )
            _keep(answer, path, settings.load_max_bytes)
    except urllib.error.HTTPError as error:
        with error:
            text = error.read(500).decode("utf-8", errors="replace").strip()
        raise CensusApiError(f"The Census API refused {said}: HTTP {error.code}, {text[:300]}") from error
    except (OSError, http.client.HTTPException) as error:
        raise CensusApiError(
            f"The Census API was not reached ({type(error).__name__}: {error}). Without internet: fetch {said} "
            "elsewhere, save it as a file and run `stemmap load acs FILE`."
        ) from error
    _require_json(path, said)


def _keep(answer: http.client.HTTPResponse, path: Path, max_bytes: int) -> None:
    size = 0
    with path.open("wb") as file:
        while chunk := answer.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise TooLargeError(f"The answer has more than {max_bytes:,} bytes (setting load_max_bytes).")
            file.write(chunk)


def _require_json(path: Path, said: str) -> None:
    with path.open("rb") as file:
        start = file.read(1000).lstrip()
    if start.startswith(b"["):
        return
    if b"key" in start.lower():
        raise CensusApiError(
            f"The Census API wants a valid key for {said}: get one at https://api.census.gov/data/key_signup.html "
            "and set STEMMAP_CENSUS_API_KEY."
        )
    raise CensusApiError(f"The Census API answered {said} with something else than a table.")
