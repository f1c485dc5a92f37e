from . import (
    base_partner_merge,
    mail_compose_message,
    portal_wizard,
    portal_wizard_user,
    rendezvous_booking,
    rendezvous_cancel,
    rendezvous_find_slot,
    rendezvous_holidays,
    rendezvous_hours_copy,
    rendezvous_merge,
    rendezvous_merge_line,
    rendezvous_vcard_values,
)
from . import (
    rendezvous_booking_contact,
    rendezvous_booking_equipment,
    rendezvous_booking_request,
    rendezvous_booking_times,
    rendezvous_booking_waitlist,
    rendezvous_find_slot_equipment,
    rendezvous_find_slot_request,
    rendezvous_find_slot_words,
    rendezvous_merge_accounts,
    rendezvous_merge_defaults,
    rendezvous_merge_values,
    rendezvous_request_close,
    rendezvous_tour_sectors,
    rendezvous_vcard_import,
    rendezvous_vcard_import_line,
)
from . import base_partner_merge_erasure
from . import rendezvous_sector_import
