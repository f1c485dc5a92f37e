from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..sms_length import GSM_7, GSM_7_EXTENSION, SmsLength, sms_length

plain = st.text(alphabet=sorted(GSM_7), max_size=700)
any_text = st.text(max_size=500)


@tagged("post_install", "-at_install")
class TestSmsLength(BaseCase):
    """What an SMS counts as, at the edges of its parts."""

    def test_nothing_is_no_sms(self):
        self.assertEqual(sms_length(""), SmsLength(0, "GSM-7", 0))

    def test_the_edges_of_plain_texts(self):
        for characters, parts in (
            (1, 1),
            (160, 1),
            (161, 2),
            (306, 2),
            (307, 3),
            (459, 3),
            (460, 4),
        ):
            with self.subTest(characters=characters):
                expected = SmsLength(characters, "GSM-7", parts)
                self.assertEqual(sms_length("a" * characters), expected)

    def test_the_edges_of_other_texts(self):
        for characters, parts in ((1, 1), (70, 1), (71, 2), (134, 2), (135, 3)):
            with self.subTest(characters=characters):
                expected = SmsLength(characters, "UCS-2", parts)
                self.assertEqual(sms_length("ê" * characters), expected)

    def test_french_that_is_plain_and_french_that_is_not(self):
        self.assertEqual(sms_length("à é è ù ì ò Ç É").encoding, "GSM-7")
        for sign in "êâîôûçëïœÀ’–…\u202f":
            with self.subTest(sign=sign):
                self.assertEqual(sms_length(sign).encoding, "UCS-2")

    def test_signs_of_the_extension_count_as_two(self):
        for sign in sorted(GSM_7_EXTENSION):
            with self.subTest(sign=sign):
                self.assertEqual(sms_length(sign), SmsLength(2, "GSM-7", 1))
        self.assertEqual(sms_length("€" * 80).parts, 1)
        self.assertEqual(sms_length("€" * 81).parts, 2)

    def test_a_sign_is_never_cut_in_two(self):
        # 153 units to a part, 76 signs of two units: two parts hold 152 of them.
        self.assertEqual(sms_length("€" * 152).parts, 2)
        self.assertEqual(sms_length("€" * 153).parts, 3)

    def test_an_emoji_is_two_units(self):
        self.assertEqual(sms_length("🙂" * 35), SmsLength(70, "UCS-2", 1))
        self.assertEqual(sms_length("🙂" * 36).parts, 2)

    @given(text=plain)
    def test_plain_texts_stay_plain(self, text):
        length = sms_length(text)
        self.assertEqual((length.encoding, length.characters), ("GSM-7", len(text)))

    @given(text=any_text, more=any_text)
    def test_more_text_never_costs_less(self, text, more):
        self.assertLessEqual(sms_length(text).parts, sms_length(text + more).parts)

    @given(text=any_text)
    def test_the_parts_hold_the_text(self, text):
        length = sms_length(text)
        room = 153 if length.encoding == "GSM-7" else 67
        self.assertLessEqual(length.characters, max(length.parts * room, 160))
