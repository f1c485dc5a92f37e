"""The Python environment: made by uv from the lock file, kept in the cache."""

import contextlib
import os
import shutil
import subprocess
import sys

from ground.paths import CACHE, DEV, LOGS, PYTHON, VENV
from ground.say import Stop, find_program, need_space, run_quiet, step

PIP_WHEELS = "python3-pip-whl"


def ensure():
    """Make the environment unless it is there; the caller holds the lock."""
    if (VENV / "complete").exists():
        return
    need_space(CACHE, 1000, "the Python environment")
    uv = _find_uv()
    step("installing the Python packages")
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=str(VENV))
    failure = "installing the Python packages failed (is the network up?)"
    shutil.rmtree(VENV, ignore_errors=True)
    run_quiet(
        [uv, "venv", "--no-project", "--python", sys.executable, VENV],
        "making the Python environment failed",
        LOGS / "uv-venv.log",
        env=env,
    )
    install = [uv, "pip", "install", "--python", PYTHON]
    lock, alone = DEV / "requirements.txt", DEV / "no-deps.txt"
    run_quiet([*install, "-r", lock], failure, LOGS / "uv-install.log", env=env)
    run_quiet([*install, "--no-deps", "-r", alone], failure, LOGS / "uv-no-deps.log", env=env)
    (VENV / "complete").touch()


def addons_folder():
    """Return where the OCA addons from the package index were installed."""
    return site_packages() / "odoo" / "addons"


def site_packages():
    return next((VENV / "lib").glob("python3*")) / "site-packages"


def _find_uv():
    """Return uv: the installed one, or one put into a folder of the cache."""
    installed = find_program("uv")
    if installed and _works(installed):
        return installed
    home = CACHE / "uv"
    uv = home / "bin" / "uv"
    if uv.exists() and _works(uv):
        return uv
    shutil.rmtree(home, ignore_errors=True)
    step("getting uv")
    failure = "installing uv failed (is the network up?)"
    install = [*_own_pip(home), "install", "--quiet", "uv"]
    if not (home / "bin" / "python").exists():
        install += ["--target", home]
    run_quiet(install, failure, LOGS / "pip-uv.log")
    return uv


def _works(uv):
    with contextlib.suppress(OSError):
        return subprocess.run([uv, "--version"], capture_output=True).returncode == 0
    return False


def _own_pip(home):
    """Return a pip to call; Debian's Python may come without both venv and pip."""
    log = LOGS / "venv.log"
    with contextlib.suppress(Stop):
        run_quiet([sys.executable, "-m", "venv", home], "no venv", log)
        return [home / "bin" / "python", "-m", "pip"]
    shutil.rmtree(home, ignore_errors=True)
    with contextlib.suppress(Stop):
        run_quiet([sys.executable, "-m", "pip", "--version"], "no pip", log)
        return [sys.executable, "-m", "pip"]
    return [sys.executable, _pip_wheel() / "pip"]


def _pip_wheel():
    """Fetch Debian's wheel of pip, which needs no rights to be used."""
    folder = CACHE / "pip"
    folder.mkdir(parents=True, exist_ok=True)
    hint = "install uv, or python3-venv (`sudo apt-get install python3-venv`)"
    if not find_program("apt-get"):
        raise Stop(f"neither uv nor pip is here: {hint}")
    run_quiet(["apt-get", "download", PIP_WHEELS], hint, LOGS / "pip-whl.log", cwd=folder)
    deb = next(folder.glob("*.deb"))
    run_quiet(["dpkg-deb", "-x", deb, folder], hint, LOGS / "pip-whl.log")
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))
