import base64
import csv

from odoo import fields, models
from odoo.exceptions import UserError

from ..sector_csv import MissingColumns, read_sectors

MAX_MB = 5


class RendezvousSectorImport(models.TransientModel):
    """Import sectors from a CSV file: what is right goes in, the rest is listed."""

    _name = "rendezvous.sector.import"
    _description = "Import sectors"

    file = fields.Binary("CSV file", attachment=False)
    filename = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        default=lambda self: self.env.company.root_id,
    )
    summary = fields.Char(readonly=True)
    problems = fields.Text("Lines left out", readonly=True)

    def action_import(self):
        self.ensure_one()
        Sector = self.env["rendezvous.sector"]
        created, updated, problems = Sector._import_rows(self._read_rows(), self.company_id)
        self.summary = self.env._(
            "%(created)s created, %(updated)s updated, %(left)s left out.",
            created=created,
            updated=updated,
            left=len(problems),
        )
        self.problems = "\n".join(
            self.env._("Line %(line)s: %(problem)s", line=line, problem=problem)
            for line, problem in problems
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import sectors"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read_rows(self):
        content = base64.b64decode(self.file or b"")
        if not content:
            raise UserError(self.env._("Choose a CSV file first."))
        if len(content) > MAX_MB * 1024 * 1024:
            raise UserError(
                self.env._("The file is larger than %(max)s MB: cut it in two.", max=MAX_MB)
            )
        try:
            return read_sectors(content)
        except MissingColumns as error:
            raise UserError(
                self.env._(
                    "The first line must name the columns code, name, color and postcodes;"
                    " missing: %(names)s.",
                    names=str(error),
                )
            ) from error
        except csv.Error as error:
            raise UserError(
                self.env._("This is no CSV file: save the table as CSV and choose it again.")
            ) from error
