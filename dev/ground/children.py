"""Run a program until it ends, or until the user ends this one."""

import signal
import subprocess

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_child(command, **options):
    """Run a command and return its exit status; what ends us ends it first."""
    child = start_child(command, **options)
    return wait_for(child)


def start_child(command, **options):
    """Start a program apart from the terminal, and pass on what should end it."""
    child = subprocess.Popen([str(word) for word in command], start_new_session=True, **options)
    for number in ENDINGS:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_args: _end(child))
    return child


def wait_for(child):
    """Return the exit status of a program as a shell would."""
    status = child.wait()
    return status if status >= 0 else 128 - status


def _end(child):
    """Ask politely the first time: Odoo and pytest clean up on an interrupt."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
