"""The installed PostgreSQL: which server programs there are, and the account they run under."""

import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import AppError

OLDEST_MAJOR = 14
"""The first PostgreSQL with client_connection_check_interval."""

_PLAIN_PATH = re.compile(r"[\w /.@+=:~-]+")
"""Paths that mean the same in a shell's double quotes, in a list of PostgreSQL and in a connection string."""


class LocalPostgresError(AppError):
    """The private database cannot be started."""

    status = 503
    code = "private-database"


@dataclass(frozen=True)
class Programs:
    """The server programs of one PostgreSQL major version that has PostGIS."""

    major: int
    folder: Path


@dataclass(frozen=True)
class Account:
    """The operating system's user that owns the data and runs the server."""

    name: str
    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Whether permission bits let this account pass through `folder` and all its parents."""
        if os.geteuid() == self.uid:
            return True
        return all(self._may_pass(each.stat()) for each in (folder, *folder.parents))

    def _may_pass(self, found: os.stat_result) -> bool:
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & 1)

    def switch(self) -> dict[str, Any]:
        """Arguments for subprocess that make a child run as this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def is_plain(path: Path) -> bool:
    """Whether `path` can be written into shell commands and PostgreSQL settings as it is."""
    return _PLAIN_PATH.fullmatch(str(path)) is not None


def find_programs() -> list[Programs]:
    """Installed server programs with PostGIS, newest first: Debian's layout, else what pg_config tells."""
    found = []
    for control in Path("/usr/share/postgresql").glob("*/extension/postgis.control"):
        major = control.parts[4]
        folder = Path("/usr/lib/postgresql") / major / "bin"
        if major.isdecimal() and int(major) >= OLDEST_MAJOR and (folder / "initdb").exists():
            found.append(Programs(int(major), folder))
    return sorted(found, key=lambda each: -each.major) or _programs_by_pg_config()


def _programs_by_pg_config() -> list[Programs]:
    if shutil.which("pg_config") is None:
        return []
    command = ["pg_config", "--version", "--bindir", "--sharedir"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # constant
    version, folder, share = told.stdout.splitlines()
    if not (Path(share, "extension/postgis.control").exists() and Path(folder, "initdb").exists()):
        return []
    major = re.search(r"\d+", version)
    return [Programs(int(major[0]), Path(folder))] if major else []


def server_account(data: Path) -> Account:
    """Who runs the server on `data`: its owner, else who runs this, else (for root) the user `postgres`.

    PostgreSQL refuses to run as root. Raises LocalPostgresError where there is no fitting user.
    """
    uid = os.geteuid()
    if uid == 0 and data.exists():
        uid = data.stat().st_uid
    try:
        entry = pwd.getpwuid(uid) if uid else pwd.getpwnam("postgres")
    except KeyError:
        who = f"user number {uid}" if uid else 'user "postgres", as which root runs PostgreSQL'
        raise LocalPostgresError(
            f"This system has no {who}. Run the service as an ordinary user, or create that user."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def make_private_folder(folder: Path, account: Account) -> None:
    """Make a folder that only `account` (and root) can enter, or see that this one is such a folder.

    Raises LocalPostgresError for a link, and for a folder of somebody else or open to others.
    """
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() != account.uid:
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise LocalPostgresError(
                f"{folder} must be a folder of the user {account.name}, closed to others."
                " Remove it, and start again."
            ) from None
