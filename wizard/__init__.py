from . import (
    rendezvous_booking,
    rendezvous_cancel,
    rendezvous_holidays,
    rendezvous_vcard_values,  # isort: skip
)
from . import (
    rendezvous_booking_contact,
    rendezvous_booking_times,
    rendezvous_vcard_import,
    rendezvous_vcard_import_line,
)
from . import rendezvous_booking, rendezvous_cancel, rendezvous_holidays
from . import portal_wizard, portal_wizard_user
from . import rendezvous_booking_times
from . import base_partner_merge, rendezvous_merge, rendezvous_merge_line
from . import rendezvous_merge_accounts, rendezvous_merge_defaults, rendezvous_merge_values
