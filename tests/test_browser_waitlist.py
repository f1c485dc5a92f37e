import time
from datetime import timedelta

from odoo import fields

from .axe_common import AxeCase


class TestBrowserWaitlist(AxeCase):
    """The pages of the waiting list, on a desk and on a phone; the hours move by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.question_ids.unlink()
        cls.child.write({"rendezvous_quiet_from": 0, "rendezvous_quiet_to": 0})
        cls.agenda.write({"has_waitlist": True, "waitlist_hour_from": 9, "waitlist_hour_to": 12})
        cls.other = cls.env["res.company"].create({"name": "Other", "parent_id": cls.parent.id})
        cls.env["rendezvous.agenda"].create(
            {
                "name": "Other",
                "company_id": cls.other.id,
                "tz": "Europe/Paris",
                "has_waitlist": True,
                "service_ids": cls.service.ids,
            }
        )

    def entry(self, **values):
        partner = self.citizen.partner_id
        own = {"partner_id": partner.id, "service_id": self.service.id, "origin": "online"}
        return self.env["rendezvous.waitlist.entry"].create({**own, **values})

    def test_pages(self):
        booked = self.book(60)
        self.entry(appointment_id=booked.id, date_until=fields.Date.today())
        offered = self.entry()
        self.entry()._leave()
        self.env["rendezvous.waitlist.entry"]._serve(self.parent)
        self.assertEqual(offered.state, "offered")
        over = self.entry()
        over._serve(self.parent)
        over.offer_id._end("expired")
        self.agenda.slot_ids.date_from = fields.Date.today() + timedelta(days=20)
        url = f"/rendezvous/waitlist?service={self.service.id}"
        offer = "/my/rendezvous/waitlist/offer"
        pages = [
            self.service.website_url,
            url,
            f"/rendezvous/waitlist?appointment={booked.id}",
            "/my/rendezvous/waitlist?message=joined",
            "/my/rendezvous",
            f"{offer}/{offered.offer_id.id}",
            f"{offer}/{over.offer_id.id}",
        ]
        for width in (1280, 390):
            self.assertPagesAccessible(*pages, login="citizen", width=width)

    def test_the_end_moves_with_the_start_and_the_form_is_sent(self):
        end = "document.querySelector('[name=hour_to]').value"
        start = "const field = document.querySelector('[name=hour_from]'); field.value = '13:30';"
        with self.visitor("citizen") as visitor:
            visitor.open(f"/rendezvous/waitlist?service={self.service.id}")
            visitor.find("//form[contains(@class, 'o_rendezvous_waitlist_form')]")
            moved = (
                f"(() => {{ {start} field.dispatchEvent(new Event('change')); return {end}; }})()"
            )
            # The script may still be on its way.
            for _try in range(100):
                if visitor.evaluate(moved) == "16:30":
                    break
                time.sleep(0.1)
            visitor.click("//button[contains(., 'Join the waiting list')]")
            visitor.find("//*[@role='status'][contains(., 'You are on the list')]")
        partner = self.citizen.partner_id
        entry = self.env["rendezvous.waitlist.entry"].search([("partner_id", "=", partner.id)])
        self.assertEqual((entry.hour_from, entry.hour_to), (13.5, 16.5))
