"""Where everything lives: the checkout, the shared cache, this checkout's state."""

import contextlib
import fcntl
import hashlib
import os
import platform
import sys
from pathlib import Path

from ground.say import step

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "dev"
ADDON = "rendezvous"


def short_hash(*parts, length=10):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:length]


def _cache():
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home).absolute() / ADDON


def _lock_key():
    """The same lock file on the same kind of Python gives the same environment."""
    files = [DEV / "requirements.txt", DEV / "no-deps.txt"]
    return short_hash(*[f.read_bytes() for f in files], sys.version_info[:2], platform.machine())


CACHE = _cache()
LOCK_KEY = _lock_key()
VENV = CACHE / f"venv-{LOCK_KEY}"
PYTHON = VENV / "bin" / "python"
LOGS = CACHE / "logs"

# What belongs to this checkout alone: two checkouts never share a database.
CHECKOUT_KEY = short_hash(ROOT, length=8)
STATE = CACHE / "checkouts" / f"{ROOT.name}-{CHECKOUT_KEY}"
ADDONS = STATE / "addons"
LINK = ADDONS / ADDON

# Files belong to databases, so a server of the user's own has a store of its own.
_server = [os.environ.get(name, "") for name in ("PGHOST", "PGPORT")]
SERVER = f"-{short_hash(*_server, length=6)}" if _server[0] else ""
DATA = CACHE / f"data{SERVER}"
CONFIG = STATE / f"odoo{SERVER}.conf"


@contextlib.contextmanager
def file_lock(name, folder=CACHE):
    """Let one process at a time through, among all that share the cache."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            step(f"waiting for another run to let go of {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
