from . import api, merged, portal, rendezvous, signup, visitor
