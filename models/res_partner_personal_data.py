import io
import json
import re
import zipfile

from odoo import fields, models
from odoo.tools import html2plaintext

OWN_FIELDS = (
    "lastname",
    "firstname",
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "birthdate_date",
    "lang",
    "tz",
    "function",
    "company_name",
    "website",
)


class ResPartner(models.Model):
    """Everything a contact may take away: what is kept of him, in one file.

    The notes of staff stay with staff. Called as superuser, once it is known
    that the contact asks for his own.
    """

    _inherit = "res.partner"

    def _personal_data_zip(self):
        """Return the bytes of a zip: the data, the contact card, the documents."""
        self.ensure_one()
        appointments = self._own_appointments()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            data = self._personal_data(appointments)
            text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
            archive.writestr("personal-data.json", text)
            archive.writestr("contact.vcf", self._vcard())
            for path, content in self._personal_documents(appointments).items():
                archive.writestr(path, content)
        return buffer.getvalue()

    def _personal_documents(self, appointments):
        """Return ``{path in the zip: bytes}`` of the documents."""
        return {
            _document_path(answer): answer.attachment_id.raw or b""
            for answer in appointments.answer_ids.filtered("attachment_id")
        }

    def _own_appointments(self):
        Appointment = self.env["rendezvous.appointment"]
        return Appointment.search([("partner_id", "=", self.id)], order="start, id")

    def _personal_data(self, appointments):
        """Return the data as plain values; moments are in UTC."""
        return {
            "written_on": fields.Datetime.now().isoformat() + "Z",
            "contact": {
                **{name: self[name] or None for name in OWN_FIELDS},
                "country": self.country_id.name or None,
            },
            "preferences": {
                "by_email": self.rendezvous_notify_email,
                "by_sms": self.rendezvous_notify_sms,
                "chosen_on": self.rendezvous_preferences_date or None,
            },
            "accounts": [
                {"login": user.login, "created": user.create_date, "last_login": user.login_date}
                for user in self.user_ids
            ],
            "appointments": [self._appointment_data(a) for a in appointments],
            "messages": self._received_messages(appointments),
            "erasure_requests": self.env["rendezvous.erasure.request"]
            .search([("partner_id", "=", self.id)])
            .read(["date", "state", "reason"], load=None),
        }

    def _appointment_data(self, appointment):
        words = {
            name: dict(appointment._fields[name]._description_selection(self.env))
            for name in ("state", "attendance", "cancelled_by")
        }
        return {
            "number": appointment.id,
            "service": appointment.service_id.name,
            "establishment": appointment.company_id.name,
            "agenda": appointment.agenda_id.name,
            "with": appointment.technician_id.name or None,
            "place": appointment.location_id.name or None,
            "start": appointment._local(appointment.told_start).isoformat(),
            "stop": appointment.told_stop.isoformat() + "Z",
            "booked_on": appointment.create_date,
            "booked_online": appointment.is_online,
            "state": words["state"][appointment.state],
            "attendance": words["attendance"][appointment.attendance],
            "cancelled_by": words["cancelled_by"].get(appointment.cancelled_by),
            "cancel_reason": appointment.cancel_reason or None,
            "answers": [
                {
                    "question": answer.question_id.name,
                    "answer": answer._value_label(),
                    "document": _document_path(answer) if answer.attachment_id else None,
                }
                for answer in appointment.answer_ids
            ],
        }

    def _received_messages(self, appointments):
        """Return the messages sent to the contact, oldest first."""
        messages = self.env["mail.message"].search(
            [
                ("notification_ids.res_partner_id", "=", self.id),
                ("is_internal", "=", False),
                "|",
                ("model", "=", self._name),
                "&",
                ("model", "=", "rendezvous.appointment"),
                ("res_id", "in", appointments.ids),
            ],
            order="id",
        )
        return [
            {
                "date": message.date,
                "subject": message.subject or None,
                "text": html2plaintext(message.body or ""),
                "appointment": message.res_id if message.model != self._name else None,
            }
            for message in messages
        ]


def _document_path(answer):
    """Return where a document is in the zip: a name that leads nowhere else."""
    name = re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", answer.attachment_id.name or "document")
    return f"documents/{answer.appointment_id.id}-{answer.id}-{name.lstrip('.')}"
