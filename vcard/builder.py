import re
from dataclasses import dataclass, field
from datetime import date

from . import values
from .card import Address, Card, Extra, Problem
from .photo import decode_photo

MOBILE = {"cell", "mobile", "iphone"}
# Numbers on which nobody is called.
MACHINES = {"fax", "pager", "modem", "bbs"}
KINDS = ("pager", "fax", "mobile", "work", "home")
MAX_PHOTO = 10 * 1024 * 1024
OLDEST = date(1850, 1, 1)


@dataclass(slots=True)
class Block:
    """The lines between BEGIN and END."""

    start: int
    today: date
    lines: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def keep(self, number, line):
        if line:
            self.lines.append(line)
        else:
            self.problems.append(Problem(number, "unreadable", refused=False))

    def all(self, name):
        """Return the lines of that name, the preferred first."""
        return sorted((line for line in self.lines if line.name == name), key=lambda x: x.rank)

    def texts(self, name):
        """Return the values of that name that say something."""
        return [text for line in self.all(name) if (text := values.unescape(line.text()))]

    def text(self, name):
        return next(iter(self.texts(name)), "")

    @property
    def version(self):
        return self.text("VERSION")

    def beside(self, line, name):
        """Return what Apple writes in another line of the same group, such as a label."""
        others = (other for other in self.all(name) if line.group and other.group == line.group)
        return next((values.unescape(other.text()) for other in others), "")

    def warn(self, line, code, detail=""):
        self.problems.append(Problem(line.number, code, detail[:80], refused=False))


def build_card(block):
    """Return the card of a block that has a name; what was left out is in its problems."""
    lastname, firstname, is_company = names(block)
    phones, emails, websites = _phones(block), _emails(block), _websites(block)
    addresses, (birthdate, birthday) = _addresses(block), _birthdate(block)
    is_mobile = bool(phones) and phones[0][1] == "mobile"
    return Card(
        line=block.start,
        lastname=lastname,
        firstname=firstname,
        is_company=is_company,
        organisation="" if is_company else _organisation(block),
        function=block.text("TITLE") or block.text("ROLE"),
        email=emails[0][0] if emails else "",
        phone=phones[0][0] if phones else "",
        is_mobile=is_mobile,
        website=websites[0][0] if websites else "",
        birthdate=birthdate,
        address=addresses[0][0] if addresses else Address(),
        note="\n".join(block.texts("NOTE")),
        photo=_photo(block),
        extras=(
            *(Extra("phone", number, kind) for number, kind in phones[1:] if number),
            *(Extra("email", email, kind) for email, kind in emails[1:]),
            *(Extra("address", address.words(), kind) for address, kind in addresses[1:]),
            *(Extra("url", website, kind) for website, kind in websites[1:]),
            *([Extra("birthday", birthday)] if birthday else ()),
        ),
    )


def names(block):
    """Return ``(lastname, firstname, is_company)``; an organisation's name is a name too."""
    organisation, full = _organisation(block), " ".join(block.text("FN").split())
    is_org = block.text("KIND").lower() == "org"
    if is_org or block.text("X-ABSHOWAS").upper() == "COMPANY":
        name = organisation or full
        if name:
            return name, "", True
    last, first = _structured_name(block)
    if last or (first and " " not in first):
        return last, first, False
    if (full or first) and full != organisation:
        return *values.split_name(full or first), False
    return organisation, "", bool(organisation)


def _structured_name(block):
    """Return family and given names of N, the further given names included."""
    for line in block.all("N"):
        parts = values.fields(line.text(), 3)
        last, first, more = (" ".join(part.replace(",", " ").split()) for part in parts)
        if last or first or more:
            return last, f"{first} {more}".strip()
    return "", ""


def _organisation(block):
    lines = (values.fields(line.text(), 5) for line in block.all("ORG"))
    return next(filter(None, (" – ".join(filter(None, parts)) for parts in lines)), "")


def _phones(block):
    """Return ``[(number, kind)]``: first the one to call, a mobile if there is one.

    The first is empty when there are only fax machines and the like.
    """
    found = [(_number(line), line.types, _kind(block, line)) for line in block.all("TEL")]
    found = [phone for phone in found if phone[0]]
    callable_ = [phone for phone in found if not phone[1] & MACHINES]
    best = min(callable_, key=lambda phone: not phone[1] & MOBILE, default=None)
    if not best:
        return [("", ""), *_unique((number, kind) for number, _types, kind in found)]
    kind = "mobile" if best[1] & MOBILE else best[2]
    return _unique([(best[0], kind), *((number, kind) for number, _types, kind in found)])


def _number(line):
    """Return the number of ``tel:+33-1-…;ext=12`` as of ``01 23…``."""
    number = values.unescape(line.text())
    return number[4:].partition(";")[0] if number[:4].lower() == "tel:" else number


def _emails(block):
    pairs = ((values.unescape(line.text()), _kind(block, line)) for line in block.all("EMAIL"))
    return _unique(
        (email[7:] if email[:7].lower() == "mailto:" else email, kind) for email, kind in pairs
    )


def _websites(block):
    return _unique((values.unescape(line.text()), _kind(block, line)) for line in block.all("URL"))


def _unique(pairs):
    """Return the pairs ``(value, kind)`` without empty and repeated values."""
    found = {}
    for value, kind in pairs:
        is_number = re.fullmatch(r"[+\d\s().-]+", value)
        key = re.sub(r"[^+\d]", "", value) if is_number else value.lower()
        if value:
            found.setdefault(key, (value, kind))
    return list(found.values())


def _addresses(block):
    """Return ``[(address, kind)]``: the preferred, then home."""
    lines = sorted(block.all("ADR"), key=lambda line: (line.rank, "home" not in line.types))
    found = [(_address(block, line), _kind(block, line)) for line in lines]
    return [(address, kind) for address, kind in found if address]


def _address(block, line):
    parts = values.fields(line.text(), 7)
    box, extended, street, city, region, postcode, country = parts
    lines = [part.strip() for part in (*street.split("\n"), extended, box) if part.strip()]
    return Address(
        street=lines[0] if lines else "",
        street2=", ".join(lines[1:]),
        city=city,
        region=region,
        postcode=postcode,
        country=country or block.beside(line, "X-ABADR"),
    )


def _kind(block, line):
    """Return home, work…, or the label the owner gave: ``item1.X-ABLabel``."""
    label = block.beside(line, "X-ABLABEL").removeprefix("_$!<").removesuffix(">!$_")
    if label:
        return label.lower() if label.lower() in KINDS else label[:60]
    types = line.types | ({"mobile"} if line.types & MOBILE else set())
    return next((kind for kind in KINDS if kind in types), "")


def _birthdate(block):
    """Return ``(date, words)``; words for what is no full date."""
    for line in block.all("BDAY"):
        text = values.unescape(line.text())
        if "text" in {word.lower() for word in line.params.get("VALUE", ())}:
            return None, text[:80]
        try:
            found, words = values.day(text)
        except ValueError:
            block.warn(line, "birthday", text)
            return None, ""
        if found and line.params.get("X-APPLE-OMIT-YEAR", ("",))[0] == str(found.year):
            return None, f"{found:%m-%d}"
        if found and not OLDEST <= found <= block.today:
            block.warn(line, "birthday", text)
            return None, ""
        return found, words
    return None, ""


def _photo(block):
    """Return the bytes of the photo; a broken, huge or distant one is left out."""
    for line in block.all("PHOTO"):
        text = line.text().strip()
        if text[:4].lower() == "http":
            block.warn(line, "photo_link")
        elif len(text) > MAX_PHOTO * 4 // 3:
            block.warn(line, "photo")
        elif text:
            try:
                return decode_photo(text)
            except ValueError:
                block.warn(line, "photo")
    return b""
