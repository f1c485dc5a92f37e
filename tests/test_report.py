from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestReport(RendezvousCase):
    def slip(self, appointment, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.agent)
        content, _type = report._render_qweb_html(
            "rendezvous.rendezvous_appointment_report_slip", appointment.ids
        )
        return content.decode()

    def test_the_slip_says_what_when_and_where(self):
        self.service.instructions_before = "Bring a photo"
        self.agenda.location_ids = self.env["res.partner"].create({"name": "Annex"})
        slip = self.slip(self.book(at(9)))
        for words in ("Passport", "Monday, January 5, 2026", "Annex", "Bring a photo"):
            self.assertIn(words, slip)

    def test_the_slip_keeps_the_notes_of_staff_to_them(self):
        appointment = self.book(at(9), note="Between us")
        self.assertNotIn("Between us", self.slip(appointment))

    def test_the_slip_of_a_cancelled_appointment_says_so(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        self.assertIn("This appointment is cancelled", self.slip(appointment))

    def test_the_slip_is_not_for_a_sibling(self):
        appointment = self.book(at(9))
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.slip(appointment, self.sibling_planner)
