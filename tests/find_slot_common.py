from .road_common import RoadCase


class FindSlotCase(RoadCase):
    """Both technicians leave from the establishment; ``neighbour`` lives next to ``north``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child.partner_id.write({"partner_latitude": 50.90, "partner_longitude": 1.86})
        cls.neighbour = cls.env["res.partner"].create(
            {
                "lastname": "Neighbour",
                "zip": "62100",
                "company_id": cls.parent.id,
                "partner_latitude": cls.north.partner_latitude,
                "partner_longitude": cls.north.partner_longitude,
            }
        )
        cls.wizard = cls.env["rendezvous.find.slot"]

    def ask(self, **query):
        """Return the answer to a search for ``north``, four weeks from today."""
        if not self.wizard.env.user._is_internal() or self.wizard.env.uid == 1:
            self.wizard = self.wizard.with_user(self.agent)
        self.env.flush_all()
        return self.wizard.get_proposals(
            {
                "partner_id": self.north.id,
                "service_id": self.visit.id,
                "location_id": self.north.id,
                "weeks": 4,
                "order": "best",
                **query,
            }
        )

    def proposals(self, **query):
        return self.ask(**query)["proposals"]

    def reasons(self, **query):
        # English hours have a narrow space before AM and PM.
        found = self.proposals(**query)
        return [proposal["reason"].replace("\u202f", " ") for proposal in found]

    def choose(self, proposal, **values):
        """Return the form in which a proposal was clicked."""
        return self.wizard.with_user(self.agent).create(
            {
                "partner_id": self.north.id,
                "service_id": self.visit.id,
                "location_id": self.north.id,
                "note": "Bring a ladder",
                "choice": proposal,
                **values,
            }
        )

    def booked(self, partner=None):
        partner = partner or self.north
        return self.env["rendezvous.appointment"].search([("partner_id", "=", partner.id)])

    def set_speed(self, speed):
        self.env["ir.config_parameter"].set_param("rendezvous.road_speed", str(speed))
