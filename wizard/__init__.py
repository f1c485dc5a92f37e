from . import rendezvous_booking, rendezvous_cancel, rendezvous_holidays
from . import portal_wizard, portal_wizard_user
from . import rendezvous_booking_times
