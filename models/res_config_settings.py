from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rendezvous_hold_minutes = fields.Integer(
        "Hold (minutes)",
        config_parameter="rendezvous.hold_minutes",
        help="How long a start is kept while the contact fills in the file.",
    )
    rendezvous_document_max_mb = fields.Integer(
        "Largest document (MB)", config_parameter="rendezvous.document_max_mb"
    )
    rendezvous_document_types = fields.Char(
        "Accepted documents",
        config_parameter="rendezvous.document_types",
        help="File extensions separated by commas.",
    )
    rendezvous_tile_url = fields.Char(
        "Map tiles",
        config_parameter="rendezvous.tile_url",
        help="Address of the tile server, with {z}, {x} and {y}; empty: the list without a map.",
    )
    rendezvous_tile_attribution = fields.Char(
        "Map attribution", config_parameter="rendezvous.tile_attribution"
    )
    rendezvous_contact_scope = fields.Selection(
        related="company_id.root_id.rendezvous_contact_scope",
        readonly=False,
        help="Set on the parent for all its establishments.",
    )
    rendezvous_geocode = fields.Boolean(
        "Locate addresses typed by visitors",
        config_parameter="rendezvous.geocode",
        help="Asks the geocoder of Odoo's settings; off, only the organisation's towns are known.",
    )
