from .common import RendezvousCase, at


class TestContactSearch(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        france = cls.env.ref("base.fr")
        cls.parent.country_id = france
        cls.child.country_id = france
        cls.marie, cls.paul = cls.env["res.partner"].create(
            [
                {
                    "lastname": "Lefèvre",
                    "firstname": "Noëlle",
                    "email": "noelle@example.net",
                    "phone": "06 12 34 56 78",
                    "birthdate_date": "1970-05-04",
                    "country_id": france.id,
                },
                {"lastname": "Lefèvre", "firstname": "Paul"},
            ]
        )

    def found(self, typed):
        Partner = self.env["res.partner"].with_user(self.agent)
        ids = [id_ for id_, _name in Partner.name_search(typed)]
        return self.env["res.partner"].browse(ids) & (self.marie | self.paul)

    def test_names_without_accents(self):
        self.assertEqual(self.found("lefevre"), self.marie | self.paul)
        self.assertEqual(self.found("noelle LEFEVRE"), self.marie)

    def test_email_phone_and_birth_date(self):
        for typed in ("noelle@example", "0612345678", "+33 6 12 34", "1970-05-04"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), self.marie)

    def test_the_birth_date_is_read_as_the_language_writes_it(self):
        self.assertEqual(self.found("05/04/1970"), self.marie)
        self.env["res.lang"]._lang_get("en_US").date_format = "%d/%m/%Y"
        self.assertEqual(self.found("04/05/1970"), self.marie)

    def test_a_change_is_found_at_once(self):
        self.paul.phone = "+33 7 56 78 90 12"
        self.assertEqual(self.found("07 56 78 90 12"), self.paul)
        self.paul.lastname = "Çelik"
        self.assertEqual(self.found("celik"), self.paul)

    def test_an_appointment_is_found_by_its_contact(self):

        appointment = self.book(at(9), partner=self.marie)
        Appointment = self.env["rendezvous.appointment"]
        for domain in (
            [("partner_id", "ilike", "lefevre noelle")],
            [("phone_search", "ilike", "06.12.34")],
        ):
            self.assertEqual(Appointment.search(domain), appointment)

    def test_the_search_asks_one_index(self):
        """Not a comparison per field: that is what makes 200,000 contacts quick."""
        domain = self.env["res.partner"]._rendezvous_search_domain("lefevre")
        self.assertEqual(list(domain), [("rendezvous_search_text", "like", "lefevre")])
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'res_partner'"
            " AND indexdef LIKE '%rendezvous_search_text%gin_trgm_ops%'"
        )
        self.assertTrue(self.env.cr.fetchall())
