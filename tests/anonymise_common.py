from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import RendezvousCase, at
from .public_common import PDF

# The appointments are of January 2026.
LATER = datetime(2028, 1, 10, 3, 0)


@tagged("post_install", "-at_install")
class AnonymiseCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.create_person("Durand", "Zoé")

    @classmethod
    def create_person(cls, lastname, firstname, **values):
        person = cls.env["res.partner"].create(
            {
                "lastname": lastname,
                "firstname": firstname,
                "email": f"{firstname}@example.com",
                "phone": "+33612345678",
                "street": "1 rue Haute",
                "birthdate_date": "1980-05-04",
                "comment": "Prefers mornings",
                **values,
            }
        )
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = '2025-06-01' WHERE id = %s", [person.id]
        )
        person.invalidate_recordset()
        return person

    def past(self, start=None, partner=None, **values):
        """Return an appointment that is over, with its answer, document and messages."""
        appointment = self.book(start or at(9), partner=partner or self.person, **values)
        with freeze_time(appointment.stop + timedelta(hours=1)):
            appointment.action_attended()
        question = self.env["rendezvous.question"].create(
            {"service_id": self.service.id, "name": "Proof", "type": "file"}
        )
        document = self.env["ir.attachment"].create(
            {
                "name": "durand.pdf",
                "raw": PDF,
                "res_model": appointment._name,
                "res_id": appointment.id,
            }
        )
        self.env["rendezvous.answer"].create(
            {
                "appointment_id": appointment.id,
                "question_id": question.id,
                "attachment_id": document.id,
            }
        )
        appointment.note = "Confidential"
        appointment._portal_ensure_token()
        appointment.message_post(body="Hello Zoé")
        appointment.activity_schedule(note="Call Zoé")
        appointment.message_subscribe(self.person.ids)
        return appointment

    def run_job(self, now=LATER):
        """Run the job as the scheduler does, its commits included."""
        self.env.flush_all()
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref("rendezvous.rendezvous_cron_anonymise").method_direct_trigger()
        self.env.invalidate_all()
        return self.lines()

    def lines(self):
        return self.env["rendezvous.anonymisation"].search([("company_id", "=", self.parent.id)])
