"""A pytest plugin: what Odoo's own test runner does, and no test skipped in silence."""

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace

import pytest
import pytest_odoo
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

import odoo.tools

settings.register_profile(
    "rendezvous",
    deadline=None,
    derandomize=True,
    database=None,
    # A machine with other work to do is no fault of a test.
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser):
    parser.addoption(
        "--allow-skips",
        action="store_true",
        help="Let a skipped test pass; without it a skip is a failure.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    # The tests are reached through a link far away: name them from the addon's root.
    config.invocation_params = replace(config.invocation_params, dir=config.rootpath)
    settings.load_profile("rendezvous")
    pytest_odoo._shared_filestore = _own_filestore
    if os.environ.get("RENDEZVOUS_STATE"):
        set_hypothesis_home_dir(os.path.join(os.environ["RENDEZVOUS_STATE"], "hypothesis"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    return _refuse_skip((yield), item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _refuse_skip((yield), collector.config)


@contextmanager
def _own_filestore(original, name):
    """Give a worker's database its own files: one that cleans up leaves the others theirs."""
    if name == original:
        yield
        return
    source, target = (odoo.tools.config.filestore(database) for database in (original, name))
    shutil.rmtree(target, ignore_errors=True)
    # As links: Odoo never changes a stored file.
    shutil.copytree(source, target, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _refuse_skip(report, config):
    """Turn a skip into a failure: a skipped browser test tests nothing."""
    expected = hasattr(report, "wasxfail")
    if report.outcome == "skipped" and not expected and not config.getoption("--allow-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"a skip is a failure here: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def prepared_assets(request, load_registry):
    """Build the asset bundles once, so that no browser test waits for them."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tests import HttpCase, get_db_name

    classes = {item.cls for item in request.session.items if getattr(item, "cls", None)}
    if not any(issubclass(cls, HttpCase) for cls in classes):
        return
    with Registry(get_db_name()).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.qweb"]._pregenerate_assets_bundles()
