"""Odoo's settings for this checkout: the addon's link, odoo.conf, the environment."""

import os

from ground import odoo_source, postgres, python_env
from ground.paths import (
    ADDON,
    ADDONS,
    CACHE,
    CHECKOUT_KEY,
    CONFIG,
    DATA,
    DEV,
    LINK,
    PYTHON,
    ROOT,
    STATE,
    file_lock,
)


def prepare():
    """Make everything ready, return whether this call started PostgreSQL."""
    with file_lock("prepare"):
        odoo_source.ensure()
        python_env.ensure()
    started = postgres.ensure()
    with file_lock("settings"):
        _link_addon()
        _write_config()
    return started


def environment(**extra):
    """Return the environment in which Odoo, pytest and psql find everything."""
    env = dict(os.environ)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "VIRTUAL_ENV"):
        env.pop(name, None)
    env.update(postgres.environment())
    env.update(
        ODOO_RC=str(CONFIG),
        PATH=os.pathsep.join([str(postgres.programs()), env.get("PATH", os.defpath)]),
        PYTHONPATH=os.pathsep.join([str(odoo_source.library()), str(DEV)]),
        # Compiled files stay out of the checkout, and Odoo starts faster with them.
        PYTHONPYCACHEPREFIX=str(CACHE / "pycache"),
    )
    env.update(extra)
    return env


def odoo_command(*arguments):
    return [str(PYTHON), str(odoo_source.script()), *map(str, arguments)]


def _link_addon():
    """Show the checkout to Odoo under its technical name, whatever its folder is called."""
    ADDONS.mkdir(parents=True, exist_ok=True)
    if not LINK.is_symlink() or LINK.readlink() != ROOT:
        LINK.unlink(missing_ok=True)
        LINK.symlink_to(ROOT)


def _write_config():
    access = {**os.environ, **postgres.environment()}
    paths = [ADDONS, python_env.addons_folder()]
    options = {
        "addons_path": ",".join(map(str, paths)),
        "data_dir": DATA,
        "db_host": access["PGHOST"],
        "db_port": access.get("PGPORT") or "False",
        "db_user": access["PGUSER"],
        "db_name": f"{ADDON}_demo_{CHECKOUT_KEY}",
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "max_cron_threads": 0,
        "screenshots": STATE / "screenshots",
    }
    lines = [f"{key} = {value}" for key, value in options.items()]
    text = "\n".join(["[options]", *lines, ""])
    if not CONFIG.exists() or CONFIG.read_text() != text:
        CONFIG.write_text(text)
