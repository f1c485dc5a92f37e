from markupsafe import Markup

from odoo import models
from odoo.tools import email_normalize

from .rendezvous_merge_defaults import ADDRESS, CHANNELS, PLACE
from .rendezvous_merge_line import LOGIN


class RendezvousMerge(models.TransientModel):
    """What is written on the surviving file, and what the history says of the rest."""

    _inherit = "rendezvous.merge"

    def _kept_values(self, kept):
        """Return the values to write once Odoo has merged.

        Odoo fills the empty fields from the other file and only ever turns a
        box on: what it did not ask for is put back.
        """
        sides = self._sides()
        by_side = dict(zip(("left", "right"), self._files(), strict=True))
        values = {name: by_side[side][name] for name, side in sides.items() if name != LOGIN}
        values.update(self._place_values(sides, by_side))
        if "rendezvous_sector_id" in sides:
            chosen = by_side[sides["rendezvous_sector_id"]]
            values["rendezvous_sector_manual"] = chosen.rendezvous_sector_manual
        if LOGIN in sides:
            values["rendezvous_profile_id"] = by_side[sides[LOGIN]].rendezvous_profile_id
        if CHANNELS[0] in self._locks():
            # Where both boxes are empty there is no line: the choice stays all the same.
            chooser = by_side[self._locked_sides(CHANNELS)[CHANNELS[0]]]
            channels = (*CHANNELS, "rendezvous_preferences_date")
            values.update({name: chooser[name] for name in channels})
        for name, field in kept._fields.items():
            if field.type == "boolean" and field.store and not field.compute:
                values.setdefault(name, kept[name])
        values["active"] = any(file.active for file in by_side.values())
        values["company_id"] = self._common_company()
        return {
            name: value.id if isinstance(value, models.BaseModel) else value
            for name, value in values.items()
        }

    def _place_values(self, sides, by_side):
        """Return the position on the map, of the file that gives the whole address."""
        chosen = {sides[name] for name in ADDRESS if name in sides}
        if len(chosen) != 1:
            return {}
        file = by_side[chosen.pop()]
        return {name: file[name] for name in PLACE if name in file._fields}

    def _write_kept(self, kept, values):
        """Write what was chosen; the organisation first, for it brings its own address."""
        changed = {
            name: value
            for name, value in values.items()
            if (kept[name].id if kept._fields[name].type == "many2one" else kept[name]) != value
        }
        if "parent_id" in changed:
            kept.write({"parent_id": changed.pop("parent_id")})
            changed.update({name: values[name] for name in ADDRESS if name in values})
        # A position written beside an address is kept, alone it would be computed again.
        if any(name in changed for name in ADDRESS):
            changed.update({name: values[name] for name in PLACE if name in values})
        kept.write(changed)

    def _dropped_email(self):
        """Return the address that leads to the surviving file from now on."""
        left, right = self._files()
        side = self._sides().get("email", "left")
        dropped = right if side == "left" else left
        return email_normalize(dropped.email or "", strict=False)

    def _settle_company(self, kept, dropped):
        """Give both files the establishment they will share.

        Otherwise Odoo would take that of the one that goes, or refuse for an
        account of another one.
        """
        company = self._common_company()
        files = (kept | dropped).sudo()  # sudo: accounts and companies beyond the user's
        if company:
            accounts = files._merge_accounts()
            accounts.write({"company_ids": [(4, company.id)], "company_id": company.id})
        for file in files.filtered(lambda f: f.company_id != company):
            file.company_id = company

    def _history(self, kept, dropped):
        """Return the message of the merge: what was kept, what was dropped."""
        sides = self._sides()
        lines = self.line_ids.filtered(lambda line: not line.is_equal and line.name in sides)
        rows = Markup().join(self._history_row(line, sides[line.name]) for line in lines)
        title = self.env._(
            "Merged with the file of %(contact)s (number %(number)s), which is now this one.",
            contact=dropped.name or "",
            number=dropped.id,
        )
        table = Markup(
            "<table class='table table-sm'><thead><tr><th>%s</th><th>%s</th><th>%s</th></tr>"
            "</thead><tbody>%s</tbody></table>"
        ) % (self.env._("Field"), self.env._("Kept"), self.env._("Dropped"), rows)
        return Markup("<p>%s</p>%s") % (title, table if rows else "")

    def _history_row(self, line, side):
        values = [line.left_value or "–", line.right_value or "–"]
        kept, dropped = values if side == "left" else reversed(values)
        if line.name == "company_id":
            kept, dropped = self._common_company_name(), " / ".join(values)
        return Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>") % (line.label, kept, dropped)
