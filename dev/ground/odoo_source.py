"""Odoo 19: unpacked from its Debian package, or the one ODOO_PATH points to."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from ground.paths import CACHE, LOGS
from ground.say import Stop, find_program, need_space, run_quiet, step

PACKAGES = [
    "odoo-19",
    # The package only links to these, and pages fail without them.
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-font-awesome",
]
KEYRINGS = [f"/usr/share/keyrings/debian-archive-keyring.{kind}" for kind in ("pgp", "gpg")]
UNPACKED = CACHE / "odoo-19"
PACKAGED_LIB = "usr/lib/python3/dist-packages"
# A script of the back office that the package leaves out; without the file each page logs an error.
LEFT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def script():
    """Return the file that starts Odoo."""
    home = _home()
    for name in ("odoo-bin", "usr/bin/odoo"):
        if (home / name).is_file():
            return home / name
    raise Stop(f"no Odoo 19 in {home}: expected odoo-bin or usr/bin/odoo there")


def library():
    """Return the folder that holds the Python package ``odoo``."""
    home = _home()
    return home / PACKAGED_LIB if (home / PACKAGED_LIB).is_dir() else home


def version():
    """Return what tells one Odoo from another: the package's version or the path."""
    marker = _home() / "VERSION"
    return marker.read_text().strip() if marker.is_file() else str(_home())


def ensure():
    """Unpack Odoo 19 into the cache unless it is there; the caller holds the lock."""
    if os.environ.get("ODOO_PATH"):
        if not (library() / "odoo" / "release.py").is_file():
            raise Stop(f"ODOO_PATH={os.environ['ODOO_PATH']} holds no Odoo: no odoo/release.py")
        return
    if UNPACKED.is_dir():
        return
    for program in ("apt-get", "dpkg-deb"):
        if not find_program(program):
            raise Stop(
                f"no {program} here: Odoo 19 comes from a Debian package;"
                " have an Odoo 19 of your own and set ODOO_PATH to it"
            )
    need_space(CACHE, 2000, "Odoo 19")
    _unpack(_download())


def _home():
    own = os.environ.get("ODOO_PATH")
    return Path(own).expanduser().resolve() if own else UNPACKED


def _download():
    """Fetch the packages with apt's own client and a private list of sources."""
    folder = CACHE / "apt"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("lists/partial", "archives/partial", "debs"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(_source_line())
    options = [f"-o{key}={value}" for key, value in _apt_options(folder).items()]
    hint = "is the network up, and does apt work here?"
    step("reading Debian's list of packages")
    run_quiet(
        ["apt-get", *options, "update", "--error-on=any"],
        f"apt-get update failed ({hint})",
        LOGS / "apt-update.log",
    )
    step("downloading Odoo 19 (130 MB)")
    run_quiet(
        ["apt-get", *options, "download", *PACKAGES],
        f"downloading Odoo 19 failed ({hint})",
        LOGS / "apt-download.log",
        cwd=folder / "debs",
    )
    return folder


def _apt_options(folder):
    return {
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder,
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "",
    }


def _source_line():
    """Return a line for the newest suite of the mirror this machine already uses."""
    target = "$(CREATED_BY)|$(REPO_URI)|$(COMPONENT)|$(CODENAME)$(RELEASE)"
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", target], capture_output=True, text=True
    ).stdout
    system = _os_release()
    ubuntu = system.get("ID") == "ubuntu" or "ubuntu" in system.get("ID_LIKE", "")
    release = system.get("UBUNTU_CODENAME") if ubuntu else system.get("VERSION_CODENAME")
    rows = [line.split("|") for line in listed.splitlines() if line.startswith("Packages|")]
    rows = [row for row in rows if row[2] == "main"]
    rows = [row for row in rows if release and release in row[3]] or rows
    if not rows:
        raise Stop("apt knows no mirror: `apt-get indextargets` lists none; check apt's sources")
    uri = rows[0][1]
    keys = [name for name in map(Path, KEYRINGS) if name.exists() and not ubuntu]
    signed = f"[signed-by={keys[0]}] " if keys else ""
    suite, components = ("devel", "main universe") if ubuntu else ("sid", "main")
    return f"deb {signed}{uri} {suite} {components}\n"


def _os_release():
    lines = Path("/etc/os-release").read_text().splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {key: "".join(shlex.split(value)) for key, value in pairs}


def _unpack(folder):
    """Unpack side by side, so that the packages' relative links resolve."""
    step("unpacking Odoo 19")
    target = folder / "unpacked"
    debs = sorted((folder / "debs").glob("*.deb"))
    for deb in debs:
        run_quiet(
            ["dpkg-deb", "-x", deb, target],
            f"unpacking {deb.name} failed",
            LOGS / "dpkg-deb.log",
        )
    empty = target / PACKAGED_LIB / LEFT_OUT
    if not empty.exists():
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.write_text("")
    name = next(deb.name for deb in debs if deb.name.startswith("odoo-19_"))
    (target / "VERSION").write_text(name.removesuffix(".deb") + "\n")
    target.rename(UNPACKED)
    shutil.rmtree(folder)
