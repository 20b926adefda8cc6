"""One PostgreSQL data folder: made, configured, started and stopped with the installed server programs.

Not here: which programs there are and who runs them (programs.py), where the folder lies and who uses it
(local.py), and what is in the database.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from psycopg import pq
from psycopg.conninfo import make_conninfo

from app.db.processes import processes_of, works_in
from app.db.programs import Account, LocalPostgresError, Programs, is_plain, make_private_folder

ROLE = "stemmap"
"""The database and the plain role that owns it; `postgres` is the cluster's superuser."""

PORT = 5432
"""No TCP port: only part of the socket's name."""

START_TIMEOUT_S = 300
"""Long enough to replay all the WAL that a crash can leave (max_wal_size)."""

STOP_TIMEOUT_S = 60
ORPHANS_GRACE_S = 2
"""How long server processes may outlive a killed postmaster before they are ended: the idle ones notice within
a second, one at work on a statement only after it."""

ORPHANS_TIMEOUT_S = 10

_DATA = "<data>"
"""Stands for the data folder in the arguments of a server program."""

_INITDB = (
    "--username=postgres",
    "--auth=peer",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-sync",  # done once, when all is in place
    "--no-instructions",
)

_BOOTSTRAP = f"""\
CREATE ROLE {ROLE} LOGIN CREATEDB
CREATE EXTENSION postgis
CREATE EXTENSION pg_trgm
CREATE EXTENSION unaccent
CREATE DATABASE {ROLE} OWNER {ROLE}
"""
"""Run in template1, so that every database made here (for tests, for a restore) has the extensions."""

_PROOF = "SELECT postgis_lib_version(), similarity('a', 'a'), unaccent('a')\n"

_CONFIGURATION = """\
# Written by the STEM map at each start, so changes here are lost; what ALTER SYSTEM sets stays and wins.
listen_addresses = ''                        # no TCP at all
port = {port}
unix_socket_directories = '{sockets}'
max_connections = 60
shared_buffers = 256MB                       # for a server of 2 cores and 2-4 GB that also runs the service
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB                           # an upload of 200,000 rows logs 1.3 GB: each checkpoint within it would
checkpoint_timeout = 15min                   # log all pages of the indexes whole once more
random_page_cost = 1.1                       # solid-state disks
jit = off                                    # many short questions: compiling costs more than it saves
max_parallel_workers_per_gather = 0          # requests are the parallelism
client_connection_check_interval = '1s'      # stop working for a client that is gone
temp_file_limit = 1GB
wal_level = minimal                          # nobody replicates from here; backups are dumps
max_wal_senders = 0
cluster_name = 'stemmap'
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = on                       # one file a weekday, overwritten a week later
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] %a '
fsync = {durable}
full_page_writes = {durable}
synchronous_commit = {durable}
"""

_HBA = """\
# The socket's folder lets in only root and the server's own account; what they may be is in pg_ident.conf.
local all all peer map=stemmap
"""


@dataclass(frozen=True)
class Cluster:
    """The cluster in `data`, its socket in `sockets`, its log files in `log`.

    With `durable=False` nothing is forced to disk: for clusters that are thrown away.
    """

    data: Path
    programs: Programs
    account: Account
    sockets: Path
    log: Path
    durable: bool

    def create(self) -> None:
        """Make the data folder; it gets its name only when complete, so a crash leaves none half made."""
        for old in self.data.parent.glob("unfinished-*"):
            shutil.rmtree(old, ignore_errors=True)
        new = replace(self, data=Path(mkdtemp(prefix="unfinished-", dir=self.data.parent)))
        try:
            os.chown(new.data, self.account.uid, self.account.gid)
            new._fill()  # noqa: SLF001  # of the same class
            new.data.rename(self.data)
        except BaseException:
            shutil.rmtree(new.data, ignore_errors=True)
            raise

    def _fill(self) -> None:
        self._must("initdb", "-D", _DATA, *_INITDB)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'stemmap.conf'\n")
        self._write("stemmap.conf", "")
        single = ("postgres", "--single", "-F", "-D", _DATA, "-c")
        self._must(*single, "log_min_messages=error", "template1", given=_BOOTSTRAP)
        # A statement's error does not end a single-user server; this proves that all of them worked.
        self._must(*single, "exit_on_error=on", ROLE, given=_PROOF)
        if self.durable:
            self._must("initdb", "-D", _DATA, "--sync-only")

    def start(self) -> None:
        """Start the server and wait until it answers; what a crash left in its way is cleared first.

        Raises LocalPostgresError with the log's last lines.
        """
        make_private_folder(self.sockets, self.account)
        make_private_folder(self.log, self.account)
        if self._settle():
            return
        self._configure()
        self._remove_stale_locks()
        began = time.monotonic()
        while (done := self._launch()).returncode != 0:
            waited_s = time.monotonic() - began
            if not self._is_held_by_orphans() or waited_s > ORPHANS_TIMEOUT_S:
                raise LocalPostgresError(
                    f"The private database did not start. Its log in {self.log} ends with:\n"
                    + (self._last_words() or done.stdout.strip())
                )
            if waited_s > ORPHANS_GRACE_S:
                self._end_orphans()
            time.sleep(0.1)

    def _settle(self) -> bool:
        """Wait for a server that is just starting, stopping or dying; whether one answers in the end."""
        end = time.monotonic() + START_TIMEOUT_S
        while (pid := self.pid()) is not None and not self.answers():
            if time.monotonic() > end:
                raise LocalPostgresError(f"The private database runs (process {pid}) but does not answer.")
            time.sleep(0.05)
        return pid is not None

    def _launch(self) -> subprocess.CompletedProcess[str]:
        self._start_log.unlink(missing_ok=True)
        log = f"{_DATA}/{os.path.relpath(self._start_log, self.data)}"
        wait = ("--wait", f"--timeout={START_TIMEOUT_S}", "--silent")
        return self._call("pg_ctl", "start", "-D", _DATA, *wait, "--log", log)

    def _is_held_by_orphans(self) -> bool:
        """Whether processes that outlived a killed postmaster still hold its shared memory."""
        return self._start_log.exists() and "still in use" in self._start_log.read_text(errors="replace")

    def _end_orphans(self) -> None:
        """Kill server processes without a postmaster: what they had committed is in the log already.

        Safe for the reasons of _remove_stale_locks: there is no postmaster whose children they are.
        """
        program = str(self.programs.folder / "postgres")
        for pid in processes_of(program, self.data):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    @property
    def _start_log(self) -> Path:
        """What the server says before it opens its own log files."""
        return self.log / "start.log"

    def stop(self) -> None:
        """End sessions, roll back what they had open, and stop.

        Raises LocalPostgresError if the server will not.
        """
        stop = ("pg_ctl", "stop", "-D", _DATA, "--wait", f"--timeout={STOP_TIMEOUT_S}", "--silent", "--mode")
        if self._call(*stop, "fast").returncode != 0 and self.pid() is not None:
            self._must(*stop, "immediate")

    def pid(self) -> int | None:
        """The postmaster's process number; None where none is alive on this data folder."""
        try:
            first, *_ = (self.data / "postmaster.pid").read_text().split(maxsplit=1)
        except (FileNotFoundError, ValueError):
            return None
        pid = abs(int(first))  # negative: a single-user server
        return pid if works_in(pid, self.data) else None

    def answers(self) -> bool:
        """Whether the server accepts connections (all of them being taken is an answer too)."""
        where = make_conninfo(host=str(self.sockets), port=PORT, user=ROLE, dbname=ROLE, connect_timeout=5)
        return pq.PGconn.ping(where.encode()) == pq.Ping.OK

    def _last_words(self) -> str:
        """The last lines of what the server wrote, from its newest log files."""
        files = [each for each in self.log.glob("*.log") if time.time() - each.stat().st_mtime < 60]
        files.sort(key=lambda each: each.stat().st_mtime)
        lines = [line for each in files for line in each.read_text(errors="replace").splitlines()]
        return "\n".join(lines[-12:])

    def _configure(self) -> None:
        log = os.path.relpath(self.log, self.data)
        durable = "on" if self.durable else "off"
        settings = _CONFIGURATION.format(port=PORT, sockets=self.sockets, log=log, durable=durable)
        self._write("stemmap.conf", settings)
        self._write("pg_hba.conf", _HBA)
        who = sorted({"root", self.account.name})
        lines = [f'stemmap "{name}" {role}\n' for name in who for role in (ROLE, "postgres")]
        self._write("pg_ident.conf", "".join(lines))

    def _write(self, name: str, text: str) -> None:
        """Replace a file of the data folder; follows no links, as root writes in another account's folder."""
        new = self.data / f"{name}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
            os.fchown(file.fileno(), self.account.uid, self.account.gid)
        new.replace(self.data / name)

    def _remove_stale_locks(self) -> None:
        """Remove lock files of a killed server; PostgreSQL itself keeps them if their number is in use again.

        Safe: no postmaster is alive (_settle, and the caller holds the start lock), and PostgreSQL still
        refuses to start while old server processes hold its shared memory.
        """
        socket = self.sockets / f".s.PGSQL.{PORT}"
        for stale in (self.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            stale.unlink(missing_ok=True)

    def _must(self, *command: str, given: str = "") -> None:
        done = self._call(*command, given=given)
        if done.returncode != 0:
            raise LocalPostgresError(
                f"{command[0]} failed in {self.data.parent}:\n{done.stdout[-2000:].strip()}"
            )

    def _call(self, program: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a server program on the data folder, under the server's account, away from our terminal."""
        with self._name_for_server() as (name, descriptors):
            return subprocess.run(  # noqa: S603  # a server program, no shell
                [self.programs.folder / program, *(each.replace(_DATA, name) for each in arguments)],
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                cwd=self.data,
                env={"PATH": f"{self.programs.folder}:/usr/bin:/bin", "LC_ALL": "C", "HOME": str(self.data)},
                pass_fds=descriptors,
                start_new_session=True,  # so that Ctrl-C in our terminal is not for the server
                **self.account.switch(),
            )

    @contextmanager
    def _name_for_server(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What the server is told its data folder is, and the descriptors that this name needs.

        Normally its path. Where the server's account may not pass a parent folder (a home under /root), or
        the path has characters that pg_ctl's shell would interpret: an open descriptor of it, under /proc.
        """
        if is_plain(self.data) and self.account.may_enter(self.data):
            yield str(self.data), ()
            return
        descriptor = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{descriptor}", (descriptor,)
        finally:
            os.close(descriptor)
