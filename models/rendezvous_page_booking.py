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
        everywhere = self._agendas()
        at_places = everywhere.filtered(lambda agenda: not agenda.by_sector)
        agendas = self._agendas(establishment_id, postcode) & at_places
        if not agendas & service.agenda_ids:
            establishment_id, postcode, agendas = None, "", at_places
        kept = {
            "establishment": establishment_id or "",
            "postcode": postcode.strip(),
            "place": place_id or "",
        }
        offered = at_places & service.agenda_ids
        road = (everywhere & service.agenda_ids) - offered
        # Said in each link, so that a postcode does not lead elsewhere.
        kept.update({"at": "place"} if road else {})
        return {
            **self._week(service, day or (taken and taken["day"]), agendas, place_id),
            "services": service.search(self._offered_domain(), limit=OTHERS),
            "establishments": offered.company_id.sorted("name"),
            "road": road,
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
            **self._times_to_move(appointment, day or (taken and taken["day"]), place_id),
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

    def _times_to_move(self, appointment, day, place_id):
        """Return the free times of an appointment: on the road, in the sector of its address."""
        service = appointment.service_id
        if not appointment.by_sector:
            agendas = self._agendas().filtered(lambda agenda: not agenda.by_sector)
            return self._week(service, day, agendas, place_id)
        agendas, sector = self._road_agendas(service), appointment.sector_id
        values = {"page": self, "service": service, "sector": sector}
        if sector:
            return {**values, **self._half_days(service, agendas, sector, day)}
        values.update(self._half_days(service, agendas.browse(), sector, day))
        return {**values, "nothing": service._missing_of_address(appointment.location_id)}

    @api.model
    def _choice_to_move(self, appointment, code):
        """Return a time to move an appointment to, None for nonsense.

        A visit stays one: its address is no counter's, and no counter comes to it.
        """
        choice = self._choice(code, appointment.service_id)
        if not choice or choice["agenda"].by_sector != appointment.by_sector:
            return None
        if appointment.by_sector:
            choice.update(place=self._place_of(appointment), sector=appointment.sector_id)
        return choice

    @api.model
    def _file_page(self, appointment, typed=None, errors=None, taken=False):
        """Return the values of the file of an appointment, held or lost."""
        lost = not appointment._is_held_now()
        left = (appointment.hold_until - fields.Datetime.now()).total_seconds()
        choice = appointment._as_choice()
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
