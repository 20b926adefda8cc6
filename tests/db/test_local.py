"""The private cluster with real server programs: made, joined, killed, refused. No test leaves a server."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from app.db.local import LocalPostgres, LocalPostgresError, local_postgres
from app.db.programs import find_programs
from tests.db.clusters import (
    FirstStart,
    ask,
    data_of,
    kill_all,
    postmaster,
    server_processes,
    short_folder,
    sockets_of,
    wait_until,
)

ROOT = Path(__file__).parents[2]
NOBODY = pwd.getpwnam("nobody")

pytestmark = pytest.mark.skipif(not find_programs(), reason="no PostgreSQL with PostGIS is installed here")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change to another user")

USER_OF_CLUSTER = """
import os, sys
from pathlib import Path
import psycopg
from app.db.local import LocalPostgres
home, uid, gid = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if uid != os.geteuid():
    os.setgroups([]), os.setgid(gid), os.setuid(uid)
postgres = LocalPostgres(home, durable=sys.argv[4] == "True")
print(postgres.start(), flush=True)
sys.stdin.readline()
postgres.stop()
"""
"""Another process: it starts or joins the cluster, says where it is, and leaves when it gets a line."""


class Other:
    """A running USER_OF_CLUSTER."""

    def __init__(self, home: Path, uid: int, gid: int, durable: bool) -> None:
        command = [sys.executable, "-c", USER_OF_CLUSTER, str(home), str(uid), str(gid), str(durable)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def url(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def leave(self) -> int:
        self.process.communicate("\n", timeout=30)
        return self.process.returncode


@contextmanager
def other(home: Path, uid: int | None = None, gid: int = 0, durable: bool = True) -> Iterator[Other]:
    user = Other(home, os.geteuid() if uid is None else uid, gid, durable)
    try:
        yield user
    finally:
        user.process.kill()
        user.process.communicate()


@contextmanager
def moved(what: Path, to: Path) -> Iterator[Path]:
    what.rename(to)
    try:
        yield to
    finally:
        to.rename(what)


class TestFirstStart:
    def test_says_what_it_does_and_is_quick(self, first_start: FirstStart) -> None:
        data = data_of(first_start.home)
        assert first_start.said == [
            f"making a private PostgreSQL {data.name} cluster in {data}",
            f"starting PostgreSQL {data.name}",
        ]
        assert first_start.took_s < 20, "6 s on a quiet machine of two cores"

    def test_leaves_a_database_ready_for_use(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            assert ask(url, "SELECT current_user || ' ' || current_database()") == "stemmap stemmap"
            assert ask(url, "SELECT ST_AsText(ST_Point(-105, 35, 4326))") == "POINT(-105 35)"
            assert ask(url, "SELECT unaccent('Cañon') || similarity('a', 'a')") == "Canon1"
            assert ask(url, "SHOW server_encoding") == "UTF8"
            assert ask(url, "SELECT datcollate FROM pg_database WHERE datname = 'stemmap'") == "C.UTF-8"
            assert ask(url, "SHOW data_checksums") == "on"
            assert ask(url, "SHOW fsync") == "on"
            assert ask(url, "SHOW timezone") == "UTC"
        assert server_processes(own_home) == []

    def test_two_at_once_make_one_cluster(self, new_home: Path) -> None:
        (new_home / "postgres/unfinished-left-by-a-crash").mkdir(parents=True)
        with other(new_home, durable=False) as one, other(new_home, durable=False) as two:
            url = one.url()
            assert two.url() == url
            assert ask(url, "SHOW fsync") == "off", "as asked for"
            assert len(list((new_home / "postgres").iterdir())) == 1
            assert one.leave() == two.leave() == 0
        assert server_processes(new_home) == []

    def test_new_databases_have_postgis_without_a_superuser(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("CREATE DATABASE another")
            assert ask(url.replace("/stemmap?", "/another?"), "SELECT postgis_lib_version()")
            assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


class TestLaterStarts:
    def test_keep_the_data(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            ask(url, "CREATE TABLE later AS SELECT 42 AS answer")
        began = time.monotonic()
        with local_postgres(own_home) as url:
            assert time.monotonic() - began < 5, "0.7 s on a quiet machine of two cores"
            assert ask(url, "SELECT answer FROM later") == 42

    def test_a_second_user_joins_and_the_last_one_stops_it(self, own_home: Path) -> None:
        first = LocalPostgres(own_home)
        url = first.start()
        with other(own_home) as second:
            assert second.url() == url
            first.stop()
            assert first.is_running()
            assert ask(url, "SELECT 1") == 1
            assert second.leave() == 0
        assert not first.is_running()

    def test_one_that_is_killed_does_not_count(self, own_home: Path) -> None:
        first = LocalPostgres(own_home)
        first.start()
        with other(own_home) as second:
            second.url()
            second.process.kill()
            second.process.wait()
            first.stop()
        assert not first.is_running()

    def test_starting_and_stopping_twice_is_harmless(self, own_home: Path) -> None:
        postgres = LocalPostgres(own_home)
        assert postgres.start() == postgres.start()
        postgres.stop()
        postgres.stop()
        assert not postgres.is_running()

    def test_joining_works_while_all_connections_are_taken(self, own_home: Path) -> None:
        with ExitStack() as stack, local_postgres(own_home) as url:
            plain = url.replace("+psycopg", "")
            most = int(str(ask(url, "SHOW max_connections")))
            taken = most - int(str(ask(url, "SHOW superuser_reserved_connections")))
            for _ in range(taken):
                stack.enter_context(psycopg.connect(plain))
            with pytest.raises(psycopg.OperationalError, match="connection slots"):
                psycopg.connect(plain)
            assert LocalPostgres(own_home).is_running()
            with local_postgres(own_home) as joined:
                assert joined == url
            stack.close()

    def test_sessions_do_not_keep_it_from_stopping(self, own_home: Path) -> None:
        postgres = LocalPostgres(own_home)
        with psycopg.connect(postgres.start().replace("+psycopg", "")) as session:
            session.execute("SELECT 1")
            postgres.stop()
            assert not postgres.is_running()
            session.close()


class TestAfterAKill:
    def test_of_everything_the_committed_data_is_there(self, own_home: Path) -> None:
        with other(own_home) as service:
            url = service.url()
            ask(url, "CREATE TABLE killed AS SELECT generate_series(1, 1000)")
            service.process.kill()
            kill_all(own_home)
        with local_postgres(own_home) as again:
            assert again == url
            assert ask(again, "SELECT count(*) FROM killed") == 1000

    def test_of_the_service_the_next_one_joins(self, own_home: Path) -> None:
        with other(own_home) as service:
            service.url()
            before = postmaster(own_home)
            service.process.kill()
        with local_postgres(own_home):
            assert postmaster(own_home) == before
        assert server_processes(own_home) == []

    def test_of_the_postmaster_alone_waits_for_its_orphans(self, own_home: Path) -> None:
        postgres = LocalPostgres(own_home)
        url = postgres.start().replace("+psycopg", "")
        with psycopg.connect(url) as session:
            backend = session.info.backend_pid
            os.kill(backend, signal.SIGSTOP)  # an orphan that does not notice
            os.kill(postmaster(own_home), signal.SIGKILL)
            wait_until(lambda: not postgres.is_running())
            continue_later = subprocess.Popen(["sh", "-c", f"sleep 1; kill -CONT {backend}"])
            with local_postgres(own_home) as again:
                assert ask(again, "SELECT 1") == 1
            continue_later.wait()
            session.close()
        postgres.stop()

    def test_lock_files_with_a_number_that_is_in_use_again(self, own_home: Path) -> None:
        mine = subprocess.Popen(
            ["sleep", "60"], user=data_of(own_home).owner() if os.geteuid() == 0 else None
        )
        try:
            with local_postgres(own_home):
                kill_all(own_home)
                for lock in (data_of(own_home) / "postmaster.pid", own_home / "run/.s.PGSQL.5432.lock"):
                    lines = lock.read_text().splitlines()
                    lock.write_text("\n".join([str(mine.pid), *lines[1:], ""]))
                assert not LocalPostgres(own_home).is_running()
                with local_postgres(own_home) as url:
                    assert ask(url, "SELECT 1") == 1
        finally:
            mine.kill()
            mine.wait()


class TestClosed:
    def test_no_tcp_port_is_open(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            assert ask(url, "SHOW listen_addresses") == ""
            sockets = {str(each.readlink()) for each in Path(f"/proc/{postmaster(own_home)}/fd").iterdir()}
            for table in ("tcp", "tcp6", "udp", "udp6"):
                lines = Path(f"/proc/net/{table}").read_text().splitlines()[1:]
                assert not {f"socket:[{line.split()[9]}]" for line in lines} & sockets

    def test_only_the_servers_user_enters_its_folders(self, own_home: Path) -> None:
        with local_postgres(own_home):
            for folder in (data_of(own_home), own_home / "run", own_home / "log"):
                assert folder.stat().st_mode & 0o777 == 0o700, folder
                assert folder.stat().st_uid == data_of(own_home).stat().st_uid
            assert (own_home.stat().st_mode | (own_home / "postgres").stat().st_mode) & 0o066 == 0
            for lock in (own_home / "start.lock", own_home / "in-use.lock"):
                assert lock.stat().st_mode & 0o777 == 0o600

    def test_a_folder_that_others_can_enter_is_refused(self, own_home: Path) -> None:
        (own_home / "run").chmod(0o755)
        with pytest.raises(LocalPostgresError, match="closed to others"):
            LocalPostgres(own_home).start()
        (own_home / "run").chmod(0o700)

    @as_root
    def test_under_root_the_server_has_no_privileges(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            assert ask(url, "SELECT session_user") == "stemmap"
            for pid in server_processes(own_home):
                status = dict(
                    line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                )
                assert "0" not in status["Uid"].split() + status["Gid"].split()
                assert int(status["CapEff"], 16) == 0
                assert status["Groups"].split() in ([], [status["Gid"].split()[0]])

    @as_root
    def test_other_users_are_not_let_in(self, own_home: Path) -> None:
        with local_postgres(own_home) as url:
            (own_home / "run").chmod(0o755)  # even if the folder were open
            program = (
                "import os, sys, psycopg, psycopg.pq\n"
                f"os.setgroups([]), os.setgid({NOBODY.pw_gid}), os.setuid({NOBODY.pw_uid})\n"
                f"psycopg.connect({url.replace('+psycopg', '')!r})"
            )
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
            (own_home / "run").chmod(0o700)
            assert 'Peer authentication failed for user "stemmap"' in done.stderr

    def test_the_server_has_nothing_of_its_starter(self, own_home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.set_inheritable(True)
            with local_postgres(own_home):
                server = Path(f"/proc/{postmaster(own_home)}/fd")
                open_files = {each.readlink() for each in server.iterdir()}
                assert Path(f"/proc/self/fd/{listening.fileno()}").readlink() not in open_files
                assert (server / "0").readlink() == Path("/dev/null")
                assert os.getsid(postmaster(own_home)) != os.getsid(0)


class TestWhereverItLies:
    @pytest.mark.parametrize("name", ["a" * 100, 'it\'s "Cañón" in $HOME `id`'])
    def test_any_name_of_the_data_folder(self, own_home: Path, name: str) -> None:
        with moved(own_home, own_home.with_name(name)) as strange:
            with local_postgres(strange) as url:
                assert ask(url, "SELECT 1") == 1
                assert sockets_of(url).stat().st_mode & 0o777 == 0o700
                kill_all(strange)
                with local_postgres(strange) as again:
                    assert again == url
                    assert ask(again, "SELECT 1") == 1
            assert not any(sockets_of(url).glob("*"))

    def test_somebody_elses_folder_for_the_socket_is_refused(self, own_home: Path) -> None:
        with moved(own_home, own_home.with_name("b" * 100)) as strange:
            with local_postgres(strange) as url:
                sockets = sockets_of(url)
            sockets.symlink_to(own_home.parent)
            with pytest.raises(LocalPostgresError, match="must be a folder of"):
                LocalPostgres(strange).start()
            sockets.unlink()

    @as_root
    def test_a_folder_that_is_closed_to_the_servers_user(self, own_home: Path) -> None:
        with short_folder(0o700) as closed, moved(own_home, closed / "home") as inside:
            with local_postgres(inside) as url:
                ask(url, "CREATE TABLE inside AS SELECT 1")
                kill_all(inside)
                with local_postgres(inside) as again:
                    assert ask(again, "SELECT count(*) FROM inside") == 1
                    superuser = again.replace("//stemmap@", "//postgres@")
                    assert ask(superuser, "SELECT pg_reload_conf()") is True
                    assert ask(superuser, "SELECT count(*) FROM pg_file_settings WHERE error <> ''") == 0
            assert server_processes(inside) == []

    @as_root
    def test_an_ordinary_user_needs_no_other_account(self) -> None:
        with short_folder() as folder:
            os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
            with other(folder / "home", NOBODY.pw_uid, NOBODY.pw_gid, durable=False) as user:
                url = user.url()
                assert Path(f"/proc/{postmaster(folder / 'home')}").stat().st_uid == NOBODY.pw_uid
                assert ask(url, "SELECT current_user") == "stemmap"  # root is let in as well
                with local_postgres(folder / "home") as joined:
                    assert joined == url
                assert user.leave() == 0
            with other(folder / "home", NOBODY.pw_uid, NOBODY.pw_gid, durable=False) as user:
                assert user.url() == url, "root's visit must not have locked the user out"
                assert user.leave() == 0
            assert server_processes(folder / "home") == []


class TestRefusals:
    def test_data_of_another_version(self, own_home: Path) -> None:
        with (
            moved(data_of(own_home), own_home / "postgres/99"),
            pytest.raises(LocalPostgresError, match=r"made by PostgreSQL 99.*postgresql-99-postgis-3"),
        ):
            LocalPostgres(own_home).start()

    def test_no_server_programs(self, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.db.local.find_programs", list)
        with pytest.raises(LocalPostgresError, match="bin/setup"):
            LocalPostgres(own_home).start()

    def test_a_server_that_fails_shows_its_last_words(self, own_home: Path) -> None:
        settings = data_of(own_home) / "postgresql.auto.conf"
        before = settings.read_text()
        settings.write_text("shared_buffers = 'much'\n")
        postgres = LocalPostgres(own_home)
        with pytest.raises(LocalPostgresError, match='invalid value for parameter "shared_buffers": "much"'):
            postgres.start()
        assert not postgres.is_running()
        settings.write_text(before)

    def test_a_data_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(LocalPostgresError, match="STEMMAP_HOME"):
            LocalPostgres(tmp_path / "file/home").start()

    @as_root
    def test_a_data_folder_of_somebody_else(self, own_home: Path) -> None:
        with other(own_home, NOBODY.pw_uid, NOBODY.pw_gid) as user:
            assert user.url() == ""
            assert user.leave() == 1
