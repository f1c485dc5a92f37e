from . import account, api, portal, preferences, rendezvous, signup, visitor
