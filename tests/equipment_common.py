from datetime import date

from .common import RendezvousCase

TODAY = date(2026, 1, 2)


class EquipmentMixin:
    """A published category and brand, and one piece of the citizen's in service."""

    @classmethod
    def create_catalogue(cls):
        """To be called once the parent, its users and the contact are there."""
        parent = cls.env(context={**cls.env.context, "allowed_company_ids": cls.parent.ids})
        category = parent["product.category"].create(
            {
                "name": "Boiler",
                "rendezvous_service_interval": 12,
                "rendezvous_is_published": True,
            }
        )
        brands = parent["product.brand"].create(
            [
                {"name": "Étincelle", "rendezvous_is_published": True},
                {"name": "Hidden", "rendezvous_is_published": False},
            ]
        )
        cls.category = category.with_env(cls.env)
        cls.brand, cls.hidden_brand = brands.with_env(cls.env)

    @classmethod
    def create_piece(cls, **values):
        piece = cls.env["rendezvous.equipment"].create(
            {
                "partner_id": cls.contact.id,
                "company_id": cls.parent.id,
                "categ_id": cls.category.id,
                "brand_id": cls.brand.id,
                "model": "Hydro",
                **values,
            }
        )
        piece.flush_recordset()
        return piece


class EquipmentCase(EquipmentMixin, RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.email = "citizen@example.com"
        cls.create_catalogue()

    def intervention(self, piece, start, attended=True, **values):
        """Return an intervention on the piece that is over, attended or not."""
        appointment = self.book(start, equipment_id=piece.id, **values)
        self.make_past(appointment, 20)
        appointment._set_attendance("attended" if attended else "no_show")
        self.env.flush_all()
        return appointment

    def make_past(self, appointment, days):
        """Move an appointment into the past, as time does."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rendezvous_appointment SET start = start - %s * interval '1 day',"
            " stop = stop - %s * interval '1 day',"
            " occupied_start = occupied_start - %s * interval '1 day',"
            " occupied_stop = occupied_stop - %s * interval '1 day' WHERE id = %s",
            [days, days, days, days, appointment.id],
        )
        self.env.invalidate_all()
