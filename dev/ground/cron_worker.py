"""One more worker of a database's scheduled jobs: cron_worker.py DB.

It says when it is ready, does what is due until its input is closed, and
prints how many SQL statements it took.
"""

import logging
import select
import sys

from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

from odoo.addons.base.models.ir_cron import IrCron

PAUSE_SECONDS = 1


def main(database):
    config.parse_config(
        [f"--database={database}", "--no-http", "--log-level=warn"], setup_logging=True
    )
    logging.getLogger("odoo.tools.config").setLevel(logging.ERROR)
    Registry(database)
    print("ready", flush=True)
    before = sql_db.sql_counter
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        IrCron._process_jobs(database)
    print(sql_db.sql_counter - before)


if __name__ == "__main__":
    main(*sys.argv[1:])
