from . import api, portal, rendezvous, signup, visitor
