from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..contact import Identity, search_terms, search_text

MARIE = Identity(
    names=("Lefèvre-Dœuf Marie Noëlle",),
    codes=("C-0042",),
    email="Marie.Lefevre@Example.com",
    phone="+33 6 12 34 56 78",
    e164="+33612345678",
    national="06 12 34 56 78",
    birth=date(1970, 5, 4),
)
TEXT = search_text(MARIE)
WORDS = st.lists(st.text("abcdeéèçœABÉ", min_size=1, max_size=8), min_size=1, max_size=4)


def finds(typed, text=TEXT, **options):
    terms = search_terms(typed, **options)
    return all(any(term in text for term in choices) for choices in terms)


class TestContactWords(BaseCase):
    def assertFinds(self, *typed, **options):
        for words in typed:
            with self.subTest(typed=words):
                self.assertTrue(finds(words, **options))

    def assertMisses(self, *typed, **options):
        for words in typed:
            with self.subTest(typed=words):
                self.assertFalse(finds(words, **options))

    def test_any_part_of_the_names_in_any_order_without_accents(self):
        self.assertFinds("lefevre", "LEFÈVRE", "noelle marie", "efev", "doeuf", "dœuf", "le ma")
        self.assertFinds("lefèvre-dœuf", "Marie Noëlle Lefèvre")
        self.assertMisses("martin", "marie martin")

    def test_a_short_word_is_the_beginning_of_a_name(self):
        self.assertFinds("ma", "l", "no le")
        self.assertMisses("ev", "ri")

    def test_an_email_and_its_parts(self):
        self.assertFinds("marie.lefevre@example.com", "@EXAMPLE", "lefevre@", "example.com")
        self.assertMisses("marie@example")

    def test_a_phone_in_any_format(self):
        self.assertFinds("06 12 34 56 78", "0612345678", "06.12.34.56.78", "06-12-34", "345678")
        self.assertFinds("+33 6 12", "+33612345678", "0033 6 12 34", "+33 (0)6 12 34 56 78")
        self.assertFinds("marie 06 12", "marie 0612345678")
        self.assertMisses("07 12 34 56 78", "+32 6 12", "marie 0712")

    def test_a_birth_date_as_the_reader_writes_it(self):
        self.assertFinds("04/05/1970", "4/5/1970", "04.05.1970", "1970-05-04", "04051970")
        self.assertFinds("1970", "05/1970", "1970-05", "marie 04/05/1970", "4/5")
        self.assertMisses("05/04/1970", "1971", "marie 04/05/1971")
        self.assertFinds("05/04/1970", "5/4", month_first=True)
        self.assertMisses("04/05/1970", month_first=True)

    def test_a_reference(self):
        self.assertFinds("c-0042")

    def test_nothing_typed_finds_everybody(self):
        self.assertFinds("", "  ", "-")

    @given(names=WORDS, part=st.data())
    def test_every_part_of_three_letters_of_a_name_is_found(self, names, part):
        text = search_text(Identity(names=(" ".join(names),)))
        word = part.draw(st.sampled_from(names))
        begin = part.draw(st.integers(0, max(0, len(word) - 3)))
        self.assertTrue(finds(word[begin : begin + 3] if len(word) > 2 else word, text))

    @given(st.text(max_size=40))
    def test_whatever_is_typed_breaks_nothing(self, typed):
        for choices in search_terms(typed):
            self.assertTrue(choices)
