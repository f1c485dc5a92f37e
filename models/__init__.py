from . import rendezvous_archive_mixin, rendezvous_opening_mixin  # isort: skip
from . import (
    calendar_attendee,
    hr_employee,
    rendezvous_agenda,
    rendezvous_answer,
    rendezvous_appointment,
    rendezvous_appointment_booking,
    rendezvous_appointment_message,
    rendezvous_availability,
    rendezvous_availability_rules,
    rendezvous_closure,
    rendezvous_question,
    rendezvous_question_choice,
    rendezvous_service,
    rendezvous_slot,
    rendezvous_technician_hours,
    res_config_settings,
)
