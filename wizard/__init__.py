from . import rendezvous_booking, rendezvous_cancel, rendezvous_holidays
from . import rendezvous_booking_contact, rendezvous_booking_times
