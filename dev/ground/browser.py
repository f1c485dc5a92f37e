"""Chromium: Odoo skips its browser tests in silence without one, so look for it first."""

import os

from ground.paths import LOGS
from ground.say import Stop, find_program, run_quiet, step

# The names that Odoo looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def ensure():
    """Return a browser's path, installing Debian's Chromium where that is allowed."""
    if not _found() and os.geteuid() == 0 and find_program("apt-get"):
        step("installing Chromium")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        failure = "installing Chromium failed (is the network up?)"
        run_quiet(["apt-get", "update"], failure, LOGS / "apt-chromium.log", env=env)
        run_quiet(
            ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
            failure,
            LOGS / "apt-chromium.log",
            env=env,
        )
    if not _found():
        raise Stop(
            "no Chromium: the browser tests need one. Install it with"
            " `sudo apt-get install chromium` (or Google Chrome) and try again"
        )
    return _found()


def _found():
    return next(filter(None, map(find_program, NAMES)), None)
