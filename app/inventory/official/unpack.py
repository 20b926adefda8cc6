"""The table inside a download: a CSV as it is, in gzip, or in a ZIP archive, where the member that fits is taken."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from app.errors import InvalidFileError
from app.geography.official.opened import DAMAGED, ENCRYPTED, GZIP, ZIP, unpacked
from app.inventory.official.profile import Profile

_HEAD_BYTES: Final = 1 << 16
_YEAR: Final = re.compile(r"(?<!\d)(?:\d{4})?((?:19|20)\d\d)(?!\d)")
_SCHOOL_YEAR: Final = re.compile(r"(?<!\d)(\d\d)(\d\d)(?!\d)")


@contextmanager
def opened(path: Path, profile: Profile, max_bytes: int) -> Iterator[tuple[IO[bytes], str]]:
    """The table of the download at `path` (binary, seekable) and its name.

    Of several tables in an archive the one whose header fits `profile` is taken, a revised one (`_rv`) before the
    first edition. Raises InvalidFileError, and TooLargeError over `max_bytes` unpacked bytes.
    """
    if not path.is_file():
        raise InvalidFileError(f"There is no file {path}.")
    with path.open("rb") as file, _table(file, path.name, profile) as (packed, name):
        if packed is file:
            yield file, name
            return
        with unpacked(packed, name, max_bytes) as table:
            yield table, name


@contextmanager
def _table(file: IO[bytes], name: str, profile: Profile) -> Iterator[tuple[IO[bytes], str]]:
    """The member to unpack, or `file` itself where it is no archive of ours."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(GZIP):
        with gzip.open(file) as packed:
            yield cast("IO[bytes]", packed), name.removesuffix(".gz")
    elif start.startswith(ZIP) and not _is_workbook(file):
        with _member_of(file, name, profile) as (member, its_name):
            yield member, its_name
    else:
        yield file, name


def _is_workbook(file: IO[bytes]) -> bool:
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    return b"[Content_Types].xml" in head or b"mimetypeapplication/vnd.oasis" in head


@contextmanager
def _member_of(file: IO[bytes], name: str, profile: Profile) -> Iterator[tuple[IO[bytes], str]]:
    try:
        archive = zipfile.ZipFile(file)
        fitting = [each for each in _tables(archive) if not profile.missing(_header(archive, each))]
    except DAMAGED as error:
        raise InvalidFileError(f"{name} is damaged or encrypted: {error}. Download it again.") from error
    with archive, archive.open(_one(fitting, archive, name, profile)) as packed:
        yield packed, Path(packed.name).name


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [each for each in archive.infolist() if each.filename.lower().endswith((".csv", ".txt"))]


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[str]:
    if member.flag_bits & ENCRYPTED:
        return []
    with archive.open(member) as packed:
        head = packed.read(_HEAD_BYTES).decode("utf-8-sig", errors="replace")
    return next(csv.reader(io.StringIO(head, newline="")), [])


def _one(
    fitting: list[zipfile.ZipInfo], archive: zipfile.ZipFile, name: str, profile: Profile
) -> zipfile.ZipInfo:
    revised = [each for each in fitting if Path(each.filename).stem.lower().endswith("_rv")]
    found = revised or fitting
    if len(found) == 1:
        return found[0]
    if found:
        said = f"{name} holds several tables that fit: {', '.join(each.filename for each in found)}."
        raise InvalidFileError(f"{said} Unpack it and load them one by one.")
    members = ", ".join(archive.namelist()[:10]) or "nothing"
    raise InvalidFileError(
        f"{name} holds no table with the columns of “{profile.title}”; it holds: {members}."
    )


def vintage_of(file_name: str) -> str:
    """The edition that a file's name tells: a year (`hd2020.csv`) or a school year (`ccd_sch_029_2324…`), else ""."""
    year = _YEAR.search(file_name)
    if year:
        return year[1]
    for first, second in _SCHOOL_YEAR.findall(file_name):
        if int(second) == (int(first) + 1) % 100:
            return f"20{first}-{second}"
    return ""
