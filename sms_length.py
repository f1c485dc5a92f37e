"""How long an SMS is for the networks: its alphabet, and how many parts are paid for."""

import unicodedata
from dataclasses import dataclass

# GSM 03.38: the basic table, and the extension whose signs count as two.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENSION = frozenset("\f^{}\\[~]|€")
# Signs of an SMS that stands alone, and of each part of a longer one.
LIMITS = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True, slots=True)
class SmsLength:
    """``characters`` as the networks count them, ``parts`` as they are paid for."""

    characters: int
    encoding: str
    parts: int


def sms_length(text):
    """Return the length of a text sent as SMS; an empty one has no part."""
    signs = set(text)
    if signs <= GSM_7 | GSM_7_EXTENSION:
        encoding = "GSM-7"
        sizes = [2 if sign in GSM_7_EXTENSION else 1 for sign in text]
    else:
        encoding = "UCS-2"
        # Emoji and their like are two units of UTF-16.
        sizes = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    characters = sum(sizes)
    alone, part = LIMITS[encoding]
    parts = int(characters > 0) if characters <= alone else _count_parts(sizes, part)
    return SmsLength(characters, encoding, parts)


def gsm_letters(text):
    """Return a text whose letters that GSM-7 lacks have lost their accent: “août” is “aout”.

    One such letter would make an SMS of 160 signs three of 67.
    """
    return "".join(_gsm_letter(sign) for sign in text)


def _gsm_letter(sign):
    if sign in GSM_7:
        return sign
    bare = unicodedata.normalize("NFD", sign)[0]
    return bare if bare in GSM_7 else sign


def _count_parts(sizes, room):
    """Return how many parts of ``room`` units are filled: no sign is cut in two."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts
