from odoo import api, fields, models


class RendezvousAppointment(models.Model):
    """The request that an appointment answers.

    The context key ``rendezvous_request_id`` says which one, whatever screen
    the appointment is made in.
    """

    _inherit = "rendezvous.appointment"

    request_ids = fields.One2many(
        "rendezvous.request", "appointment_id", "Requests", groups="rendezvous.group_user"
    )

    @api.model
    def _book(self, *arguments, **options):
        # With the rights of who books: a request of another establishment is not his to take.
        request = self.env["rendezvous.request"].browse(
            self.env.context.get("rendezvous_request_id") or []
        )
        request.check_access("write")
        request._check_open()
        appointment = super()._book(*arguments, **options)
        if request:
            request._planned_by(appointment)
        return appointment

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancelled":
            self.env["rendezvous.request"]._open_again(self)
        return result

    def _anonymise(self):
        # As superuser, as the anonymisation itself.
        self.sudo().request_ids._forget()
        return super()._anonymise()
