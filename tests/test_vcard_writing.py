from datetime import date

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..vcard import Address, Card, read_cards, write_cards
from . import vcard_samples as samples
from .test_vcard_parsing import GOOD, TODAY


class TestWhatever(BaseCase):
    """Properties that hold for any bytes."""

    @given(st.binary(max_size=600))
    def test_no_bytes_crash_the_reader(self, content):
        reading = read_cards(content, TODAY)
        self.assertTrue(reading.cards or reading.problems)

    @given(st.lists(st.sampled_from(samples.ANDROID_21.splitlines() + samples.IPHONE.splitlines())))
    def test_no_order_of_real_lines_crashes_the_reader(self, lines):
        reading = read_cards(b"\r\n".join(lines), TODAY)
        self.assertTrue(reading.cards or reading.problems)

    @given(st.binary(max_size=200), st.binary(max_size=200), st.booleans())
    def test_a_good_card_between_two_bad_ones_goes_in(self, before, after, is_closed):
        end = b"\r\nEND:VCARD\r\n" if is_closed else b"\r\n"
        content = b"BEGIN:VCARD\r\n%s%s%sBEGIN:VCARD\r\n%s%s" % (before, end, GOOD, after, end)
        names = [found.firstname for found in read_cards(content, TODAY).cards]
        self.assertIn("Zoé", names)

    words = st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
    ).map(lambda text: f"x{text.replace(',', '')}")

    @settings(max_examples=60)
    @given(
        st.builds(
            Card,
            lastname=words,
            firstname=words,
            organisation=words,
            function=words,
            email=st.just("a@example.com"),
            phone=st.sampled_from(["", "+33612345678", "+33321000000"]),
            website=st.just("https://example.com/?a=1;b"),
            birthdate=st.none() | st.dates(date(1900, 1, 1), TODAY),
            address=st.builds(Address, words, words, words, words, words, words),
            note=st.lists(words, max_size=9).map("\n".join),
            photo=st.sampled_from([b"", samples.JPEG, samples.picture()]),
        ),
        st.sampled_from(["3.0", "4.0"]),
    )
    def test_what_is_written_is_read_again(self, written, version):
        (found,) = read_cards(write_cards([written], version), TODAY).cards
        for name in Card.__slots__:
            if name != "line":
                self.assertEqual(getattr(found, name), getattr(written, name), name)


class TestWriter(BaseCase):
    def setUp(self):
        super().setUp()
        self.card = Card(
            lastname="Durand; père",
            firstname="Zoé",
            email="zoe@example.com",
            phone="+33612345678",
            is_mobile=True,
            birthdate=date(1970, 4, 12),
            address=Address("1, rue Haute", "", "Lens", "", "62300", "France"),
            photo=samples.JPEG,
        )

    def test_strict_readers_accept_3_0(self):
        parsed = vobject.readOne(write_cards([self.card]).decode(), validate=True)
        self.assertEqual(parsed.version.value, "3.0")
        self.assertEqual(parsed.n.value.family, "Durand; père")
        self.assertEqual(parsed.tel.type_param, "CELL")
        self.assertEqual(parsed.photo.value, samples.JPEG)

    def test_version_4_0_is_written_as_its_standard_says(self):
        content = write_cards([self.card], "4.0")
        for line in (
            b"BEGIN:VCARD\r\nVERSION:4.0\r\n",
            b"TEL;TYPE=cell;VALUE=uri:tel:+33612345678\r\n",
            b"PHOTO:data:image/jpeg;base64,",
            b"BDAY:19700412\r\n",
            b"KIND:individual\r\n",
        ):
            self.assertIn(line, content)

    def test_lines_are_folded(self):
        content = write_cards([Card(lastname="Durand", note="é" * 300)])
        self.assertLessEqual(max(map(len, content.splitlines())), 75)

    def test_several_cards_make_one_file(self):
        content = write_cards([self.card, self.card])
        self.assertEqual(len(read_cards(content, TODAY).cards), 2)

    def test_another_version_is_refused(self):
        with self.assertRaises(ValueError):
            write_cards([self.card], "2.1")
