"""Run one script with ``env``: bench_runner.py --database=DB FILE."""

import logging
import runpy
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database, script):
    config.parse_config([database, "--no-http", "--log-level=warn"], setup_logging=True)
    logging.getLogger("odoo.tools.config").setLevel(logging.ERROR)
    with Registry(config["db_name"][0]).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        runpy.run_path(script, init_globals={"env": env}, run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
