from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Extra:
    """Something a contact has no field for: a second number, a birthday without year.

    ``what`` is phone, email, address, url or birthday; ``kind`` is home, work,
    mobile, fax, pager, nothing, or a label typed by the card's owner.
    """

    what: str
    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    street2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def __bool__(self):
        return any(getattr(self, name) for name in self.__slots__)

    def words(self):
        """Return the address on one line."""
        town = " ".join(filter(None, (self.postcode, self.city)))
        parts = (self.street, self.street2, town, self.region, self.country)
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Card:
    """One contact. ``line`` is where the card begins in its file."""

    line: int = 0
    lastname: str = ""
    firstname: str = ""
    is_company: bool = False
    organisation: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    is_mobile: bool = False
    website: str = ""
    birthdate: date | None = None
    address: Address = field(default_factory=Address)
    note: str = ""
    photo: bytes = b""
    extras: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a line. ``code`` is for the caller to put into words.

    Refused: ``stray`` (text outside cards), ``unclosed``, ``nameless``,
    ``version``, ``kind`` (a group or a place), ``empty``. The card was kept:
    ``unreadable`` (one line), ``photo``, ``photo_link``, ``birthday``.
    """

    line: int
    code: str
    detail: str = ""
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    cards: list[Card] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
