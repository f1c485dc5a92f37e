import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const EVENT = ".fc-event:contains(Nadia Petit)";

tours.add("staff_move_by_drag", {
    steps: () => [
        {
            // Grabbed by its middle, a quarter after its start.
            content: "Drag the appointment to ten o'clock",
            trigger: EVENT,
            run: "drag_and_drop(.fc-timegrid-slot-lane[data-time='10:15:00'])",
        },
        {
            content: "It is asked first, with both times",
            trigger: ".modal:contains(Move to)",
        },
        {
            content: "Nobody is told",
            trigger: ".modal .o_rendezvous_silent",
            run: "click",
        },
        {
            content: "Done",
            trigger: `body:not(:has(.modal)) ${EVENT}`,
        },
    ],
});

tours.add("staff_drag_refused", {
    steps: () => [
        {
            content: "Drag it where the agenda is closed",
            trigger: EVENT,
            run: "drag_and_drop(.fc-timegrid-slot-lane[data-time='13:00:00'])",
        },
        {
            content: "Tell the contact",
            trigger: ".modal .o_rendezvous_notify",
            run: "click",
        },
        {
            content: "The refusal names the nearest free times",
            trigger: ".modal .alert-warning:contains(Nearest free times)",
        },
        {
            content: "Who may not book outside slots cannot insist",
            trigger: ".modal:not(:has(.o_rendezvous_notify)) .o_rendezvous_another",
            run: "click",
        },
        {
            content: "The picker opens for this appointment",
            trigger: ".modal .o_rendezvous_booking .o_rendezvous_picker",
        },
        {
            content: "Leave",
            trigger: ".modal .modal-footer button[special='cancel']",
            run: "click",
        },
        {
            content: "It is back in its place",
            trigger: `body:not(:has(.modal)) ${EVENT}`,
        },
    ],
});

tours.add("staff_card_of_an_appointment", {
    steps: () => [
        {
            content: "Open the card",
            trigger: EVENT,
            run: "click",
        },
        {
            content: "The phone is on it",
            trigger: ".o_cw_popover:contains(+33 6 12 34 56 78)",
        },
        {
            content: "So are service, place, state and note",
            trigger:
                ".o_cw_popover:contains(Passport):contains(Town hall):contains(Confirmed):contains(Brings photos)",
        },
        {
            content: "Move from the card",
            trigger: ".o_cw_popover a:contains(Move)",
            run: "click",
        },
        {
            content: "The picker opens",
            trigger: ".modal .o_rendezvous_picker",
        },
        {
            content: "Leave",
            trigger: ".modal .modal-footer button[special='cancel']",
            run: "click",
        },
        {
            content: "The picker is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

tours.add("staff_days_of_an_agenda", {
    steps: () => [
        {
            content: "Open the agenda's own calendar",
            trigger: ".o_kanban_record:contains(Counter) button[name='action_view_calendar']",
            run: "click",
        },
        {
            content: "It shows three days",
            trigger: ".o_calendar_renderer",
            run() {
                const days = document.querySelectorAll(".fc-col-header-cell.fc-day");
                if (days.length !== 3) {
                    throw new Error(`${days.length} days are shown instead of 3`);
                }
            },
        },
        {
            content: "What is closed is shaded",
            trigger: ".o_calendar_renderer .o_rendezvous_closed",
        },
        {
            content: "Walk one day",
            trigger: ".o_calendar_button_next",
            run: "click",
        },
        {
            content: "Today has gone, three days remain",
            trigger: ".fc-col-header:not(:has(.fc-day-today))",
            run() {
                const days = document.querySelectorAll(".fc-col-header-cell.fc-day");
                if (days.length !== 3) {
                    throw new Error(`${days.length} days are shown instead of 3`);
                }
            },
        },
    ],
});

tours.add("staff_side_by_side", {
    steps: () => [
        {
            content: "One column per agenda",
            trigger: ".o_rendezvous_board_head:contains(Counter)",
        },
        {
            content: "The appointment of the day is in its column",
            trigger: ".o_rendezvous_board_block:contains(Nadia Petit)",
        },
        {
            content: "New appointment in this agenda",
            trigger: ".o_rendezvous_board_head:contains(Counter) button[title^='New appointment']",
            run: "click",
        },
        {
            content: "The agenda is already chosen",
            trigger: ".modal .o_field_widget[name='agenda_id'] input:value(Counter)",
        },
        {
            content: "Leave",
            trigger: ".modal .modal-footer button[special='cancel']",
            run: "click",
        },
        {
            content: "Open the appointment",
            trigger: "body:not(:has(.modal)) .o_rendezvous_board_block:contains(Nadia Petit)",
            run: "click",
        },
        {
            content: "Its form is there",
            trigger: ".o_form_view .o_field_widget[name='partner_id']:contains(Nadia Petit)",
        },
    ],
});
