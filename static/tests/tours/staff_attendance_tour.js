import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("staff_attendance_from_the_list", {
    steps: () => [
        {
            content: "One click in the row",
            trigger: ".o_data_row:contains(Nadia Petit) button[name='action_attended']",
            run: "click",
        },
        {
            content: "It is recorded and the buttons are gone",
            trigger:
                ".o_data_row:contains(Nadia Petit):contains(Attended):not(:has(button[name='action_attended']))",
        },
        {
            content: "What is to come has no buttons",
            trigger: ".o_data_row:contains(To come):not(:has(button[name='action_attended']))",
        },
        {
            content: "Choose one",
            trigger: ".o_data_row:contains(Jean Roux) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Choose another",
            trigger: ".o_data_row:contains(Hugo Petit) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Both did not come",
            trigger: ".o_control_panel button[name='action_no_show']",
            run: "click",
        },
        {
            content: "The first is recorded",
            trigger: ".o_data_row:contains(Jean Roux):contains(No show)",
        },
        {
            content: "So is the second",
            trigger: ".o_data_row:contains(Hugo Petit):contains(No show)",
        },
    ],
});

tours.add("staff_attendance_from_the_form", {
    steps: () => [
        {
            content: "One click",
            trigger: "button[name='action_excused']",
            run: "click",
        },
        {
            content: "It is recorded, the appointment is done",
            trigger: ".o_field_widget[name='attendance']:contains(Excused)",
        },
        {
            content: "Write a note",
            trigger: ".o_field_widget[name='note'] textarea",
            run: "edit Called at nine",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved",
            trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});

tours.add("staff_archive_instead_of_deleting", {
    steps: () => [
        {
            content: "The actions of the record",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Delete",
            trigger: ".o-dropdown--menu .dropdown-item:contains(Delete)",
            run: "click",
        },
        {
            content: "Yes, delete",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is refused and archiving is offered",
            trigger: ".modal:contains(Archive instead) button:contains(Archive)",
            run: "click",
        },
        {
            content: "It is archived",
            trigger: "body:not(:has(.modal)) .ribbon:contains(Archived)",
        },
    ],
});
