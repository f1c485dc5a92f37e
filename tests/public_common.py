from datetime import timedelta

from lxml import html

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import MONDAY, NOW, RendezvousCase, at

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


@tagged("post_install", "-at_install")
class PublicCase(RendezvousCase, HttpCase):
    """Visitors of the parent's website, at the frozen hour of :class:`RendezvousCase`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env.ref("website.default_website")
        english = cls.env["res.lang"]._activate_lang("en_US")
        cls.website.write(
            {
                "company_id": cls.parent.id,
                "default_lang_id": english.id,
                "language_ids": [Command.set(english.ids)],
            }
        )
        for user in cls.citizen | cls.other_citizen:
            user.write({"password": user.login, "lang": "en_US"})
        # Friday is over: the first free time is on Monday.
        cls.service.lead_min = 24
        cls.contact.email = "citizen@example.com"

    @classmethod
    def add_questions(cls):
        """Give the service one question of each type; the text is not required."""
        make = cls.env["rendezvous.question"].create
        cls.text, cls.choice, cls.date, cls.file = make(
            [
                {"service_id": cls.service.id, "name": name, "sequence": number, **values}
                for number, (name, values) in enumerate(
                    [
                        ("Note", {"type": "text"}),
                        (
                            "Kind",
                            {
                                "type": "choice",
                                "required": True,
                                "choice_ids": [Command.create({"name": n}) for n in ("A", "B")],
                            },
                        ),
                        ("Birth", {"type": "date", "required": True}),
                        ("Proof", {"type": "file", "required": True}),
                    ]
                )
            ]
        )

    def answers(self, **values):
        """Return a complete posted file but the document, ``values`` by question type."""
        posted = {
            "text": "Hello",
            "choice": str(self.choice.choice_ids[0].id),
            "date": "1990-05-04",
            **values,
        }
        return {f"q_{self[name].id}": value for name, value in posted.items()}

    def __getitem__(self, name):
        return getattr(self, name)

    def log_in(self, user=None):
        login = (user or self.citizen).login if user is not False else None
        self.authenticate(login, login)

    def tree(self, response):
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def get(self, url, **kwargs):
        return self.url_open(url, allow_redirects=False, **kwargs)

    def page(self, url):
        """Return the page as a tree; the request must succeed."""
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200, url)
        return html.fromstring(response.content)

    def post(self, url, data=None, files=None, csrf=True):
        data = dict(data or {})
        if csrf:
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=data, files=files, allow_redirects=False, method="POST")

    def words(self, tree, path="//main"):
        return " ".join(" ".join(node.text_content() for node in tree.xpath(path)).split())

    def code(self, start, agenda=None, location=None):
        agenda = agenda or self.agenda
        return f"{agenda.id}_{location.id if location else 0}_{start:%Y-%m-%dT%H:%M}"

    def codes(self, tree):
        """Return the times that the page offers."""
        return tree.xpath("//button[@name='slot']/@value")

    def assertCost(self, queries, build, grow):
        """State what building a page costs, nothing in cache, before and after ``grow``."""
        build()
        for change in (None, grow):
            if change:
                change()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(queries):
                build()

    def add_twenty_agendas(self):
        for number in range(20):
            self.add_openings(self.create_agenda(f"Counter {number}", self.child))

    def hold(self, start=None, **values):
        appointment = self.book(start or at(9), hold=True, **values)
        self.assertEqual(appointment.state, "held")
        return appointment

    def lose(self, appointment):
        """Let the hold of an appointment end, and another contact take its time."""
        appointment.hold_until = NOW - timedelta(minutes=1)
        taken = self.book(appointment.start, partner=self.other_citizen.partner_id)
        self.env.flush_all()
        return taken

    @property
    def service_url(self):
        return self.service.website_url

    def week_url(self, day=MONDAY):
        return f"{self.service_url}?week={day}"
