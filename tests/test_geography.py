from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..travel import distance_km, read_position

LENS, PARIS, AUCKLAND = (50.43, 2.83), (48.8566, 2.3522), (-36.85, 174.76)
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


class TestGeography(BaseCase):
    def test_known_distances(self):
        self.assertAlmostEqual(distance_km(LENS, PARIS), 178.4, delta=1)
        self.assertAlmostEqual(distance_km(PARIS, AUCKLAND), 18_520, delta=60)
        # Across the date line, the short way.
        self.assertAlmostEqual(distance_km((0, 179), (0, -179)), 222.4, delta=1)

    @given(places, places)
    def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_globe(self, one, other):
        there, back = distance_km(one, other), distance_km(other, one)
        self.assertAlmostEqual(there, back, places=6)
        self.assertTrue(0 <= there <= 20_016)
        self.assertAlmostEqual(distance_km(one, one), 0, places=6)

    def test_a_position_is_two_numbers_on_the_globe(self):
        self.assertEqual(read_position("50.43,2.83"), LENS)
        for text in ("", None, "50.43", "50,2,3", "here,there", "91,0", "0,181", "nan,nan"):
            with self.subTest(text=text):
                self.assertIsNone(read_position(text))
