from odoo import fields, models


class RendezvousAgenda(models.Model):
    """Whom the agenda tells of its appointments, instead of the establishment's rows."""

    _inherit = "rendezvous.agenda"

    manager_ids = fields.Many2many(
        "res.users",
        "rendezvous_agenda_manager_rel",
        "agenda_id",
        "user_id",
        string="Managers",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Told of its appointments where the messages of an event say so.",
    )
    message_rule_ids = fields.One2many(
        "rendezvous.message.rule", "agenda_id", string="Messages by event", copy=True
    )

    def action_view_message_rules(self):
        """Open what counts where the agenda says nothing: the rows of its establishment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_message_rule_action"
        )
        return {**action, "context": {"search_default_group_company": 1}}
