from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..postcodes import (
    PostcodeError,
    PostcodeIndex,
    Range,
    covers,
    normalize,
    overlaps,
    parse,
    write,
)

# Two lengths, so that 12 and 012 are seen to differ.
digits = st.builds("{:0{}d}".format, st.integers(0, 99), st.integers(2, 3))
letters = st.sampled_from(["AD1", "AD2", "B", "1A"])
codes = st.one_of(digits, letters)


@st.composite
def pieces(draw):
    if draw(st.booleans()):
        return draw(codes)
    length = draw(st.integers(2, 3))
    ends = sorted(draw(st.integers(0, 99)) for _end in range(2))
    return "-".join(f"{end:0{length}d}" for end in ends)


texts = st.lists(pieces(), max_size=5).map(", ".join)
areas = st.lists(texts, max_size=5)


def slowly_covers(text, code):
    """The obvious way: look at each piece as it was typed."""
    for piece in filter(None, text.split(", ")):
        first, _dash, last = piece.partition("-")
        if not last and code == first:
            return True
        if last and code.isdigit() and len(code) == len(first) and first <= code <= last:
            return True
    return False


ALL_CODES = [f"{n:0{length}d}" for length in (2, 3) for n in range(100)]
ALL_CODES += ["AD1", "AD2", "B", "1A"]


class TestPostcodes(BaseCase):
    def test_codes_and_ranges(self):
        found = parse("62300; 62200-62299,\n62100\n1050 ab")
        self.assertEqual(write(found), "62100, 62200-62300, 1050AB")
        self.assertEqual(parse(""), ())
        self.assertEqual(parse(None), ())
        self.assertEqual(parse("62100–62199"), (Range("62100", "62199"),))

    def test_what_is_wrong_is_named(self):
        for text, reason in {
            "62100, 62200-6229": "length",
            "62299-62200": "order",
            "AD100-AD200": "range",
            "62100 62200": "comma",
            "1000 1050": "comma",
            "62100, 621é0": "code",
            "12345678901": "code",
            "62100-": "code",
            "62100-62110-62120": "code",
            "²": "code",
        }.items():
            with self.subTest(text=text), self.assertRaises(PostcodeError) as caught:
                parse(text)
            self.assertEqual(caught.exception.reason, reason)
            self.assertIn(caught.exception.piece, text)

    def test_a_contact_s_spelling_does_not_matter(self):
        self.assertEqual(normalize(" 1050-ab "), "1050AB")
        self.assertTrue(covers(parse("62100"), " 62 100"))
        self.assertFalse(covers(parse("62100"), ""))
        self.assertFalse(covers(parse("62100"), None))

    def test_a_leading_zero_counts(self):
        self.assertTrue(covers(parse("01000-01999"), "01500"))
        self.assertFalse(covers(parse("01000-01999"), "1500"))

    @given(texts, codes)
    def test_covers_is_what_one_would_look_up_by_hand(self, text, code):
        self.assertEqual(covers(parse(text), code), slowly_covers(text, code))

    @given(texts)
    def test_what_is_written_is_read_alike(self, text):
        self.assertEqual(parse(write(parse(text))), parse(text))

    @given(areas, codes)
    def test_the_index_finds_the_first_area_that_covers(self, texts, code):
        index = PostcodeIndex((key, parse(text)) for key, text in enumerate(texts))
        expected = (key for key, text in enumerate(texts) if slowly_covers(text, code))
        self.assertEqual(index.find(code), next(expected, None))

    @given(areas)
    def test_overlaps_are_exactly_the_codes_of_both(self, texts):
        shared = overlaps((key, parse(text)) for key, text in enumerate(texts))
        for one, one_text in enumerate(texts):
            for other, other_text in enumerate(texts):
                if one == other:
                    self.assertNotIn(other, shared.get(one, {}))
                    continue
                found = shared.get(one, {}).get(other, ())
                expected = {
                    code
                    for code in ALL_CODES
                    if slowly_covers(one_text, code) and slowly_covers(other_text, code)
                }
                self.assertEqual({c for c in ALL_CODES if covers(tuple(found), c)}, expected)
