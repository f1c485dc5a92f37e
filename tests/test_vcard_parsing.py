from datetime import date

import vobject

from odoo.tests import BaseCase

from ..vcard import Address, Extra, read_cards
from . import vcard_samples as samples

TODAY = date(2026, 1, 2)
GOOD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Durand;Zo\xc3\xa9;;;\r\nFN:Zo\xc3\xa9 Durand\r\nEND:VCARD\r\n"
)


def card(content):
    """Return the only card of a file without problem."""
    reading = read_cards(content, TODAY)
    assert not reading.problems, reading.problems
    (found,) = reading.cards
    return found


def with_lines(*lines, name="N:Durand;Marie;;;", version="3.0", charset="utf-8"):
    text = ["BEGIN:VCARD", f"VERSION:{version}", name, *lines, "END:VCARD", ""]
    return "\r\n".join(text).encode(charset)


def problems(content):
    found = read_cards(content, TODAY).problems
    return [(problem.line, problem.code, problem.refused) for problem in found]


class TestPrograms(BaseCase):
    def test_iphone(self):
        found = card(samples.IPHONE)
        self.assertEqual((found.lastname, found.firstname), ("Lefèvre", "Chloé Anne"))
        self.assertEqual(found.organisation, "Boulangerie du Port – Accueil")
        self.assertEqual(found.function, "Gérante")
        self.assertEqual(found.email, "chloe.lefevre@example.com")
        self.assertEqual(found.phone, "06 12 34 56 78")
        self.assertEqual(found.birthdate, date(1984, 2, 29))
        self.assertEqual(found.note, "Préfère le matin, avant 10 h.\nChien; sonner fort.")
        self.assertEqual(found.photo, samples.JPEG)
        self.assertEqual(
            found.address,
            Address("12 rue des Dunes", "Appartement 4", "Calais", "", "62100", "fr"),
        )

    def test_iphone_s_further_numbers_keep_their_labels(self):
        self.assertEqual(
            card(samples.IPHONE).extras,
            (
                Extra("phone", "03 21 00 11 22", "home"),
                Extra("phone", "07 98 76 54 32", "mobile"),
                Extra("email", "boutique@example.com", "Boutique"),
            ),
        )

    def test_iphone_s_birthday_without_year(self):
        found = card(samples.IPHONE_NO_YEAR)
        self.assertIsNone(found.birthdate)
        self.assertEqual(found.extras, (Extra("birthday", "04-12"),))
        self.assertEqual(found.phone, "01 44 00 00 00")

    def test_android(self):
        found = card(samples.ANDROID_21)
        self.assertEqual((found.lastname, found.firstname), ("Évrard", "Maël"))
        self.assertEqual((found.phone, found.is_mobile), ("+33612000001", True))
        self.assertEqual(found.address.street, "5 allée des Tilleuls")
        self.assertEqual(found.birthdate, date(1991, 7, 14))
        self.assertEqual(found.photo, samples.JPEG)
        self.assertEqual({extra.kind for extra in found.extras}, {"fax", "home"})

    def test_thunderbird(self):
        found = card(samples.THUNDERBIRD)
        self.assertEqual((found.lastname, found.firstname), ("Benali", "Inès"))
        self.assertEqual(found.email, "ines.benali@example.org")
        self.assertEqual(found.phone, "+33 6 23 45 67 89")
        self.assertEqual(found.birthdate, date(1970, 4, 12))
        self.assertEqual(found.website, "https://ines.example.org")
        self.assertEqual(found.address.region, "Rhône")

    def test_nextcloud(self):
        found = card(samples.NEXTCLOUD)
        self.assertEqual((found.lastname, found.is_company), ("Association des Deux Rives", True))
        self.assertEqual(found.phone, "+33-4-72-00-00-00")
        self.assertEqual(found.extras, (Extra("birthday", "04-12"),))
        self.assertEqual(found.photo, samples.JPEG)

    def test_outlook_in_the_characters_of_windows(self):
        found = card(samples.OUTLOOK)
        self.assertEqual((found.lastname, found.firstname), ("Muñoz", "José"))
        self.assertEqual(found.phone, "+34 600 00 00 01")
        self.assertEqual(found.address.street, "Calle Mayor, 7")
        self.assertEqual(found.address.country, "España")

    def test_google_without_structured_name(self):
        reading = read_cards(samples.GOOGLE, TODAY)
        (found,) = reading.cards
        self.assertEqual((found.lastname, found.firstname), ("van Beethoven", "Ludwig"))
        self.assertEqual(found.website, "http://www.google.com/profiles/1")
        self.assertEqual([problem.code for problem in reading.problems], ["photo_link"])

    def test_vobject_s_own_cards(self):
        made = vobject.vCard()
        made.add("n").value = vobject.vcard.Name(family="Dupont; père", given="Jean")
        made.add("fn").value = "Jean Dupont"
        made.add("note").value = "é" * 300
        found = card(made.serialize().encode())
        self.assertEqual((found.lastname, found.note), ("Dupont; père", "é" * 300))


class TestEncodings(BaseCase):
    def check_name(self, content):
        self.assertEqual(card(content).lastname, "Nuñez-Œuvrard")

    def test_utf8_with_a_mark(self):
        self.check_name(with_lines(name="N:Nuñez-Œuvrard;A", charset="utf-8-sig"))

    def test_utf16_of_both_orders_with_and_without_mark(self):
        for charset in ("utf-16", "utf-16-le", "utf-16-be"):
            with self.subTest(charset=charset):
                self.check_name(with_lines(name="N:Nuñez-Œuvrard;A", charset=charset))

    def test_windows(self):
        self.check_name(with_lines(name="N:Nuñez-Œuvrard;A", charset="cp1252"))

    def test_a_named_character_set(self):
        content = with_lines(name="N;CHARSET=ISO-8859-15:Nuñez-Œuvrard;A", charset="iso-8859-15")
        self.check_name(content)

    def test_a_wrong_or_unknown_character_set(self):
        for charset in ("us-ascii", "zip", "idna", "unicode_escape", "nonsense"):
            with self.subTest(charset=charset):
                self.check_name(with_lines(name=f"N;CHARSET={charset}:Nuñez-Œuvrard;A"))

    def test_each_line_has_its_own_characters(self):
        content = samples.OUTLOOK + GOOD
        self.assertEqual([c.firstname for c in read_cards(content, TODAY).cards], ["José", "Zoé"])

    def test_a_line_folded_in_the_middle_of_a_character(self):
        content = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Zo\xc3\r\n \xa9;A\r\nEND:VCARD\r\n"
        self.assertEqual(card(content).lastname, "Zoé")

    def test_line_ends_of_every_system(self):
        for end in (b"\n", b"\r", b"\r\n"):
            with self.subTest(end=end):
                self.assertEqual(card(GOOD.replace(b"\r\n", end)).lastname, "Durand")

    def test_no_character_that_a_database_refuses(self):
        self.assertEqual(card(with_lines(name="N:Du\x00ra\x1bnd;A")).lastname, "Durand")

    def test_a_soft_line_break_does_not_swallow_the_end(self):
        content = with_lines("NOTE;ENCODING=QUOTED-PRINTABLE:abc=") + GOOD
        self.assertEqual(len(read_cards(content, TODAY).cards), 2)


class TestFields(BaseCase):
    def name(self, full):
        found = card(with_lines(name=f"FN:{full}"))
        return found.lastname, found.firstname

    def test_names_in_one_piece(self):
        for full, expected in (
            ("Marie Dupont", ("Dupont", "Marie")),
            ("DUPONT Marie", ("DUPONT", "Marie")),
            ("DE LA TOUR Marie Anne", ("DE LA TOUR", "Marie Anne")),
            (r"Dupont\, Marie", ("Dupont", "Marie")),
            ("Charles de Gaulle", ("de Gaulle", "Charles")),
            ("Cher", ("Cher", "")),
            ("  ", None),
        ):
            with self.subTest(full=full):
                if expected:
                    self.assertEqual(self.name(full), expected)
                else:
                    self.assertEqual(problems(with_lines(name="FN:  ")), [(1, "nameless", True)])

    def test_a_card_of_an_organisation_alone(self):
        found = card(with_lines("ORG:Mairie;État civil", name="N:;;;;"))
        self.assertEqual((found.lastname, found.is_company), ("Mairie – État civil", True))

    def test_the_mobile_wins_over_the_preferred(self):
        found = card(with_lines("TEL;TYPE=home,pref:01", "TEL;TYPE=cell:06", "TEL;TYPE=work:02"))
        self.assertEqual(found.phone, "06")
        self.assertEqual([extra.value for extra in found.extras], ["01", "02"])

    def test_a_fax_is_no_number_to_call(self):
        found = card(with_lines("TEL;TYPE=fax:01 02"))
        self.assertEqual((found.phone, found.extras), ("", (Extra("phone", "01 02", "fax"),)))

    def test_a_number_written_twice_is_one(self):
        found = card(with_lines("TEL;TYPE=cell:+33 6 12", "TEL;TYPE=voice:+33612"))
        self.assertEqual(found.extras, ())

    def test_birth_dates(self):
        for text, expected in (
            ("1970-04-12", date(1970, 4, 12)),
            ("19700412", date(1970, 4, 12)),
            ("1970-04-12T00:00:00Z", date(1970, 4, 12)),
        ):
            with self.subTest(text=text):
                self.assertEqual(card(with_lines(f"BDAY:{text}")).birthdate, expected)

    def test_a_birth_date_that_is_none_is_told_and_the_card_stays(self):
        for text in ("1970-02-30", "2027-01-01", "0000-00-00", "12 avril", "--0230"):
            with self.subTest(text=text):
                content = with_lines(f"BDAY:{text}")
                self.assertEqual(len(read_cards(content, TODAY).cards), 1)
                self.assertEqual(problems(content), [(4, "birthday", False)])

    def test_a_broken_photo_is_told_and_the_card_stays(self):
        for value in ("ENCODING=b:%%%", "ENCODING=b:aGVsbG8=", "VALUE=uri:data:image/png;base64,x"):
            with self.subTest(value=value):
                content = with_lines(f"PHOTO;{value}")
                self.assertEqual(card_count(content), 1)
                self.assertEqual(problems(content), [(4, "photo", False)])

    def test_base64_lines_without_their_indent(self):
        lines = samples.folded(samples.PHOTO).replace("\n ", "\r\n")
        content = with_lines(f"PHOTO;JPEG;ENCODING=BASE64:{lines}", "", version="2.1")
        self.assertEqual(card(content).photo, samples.JPEG)

    def test_apostrophes_and_quotes_in_parameters(self):
        found = card(with_lines('ADR;LABEL="a;b:c, d";TYPE=home:;;1 rue;Lens;;62300;France'))
        self.assertEqual(found.address.city, "Lens")
        found = card(with_lines('TEL;X-NAME="never closed:0102'))
        self.assertEqual(found.phone, "0102")


def card_count(content):
    return len(read_cards(content, TODAY).cards)


class TestProblems(BaseCase):
    def test_each_bad_card_is_named_by_line_and_the_others_are_read(self):
        bad = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nEND:VCARD\r\n"
        reading = read_cards(GOOD + bad + GOOD + b"BEGIN:VCARD\r\nFN:A\r\n" + GOOD, TODAY)
        self.assertEqual([found.line for found in reading.cards], [1, 10, 17])
        self.assertEqual(
            [(p.line, p.code) for p in reading.problems], [(6, "nameless"), (15, "unclosed")]
        )

    def test_a_file_that_ends_inside_a_card(self):
        self.assertEqual(problems(b"BEGIN:VCARD\nFN:A\n"), [(1, "unclosed", True)])

    def test_text_outside_cards_is_told_once(self):
        self.assertEqual(problems(b"Hello\nworld\n\nagain\n" + GOOD), [(1, "stray", True)])

    def test_a_calendar_is_no_card(self):
        self.assertEqual(
            problems(b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"), [(1, "stray", True)]
        )

    def test_an_empty_file(self):
        for content in (b"", b"\r\n\r\n", b"\xef\xbb\xbf"):
            self.assertEqual(problems(content), [(1, "empty", True)])

    def test_a_line_that_is_none_costs_itself_only(self):
        content = with_lines("this line was broken by a program", "TEL:01")
        self.assertEqual(read_cards(content, TODAY).cards[0].phone, "01")
        self.assertEqual(problems(content), [(4, "unreadable", False)])

    def test_unknown_versions_groups_and_places_are_refused(self):
        self.assertEqual(problems(with_lines(version="5.0")), [(1, "version", True)])
        self.assertEqual(problems(with_lines("KIND:group")), [(1, "kind", True)])
        content = with_lines("X-ADDRESSBOOKSERVER-KIND:group")
        self.assertEqual(problems(content), [(1, "kind", True)])

    def test_a_hostile_line_takes_no_time(self):
        for line in ("A;B=" + "," * 100_000, "N:" + "\\" * 100_001, ";" * 100_000, '"' * 99_999):
            self.assertEqual(card_count(with_lines(line)), 1)
