import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const click = (trigger) => ({ trigger, run: "click" });

tours.add("rendezvous_shared_contact", {
    steps: () => [
        click(".o_rendezvous_new"),
        { trigger: ".modal .o_field_widget[name='partner_id'] input", run: "edit lefevre 0612" },
        click(".modal .o_field_widget[name='partner_id'] .dropdown-item:contains(Lefèvre)"),
        { trigger: ".modal .o_field_widget[name='service_id'] input", run: "edit Passport" },
        click(".modal .o_field_widget[name='service_id'] .dropdown-item:contains(Passport)"),
        click(".modal .o_rendezvous_picker_starts button:first"),
        { trigger: ".modal .o_rendezvous_picker_choice .btn-primary:contains(Counter)" },
        { trigger: ".modal .o_field_widget[name='city'] input", run: "edit Lens" },
        { trigger: ".modal .o_field_widget[name='reason'] input", run: "edit Renewal" },
        click(".modal button[name='action_book']:visible"),
        { trigger: ".o_notification:contains(Booked)" },
    ],
});

tours.add("rendezvous_publish_service", {
    steps: () => [
        click(
            ".o_data_row:contains(Wedding file) .o_data_cell[name='is_published'] .form-check-input"
        ),
        {
            trigger:
                ".o_data_row:contains(Wedding file) .o_data_cell[name='is_published'] input:checked",
        },
    ],
});

tours.add("rendezvous_offer_service", {
    steps: () => [
        click(".o_notebook .nav-link:contains(Services)"),
        click(".o_field_widget[name='service_ids'] .o_field_x2many_list_row_add a"),
        click(".modal .o_data_row:contains(Wedding file) .o_data_cell:first"),
        { trigger: ".o_field_widget[name='service_ids'] .o_data_row:contains(Wedding file)" },
        click(".o_form_button_save"),
        { trigger: ".o_form_saved" },
    ],
});

tours.add("rendezvous_establishments", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Town hall of Lens):contains(Can be booked)" },
        { trigger: ".o_kanban_record:contains(Town hall of Lille):contains(Passport request)" },
        { trigger: ".o_kanban_record:contains(Town hall of Lille):contains(59000 Lille)" },
        click(".o_kanban_record:contains(Town hall of Lille) button:contains(Agendas)"),
        { trigger: ".o_data_row:contains(Desk of Lille), .o_kanban_record:contains(Desk of Lille)" },
    ],
});
