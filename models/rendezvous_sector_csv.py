from odoo import api, models
from odoo.exceptions import UserError

from ..postcodes import PostcodeError, parse
from ..sector_csv import write_sectors

MAX_EXPORT = 5000


class RendezvousSector(models.Model):
    """Sectors as a CSV file: in and out."""

    _inherit = "rendezvous.sector"

    def action_export_csv(self):
        if len(self) > MAX_EXPORT:
            raise UserError(
                self.env._(
                    "%(count)s sectors: export at most %(max)s at a time.",
                    count=len(self),
                    max=MAX_EXPORT,
                )
            )
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/rendezvous/sectors.csv?ids={ids}",
            "target": "download",
        }

    def _csv(self):
        """Return the bytes of a file that :meth:`_import_rows` reads."""
        return write_sectors((s.code, s.name, s.color, s.postcodes or "") for s in self)

    @api.model
    def _import_rows(self, rows, company):
        """Create and update sectors; return ``(created, updated, problems)``.

        ``problems`` are ``(line, sentence)``: those lines are left out, the
        others go in. A code known already is updated, out of the archive too.
        """
        known = self.with_context(active_test=False).search([("company_id", "=", company.id)])
        known = {sector.code: sector for sector in known}
        lines, to_create, problems, updated = {}, [], [], 0
        for row in rows:
            if problem := self._row_problem(row, lines):
                problems.append((row.line, problem))
                continue
            lines[row.code] = row.line
            vals = self._prepare_row_vals(row)
            if row.code in known:
                known[row.code].write({**vals, "active": True})
                updated += 1
            else:
                to_create.append({**vals, "code": row.code, "company_id": company.id})
        return len(self.create(to_create)), updated, problems

    def _prepare_row_vals(self, row):
        vals = {"name": row.name, "postcodes": row.postcodes}
        return {**vals, "color": int(row.color)} if row.color else vals

    @api.model
    def _row_problem(self, row, lines):
        """Return what is wrong with a row, if anything; ``lines`` has the codes so far."""
        if row.extra:
            return self.env._("Too many columns: put the postcodes between quotation marks.")
        if not row.code or not row.name:
            return self.env._("The code or the name is missing: fill in both.")
        if row.code in lines:
            return self.env._(
                "The code %(code)s is on line %(line)s already: keep one of them.",
                code=row.code,
                line=lines[row.code],
            )
        if row.color and row.color not in map(str, range(12)):
            return self.env._("“%s” is no colour: write a number from 0 to 11.", row.color)
        try:
            parse(row.postcodes)
        except PostcodeError as error:
            return self._postcode_words(error)
        return None
