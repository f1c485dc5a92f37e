import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const hours = ".o_field_widget[name='web_hours_ids']";

tours.add("setup_technician_hours", {
    steps: () => [
        {
            content: "Open the technician",
            trigger: ".o_data_row:contains(Tess) td[name='name']",
            run: "click",
        },
        {
            content: "Only the openings of the agenda are drawn",
            trigger: ".o_rendezvous_technician_line .o_rendezvous_technician_opening",
        },
        {
            content: "Add web hours",
            trigger: `${hours} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Until eleven",
            trigger: `${hours} .o_selected_row [name='hour_to'] input`,
            run: "edit 11:00",
        },
        {
            content: "Leave the line",
            trigger: ".o_form_view .oe_title",
            run: "click",
        },
        {
            content: "The picture shows them before they are saved",
            trigger: ".o_rendezvous_technician_line .o_rendezvous_technician_web",
        },
        {
            content: "In words too",
            trigger: ".o_rendezvous_technician_week li:contains(Web hours 9:00–11:00)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Copy the week",
            trigger: "button[name='action_copy_week']",
            run: "click",
        },
        {
            content: "To a colleague",
            trigger: ".modal .o_field_widget[name='target_ids'] input",
            run: "edit Theo",
        },
        {
            content: "Choose him",
            trigger: ".modal .o_field_widget[name='target_ids'] .dropdown-item:contains(Theo)",
            run: "click",
        },
        {
            content: "What will change is said",
            trigger: ".modal .o_field_widget[name='preview']:contains(Theo has none yet and gets 1)",
        },
        {
            content: "Do it",
            trigger: ".modal button[name='action_copy']",
            run: "click",
        },
        { content: "Back on the form", trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

tours.add("setup_online_booking", {
    steps: () => [
        {
            content: "The form of the establishment",
            trigger: ".o_form_view .oe_title:contains(Town hall of Lens)",
        },
        {
            content: "Close August",
            trigger: ".o_field_widget[name='open_months'] button[aria-label='August']",
            run: "click",
        },
        {
            content: "It is off",
            trigger: ".o_field_widget[name='open_months'] [aria-label='August'][aria-pressed='false']",
        },
        {
            content: "Own limits",
            trigger: ".o_field_widget[name='own_limits'] input",
            run: "click",
        },
        {
            content: "A day before",
            trigger: ".o_field_widget[name='cancel_limit'] input",
            run: "edit 24",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        { content: "Saved", trigger: ".o_form_saved" },
    ],
});

tours.add("setup_publish_service", {
    steps: () => [
        {
            content: "What is missing is said",
            trigger: ".o_form_view .alert-warning:contains(no web hours)",
        },
        {
            content: "Publishing is refused",
            trigger: "button[name='website_publish_button']",
            run: "click",
        },
        {
            content: "With the reason",
            trigger: ".modal:contains(cannot be published yet):contains(no web hours) .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Still not published",
            trigger: "button[name='website_publish_button']:contains(Unpublished)",
        },
    ],
});
