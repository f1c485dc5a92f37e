import base64

import vobject
from vobject.vcard import Address, Name

from .photo import image_type

VERSIONS = ("3.0", "4.0")


def write_cards(cards, version="3.0"):
    """Return the bytes of a .vcf file of ``cards``, in UTF-8."""
    if version not in VERSIONS:
        raise ValueError(f"no vCard {version}: there are {' and '.join(VERSIONS)}")
    return "".join(_component(card, version).serialize() for card in cards).encode()


def _component(card, version):
    is_new = version == "4.0"
    component = vobject.vCard()
    component.add("version").value = version
    component.add("n").value = Name(family=card.lastname, given=card.firstname)
    component.add("fn").value = " ".join(filter(None, (card.firstname, card.lastname)))
    if is_new:
        component.add("kind").value = "org" if card.is_company else "individual"
    _add_words(component, card)
    if card.email:
        _typed(component, "email", card.email, "HOME" if is_new else "INTERNET")
    if card.phone:
        _add_phone(component, card, is_new)
    if card.address:
        _add_address(component, card.address)
    if card.birthdate:
        day = card.birthdate.isoformat()
        component.add("bday").value = day.replace("-", "") if is_new else day
    if card.photo:
        _add_photo(component, card.photo, is_new)
    return component


def _add_words(component, card):
    organisation = card.lastname if card.is_company else card.organisation
    if organisation:
        component.add("org").value = [organisation]
    if card.is_company:
        component.add("x-abshowas").value = "COMPANY"
    for name, text in (("title", card.function), ("url", card.website), ("note", card.note)):
        if text:
            component.add(name).value = text


def _typed(component, name, value, kind):
    line = component.add(name)
    line.value = value
    line.type_param = kind
    return line


def _add_phone(component, card, is_new):
    kind = "CELL" if card.is_mobile else "VOICE"
    if not is_new or not card.phone.startswith("+"):
        _typed(component, "tel", card.phone, kind)
        return
    number = "".join(sign for sign in card.phone if sign == "+" or sign.isdigit())
    line = _typed(component, "tel", f"tel:{number}", kind.lower())
    line.value_param = "uri"


def _add_address(component, address):
    value = Address(
        street="\n".join(filter(None, (address.street, address.street2))),
        city=address.city,
        region=address.region,
        code=address.postcode,
        country=address.country,
    )
    _typed(component, "adr", value, "HOME")


def _add_photo(component, content, is_new):
    kind, line = image_type(content) or "jpeg", component.add("photo")
    if not is_new:
        line.value, line.encoding_param, line.type_param = content, "B", kind.upper()
        return
    line.value = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    # An address takes no backslashes.
    line.encoded = True
