"""The Census Geocoder's batch service: a file of addresses by multipart POST, a CSV of matches back.

Protocol: Census Geocoding Services Web API, "Batch Geocoding" (US Census Bureau): the form fields `benchmark` and
`addressFile`, lines of id, street, city, state, ZIP without a header, 10,000 at most. The answer has a line for each
address in any order: id, address as sent, `Match`, `No_Match` or `Tie`, and for a match `Exact` or `Non_Exact`, the
matched address, "longitude,latitude", and the line and side of the street.
"""

import csv
import io
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from typing import Any, Final

from app.inventory.place.geocoding import Address, Answers, GeocoderError, Match

_SCORES: Final = {"exact": 1.0, "non_exact": 0.8}
_PAUSE_S = 1.0
_CHUNK_BYTES = 65_536
_BYTES_A_LINE = 2_048
_SERVER_ERROR, _TOO_MANY = 500, 429
_MATCH_CELLS = 6
_DECIMALS = 7


class CensusGeocoder:
    """A client of one batch service. Redirects are not followed: addresses go where the operator said."""

    def __init__(
        self, url: str, benchmark: str, *, timeout_s: float, tries: int, batch: int, pause_s: float = _PAUSE_S
    ) -> None:
        """`batch` addresses are sent at a time; a failed batch is sent again after `pause_s`, then twice that …"""
        self.url, self.benchmark = url, benchmark
        self.timeout_s, self.tries, self.batch, self.pause_s = timeout_s, tries, batch, pause_s
        self._opener = urllib.request.build_opener(_NoRedirect())

    @property
    def name(self) -> str:
        """`census Public_AR_Current`."""
        return f"census {self.benchmark}"

    def geocode(self, addresses: Sequence[Address]) -> Answers:
        """Ask batch by batch. When one fails, those before it stand and the rest is not asked for.

        Raises GeocoderError when the first one fails.
        """
        answers: dict[Address, Match | None] = {}
        for start in range(0, len(addresses), self.batch):
            part = addresses[start : start + self.batch]
            try:
                answers.update(_read_answer(self._ask(part), part))
            except GeocoderError:
                if not answers:
                    raise
                break
        return answers

    def _ask(self, addresses: Sequence[Address]) -> str:
        kind, body = _form(addresses, self.benchmark)
        request = urllib.request.Request(self.url, body, {"Content-Type": kind})  # noqa: S310 - settings allow http(s) only
        for attempt in range(1, self.tries + 1):
            try:
                return self._send(request, len(addresses) * _BYTES_A_LINE + _CHUNK_BYTES)
            except urllib.error.HTTPError as error:
                error.close()
                failed = GeocoderError(f"it answered HTTP {error.code}")
                if error.code < _SERVER_ERROR and error.code != _TOO_MANY:
                    raise failed from error
            except (OSError, HTTPException) as error:
                failed = GeocoderError(f"it did not answer ({type(error).__name__})")
            if attempt < self.tries:
                time.sleep(self.pause_s * 2 ** (attempt - 1))
        raise failed

    def _send(self, request: urllib.request.Request, most_bytes: int) -> str:
        """The answer's text, within the time for a whole batch however slowly it trickles."""
        ends_at = time.monotonic() + self.timeout_s
        body = bytearray()
        with self._opener.open(request, timeout=self.timeout_s) as answer:
            while chunk := answer.read1(_CHUNK_BYTES):
                body += chunk
                if len(body) > most_bytes:
                    raise GeocoderError("its answer is far too long")
                if time.monotonic() > ends_at:
                    raise TimeoutError
        return body.decode("utf-8", errors="replace")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: the redirect becomes an HTTPError."""


def _form(addresses: Sequence[Address], benchmark: str) -> tuple[str, bytes]:
    """(content type, body) of the multipart form."""
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(
        (number, each.street, each.city, each.state, each.postal_code)
        for number, each in enumerate(addresses)
    )
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="benchmark"\r\n\r\n{benchmark}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="addressFile"; filename="addresses.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = f"{head}{lines.getvalue()}\r\n--{boundary}--\r\n"
    return f"multipart/form-data; boundary={boundary}", body.encode()


def _read_answer(text: str, addresses: Sequence[Address]) -> Answers:
    """Answers by address; lines that are not understood are left out. Raises GeocoderError when none is."""
    answers = dict(_lines(text, addresses))
    if addresses and not answers:
        raise GeocoderError("its answer is not a list of matches")
    return answers


def _lines(text: str, addresses: Sequence[Address]) -> Iterator[tuple[Address, Match | None]]:
    try:
        for line in csv.reader(io.StringIO(text, newline="")):
            if len(line) < 3 or not line[0].isdecimal() or int(line[0]) >= len(addresses):
                continue
            if line[2] in ("No_Match", "Tie"):
                yield addresses[int(line[0])], None
            elif line[2] == "Match" and (match := _match(line)):
                yield addresses[int(line[0])], match
    except csv.Error:
        return  # what came before stands


def _match(line: Sequence[str]) -> Match | None:
    if len(line) < _MATCH_CELLS:
        return None
    try:
        lon, lat = (float(each) for each in line[5].split(","))
    except ValueError:
        return None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        return None
    return Match(
        round(lon, _DECIMALS), round(lat, _DECIMALS), "street", line[4], _SCORES.get(line[3].lower(), 0.5)
    )
