from datetime import timedelta

from .common import MONDAY, at
from .public_common import PDF, PublicCase

TUESDAY = MONDAY + timedelta(days=1)


class TestPortalAccess(PublicCase):
    """Every address of someone's appointment, tried by everyone else."""

    def setUp(self):
        super().setUp()
        self.add_questions()
        self.confirmed = self.book(at(9))
        self.held = self.hold(at(10))
        attachment = self.env["ir.attachment"].create(
            {
                "name": "proof.pdf",
                "raw": PDF,
                "res_model": self.confirmed._name,
                "res_id": self.confirmed.id,
            }
        )
        self.answer = self.env["rendezvous.answer"].create(
            {
                "appointment_id": self.confirmed.id,
                "question_id": self.file.id,
                "attachment_id": attachment.id,
            }
        )
        self.others = self.book(at(11), partner=self.other_citizen.partner_id)
        self.confirmed._portal_ensure_token()
        self.token = self.others._portal_ensure_token()
        self.before = self.snapshot()

    def snapshot(self):
        appointments = self.confirmed | self.held
        appointments.invalidate_recordset()
        return appointments.read(["state", "start", "answer_ids", "hold_until"])

    def routes(self):
        """Return ``(method, url, data)`` of every route that names an appointment."""
        held, mine = (
            f"/rendezvous/appointment/{self.held.id}",
            f"/my/rendezvous/{self.confirmed.id}",
        )
        slot = {"slot": self.code(at(9, day=TUESDAY))}
        return [
            ("GET", held, {}),
            ("POST", held, self.answers()),
            ("POST", f"{held}/retake", slot),
            ("POST", f"{held}/release", {}),
            ("GET", f"/rendezvous/appointment/{self.confirmed.id}/confirmed", {}),
            ("GET", mine, {}),
            ("POST", f"{mine}/cancel", {"reason": "Mischief"}),
            ("GET", f"{mine}/move", {}),
            ("GET", f"{mine}/move?{slot['slot']}", {}),
            ("POST", f"{mine}/move", slot),
            ("GET", f"{mine}/calendar.ics", {}),
            ("GET", f"{mine}/document/{self.answer.id}", {}),
        ]

    def assertRefused(self, token=""):
        for method, url, data in self.routes():
            with self.subTest(method=method, url=url):
                if token:
                    url = f"{url}{'&' if '?' in url else '?'}access_token={token}"
                if method == "GET":
                    response = self.get(url)
                else:
                    data = {**data, "access_token": token} if token else data
                    response = self.post(url, data)
                if response.status_code == 303:
                    self.assertIn("/web/login", response.headers["Location"])
                else:
                    self.assertEqual(response.status_code, 404)
                self.assertNotIn("Passport", response.text)
        self.assertEqual(self.snapshot(), self.before)

    def test_another_contact_is_refused_everywhere(self):
        self.log_in(self.other_citizen)
        self.assertRefused()

    def test_another_contact_s_own_token_opens_nothing_else(self):
        self.log_in(self.other_citizen)
        self.assertRefused(self.token)

    def test_nobody_is_refused_everywhere(self):
        self.log_in(False)
        self.assertRefused()

    def test_a_wrong_token_is_refused_everywhere(self):
        self.log_in(False)
        self.assertRefused("00000000-0000-0000-0000-000000000000")

    def test_an_appointment_without_token_has_no_empty_token(self):
        self.confirmed.access_token = False
        self.log_in(False)
        self.assertEqual(
            self.get(f"/my/rendezvous/{self.confirmed.id}?access_token=False").status_code, 404
        )

    def test_staff_does_not_act_in_the_name_of_the_contact(self):
        self.agent.password = "agent"
        self.log_in(self.agent)
        self.assertRefused()

    def test_the_contact_may_use_every_address(self):
        self.log_in()
        for method, url, _data in self.routes():
            if method == "GET":
                self.assertEqual(self.get(url).status_code, 200, url)

    def test_another_appointment_s_document_is_not_found_under_one_s_own(self):
        self.log_in(self.other_citizen)
        url = f"/my/rendezvous/{self.others.id}/document/{self.answer.id}"
        self.assertEqual(self.get(url).status_code, 404)

    def test_another_contact_s_document_is_not_found_by_its_id(self):
        self.log_in(self.other_citizen)
        response = self.get(f"/web/content/{self.answer.attachment_id.id}")
        self.assertEqual(response.status_code, 404)

    def test_an_unknown_appointment_is_not_found(self):
        self.log_in()
        self.assertEqual(self.get("/my/rendezvous/999999999").status_code, 404)
        self.assertEqual(self.get("/rendezvous/appointment/999999999").status_code, 404)

    def test_a_post_without_csrf_token_changes_nothing(self):
        self.log_in()
        for method, url, data in self.routes():
            if method == "POST":
                self.assertEqual(self.post(url, data, csrf=False).status_code, 400, url)
        self.assertEqual(self.snapshot(), self.before)
