from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class RendezvousAppointment(models.Model):
    """What stays of an appointment once nobody may know any more whose it was.

    Service, agenda, times, state and attendance stay, for the statistics.
    """

    _inherit = "rendezvous.appointment"

    anonymised_date = fields.Datetime("Anonymised on", readonly=True, copy=False)

    _named_idx = models.Index("(stop) WHERE anonymised_date IS NULL")

    @api.model
    def _to_anonymise_domain(self, company, before):
        """Return the domain of what ended before ``before`` in an organisation."""
        return Domain(
            [
                ("anonymised_date", "=", False),
                ("stop", "<", before),
                ("company_id", "child_of", company.id),
            ]
        )

    def _anonymise(self):
        """Cut what leads to a person, for good; return what was removed, by kind.

        To be called by the job and by an erasure, which have decided: the
        rights of who asked say nothing about other establishments.
        """
        # As superuser: every establishment's, whoever set the job going.
        appointments = self.sudo().filtered(lambda a: not a.anonymised_date)
        if not appointments:
            return {}
        appointments = appointments.with_context(tracking_disable=True)
        appointments.filtered(lambda a: a.state == "held")._cancel("contact")
        contacts = appointments.partner_id
        removed = appointments._remove_traces()
        for company, mine in appointments.grouped(lambda a: a.company_id.root_id).items():
            mine.write(mine._prepare_anonymous_vals(company))
        appointments._forget_who_booked()
        contacts.write({"rendezvous_review_date": fields.Date.context_today(self)})
        return {"appointments": len(appointments), **removed}

    def _prepare_anonymous_vals(self, company):
        return {
            "partner_id": company._anonymous_partner().id,
            "anonymised_date": fields.Datetime.now(),
            "note": False,
            "cancel_reason": False,
            "access_token": False,
            "ics_uid": False,
        }

    def _remove_traces(self):
        """Remove answers, documents, messages, activities and followers."""
        answers = self.answer_ids
        documents = answers.attachment_id | self._own_records("ir.attachment")
        messages = self._own_records("mail.message", name="model")
        removed = {
            "answers": len(answers),
            "documents": len(documents),
            "messages": len(messages),
        }
        documents.unlink()
        answers.unlink()
        sms = self.env["sms.sms"].search([("mail_message_id", "in", messages.ids)])
        sms.unlink()
        messages.attachment_ids.filtered(lambda a: a.res_model == "mail.message").unlink()
        messages.unlink()
        self._own_records("mail.activity").unlink()
        self._own_records("mail.followers").unlink()
        return removed

    def _own_records(self, model, name="res_model"):
        """Return the records of a model that hang on these appointments."""
        records = self.env[model].with_context(active_test=False)
        return records.search([(name, "=", self._name), ("res_id", "in", self.ids)])

    def _forget_who_booked(self):
        """Name the system as the author of rows that a contact's account wrote."""
        self.flush_recordset()
        # The ORM does not change the author of a row.
        self.env.cr.execute(
            SQL(
                "UPDATE rendezvous_appointment AS appointment SET create_uid = %s"
                " FROM res_users AS author"
                " WHERE author.id = appointment.create_uid AND author.share"
                " AND appointment.id = ANY(%s)",
                self.env.ref("base.user_root").id,
                self.ids,
            )
        )
        self.invalidate_recordset(["create_uid"])
