"""Odoo's own checks of source code (its addon ``test_lint``), for this addon's part."""

import re
import socket
import subprocess

from ground import databases, settings
from ground.paths import ADDON, CACHE, LINK, STATE
from ground.say import Stop, step

RECORD = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<text>.*)", re.MULTILINE)
OURS = re.compile(rf"\b{ADDON}[./'_ ]")


def run():
    """Return whether Odoo finds nothing in this addon."""
    source, name = databases.name_for("test"), databases.name_for("lint")
    databases.hold(source)
    databases.ensure(source, beside=databases.BESIDE_IN_TESTS)
    databases.copy(source, name)
    log = STATE / f"{name}.log"
    command = settings.odoo_command(
        *("--init", "test_lint", "--test-tags", "/test_lint", "--database", name),
        *("--stop-after-init", "--http-port", free_port(), "--logfile", log),
    )
    log.unlink(missing_ok=True)
    subprocess.run(command, env=settings.environment(), stderr=subprocess.DEVNULL)
    text = log.read_text()
    databases.drop(name)
    if "odoo.tests.result:" not in text:
        raise Stop(f"Odoo's checks did not run: see {log}")
    failures = list(_failures(text))
    ours = [failure for failure in failures if OURS.search(failure)]
    print("\n".join(ours))
    if len(failures) > len(ours):
        step(f"{len(failures) - len(ours)} more in other addons, not ours to mend: see {log}")
    return not ours


def free_port():
    """Return a port that nobody has: with tests, Odoo listens, and dev/serve may run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _failures(text):
    """Yield each failed test, with paths shortened so that they do not name the addon."""
    text = text.replace(str(LINK), ADDON).replace(str(CACHE), "")
    records = list(RECORD.finditer(text))
    ends = [record.start() for record in records[1:]] + [len(text)]
    for record, end in zip(records, ends, strict=True):
        test = re.search(r" odoo\.addons\.test_lint\S*: ((FAIL|ERROR): .*)", record["text"])
        if record["level"] == "ERROR" and test:
            name = record["text"].partition(" ")[0]
            yield (test[1] + text[record.end() : end]).replace(name, "").strip()
