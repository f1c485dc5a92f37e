"""What the tools say: a line for each long step, one line for what stops them."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path


class Stop(Exception):
    """Something is missing; the text says what, and what to do about it."""


def step(text):
    print(f"-> {text}", file=sys.stderr, flush=True)


def run_tool(main):
    """Run ``main(argv)`` and turn what went wrong into one line and a status."""
    try:
        if sys.version_info < (3, 10):  # noqa: UP036 - the system's own may be older
            raise Stop(f"Python 3.10 or newer is needed, this is {sys.version.split()[0]}")
        # A closed terminal or a kill cleans up as Ctrl-C does.
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
                signal.signal(number, signal.default_int_handler)
        status = main(sys.argv[1:])
    except (Stop, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.ENOSPC, errno.EACCES):
            raise
        print(f"dev/{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        status = 2
    except KeyboardInterrupt:
        status = 130
    sys.stdout.flush()
    sys.exit(status or 0)


def need_space(folder, megabytes, what):
    """Stop unless the disk below ``folder`` has room."""
    folder = Path(folder)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Stop(
            f"disk full: {what} needs {megabytes} MB below {folder}, {free} MB are free;"
            " make room, or point XDG_CACHE_HOME to a larger disk"
        )


def run_quiet(command, failure, log, **options):
    """Run a command with its output in ``log``; on failure quote its last line."""
    log = Path(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            **options,
        )
    if done.returncode:
        raise Stop(f"{failure}: {_reason(log)} (all of it: {log})")


def _reason(log):
    """Return the line of a log that says most about why it ended badly."""
    if shutil.disk_usage(log.parent).free < 50 * 2**20:
        return "disk full"
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    lines = [line for line in lines if line] or ["it said nothing"]
    telling = [line for line in lines if line.startswith(("E: ", "error", "Err:", "FATAL"))]
    return (telling or lines)[-1][:300]


def find_program(name):
    return shutil.which(name, path=os.environ.get("PATH", os.defpath))
