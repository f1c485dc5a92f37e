from . import api, personal_data, portal, rendezvous, signup, vcard, visit, visitor
from . import account, preferences
from . import day
from . import merged
from . import sector
from . import equipment
