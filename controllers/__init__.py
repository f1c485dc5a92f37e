from . import api, personal_data, portal, rendezvous, signup, vcard, visitor
