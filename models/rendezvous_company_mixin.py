from odoo import models

# The fields that decide, directly or not, whose record it is.
OWNER_FIELDS = {
    "agenda_id",
    "appointment_id",
    "company_id",
    "employee_id",
    "question_id",
    "service_id",
}


class RendezvousCompanyMixin(models.AbstractModel):
    """Keep a record in the establishments of who changes it.

    Odoo asks the record rules before a change, not after: without this, a
    planner could hand an opening over to an agenda of another establishment.
    """

    _name = "rendezvous.company.mixin"
    _description = "Kept within the companies of its user"

    def write(self, vals):
        result = super().write(vals)
        if OWNER_FIELDS.intersection(vals):
            self.check_access("write")
        return result
