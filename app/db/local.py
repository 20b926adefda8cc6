"""The private PostgreSQL cluster: where it lies in the data folder, and who uses it.

    <home>/postgres/15/   the data of PostgreSQL 15        <home>/run/          the Unix socket
    <home>/log/           the server's log files           <home>/start.lock    one start or stop at a time
                                                           <home>/in-use.lock   held shared by every user

Several processes (the server, the command line) may use the cluster at once: the first starts it, the last
stops it. How a server is made and started is in cluster.py.
"""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from app.db.cluster import PORT, ROLE, Cluster
from app.db.programs import LocalPostgresError, Programs, find_programs, is_plain, server_account

__all__ = ["LocalPostgres", "LocalPostgresError", "local_postgres"]

SOCKET_PATH_MAX = 107
"""Longest path of a Unix socket, in bytes (Linux `sun_path`)."""

_TMP = Path("/tmp")  # noqa: S108  # short on every system, and the same whatever TMPDIR says


def _silent(_: str) -> None:
    """Say nothing."""


class LocalPostgres:
    """A private PostgreSQL cluster with PostGIS in the data folder: Unix socket only, no TCP port."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """For the cluster in `home`; with `durable=False` nothing is forced to disk (throw-away clusters)."""
        self.home = home.absolute()
        self.durable = durable
        self._in_use: int | None = None
        self._joined: Cluster | None = None

    def start(self, say: Callable[[str], None] = _silent) -> str:
        """Make the cluster if there is none, start it or join it; its SQLAlchemy URL.

        Raises LocalPostgresError: no server programs, data of another version, no permission, disk full …
        """
        try:
            self._make_home()
            with self._turn():
                cluster = self._cluster()
                self._join(cluster, say)
                self._joined = cluster
        except OSError as failure:
            raise LocalPostgresError(_cure(failure, self.home)) from failure
        return f"postgresql+psycopg://{ROLE}@/{ROLE}?host={quote(str(cluster.sockets), safe='')}&port={PORT}"

    def stop(self) -> None:
        """Be done with the cluster; it is stopped when nobody else uses it."""
        if self._in_use is not None:
            with self._turn():
                self._leave(self._cluster())

    def is_running(self) -> bool:
        """Whether the cluster's server accepts connections, whoever started it."""
        return bool(_made_majors(self.home / "postgres")) and self._cluster().answers()

    def is_gone(self) -> bool:
        """Whether we use the cluster and its postmaster is not alive; cheap enough to ask often."""
        return self._joined is not None and self._joined.pid() is None

    def revive(self) -> bool:
        """Start the server again if it is gone; whether that was needed (not when somebody else was quicker).

        Raises LocalPostgresError as start does.
        """
        try:
            with self._turn():
                was_gone = self.is_gone()
                if was_gone:
                    self._cluster().start()
                return was_gone
        except OSError as failure:
            raise LocalPostgresError(_cure(failure, self.home)) from failure

    def _join(self, cluster: Cluster, say: Callable[[str], None]) -> None:
        if self._in_use is None:
            self._in_use = _lock(self.home / "in-use.lock", fcntl.LOCK_SH)
        try:
            self._ensure_running(cluster, say)
        except BaseException:  # Ctrl-C as well: leave no server that nobody uses
            self._leave(cluster)
            raise

    def _ensure_running(self, cluster: Cluster, say: Callable[[str], None]) -> None:
        if not cluster.data.exists():
            say(f"making a private PostgreSQL {cluster.programs.major} cluster in {cluster.data}")
            cluster.create()
        if not cluster.answers():
            say(f"starting PostgreSQL {cluster.programs.major}")
            cluster.start()

    def _leave(self, cluster: Cluster) -> None:
        descriptor, self._in_use, self._joined = self._in_use, None, None
        if descriptor is None:
            return
        try:
            if _is_last(descriptor) and cluster.pid() is not None:
                cluster.stop()
                _remove_short_folder(cluster.sockets)
        finally:
            os.close(descriptor)

    def _make_home(self) -> None:
        if not self.home.exists():
            # Others may pass: as root, the server's user must get through. They cannot look around.
            self.home.mkdir(parents=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        (self.home / "postgres").mkdir(mode=0o711, exist_ok=True)

    def _cluster(self) -> Cluster:
        programs = _choose_programs(self.home / "postgres")
        data = self.home / "postgres" / str(programs.major)
        account = server_account(data)
        is_open = is_plain(self.home) and account.may_enter(self.home / "postgres")
        sockets = self.home / "run"
        return Cluster(
            data,
            programs,
            account,
            sockets=sockets if is_open and _fits(sockets) else _short_folder(self.home),
            log=self.home / "log" if is_open else data / "log",
            durable=self.durable,
        )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Starts and stops take turns, across processes."""
        descriptor = _lock(self.home / "start.lock", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(descriptor)


@contextmanager
def local_postgres(
    home: Path, say: Callable[[str], None] = _silent, *, durable: bool = True
) -> Iterator[str]:
    """The SQLAlchemy URL of the private cluster in `home`, which runs at least as long as the block.

    Raises LocalPostgresError as LocalPostgres.start does.
    """
    postgres = LocalPostgres(home, durable=durable)
    url = postgres.start(say)
    try:
        yield url
    finally:
        postgres.stop()


def _made_majors(folder: Path) -> list[int]:
    """The PostgreSQL versions that data folders were made with."""
    return sorted(int(each.name) for each in folder.glob("*") if each.name.isdecimal())


def _choose_programs(folder: Path) -> Programs:
    """The programs that fit the newest data there is, else the newest ones."""
    installed = find_programs()
    if not installed:
        raise LocalPostgresError(
            "PostgreSQL with PostGIS is not installed here. Install it with bin/setup (or the package"
            " postgresql-NN-postgis-3), or name a PostGIS of your own with STEMMAP_DATABASE_URL."
        )
    made = _made_majors(folder)
    fitting = [each for each in installed if not made or each.major == made[-1]]
    if not fitting:
        raise LocalPostgresError(
            f"The data in {folder / str(made[-1])} was made by PostgreSQL {made[-1]}, but only version"
            f" {', '.join(str(each.major) for each in installed)} is installed. Install"
            f" postgresql-{made[-1]}-postgis-3 again, or name another data folder with STEMMAP_HOME."
        )
    return fitting[0]


def _fits(sockets: Path) -> bool:
    return len(os.fsencode(sockets / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_MAX


def _short_folder(home: Path) -> Path:
    """Where the socket goes when `home` is too long for one or closed to the server's user.

    The same for every caller. Others can write to /tmp: make_private_folder refuses what is not ours alone.
    """
    return _TMP / f"stemmap-{sha256(os.fsencode(home)).hexdigest()[:16]}"


def _remove_short_folder(sockets: Path) -> None:
    if sockets.parent == _TMP:
        with suppress(OSError):  # something else in it: leave it
            sockets.rmdir()


def _lock(path: Path, kind: int) -> int:
    """A descriptor that holds the lock on `path` until it is closed, or its process ends in whatever way."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if os.geteuid() == 0:  # in a user's data folder, root must not lock the user out
            owner = path.parent.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_last(descriptor: int) -> bool:
    """Whether nobody else holds this shared lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cure(failure: OSError, home: Path) -> str:
    """What to tell a person about a failure of the file system."""
    what = f"{failure.filename or home}: {failure.strerror}."
    if failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{what} Run as the user it belongs to, or name another data folder with STEMMAP_HOME."
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{what} Free some space, or name a data folder elsewhere with STEMMAP_HOME."
    return f"{what} The data folder is {home}; STEMMAP_HOME names another."
