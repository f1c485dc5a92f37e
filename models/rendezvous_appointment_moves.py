from odoo import models

TOLD = ("start", "window_start", "window_stop")


class RendezvousAppointment(models.Model):
    """How the time changed, as far as the contact was told."""

    _inherit = "rendezvous.appointment"

    def _contact_moves(self):
        """Return ``[(moment, words)]`` of what the contact was told anew, latest first.

        Read backwards from the times of today; a move inside the half-day
        that the contact knows is not there.
        """
        self.ensure_one()
        after, moves = {name: self[name] for name in TOLD}, []
        for message in self.message_ids.sudo().sorted("id", reverse=True):
            before = {**after, **_former_values(message)}
            if before["start"] and _told(before) != _told(after):
                moves.append((message.date, self._moved_words(before, after)))
            after = before
        return moves

    def _moved_words(self, before, after):
        new = self._when_words(**after)
        if _lies_in(after, before):
            return self.env._("More exactly: %(when)s", when=new)
        return self.env._("Moved from %(old)s to %(new)s", old=self._when_words(**before), new=new)


def _former_values(message):
    """Return what a message says of the times before it, by field."""
    return {
        tracked.field_id.name: tracked.old_value_datetime
        for tracked in message.tracking_value_ids
        if tracked.field_id.name in TOLD
    }


def _told(times):
    """Return what is told of these times: the half-day, else the exact start."""
    window = (times["window_start"], times["window_stop"])
    return window if all(window) else times["start"]


def _lies_in(after, before):
    windows = (after["window_start"], before["window_start"])
    return all(windows) and (
        before["window_start"] <= after["window_start"]
        and after["window_stop"] <= before["window_stop"]
    )
