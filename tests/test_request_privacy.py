from datetime import timedelta

from odoo.tests import tagged

from .anonymise_common import LATER, AnonymiseCase
from .common import NOW, at
from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestRequestForgotten(AnonymiseCase):
    def ask(self, **values):
        return self.env["rendezvous.request"].create(
            {
                "partner_id": self.person.id,
                "service_id": self.service.id,
                "company_id": self.parent.id,
                "note": "Zoé is at home",
                **values,
            }
        )

    def written(self, request, moment):
        """Say when the request was last written: rows know the real clock only."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rendezvous_request SET write_date = %s WHERE id = %s", [moment, request.id]
        )
        request.invalidate_recordset()

    def test_it_goes_with_the_contact(self):
        request = self.ask()
        self.person._anonymise()
        self.assertFalse(request.exists())

    def test_another_contact_keeps_his_without_the_address(self):
        other = self.create_person("Other", "Otto")
        request = self.ask(partner_id=other.id, location_id=self.person.id)
        self.person._anonymise()
        self.assertFalse(request.location_id)

    def test_a_closed_one_goes_with_the_past_and_frees_the_file(self):
        request = self.ask()
        request.action_close("Done otherwise")
        self.written(request, NOW)
        self.past()
        self.run_job()
        self.assertFalse(request.exists())
        self.assertFalse(self.person.active)

    def test_an_open_one_keeps_the_file(self):
        self.past()
        request = self.ask()
        self.run_job()
        self.assertTrue(request.exists())
        self.assertTrue(self.person.active)

    def test_a_recent_closed_one_stays(self):
        request = self.ask()
        request.action_close("Done otherwise")
        self.written(request, LATER - timedelta(days=30))
        self.past(at(10))
        self.run_job()
        self.assertTrue(request.exists())

    def test_the_contact_takes_it_away(self):
        self.ask()
        data = self.person.sudo()._personal_data(self.person._own_appointments())
        (found,) = data["intervention_requests"]
        self.assertEqual((found["wishes"], found["state"]), ("Zoé is at home", "To plan"))


@tagged("post_install", "-at_install")
class TestRequestMerged(MergeCase):
    def test_it_follows_the_kept_file_with_its_address(self):
        request = self.env["rendezvous.request"].create(
            {
                "partner_id": self.new.id,
                "service_id": self.service.id,
                "company_id": self.parent.id,
            }
        )
        kept = self.merge()
        self.assertEqual((request.partner_id, request.location_id), (kept, kept))
