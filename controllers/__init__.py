from . import api, personal_data, portal, rendezvous, signup, vcard, visitor
from . import account, api, portal, preferences, rendezvous, signup, visitor
from . import api, merged, portal, rendezvous, signup, visitor
