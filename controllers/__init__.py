from . import api, portal, rendezvous, signup, vcard, visitor
