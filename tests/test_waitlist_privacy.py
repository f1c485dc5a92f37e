from odoo.exceptions import UserError
from odoo.tests import tagged

from .anonymise_common import AnonymiseCase
from .common import MONDAY, NOW, at
from .merge_common import MergeCase
from .waitlist_common import WaitlistCase


@tagged("post_install", "-at_install")
class TestWaitlistForgotten(AnonymiseCase):
    """Entries go with their contact, and with the past once they are over."""

    def wait(self, **values):
        return self.env["rendezvous.waitlist.entry"].create(
            {"partner_id": self.person.id, "service_id": self.service.id, **values}
        )

    def written(self, entry, moment):
        """Say when the entry was last written: rows know the real clock only."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rendezvous_waitlist_entry SET write_date = %s WHERE id = %s",
            [moment, entry.id],
        )
        entry.invalidate_recordset()

    def test_it_goes_with_the_contact_and_frees_what_was_offered(self):
        self.agenda.has_waitlist = True
        entry = self.wait(date_from=MONDAY)
        entry._serve(self.parent)
        held = entry.offer_id.appointment_id
        self.assertEqual(held.state, "held")
        self.person._anonymise()
        self.assertFalse(entry.exists())
        self.assertEqual(held.state, "cancelled")

    def test_one_that_is_over_goes_with_the_past_and_frees_the_file(self):
        entry = self.wait()
        entry._leave()
        self.written(entry, NOW)
        self.past()
        self.run_job()
        self.assertFalse(entry.exists())
        self.assertFalse(self.person.active)

    def test_one_in_line_keeps_the_file(self):
        self.past()
        entry = self.wait()
        self.run_job()
        self.assertTrue(entry.exists() and self.person.active)

    def test_the_contact_takes_it_away(self):
        self.wait(hour_from=9, hour_to=12, weekdays="0")
        data = self.person.sudo()._personal_data(self.person._own_appointments())
        (found,) = data["waiting_list"]
        self.assertEqual((found["hours"], found["weekdays"]), ([9, 12], [0]))
        self.assertEqual(found["state"], "Waiting")


@tagged("post_install", "-at_install")
class TestWaitlistOffersKept(WaitlistCase):
    def test_offers_are_taken_away_too(self):
        self.wait(self.contact)
        self.serve()
        data = self.contact.sudo()._personal_data(self.contact._own_appointments())
        (offer,) = data["waiting_list"][0]["offers"]
        self.assertEqual((offer["start"], offer["state"]), ("2026-01-05T08:00:00Z", "Offered"))

    def test_what_is_on_offer_is_not_deleted(self):
        entry = self.wait(self.contact)
        self.serve()
        with self.assertRaises(UserError):
            entry.unlink()


@tagged("post_install", "-at_install")
class TestWaitlistMerged(MergeCase):
    def test_entries_and_offers_follow_the_kept_file(self):
        self.agenda.has_waitlist = True
        Entry = self.env["rendezvous.waitlist.entry"]
        values = {"service_id": self.service.id, "date_from": MONDAY}
        entries = Entry.create([{"partner_id": p.id, **values} for p in self.old | self.new])
        (self.old | self.new).write({"email": "zoe@example.com"})
        Entry._serve(self.parent)
        self.assertEqual(entries.mapped("state"), ["offered", "offered"])
        kept = self.merge()
        self.assertEqual(entries.partner_id, kept)
        self.assertEqual(entries.offer_id.appointment_id.partner_id, kept)
        self.assertEqual(entries.offer_id.mapped("start"), [at(9), at(9, 30)])
