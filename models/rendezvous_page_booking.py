from odoo import api, fields, models

# Services proposed beside the one shown.
OTHERS = 200


class RendezvousPage(models.AbstractModel):
    """The pages of one booking: choose a time, fill in the file."""

    _inherit = "rendezvous.page"

    @api.model
    def _booking_page(
        self, service, day=None, place_id=None, taken=None, establishment_id=None, postcode=""
    ):
        """Return the values of the availability page of a visitor who books."""
        agendas = self._agendas(establishment_id, postcode)
        if not agendas & service.agenda_ids:
            establishment_id, postcode, agendas = None, "", self._agendas()
        kept = {
            "establishment": establishment_id or "",
            "postcode": postcode.strip(),
            "place": place_id or "",
        }
        offered = self._agendas() & service.agenda_ids
        return {
            **self._week(service, day or (taken and taken["day"]), agendas, place_id),
            "services": service.search(self._offered_domain(), limit=OTHERS),
            "establishments": offered.company_id.sorted("name"),
            "kept": kept,
            "week_url": lambda monday, **more: self._service_url(
                service, **{**kept, "week": monday, **more}
            ),
            "taken": taken,
            "alternatives": self._alternatives(service, taken) if taken else [],
            "moving": False,
        }

    @api.model
    def _moving_page(self, appointment, token="", day=None, place_id=None, taken=None):
        """Return the values of the same page for a contact who moves an appointment."""
        kept = {"access_token": token or "", "place": place_id or ""}
        path = f"/my/rendezvous/{appointment.id}/move"
        service = appointment.service_id
        return {
            **self._week(service, day or (taken and taken["day"]), None, place_id),
            "kept": kept,
            "week_url": lambda monday, **more: self._url(
                path,
                **{
                    name: value for name, value in {**kept, "week": monday, **more}.items() if value
                },
            ),
            "taken": taken,
            "alternatives": self._alternatives(service, taken, appointment) if taken else [],
            "moving": appointment,
            "appointment": appointment,
        }

    @api.model
    def _file_page(self, appointment, typed=None, errors=None, taken=False):
        """Return the values of the file of an appointment, held or lost."""
        lost = not appointment._is_held_now()
        left = (appointment.hold_until - fields.Datetime.now()).total_seconds()
        choice = {
            "start": appointment.told_start,
            "agenda": appointment.agenda_id,
        }
        return {
            "page": self,
            "appointment": appointment,
            "contact_items": appointment._contact_items(typed, errors),
            "questions": appointment._file_questions(typed, errors),
            "has_errors": bool(errors),
            "limits": appointment._document_limits(),
            "is_lost": lost,
            "is_taken": taken,
            "seconds_left": max(0, int(left)),
            "alternatives": self._alternatives(appointment.service_id, choice) if lost else [],
        }
