"""Databases: a template with the dependencies, and copies with the addon in it.

A comment on each database says what it was made from. It is written last, so
that an interrupted preparation is begun again.
"""

import ast
import fcntl
import os
import shutil
import subprocess

from ground import odoo_source, postgres, settings
from ground.paths import (
    ADDON,
    CHECKOUT_KEY,
    DATA,
    LOCK_KEY,
    ROOT,
    STATE,
    file_lock,
    short_hash,
)
from ground.say import Stop, need_space, run_quiet, step

# The first is the default of new contacts.
LANGUAGES = "en_US,fr_FR"
# What Odoo loads into the database; the rest is read anew at each start.
LOADED = {".csv", ".po", ".py", ".xml"}
NOT_LOADED = {"dev", "node_modules", "static", "tests"}
# Outside calendars do not belong to the dependencies, and must work beside the addon: tested with.
BESIDE_IN_TESTS = ("google_calendar", "microsoft_calendar")
_held = set()


def name_for(purpose):
    """Return this checkout's database for ``test``, ``bench`` or ``demo``."""
    suffix = os.environ.get("RENDEZVOUS_DB_SUFFIX", "")
    if suffix and not (suffix.isascii() and suffix.replace("_", "").isalnum()):
        raise Stop("RENDEZVOUS_DB_SUFFIX may hold letters, digits and _ only")
    return "_".join(filter(None, [ADDON, purpose, CHECKOUT_KEY, suffix.lower()]))


def ensure(name, demo=False, fresh=False, beside=()):
    """Make a database with the addon up to date; the caller holds its lock.

    ``beside`` names modules installed with the addon that it does not depend on.
    """
    modules = sorted({*_dependencies(), *beside})
    template = _template_name(modules)
    wanted = f"{template} {addon_hash()}"
    found = _comment(name).split()
    if fresh or found[:1] != [template]:
        _ensure_template(template, modules)
        step(f"installing the addon in database {name}")
        copy(template, name)
        if demo:
            # Odoo loads an addon's demo data only where its dependencies have theirs.
            sql(name, "UPDATE ir_module_module SET demo = true WHERE state = 'installed'")
        _load(name, "--init", ADDON, *(["--with-demo"] if demo else []))
    elif " ".join(found) != wanted:
        step(f"updating the addon in database {name}")
        sql("postgres", f"COMMENT ON DATABASE {name} IS '{template} updating'")
        _load(name, "--update", ADDON)
    else:
        return
    _check_installed(name, demo)
    sql("postgres", f"COMMENT ON DATABASE {name} IS '{wanted}'")


def hold(name, wait=True):
    """Take the database for this process until it ends; return whether it got it."""
    if name in _held:
        return True
    STATE.mkdir(parents=True, exist_ok=True)
    handle = os.open(STATE / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if not wait:
            return False
        step(f"database {name} is in use, waiting (RENDEZVOUS_DB_SUFFIX=me gives one of your own)")
        fcntl.flock(handle, fcntl.LOCK_EX)
    _held.add(name)
    return True


def addon_hash():
    """Return a hash of the files that Odoo loads into the database."""
    parts = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(f for f in folders if f not in NOT_LOADED and f[0] not in "._")
        for file in sorted(files):
            if os.path.splitext(file)[1] in LOADED:
                path = os.path.join(folder, file)
                with open(path, "rb") as content:
                    parts += [os.path.relpath(path, ROOT), content.read()]
    return short_hash(*parts)


def drop(name):
    sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(DATA / "filestore" / name, ignore_errors=True)


def copy(source, target):
    """Copy a database with its files, as links: Odoo never changes a stored file."""
    drop(target)
    with file_lock(source):
        sql("postgres", f"CREATE DATABASE {target} TEMPLATE {source}")
    files = DATA / "filestore" / source
    if files.is_dir():
        shutil.copytree(files, DATA / "filestore" / target, copy_function=os.link)


def sql(database, statement):
    """Run one statement and return what it prints, unaligned."""
    done = subprocess.run(
        [postgres.programs() / "psql", "-XAtqd", database, "-c", statement],
        env=settings.environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Stop(f"database {database}: {done.stderr.strip().splitlines()[0]}")
    return done.stdout.strip()


def _dependencies():
    manifest = ROOT / "__manifest__.py"
    if not manifest.is_file():
        raise Stop(f"no __manifest__.py in {ROOT}")
    return sorted(ast.literal_eval(manifest.read_text())["depends"])


def _template_name(modules):
    key = short_hash(LOCK_KEY, odoo_source.version(), LANGUAGES, *modules)
    return f"{ADDON}_tpl_{key}"


def _ensure_template(template, modules):
    with file_lock(template):
        if _comment(template) == "ready":
            return
        need_space(DATA, 1000, "a database")
        step("building the template database with all dependencies (once, some minutes)")
        drop(template)
        _load(template, "--init", ",".join(modules), "--load-language", LANGUAGES, addons=False)
        sql("postgres", f"COMMENT ON DATABASE {template} IS 'ready'")


def _load(name, option, modules, *options, addons=True):
    """Install or update modules and show what Odoo complained about."""
    log = STATE / f"{name}.log"
    command = settings.odoo_command(
        *(option, modules, "--database", name, "--stop-after-init", "--no-http"),
        *("--log-level", "warn", *options),
    )
    run_quiet(command, "Odoo failed", log, env=settings.environment())
    for line in log.read_text(errors="replace").splitlines():
        if addons and any(level in line for level in (" WARNING ", " ERROR ", " CRITICAL ")):
            step(f"Odoo says:{line.partition(name)[2]}")


def _check_installed(name, demo):
    """Odoo ends well even where it left the addon or its demo data out."""
    query = f"SELECT state, demo FROM ir_module_module WHERE name = '{ADDON}'"
    state, _sep, has_demo = sql(name, query).partition("|")
    if state != "installed":
        raise Stop(f"the addon is {state or 'unknown'} in {name}: see {STATE / name}.log")
    if demo and has_demo != "t":
        raise Stop(f"the demo data failed to load: see {STATE / name}.log")


def _comment(name):
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname"
    return sql("postgres", f"{query} = '{name}'")
