from . import rendezvous_booking, rendezvous_cancel, rendezvous_holidays
from . import rendezvous_booking_times
from . import rendezvous_vcard_values  # isort: skip
from . import base_partner_merge_erasure, rendezvous_vcard_import, rendezvous_vcard_import_line
