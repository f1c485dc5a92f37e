"""Contact cards: the bytes of a .vcf file to plain cards, and back.

Plain values in, plain values out: this package knows no record. The formats
are vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as phones and mail programs
really write them.
"""

from .card import Address, Card, Extra, Problem, Reading
from .photo import image_type
from .reader import read_cards
from .writer import write_cards

__all__ = [
    "Address",
    "Card",
    "Extra",
    "Problem",
    "Reading",
    "image_type",
    "read_cards",
    "write_cards",
]
