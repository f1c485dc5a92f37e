from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RendezvousAppointment(models.Model):
    """The piece of equipment that an intervention is about."""

    _inherit = "rendezvous.appointment"

    equipment_id = fields.Many2one(
        "rendezvous.equipment",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('partner_id', 'parent_of', partner_id)]",
        help="Of the contact, or of the company he belongs to.",
    )

    @api.constrains("equipment_id", "partner_id")
    def _check_equipment_of_the_contact(self):
        # As superuser: the contact's company may not be the user's to read.
        for appointment in self.sudo().filtered("equipment_id"):
            contact, equipment = appointment.partner_id, appointment.equipment_id
            if equipment.partner_id not in contact | contact._merge_ancestors():
                raise ValidationError(
                    self.env._(
                        "%(equipment)s is not of %(contact)s: choose a piece of equipment of this"
                        " contact, or correct its owner first.",
                        equipment=equipment.display_name,
                        contact=contact.display_name,
                    )
                )

    def _anonymise(self):
        named = self.sudo().filtered(lambda a: a.equipment_id and not a.anonymised_date)
        named.equipment_id._keep_service_dates()
        return super()._anonymise()

    def _prepare_anonymous_vals(self, company):
        # A piece leads to its owner.
        return {**super()._prepare_anonymous_vals(company), "equipment_id": False}
