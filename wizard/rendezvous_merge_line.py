from odoo import api, fields, models, tools
from odoo.tools import format_date, format_datetime

SIDES = [("left", "Left"), ("right", "Right")]
# Not a field of the contact: which log-in of the portal stays.
LOGIN = "login"
SHOWN = 200


class RendezvousMergeLine(models.TransientModel):
    """One field of the two files: its values, and which one stays."""

    _name = "rendezvous.merge.line"
    _description = "Field of a merge"
    _order = "sequence, id"

    wizard_id = fields.Many2one("rendezvous.merge", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char("Technical name", required=True)
    side = fields.Selection(SIDES, "Keep", required=True, default="left")
    label = fields.Char("Field", compute="_compute_values")
    left_value = fields.Char("Left", compute="_compute_values")
    right_value = fields.Char("Right", compute="_compute_values")
    is_equal = fields.Boolean("Equal", compute="_compute_values")
    lock_reason = fields.Char("Not to be chosen because", compute="_compute_values")

    @api.depends("wizard_id.left_id", "wizard_id.right_id", "name")
    def _compute_values(self):
        for line in self:
            left, right = line.wizard_id._files()
            line.label = line._label(left)
            line.left_value, line.right_value = line._shown(left), line._shown(right)
            line.is_equal = line._is_same(left, right)
            line.lock_reason = line.wizard_id._locks().get(line.name)

    def _label(self, partner):
        if self.name == LOGIN:
            return self.env._("Portal log-in")
        field = partner._fields.get(self.name)
        return field and field._description_string(self.env)

    def _shown(self, partner):
        """Return the value as a reader expects it, empty when there is none."""
        if self.name == LOGIN:
            return ", ".join(partner._merge_accounts().mapped("login"))
        field = partner._fields.get(self.name)
        value = partner[self.name] if field else False
        if self.name == "company_id" and not value:
            return self.env._("All establishments")
        if not value and (field is None or field.type != "boolean"):
            return ""
        show = getattr(self, f"_shown_{field.type}", None)
        return str(show(field, value) if show else value)[:SHOWN]

    def _shown_boolean(self, _field, value):
        return self.env._("Yes") if value else self.env._("No")

    def _shown_selection(self, field, value):
        return dict(field._description_selection(self.env)).get(value, value)

    def _shown_many2one(self, _field, value):
        return value.sudo().display_name  # sudo: the name of an establishment of others

    def _shown_date(self, _field, value):
        return format_date(self.env, value)

    def _shown_datetime(self, _field, value):
        return format_datetime(self.env, value)

    def _shown_html(self, _field, value):
        return tools.html2plaintext(value).strip()

    def _shown_binary(self, _field, _value):
        return self.env._("A picture")

    def _is_same(self, left, right):
        """Tell whether the two values say the same, whatever their form."""
        if self.name == "email":
            return (left.email_normalized or left.email) == (right.email_normalized or right.email)
        if self.name == "phone":
            return (left.phone_sanitized or left.phone) == (right.phone_sanitized or right.phone)
        if self.name in left._fields and left._fields[self.name].type in ("binary", "many2one"):
            return left[self.name] == right[self.name]
        return self.left_value == self.right_value
