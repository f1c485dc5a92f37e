from datetime import timezone
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from odoo import fields, models
from odoo.tools import format_time
from odoo.tools.misc import babel_locale_parse, get_lang

from ..availability import to_instant
from ..travel import BLANK, OTHER, SAME

# Below this, a detour is good news.
NEAR_KM = 5


class RendezvousFindSlot(models.TransientModel):
    """What is said of each proposal: when, with whom, and why it is proposed."""

    _inherit = "rendezvous.find.slot"

    def _describe(self, found):
        """Return the proposals as plain values in the reader's language.

        ``reason`` is one line; ``notes`` say how the distances were measured.
        """
        agendas = self.env["rendezvous.agenda"].sudo().browse({o.agenda_id for o in found.offers})
        names = self._technician_names(found.offers)
        zones = {agenda.id: agenda.tz for agenda in agendas}
        return {
            "proposals": [
                {
                    **self._moment_vals(offer.insertion.start, zones[offer.agenda_id]),
                    "agenda_id": offer.agenda_id,
                    "agenda": agendas.browse(offer.agenda_id).name,
                    "technician_id": offer.technician_id,
                    "technician": names[offer.technician_id],
                    "km": self._number(offer.insertion.km) if found.point else "",
                    "minutes": self._number(offer.insertion.minutes) if found.point else "",
                    "is_locked": offer.is_locked,
                    "is_near": bool(found.point) and offer.insertion.km < NEAR_KM,
                    "reason": self._reason(offer, found, zones[offer.agenda_id]),
                }
                for offer in found.offers
            ],
            "total": found.total,
            "notes": self._notes(found),
        }

    def _technician_names(self, offers):
        # As superuser: planners do not read the employees' files.
        technicians = self.env["hr.employee"].sudo().browse({o.technician_id for o in offers})
        return {technician.id: technician.name for technician in technicians}

    def _moment_vals(self, second, tz):
        start = to_instant(second)
        local = start.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz))
        stop = self.service_id._stop_of(start)
        return {
            "start": fields.Datetime.to_string(start),
            "day": format_date(local, "full", locale=self._locale()),
            "hours": self.env._(
                "%(start)s to %(stop)s", start=self._hour(start, tz), stop=self._hour(stop, tz)
            ),
            "tz": tz,
        }

    def _reason(self, offer, found, tz):
        """Return why a proposal is good, in one line."""
        words = [
            self._road_words(offer.insertion, found.point),
            self._place_words(offer.insertion, tz),
            self._sector_words(offer),
        ]
        if not offer.insertion.previous and not offer.insertion.following:
            words[:2] = [self._first_words(offer.insertion, found.point)]
        if found.point and offer.insertion.is_partial:
            words.append(self.env._("a place beside it is not on the map"))
        if offer.is_locked:
            words.append(self.env._("locked tour"))
        line = ", ".join(filter(None, words))
        return line[:1].upper() + line[1:]

    def _road_words(self, road, point):
        if not point:
            return self.env._("distance unknown")
        if not road.km:
            return self.env._("on the way")
        if road.km < 0.5:
            return self.env._("less than 1 km more")
        return self.env._("+%(km)s km", km=self._number(road.km))

    def _first_words(self, road, point):
        """Say that the day has no visit yet."""
        if not point or road.is_partial:
            return self.env._("first visit of the day")
        return self.env._(
            "first visit of the day, %(km)s km from the departure", km=self._number(road.first_km)
        )

    def _place_words(self, road, tz):
        """Say between which visits, by their hours."""
        before = road.previous and self._hour(to_instant(road.previous.stop), tz)
        after = road.following and self._hour(to_instant(road.following.start), tz)
        if before and after:
            return self.env._("between %(before)s and %(after)s", before=before, after=after)
        if after:
            return self.env._("before the visit of %(after)s", after=after)
        return self.env._("after the visit that ends at %(before)s", before=before)

    def _sector_words(self, offer):
        """Say what the visit does to the sectors of the day."""
        name = self.sector_id.name
        if offer.sector == SAME:
            return self.env._("sector %(sector)s open", sector=name)
        if offer.sector == BLANK:
            return self.env._("day without sector: it takes %(sector)s", sector=name)
        if offer.sector == OTHER:
            others = self.env["rendezvous.sector"].browse(offer.sector_ids).mapped("name")
            return self.env._(
                "day of %(others)s: it takes %(sector)s instead",
                others=", ".join(others),
                sector=name,
            )
        return ""

    def _notes(self, found):
        """Return what to know of all the proposals."""
        notes = []
        if self.location_id and not self.sector_id:
            notes.append(self.env._("This address is outside every sector."))
        if not found.point:
            notes.append(
                self.env._("The address is not on the map: the proposals go by date and load.")
            )
            return notes
        if found.is_approximate:
            notes.append(self.env._("The address is not on the map: its town is used instead."))
        if found.offers and not found.by_road:
            notes.append(self._crow_words())
        return notes

    def _crow_words(self):
        routing = self.env["rendezvous.routing"]
        factor = format_decimal(routing._crow_flies().factor, locale=self._locale())
        if routing._osrm_url():
            return self.env._(
                "The routing server does not answer: distances as the crow flies, times"
                " %(factor)s.",
                factor=factor,
            )
        return self.env._("Distances as the crow flies, times %(factor)s.", factor=factor)

    def _lost_words(self, start, agenda, technician):
        tz = agenda.sudo().tz
        moment = self._moment_vals(int(start.replace(tzinfo=timezone.utc).timestamp()), tz)
        return self.env._(
            "%(day)s, %(hours)s with %(technician)s is no longer possible: someone was quicker."
            " Nothing is booked; here are the proposals of this moment.",
            day=moment["day"],
            hours=moment["hours"],
            technician=technician.sudo().name,
        )

    def _hour(self, instant, tz):
        return format_time(self.env, instant, tz=tz, time_format="short")

    def _number(self, value):
        return format_decimal(round(value), locale=self._locale())

    def _locale(self):
        return babel_locale_parse(get_lang(self.env).code)
