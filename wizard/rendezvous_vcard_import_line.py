from odoo import fields, models


class RendezvousVcardImportLine(models.TransientModel):
    """What becomes of one card, or what is wrong at a line of a file."""

    _name = "rendezvous.vcard.import.line"
    _description = "Line of an import of contact cards"
    _order = "file, line, id"

    import_id = fields.Many2one(
        "rendezvous.vcard.import", required=True, index=True, ondelete="cascade"
    )
    file = fields.Char()
    line = fields.Integer()
    name = fields.Char("Contact card")
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="set null")
    outcome = fields.Selection(
        [
            ("new", "New"),
            ("created", "Created"),
            ("known", "Already known"),
            ("filled", "Filled in"),
            ("skipped", "Left as it was"),
            ("double", "Twice in the files"),
            ("warning", "Kept, with a remark"),
            ("refused", "Refused"),
        ],
        required=True,
    )
    words = fields.Text("Remarks")
