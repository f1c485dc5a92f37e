"""Export the addon's terms from the test database and hand them to the catalogues."""

import subprocess
import tempfile
from pathlib import Path

from ground import databases, settings
from ground.paths import ADDON, DEV, LOGS, PYTHON, ROOT
from ground.say import run_quiet

FOLDER = ROOT / "i18n"
LANGUAGES = ("fr",)


def run(action):
    """Run ``check`` or ``merge`` on the catalogues; return its exit status."""
    name = databases.name_for("test")
    databases.hold(name)
    # Made anew: an update leaves records that users may change as they were.
    databases.ensure(name, fresh=True, beside=databases.BESIDE_IN_TESTS)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / f"{ADDON}.pot"
        export = ("i18n", "export", "-d", name, "-o", fresh, ADDON)
        run_quiet(
            settings.odoo_command(*export),
            "exporting the terms failed",
            LOGS / "i18n.log",
            env=settings.environment(),
        )
        files = [FOLDER / f"{ADDON}.pot", *(FOLDER / f"{code}.po" for code in LANGUAGES)]
        files = [file.relative_to(ROOT) for file in files]
        command = [PYTHON, DEV / "ground" / "catalogues.py", action, fresh, *files]
        return subprocess.run(command, cwd=ROOT, env=settings.environment()).returncode
