"""Cards as programs write them; people and numbers are invented."""

import base64
from io import BytesIO

from PIL import Image


def picture(size=(4, 4), kind="PNG"):
    """Return the bytes of a small picture."""
    buffer = BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(buffer, kind)
    return buffer.getvalue()


JPEG = picture(kind="JPEG")
PHOTO = base64.b64encode(JPEG).decode()


def crlf(text):
    return text.lstrip("\n").replace("\n", "\r\n").encode()


def folded(text, width=74):
    """Return a long line as 3.0 folds it."""
    return "\n ".join(text[i : i + width] for i in range(0, len(text), width))


IPHONE = crlf(
    r"""
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.5.1//EN
N:Lefèvre;Chloé;Anne;Mme;
FN:Mme Chloé Anne Lefèvre
ORG:Boulangerie du Port;Accueil
TITLE:Gérante
EMAIL;type=INTERNET;type=HOME;type=pref:chloe.lefevre@example.com
item1.EMAIL;type=INTERNET:boutique@example.com
item1.X-ABLabel:Boutique
TEL;type=HOME;type=VOICE:03 21 00 11 22
TEL;type=CELL;type=VOICE;type=pref:06 12 34 56 78
TEL;type=IPHONE;type=CELL;type=VOICE:07 98 76 54 32
item2.ADR;type=HOME;type=pref:;;12 rue des Dunes\nAppartement 4;Calais;;62100;
item2.X-ABADR:fr
NOTE:Préfère le matin\, avant 10 h.\nChien\; sonner fort.
BDAY:1984-02-29
"""
    + folded("PHOTO;ENCODING=b;TYPE=JPEG:" + PHOTO)
    + """
END:VCARD
"""
)

IPHONE_NO_YEAR = crlf(
    """
BEGIN:VCARD
VERSION:3.0
N:Petit;Hugo;;;
FN:Hugo Petit
item1.TEL:01 44 00 00 00
item1.X-ABLabel:_$!<Home>!$_
BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12
END:VCARD
"""
)

ANDROID_21 = crlf(
    """
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89vrard;Ma=C3=ABl;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=61=C3=AB=6C=20=C3=89=76=72=61=
=72=64
TEL;CELL:+33612000001
TEL;WORK;FAX:+33321000002
TEL;HOME:+33321000003
EMAIL;HOME:mael@example.com
ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;5 all=C3=A9e des Tilleuls;Lens;;62300;France
BDAY:1991-07-14
PHOTO;ENCODING=BASE64;JPEG:"""
    + folded(PHOTO)
    + """

END:VCARD
"""
)

THUNDERBIRD = crlf(
    """
BEGIN:VCARD
VERSION:4.0
UID:3c5d0b7a-1111-4c43-9d0f-aaaaaaaaaaaa
FN:Inès Benali
N:Benali;Inès;;;
EMAIL;PREF=1:ines.benali@example.org
EMAIL;PREF=2:ines@old.example.org
TEL;TYPE=work;VALUE=TEXT:+33 1 23 45 67 89
TEL;TYPE=cell;VALUE=TEXT:+33 6 23 45 67 89
ADR:;;3 place du Marché;Lyon;Rhône;69001;France
BDAY;VALUE=DATE:19700412
URL;TYPE=home:https://ines.example.org
NOTE:Bilingue
END:VCARD
"""
)

NEXTCLOUD = crlf(
    """
BEGIN:VCARD
VERSION:4.0
PRODID:-//Nextcloud Contacts v5.5.3
UID:b0f4
FN:Association des Deux Rives
KIND:org
ORG:Association des Deux Rives
TEL;VALUE=uri;TYPE="work,voice":tel:+33-4-72-00-00-00;ext=12
EMAIL;TYPE=WORK:contact@deux-rives.example.org
BDAY:--0412
PHOTO:data:image/jpeg;base64,"""
    + folded(PHOTO)
    + """
REV;VALUE=DATE-AND-OR-TIME:20240501T101010Z
END:VCARD
"""
)

OUTLOOK = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=fr:Muñoz;José;;M.\r\nFN:José Muñoz\r\n"
    "TEL;WORK;VOICE:+34 91 000 00 00\r\nTEL;CELL;VOICE:+34 600 00 00 01\r\n"
    "ADR;WORK;PREF:;;Calle Mayor, 7;Madrid;;28013;España\r\n"
    "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Calle Mayor, 7=0D=0A=\r\n28013 Madrid\r\n"
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r\nEMAIL;PREF;INTERNET:jose@example.com\r\n"
    "REV:20240501T101010Z\r\nEND:VCARD\r\n"
).encode("cp1252")

GOOGLE = crlf(
    r"""
BEGIN:VCARD
VERSION:3.0
FN:Ludwig van Beethoven
EMAIL;TYPE=INTERNET;TYPE=HOME:ludwig@example.com
URL:http\://www.google.com/profiles/1
item1.URL:https\://bonn.example.com
item1.X-ABLabel:_$!<HomePage>!$_
PHOTO:https://lh3.example.com/contacts/abc
CATEGORIES:myContacts
END:VCARD
"""
)
