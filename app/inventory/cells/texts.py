"""Cells that hold text: names, web addresses, e-mail, phone numbers, official numbers."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from app.inventory.cells import Parsed, Parser
from app.inventory.codes import Problem

_EMAIL = re.compile(r"^[^@\s,;<>()]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$")
_HOST = re.compile(
    r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}$", re.IGNORECASE
)
_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x)\s*(\d{1,6})$", re.IGNORECASE)
_PHONE_CHARS = re.compile(r"^[\d\s().+/-]+$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_PHONE_DIGITS = 10


def without_controls(text: str) -> str:
    """`text` without control characters (line breaks and tabs stay)."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def plain(target: str) -> Parser:
    """Text as it is, on one line."""
    return lambda text: Parsed({target: " ".join(text.split())})


def paragraph(target: str) -> Parser:
    """Text with its line breaks."""
    return lambda text: Parsed({target: text.replace("\r\n", "\n").replace("\r", "\n")})


def web_address(target: str) -> Parser:
    """An http(s) address; a bare domain gets `https://`."""

    def parse(text: str) -> Parsed:
        url = text if "://" in text else f"https://{text}"
        return Parsed({target: url}) if _is_web(url) else Parsed({target: None}, (Problem("url-bad", text),))

    return parse


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(_HOST.match(host)) and not re.search(r"[\s<>\"]", url)


def email(text: str) -> Parsed:
    """One e-mail address."""
    if _EMAIL.match(text):
        return Parsed({"email": text})
    return Parsed({"email": None}, (Problem("email-bad", text),))


def phone(text: str) -> Parsed:
    """A US phone number as `505-555-0123`, with ` ext. 12` where there is one."""
    extension = _EXTENSION.search(text)
    base = text[: extension.start()] if extension else text
    digits = re.sub(r"\D", "", base).removeprefix("1")
    if len(digits) != _PHONE_DIGITS or not _PHONE_CHARS.match(base):
        return Parsed({"phone": None}, (Problem("phone-bad", text),))
    tail = f" ext. {extension[1]}" if extension else ""
    return Parsed({"phone": f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{tail}"})


def official_number(scheme: str, form: str, clean: Callable[[str], str] = str.strip) -> Parser:
    """A number of a public register whose form is the regular expression `form`."""
    pattern = re.compile(form)

    def parse(text: str) -> Parsed:
        value = clean(text)
        if pattern.fullmatch(value):
            return Parsed({f"identifier {scheme}": value})
        return Parsed({}, (Problem("identifier-bad", text),))

    return parse
