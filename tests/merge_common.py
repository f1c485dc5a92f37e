from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import RendezvousCase


@tagged("post_install", "-at_install")
class MergeCase(RendezvousCase):
    """Two files of Nadia: the older without an email, the newer with other values."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = cls.env["res.partner"].create(
            [
                {"lastname": "Petit", "firstname": "Nadia", "phone": "+33 6 12 34 56 78"},
                {"lastname": "Petit", "firstname": "Nadía", "email": "nadia@example.com"},
            ]
        )
        cls.date(cls.old, "2025-01-01")
        cls.date(cls.new, "2025-06-01")

    @classmethod
    def date(cls, partner, day):
        """Say when the file was created and last written."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = %s, write_date = %s WHERE id = %s",
            [day, day, partner.id],
        )
        partner.invalidate_recordset()

    @classmethod
    def portal_user(cls, partner, login, **values):
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            name=partner.name,
            partner_id=partner.id,
            company_id=cls.parent.id,
            company_ids=[Command.set(cls.parent.ids)],
            **values,
        )

    def wizard(self, left=None, right=None, user=None, **sides):
        """Return the comparison as the agent opens it, with some sides ticked by hand."""
        wizard = (
            self.env["rendezvous.merge"]
            .with_user(user or self.agent)
            .create({"left_id": (left or self.old).id, "right_id": (right or self.new).id})
        )
        for name, side in sides.items():
            self.line(wizard, name).side = side
        return wizard

    def line(self, wizard, name):
        return wizard.line_ids.filtered(lambda line: line.name == name)

    def merge(self, left=None, right=None, user=None, **sides):
        kept = self.wizard(left, right, user, **sides)._merge().sudo()
        self.env.flush_all()
        self.env.invalidate_all()
        return kept.with_user(self.env.user)
