from . import rendezvous_booking, rendezvous_cancel, rendezvous_holidays
from . import rendezvous_booking_times
from . import base_partner_merge, rendezvous_merge, rendezvous_merge_line
from . import rendezvous_merge_accounts, rendezvous_merge_defaults, rendezvous_merge_values
