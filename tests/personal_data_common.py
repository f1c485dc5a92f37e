from datetime import timedelta

from .common import at
from .public_common import PDF, PublicCase

DATA = "/my/rendezvous/data"


class PersonalDataCase(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write(
            {"lastname": "Martin", "firstname": "Zoé", "phone": "+33612345678", "city": "Lens"}
        )
        cls.add_questions()

    def booked(self, start=None, partner=None):
        """Return an appointment with an answer and a document."""
        appointment = self.book(start or at(9), partner=partner)
        documents = {"name": "../../my:proof.pdf", "raw": PDF}
        documents.update(res_model=appointment._name, res_id=appointment.id)
        attachment = self.env["ir.attachment"].create(documents)
        self.env["rendezvous.answer"].create(
            [
                {
                    "appointment_id": appointment.id,
                    "question_id": self.text.id,
                    "value_text": "Because",
                },
                {
                    "appointment_id": appointment.id,
                    "question_id": self.file.id,
                    "attachment_id": attachment.id,
                },
            ]
        )
        appointment.note = "Confidential note of staff"
        return appointment

    def requests(self):
        return self.env["rendezvous.erasure.request"].search([("partner_id", "=", self.contact.id)])

    def ask(self):
        return self.env["rendezvous.erasure.request"]._ask(self.contact, self.child)

    def over(self, appointment):
        """Let an appointment be of the past."""
        week = timedelta(days=7)
        appointment.write({"start": appointment.start - week, "stop": appointment.stop - week})
        return appointment
