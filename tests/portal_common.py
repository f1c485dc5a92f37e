from .common import RendezvousCase, at


class ProfileCase(RendezvousCase):
    """Contacts of one company or of several, with profiles of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.b2c = cls.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        cls.b2b = cls.env.ref("rendezvous.rendezvous_portal_profile_b2b")

    def company_of(self, *users):
        """Make one company of the contacts of these users."""
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        for user in users:
            user.partner_id.parent_id = company
        self.env.flush_all()
        return company

    def give(self, user, **rights):
        """Give a user a profile of his own with these rights."""
        profile = self.b2c.copy({"name": "Custom", "is_default": False, **rights})
        user.partner_id.rendezvous_profile_id = profile
        self.env.flush_all()
        return profile

    def colleague_of(self, user, **rights):
        """Return the appointment of a colleague of ``user``, who has these rights."""
        self.company_of(self.citizen, self.other_citizen)
        if rights:
            self.give(user, **rights)
        return self.book(at(9)).with_user(user)

    def make_past(self, appointment):
        self.env.cr.execute(
            "UPDATE rendezvous_appointment SET start = start - interval '30 days',"
            " stop = stop - interval '30 days' WHERE id = %s",
            [appointment.id],
        )
        self.env.invalidate_all()
        return appointment
